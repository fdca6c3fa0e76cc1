"""Referrals as they are looked at: by whose turn it is, by person, with every step that was taken.

Ask `look` or `look_at_each` of service.records.access before anything of these is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from wholeplace.service.access import Relationship, Role
from wholeplace.service.records.access.facts import Asker, known_by
from wholeplace.service.records.referral.models import (
    AboutMe,
    Attendance,
    CarerRecord,
    MessageBack,
    Referral,
    Score,
    Step,
    SupportPlan,
    TriageRun,
)
from wholeplace.service.records.referral.shapes import case_of, small_step_of
from wholeplace.service.referral import ENDED, Attention, Change, Clocks, Tally, When, changes, instruments, overdue, tally

_OVER = [state.value for state in ENDED]
"""How long after its end a referral still ties an organisation to a person: long enough for somebody who needs help again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """Everything that happened to one referral, the first first."""

    steps: Sequence[Step]
    attendance: Sequence[Attendance]
    tally: Tally
    messages: Sequence[MessageBack]
    scores: Sequence[Score]
    changes: Mapping[str, tuple[Change, ...]]


def story_of(record: Referral) -> Story:
    """The steps, small steps, scores and messages of a referral."""
    came = list(Attendance.objects.filter(referral=record.reference).order_by("number"))
    scores = list(Score.objects.filter(referral=record.reference).order_by("instrument", "when"))
    return Story(
        steps=list(Step.objects.filter(referral=record.reference).order_by("number")), attendance=came,
        tally=tally(small_step_of(one) for one in came),
        messages=list(MessageBack.objects.filter(referral=record.reference).order_by("number")), scores=scores, changes=_changes(scores),
    )  # fmt: skip


def with_turn(organisation: str) -> Sequence[Referral]:
    """Referrals in which an organisation owes the next thing, the oldest first."""
    return list(Referral.objects.filter(turn=organisation).exclude(state__in=_OVER).order_by("since", "reference"))


def followed_by(organisation: str) -> Sequence[Referral]:
    """Referrals that an organisation sent on and that somebody else has now, the last moved first."""
    found = _with(organisation).exclude(turn=organisation).exclude(state__in=_OVER)
    return list(found.order_by("-touched", "reference"))


def ended_at(organisation: str, *, since: datetime) -> Sequence[Referral]:
    """Referrals that came through an organisation and ended since, the last first."""
    return list(_with(organisation).filter(state__in=_OVER, since__gte=since).order_by("-since", "reference"))


def referrals_of(person: str) -> Sequence[Referral]:
    """Every referral of a person, the newest first."""
    return list(Referral.objects.filter(person=person).order_by("-made_at", "reference"))


def live_referrals_of(person: str) -> Sequence[Referral]:
    """Those of a person that have not ended, the newest first."""
    return [one for one in referrals_of(person) if one.state not in _OVER]


def open_between(organisations: Iterable[str]) -> Sequence[Referral]:
    """Referrals that have not ended and in which one of some organisations takes part, the oldest first."""
    codes = list(organisations)
    if not codes:
        return []
    any_of = Q()
    for code in codes:
        any_of |= Q(parties__contains=f"|{code}|")
    return list(Referral.objects.filter(any_of).exclude(state__in=_OVER).order_by("since", "reference"))


def open_about(persons: Iterable[str]) -> Sequence[Referral]:
    """Referrals about some people that have not ended, the oldest first."""
    return list(Referral.objects.filter(person__in=persons).exclude(state__in=_OVER).order_by("since", "reference"))


def what_waits(records: Iterable[Referral], clocks: Clocks, now: datetime) -> tuple[Attention, ...]:
    """Those that need somebody now, the latest first."""
    return overdue((case_of(one) for one in records), clocks, now)


def about_me_of(person: str) -> AboutMe | None:
    """About Me of a person; None: they have written nothing."""
    return AboutMe.objects.filter(pk=person).first()


def triage_of(person: str, reference: str = "") -> TriageRun | None:
    """One online triage of a person, by its reference, or the last one; None: there is none."""
    runs = TriageRun.objects.filter(person=person)
    runs = runs.filter(pk=reference) if reference else runs
    return runs.order_by("-at", "-reference").first()


def answered_before(person: str, reference: str) -> str:
    """What somebody answered in an online triage, as a text to go with a booking; empty where there was none."""
    run = triage_of(person, reference) if reference else None
    if run is None:
        return ""
    return "Answered online: " + " ".join(f"{one['asks']} {one['said']}." for one in run.answers)


def plan_of(person: str) -> SupportPlan | None:
    """The plan of a person; None: there is none."""
    return SupportPlan.objects.filter(pk=person).first()


def carers_of(person: str) -> Sequence[CarerRecord]:
    """Who looks after a person, where both agreed to its being written down and it has not ended."""
    return list(CarerRecord.objects.filter(cared_for=person, ended_on=None, cared_for_agreed__isnull=False).order_by("carer_agreed"))


def caring_of(person: str) -> Sequence[CarerRecord]:
    """Whom a person looks after, as they had it written down, the newest first."""
    return list(CarerRecord.objects.filter(carer=person).order_by("-carer_agreed", "reference"))


def messages_to(organisation: str) -> Sequence[MessageBack]:
    """Messages that went back to a practice, the last first."""
    return list(MessageBack.objects.filter(to=organisation).order_by("-at", "reference"))


@known_by(
    "referred",
    f"""SELECT person, 'referred', parties FROM front_referral_referral
    WHERE person IN ({{persons}}) AND (state NOT IN ({", ".join(f"'{state}'" for state in _OVER)}) OR since > %(a_year_ago)s)""",
)
def referred(asker: Asker, parties: Sequence[str]) -> Iterable[Relationship]:
    """A referral ties the organisations that it came through to the person, while it lives and for a year after."""
    came_through = {code for text in parties for code in text.split("|") if code}
    if asker.organisation in came_through:
        yield Relationship.REFERRED
    if asker.role is Role.COORDINATOR and asker.covers & came_through:
        yield Relationship.COORDINATES


def _with(organisation: str):
    return Referral.objects.filter(parties__contains=f"|{organisation}|")


def _changes(scores: Iterable[Score]) -> Mapping[str, tuple[Change, ...]]:
    by: dict[str, dict[str, Mapping[str, int]]] = {}
    for score in scores:
        by.setdefault(score.instrument, {})[score.when] = score.values
    known = instruments()
    return {
        known[name].title: changes(known[name], asked.get(When.BEFORE.value, {}), asked.get(When.AFTER.value, {}))
        for name, asked in by.items()
    }
