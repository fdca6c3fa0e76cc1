"""What can happen to a decision now, what cannot and why, and for whom it waits: for the pages that offer the next step."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from wholeplace.agreement.bodies import May
from wholeplace.agreement.decisions.afterwards import problems_of_publishing
from wholeplace.agreement.decisions.guards import (
    EDITABLE,
    authority_over,
    cannot,
    notices_needed,
    problems_of_content,
    problems_of_notices,
)
from wholeplace.agreement.decisions.in_force import InForce
from wholeplace.agreement.decisions.meeting import ways_to_meet
from wholeplace.agreement.decisions.record import Recorded
from wholeplace.agreement.decisions.standing import free_from, stands_at
from wholeplace.agreement.decisions.states import Event, State
from wholeplace.terms import Problem

LONGEST_NOTICE = timedelta(days=120)
"""How far ahead the first possible day is looked for. No rule of notice asks for as much."""


class Does(StrEnum):
    """What somebody may do to a decision, in the words of a button."""

    EDIT = "Change the text"
    PROPOSE = "Put it to the body"
    NOTICE = "Give notice"
    MEET = "Record what the meeting said"
    PUBLISH = "Publish the decision"
    CALL_IN = "Call it in"
    SCRUTINISE = "Record what scrutiny said"
    CARRY_OUT = "Record that it was carried out"
    REVIEW = "Review it"
    REPLACE = "Replace it by a later decision"
    WITHDRAW = "Withdraw it"


EVENT_OF = {
    Does.PROPOSE: Event.PROPOSE,
    Does.NOTICE: Event.GIVE_NOTICE,
    Does.PUBLISH: Event.PUBLISH,
    Does.CALL_IN: Event.CALL_IN,
    Does.SCRUTINISE: Event.RELEASE,
    Does.CARRY_OUT: Event.CARRY_OUT,
    Does.REVIEW: Event.REVIEW,
    Does.REPLACE: Event.REPLACE,
    Does.WITHDRAW: Event.WITHDRAW,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that may be done, and every reason why it cannot be done now (none: it can)."""

    does: Does
    why_not: tuple[Problem, ...] = ()


def next_steps(recorded: Recorded, held: InForce, now: datetime) -> tuple[Step, ...]:
    """Every step, in the order of a decision's life, with what stands in its way at `now`."""
    return tuple(Step(does=does, why_not=tuple(_in_the_way(does, recorded, held, now))) for does in Does)


def decidable_from(recorded: Recorded, held: InForce, today: date) -> date | None:
    """The first day from today on which the notices given allow a decision; None while one is missing."""
    days = (today + timedelta(days=n) for n in range(LONGEST_NOTICE.days))
    return next((day for day in days if not problems_of_notices(recorded, held, day)), None)


def waits_for(recorded: Recorded, held: InForce, now: datetime) -> str:
    """For whom or what a decision waits, in a few words. Empty where nothing more is to come."""
    state = stands_at(recorded, now)
    if state is State.DRAFT:
        missing = len(problems_of_content(recorded, held, now.date()))
        return f"An officer: {missing} thing{'' if missing == 1 else 's'} missing" if missing else "An officer: it is whole, and can be put"
    if state in (State.PROPOSED, State.NOTIFIED, State.ADVISED, State.DEFERRED):
        return _before_the_meeting(recorded, held, now.date())
    closes = free_from(recorded)
    review = (recorded.published or recorded.proposal).review_on
    told = {
        State.AGREED: "The clerk: publish it",
        State.OPEN_TO_CALL_IN: f"Call-in, until {closes:%H:%M on %-d %B %Y}" if closes else "",
        State.CALLED_IN: "Scrutiny: release it or send it back",
        State.SENT_BACK: "The body that decided: look at it again",
        State.FREE: "The lead: carry it out",
        State.CARRIED_OUT: f"A review on {review:%-d %B %Y}" if review else "A review",
    }
    return told.get(state, "")


def _before_the_meeting(recorded: Recorded, held: InForce, today: date) -> str:
    if authority_over(recorded, held, today).may is not May.DECIDE:
        return "A meeting that may only recommend"
    day = decidable_from(recorded, held, today)
    if day is None:
        return "The clerk: give notice"
    return "A meeting" if day <= today else f"A meeting, from {day:%-d %B %Y}"


def _in_the_way(does: Does, recorded: Recorded, held: InForce, now: datetime) -> list[Problem]:
    if does is Does.EDIT:
        return [] if stands_at(recorded, now) in EDITABLE else [_closed(recorded, now)]
    if does is Does.MEET:
        return [] if ways_to_meet(recorded, now) else cannot(recorded, Event.AGREE, now)
    problems = cannot(recorded, EVENT_OF[does], now)
    if problems:
        return problems
    if does is Does.PROPOSE:
        return problems_of_content(recorded, held, now.date())
    if does is Does.NOTICE and not notices_needed(recorded, held):
        reference = recorded.proposal.reference
        return [Problem(where=reference, what="no rule asks for notice.", why="Its duties name none.", fix="Record the meeting.")]
    return problems_of_publishing(recorded, held) if does is Does.PUBLISH else []


def _closed(recorded: Recorded, now: datetime) -> Problem:
    return Problem(
        where=recorded.proposal.reference, what=f"It stands at “{stands_at(recorded, now).value}”.", why="Its readers rely on this text.",
        fix="Have it put off, or replace it by a later decision.",
    )  # fmt: skip
