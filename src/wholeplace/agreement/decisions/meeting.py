"""A meeting about a decision: what each seat said becomes an outcome, and the outcome the one event that it allows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from wholeplace.agreement.bodies import Authority, Body, May, stage_of
from wholeplace.agreement.deciding import Meeting, Of, Outcome, Result, Said, VotingRule, decide
from wholeplace.agreement.deciding import problems_of as problems_of_meeting
from wholeplace.agreement.decisions.before import moved, refuse
from wholeplace.agreement.decisions.guards import authority_over, cannot, deciders, problems_of_content, problems_of_notices
from wholeplace.agreement.decisions.in_force import InForce
from wholeplace.agreement.decisions.record import MeetingHeld, Recorded
from wholeplace.agreement.decisions.standing import stands_at
from wholeplace.agreement.decisions.states import Event, after
from wholeplace.terms import Problem

LEADS_TO = {
    Result.CONSENSUS: Event.AGREE,
    Result.PASSED: Event.AGREE,
    Result.NOT_PASSED: Event.REFUSE,
    Result.NO_CONSENSUS: Event.DEFER,
    Result.INQUORATE: Event.DEFER,
    Result.RECOMMENDED: Event.ADVISE,
    Result.NOT_RECOMMENDED: Event.ADVISE,
}
"""What follows from each result. Without a quorum, or without consensus where no vote is allowed, nothing is decided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What the clerk records: the day, what each seat there said, and, for advice, the body that it goes on to (empty: none may decide)."""

    on: date
    said: Sequence[Said]
    to: str = ""


def ways_to_meet(recorded: Recorded, now: datetime) -> bool:
    """Can a meeting's outcome be recorded at `now` at all?"""
    return any(after(stands_at(recorded, now), event) for event in set(LEADS_TO.values()))


def met(recorded: Recorded, meeting: Held, held: InForce, now: datetime) -> Recorded:
    """The record after a meeting. Raises DataProblem with all that stands in the way; nothing else makes a decision AGREED.

    Whoever may only recommend gives advice, whatever the votes were; without a quorum the decision is put off.
    """
    body, kept = outcome_of(recorded, meeting, held, now)
    event = LEADS_TO[kept.outcome.result]
    refuse(recorded, event, cannot(recorded, event, now))
    if event in (Event.AGREE, Event.REFUSE):
        problems = problems_of_notices(recorded, held, meeting.on)
        problems += problems_of_content(recorded, held, meeting.on) if event is Event.AGREE else []
        refuse(recorded, event, problems)
    after_it = replace(moved(recorded, event, now), meetings=(*recorded.meetings, kept))
    return _handed_on(after_it, body, meeting, held) if event is Event.ADVISE else after_it


def outcome_of(recorded: Recorded, meeting: Held, held: InForce, now: datetime) -> tuple[Body, MeetingHeld]:
    """What a meeting comes to, to be looked at before it is kept. Raises DataProblem where its record cannot stand."""
    body = held.agreement.body(recorded.proposal.body)
    if not ways_to_meet(recorded, now):
        refuse(recorded, Event.AGREE, cannot(recorded, Event.AGREE, now))
    stage = stage_of(body, meeting.on) if body else None
    authority = authority_over(recorded, held, meeting.on)
    if body is None or stage is None or authority.may is May.NOTHING:
        refuse(recorded, Event.AGREE, [_no_power(recorded, authority)])
        raise AssertionError("a body without a stage may do nothing")
    rule = body.voting or _asked_for_consensus(body)
    chair = next((seat.name for seat in body.seats if seat.role == "chair"), "")
    room = Meeting(standing=stage.standing, seats=body.seats, quorum=body.quorum, voting=rule, said=meeting.said, chair=chair)
    refuse(recorded, Event.AGREE, [*_of_day(meeting.on, now), *problems_of_meeting(room)])
    outcome = _within(authority, decide(room, recorded.proposal.matter))
    return body, MeetingHeld(
        body=body.name, held_on=meeting.on, standing=stage.standing, seats=body.seats, said=tuple(meeting.said), outcome=outcome,
        rule=f"{rule.name} ({rule.source})", chair=chair, powers=authority.powers, accountable=authority.accountable,
        not_bound=authority.not_bound,
    )  # fmt: skip


def _within(authority: Authority, outcome: Outcome) -> Outcome:
    """An outcome of a body without the power to decide is advice, even where its stage would let it decide other things."""
    advice = {
        Result.CONSENSUS: Result.RECOMMENDED,
        Result.PASSED: Result.RECOMMENDED,
        Result.NOT_PASSED: Result.NOT_RECOMMENDED,
        Result.NO_CONSENSUS: Result.NOT_RECOMMENDED,
    }
    if authority.may is May.DECIDE or outcome.result not in advice:
        return outcome
    return replace(outcome, result=advice[outcome.result], steps=(*outcome.steps, "It may only recommend:", *authority.reasons))


def _handed_on(recorded: Recorded, body: Body, meeting: Held, held: InForce) -> Recorded:
    """Advice goes to a body that may decide, where there is one; it then gives its own notice."""
    may = [one.name for one in deciders(recorded, held, meeting.on) if one.name != body.name]
    if meeting.to == "" and len(may) == 0:
        return recorded
    if meeting.to not in may:
        named = ", ".join(one.title for one in deciders(recorded, held, meeting.on) if one.name in may)
        what = "no body is named that it goes on to." if not meeting.to else f"“{meeting.to}” may not decide it."
        fix = f"Choose one of: {named}." if may else "Leave it empty: no body of this place may decide it."
        refuse(recorded, Event.ADVISE, [Problem(where="goes on to", what=what, why="Advice decides nothing by itself.", fix=fix)])
    return replace(recorded, proposal=replace(recorded.proposal, body=meeting.to))


def _asked_for_consensus(body: Body) -> VotingRule:
    """A body that only advises may have no voting rule of its own: then it is asked whether anybody is against."""
    return VotingRule(name="By consensus", threshold=Fraction(1), of=Of.CAST, source=body.source)


def _of_day(on: date, now: datetime) -> list[Problem]:
    if on <= now.date():
        return []
    return [Problem(where="day of the meeting", what=f"{on} has not come yet.", why="Nobody has said anything yet.", fix="Give the day.")]


def _no_power(recorded: Recorded, authority: Authority) -> Problem:
    return Problem(
        where=recorded.proposal.body, what=" ".join(authority.reasons), why="A meeting of a body that is not there decides nothing.",
        fix="Put it to a body that exists on that day.",
    )  # fmt: skip
