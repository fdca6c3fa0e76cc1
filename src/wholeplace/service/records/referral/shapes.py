"""Records as the rules know them, and back."""

from datetime import datetime

from wholeplace.service.records.referral.models import Attendance, Referral
from wholeplace.service.referral import Attention, Case, Clocks, Happening, Life, Outcome, SmallStep, State, Urgency, attention_of


def life_of(record: Referral) -> Life:
    """Where a referral stands."""
    outcome = Outcome(kind=record.outcome_kind, words=record.outcome_words, helped=record.helped) if record.outcome_kind else None
    return Life(
        state=State(record.state), chain=tuple(record.chain), accepted=frozenset(record.accepted), since=record.since, outcome=outcome
    )


def put_life(record: Referral, life: Life) -> None:
    """Write where a referral stands into its columns."""
    record.state, record.chain, record.turn = life.state.value, list(life.chain), life.turn
    record.parties, record.accepted, record.since = f"|{'|'.join(life.chain)}|", sorted(life.accepted), life.since
    outcome = life.outcome or Outcome(kind="", words="")
    record.outcome_kind, record.outcome_words, record.helped = outcome.kind, outcome.words, outcome.helped


def case_of(record: Referral) -> Case:
    """A referral as clocks look at it."""
    return Case(reference=record.reference, life=life_of(record), urgency=Urgency(record.urgency), touched=record.touched)


def needs_somebody(record: Referral, clocks: Clocks, now: datetime) -> Attention | None:
    """Why a referral needs somebody now; None: it does not."""
    return attention_of(case_of(record), clocks, now)


def small_step_of(record: Attendance) -> SmallStep:
    """A small step as the rules know it."""
    return SmallStep(happening=Happening(record.happening), on=record.on, words=record.words, of=record.of)
