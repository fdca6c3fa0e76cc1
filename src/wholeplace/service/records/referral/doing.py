"""What happens to a referral: made, sent, taken on, handed over, ended. Each is one transaction: the step, the referral as it then stands,
what the person agreed to, the message to their practice and the line of the outbox are kept together or not at all.

Ask `look` of service.records.access first: nothing here decides who may read or write about a person.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import ChangedMeanwhile, history, keep
from wholeplace.service.records.access.consents import ConsentAsked, consents_of, give_consent
from wholeplace.service.records.events.once import Once, first_time
from wholeplace.service.records.events.outbox import tell
from wholeplace.service.records.referral.models import Attendance, MessageBack, Referral, Score, Step
from wholeplace.service.records.referral.shapes import life_of, put_life
from wholeplace.service.records.turns import in_turn
from wholeplace.service.referral import (
    ENDED,
    RESIDENT,
    Agreed,
    Asked,
    Event,
    Instrument,
    SmallStep,
    Source,
    Urgency,
    When,
    drafted,
    is_progress,
    message_back,
    next_life,
    refuse_step,
    starts,
    values_of,
)
from wholeplace.service.referral.triage import Answered
from wholeplace.terms import DataProblem, Problem


class NoSuchReferral(Exception):
    """There is no referral of that reference."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A referral that somebody wants to make, for a person (by reference), to an organisation. Other fields as in the record.

    `voluntary`: is that organisation of the voluntary sector? Then `consent` is needed, unless people refer themselves.
    `once`: the ids of the message, where it may come twice. `reference`: one that was made beforehand (`new_reference`), or empty.
    """

    person: str
    source: Source
    made_by: str
    to: str
    why: str
    needs: tuple[str, ...] = ()
    risks: str = ""
    urgency: Urgency = Urgency.ROUTINE
    practice: str = ""
    listing: str = ""
    listing_title: str = ""
    booking: str = ""
    triage: str = ""
    answered: tuple[Answered, ...] = ()
    label: str = ""
    voluntary: bool = False
    consent: ConsentAsked | None = None
    sent: dict[str, Any] = field(default_factory=dict)
    once: Once | None = None
    reference: str = ""


def new_reference() -> str:
    """A reference that says nothing about what it names, in a form that FHIR takes as an id."""
    return f"r-{secrets.token_hex(12)}"


def refer(wanted: Wanted, act: Act, *, who: str = "") -> Referral:
    """Make a referral and send it. Durable when it returns.

    `who`: what the organisation that makes it is called. `wanted.consent` may leave its referral empty: it is for the one made here.
    Raises DataProblem with everything that is wrong; Duplicate, ReusedIds, TooLate.
    """
    found = _problems(wanted)
    if found:
        raise DataProblem("This referral cannot be sent", found)

    def made() -> Referral:
        record = Referral(reference=wanted.reference or new_reference(), **_columns(wanted, act))
        if wanted.once is not None:
            first_time(wanted.once, {"referral": record.reference}, act.at)
        consent = replace(wanted.consent, referral=record.reference) if wanted.consent else None
        asked = Asked(event=Event.SEND, by=wanted.made_by, at=act.at, to=wanted.to, voluntary=wanted.voluntary)
        put_life(record, drafted(wanted.made_by, act.at))
        return _happened(record, asked, act, who=who, consent=consent)

    return in_turn(made)


def do(reference: str, asked: Asked, act: Act, *, version: int, who: str = "", consent: ConsentAsked | None = None) -> Referral:
    """Do something to a referral. Durable when it returns. `version`: the one that was read. `who`: what `asked.by` is called.

    `consent`: what the person agrees to now, kept with it. What stood before counts as well. Raises NoSuchReferral, ChangedMeanwhile,
    DataProblem where the rules do not let it happen, TooLate. Whatever it raises, nothing was written.
    """

    def done() -> Referral:
        return _happened(as_read(reference, version), asked, act, who=who, consent=consent)

    return in_turn(done)


def write_down(reference: str, step: SmallStep, by: str, act: Act) -> Referral:
    """Keep a small step. One that shows that help has begun moves the referral on as well. Raises NoSuchReferral, DataProblem, TooLate."""

    def written() -> Referral:
        record = referral(reference)
        refuse_step(life_of(record), step, by, act.at.date())
        number = Attendance.objects.filter(referral=reference).count() + 1
        keep(
            Attendance(
                reference=f"{reference}-a{number}", home=record.home, referral=reference, number=number, happening=step.happening.value,
                on=step.on, words=step.words, of=step.of, by=by,
            ),
            act,
        )  # fmt: skip
        if is_progress(step.happening):
            record.touched = act.at
        if starts(life_of(record), step):
            return _happened(record, Asked(event=Event.START, by=by, at=act.at), act)
        keep(record, act)
        return record

    return in_turn(written)


def choose(reference: str, listing: str, title: str, by: str, act: Act) -> Referral:
    """Write down which offer of the directory was found for a person. Raises NoSuchReferral; DataProblem where it is not `by`'s turn."""

    def chosen() -> Referral:
        record = referral(reference)
        if life_of(record).turn != by or life_of(record).state in ENDED:
            why, fix = "One organisation at a time has the referral.", "Ask the organisation whose turn it is."
            raise DataProblem("Nothing was chosen", [Problem(where="turn", what="it is not yours.", why=why, fix=fix)])
        record.listing, record.listing_title, record.touched = listing, title[:_TITLE], act.at
        keep(record, act)
        return record

    return in_turn(chosen)


_TITLE = 200


def keep_score(reference: str, instrument: Instrument, when: When, answers: dict[str, str], by: str, act: Act) -> Score:
    """Keep answers to a set of questions. Raises NoSuchReferral, and DataProblem where a word is no answer or nothing was answered."""
    values = values_of(instrument, answers)
    if not values:
        problem = Problem(
            where="answers", what="there are none.", why="Nothing can be compared with nothing.", fix="Answer at least one, or go back."
        )
        raise DataProblem("Nothing was kept", [problem])

    def kept() -> Score:
        record = referral(reference)
        name = f"{reference}-{instrument.name}-{when.value}"
        score = Score.objects.filter(pk=name).first() or Score(reference=name, home=record.home, referral=reference)
        score.instrument, score.when, score.on, score.values, score.by = instrument.name, when.value, act.at.date(), values, by
        keep(score, act)
        return score

    return in_turn(kept)


def referral(reference: str) -> Referral:
    """A referral. Raises NoSuchReferral."""
    record = Referral.objects.filter(pk=reference).first()
    if record is None:
        raise NoSuchReferral(reference)
    return record


def as_read(reference: str, version: int) -> Referral:
    """A referral that is still the version somebody read. Raises NoSuchReferral, ChangedMeanwhile."""
    record = referral(reference)
    if record.version != version:
        raise ChangedMeanwhile(record, history(record)[-1])
    return record


def agreed_now(record: Referral, to: str, day: date) -> tuple[Agreed | None, str]:
    """What the person has agreed to for this referral and an organisation, and the reference of that; nothing: None and empty."""
    for consent in consents_of(record.person, to, record.reference, day=day):
        shares = tuple(consent.what)
        return Agreed(organisation=to, shares=shares, how=consent.how, on=consent.given_on, until=consent.until), consent.reference
    return None, ""


def _happened(record: Referral, asked: Asked, act: Act, *, who: str = "", consent: ConsentAsked | None = None) -> Referral:
    """One event of a referral, inside a transaction. What is of persons is written first: see the order of books."""
    if consent is not None:
        give_consent(act, consent)
    agreed, kept = agreed_now(record, asked.to, act.at.date()) if asked.to else (None, "")
    asked = replace(asked, agreed=agreed)
    life = next_life(life_of(record), asked)
    put_life(record, life)
    record.touched, record.steps = act.at, record.steps + 1
    keep(record, act)
    keep(_step(record, asked, act, kept), act)
    message = message_back(record.practice, who or asked.by, life, asked)
    if message is not None:
        number = MessageBack.objects.filter(referral=record.reference).count() + 1
        keep(
            MessageBack(
                reference=f"{record.reference}-m{number}", home=record.home, referral=record.reference, number=number, to=message.to,
                about=message.about.value, text=message.text, at=message.at,
            ),
            act,
        )  # fmt: skip
        tell("message back", reference=f"{record.reference}-m{number}", organisation=message.to, at=act.at)
    tell(f"referral {life.state.value}", reference=record.reference, organisation=life.turn, at=act.at)
    return record


def _step(record: Referral, asked: Asked, act: Act, consent: str) -> Step:
    ended = record.outcome_kind if record.state in {state.value for state in ENDED} else ""
    return Step(
        reference=f"{record.reference}-s{record.steps}", home=record.home, referral=record.reference, number=record.steps,
        event=asked.event.value, state=record.state, by=asked.by, role=act.acting_as, at=act.at, reason=asked.reason or ended,
        words=asked.words or (record.outcome_words if ended else ""), to=asked.to, consent=consent,
    )  # fmt: skip


def _columns(wanted: Wanted, act: Act) -> dict[str, Any]:
    return {
        "home": wanted.to, "person": wanted.person, "source": wanted.source.value, "made_by": wanted.made_by, "made_at": act.at,
        "why": wanted.why.strip(), "needs": list(wanted.needs), "risks": wanted.risks.strip(), "urgency": wanted.urgency.value,
        "practice": wanted.practice, "listing": wanted.listing, "listing_title": wanted.listing_title, "booking": wanted.booking,
        "triage": wanted.triage,
        "answered": [{"asks": one.asks, "said": one.said} for one in wanted.answered], "label": wanted.label, "sent": wanted.sent,
        "touched": act.at,
    }  # fmt: skip


def _problems(wanted: Wanted) -> list[Problem]:
    found = []
    if not wanted.why.strip():
        why = "Whoever receives it must know what the person hopes for."
        found.append(Problem(where="why", what="nothing is said about what it is for.", why=why, fix="Write a sentence."))
    own = wanted.made_by == RESIDENT
    if not own and not wanted.risks.strip():
        why = "The standard asks for it, and nobody should find out at a front door."
        found.append(Problem(where="risks", what="nothing is said about risks.", why=why, fix='Write them, or "none known".'))
    if not wanted.person:
        found.append(Problem(where="person", what="it is for nobody.", why="A referral is for one person.", fix="Find the person first."))
    return found
