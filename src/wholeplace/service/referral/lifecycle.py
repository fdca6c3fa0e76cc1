"""The life of a referral as one table: what may happen where, by whom, and where that leads. What the table does not name is refused.

A referral ends only with an outcome. "Ended without help" is an outcome too, with why; and what was entered in error says what for.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from wholeplace.service.referral.reasons import outcomes_for, reasons_for
from wholeplace.service.referral.shapes import ENDED, RESIDENT, Asked, Event, Life, Outcome, Side, State
from wholeplace.terms import DataProblem, Problem

_ANSWERS = {Event.ACCEPT: State.ACCEPTED, Event.DECLINE: State.DECLINED, Event.RETURN: State.RETURNED}
_ENDS = {Event.END_WITHOUT_HELP: State.ENDED_WITHOUT_HELP, Event.MARK_AS_ERROR: State.ENTERED_IN_ERROR}
_BACK_WITH_SENDER = {Event.SEND: State.SENT, Event.HAND_OVER: State.HANDED_OVER, Event.TAKE_BACK: State.ACCEPTED, **_ENDS}

LEADS_TO: Final[Mapping[State, Mapping[Event, State]]] = {
    State.DRAFTED: {Event.SEND: State.SENT, **_ENDS},
    State.SENT: {Event.RECEIVE: State.RECEIVED, **_ANSWERS, **_ENDS},
    State.RECEIVED: {**_ANSWERS, **_ENDS},
    State.ACCEPTED: {
        Event.WAIT: State.WAITING, Event.START: State.IN_PROGRESS, Event.HAND_OVER: State.HANDED_OVER, Event.RETURN: State.RETURNED,
        Event.COMPLETE: State.COMPLETED, **_ENDS,
    },
    State.WAITING: {Event.START: State.IN_PROGRESS, Event.HAND_OVER: State.HANDED_OVER, Event.RETURN: State.RETURNED, **_ENDS},
    State.IN_PROGRESS: {
        Event.WAIT: State.WAITING, Event.HAND_OVER: State.HANDED_OVER, Event.RETURN: State.RETURNED, Event.COMPLETE: State.COMPLETED,
        **_ENDS,
    },
    State.HANDED_OVER: {**_ANSWERS, Event.TAKE_BACK: State.ACCEPTED, **_ENDS},
    State.DECLINED: _BACK_WITH_SENDER,
    State.RETURNED: _BACK_WITH_SENDER,
    State.REOPENED: {Event.SEND: State.SENT, **_ANSWERS, **_ENDS},
    State.COMPLETED: {Event.REOPEN: State.REOPENED, Event.MARK_AS_ERROR: State.ENTERED_IN_ERROR},
    State.ENDED_WITHOUT_HELP: {Event.REOPEN: State.REOPENED, Event.MARK_AS_ERROR: State.ENTERED_IN_ERROR},
    State.ENTERED_IN_ERROR: {},
}  # fmt: skip
"""State -> event -> the state after it."""

BY_SENDER_TOO: Final = frozenset({Event.END_WITHOUT_HELP, Event.MARK_AS_ERROR, Event.REOPEN})
"""What the organisation that sent it may do as well, because it may learn first that the person does not want it or needs it again."""
_BY_SENDER_ONLY: Final = {State.HANDED_OVER: frozenset({Event.TAKE_BACK})}
_AFTER_TAKING_ON: Final = frozenset({Event.HAND_OVER, Event.TAKE_BACK})


def next_life(life: Life, asked: Asked) -> Life:
    """How a referral stands after an event. Raises DataProblem with everything that keeps the event from happening."""
    found = problems_of(life, asked)
    if found:
        raise DataProblem("This cannot be done to the referral", found)
    state = LEADS_TO[life.state][asked.event]
    chain = _chain_after(life, asked)
    accepted = life.accepted | {asked.by} if state is State.ACCEPTED else life.accepted
    return Life(state=state, chain=chain, accepted=accepted, since=asked.at, outcome=_outcome_after(state, asked))


def problems_of(life: Life, asked: Asked) -> tuple[Problem, ...]:
    """What keeps an event from happening; empty: nothing."""
    if asked.event not in LEADS_TO[life.state]:
        return (_not_from_here(life, asked.event),)
    if not _may(life, asked.event, asked.by):
        return (_not_theirs(asked.event),)
    found = (check(life, asked) for check in _CHECKS)
    return tuple(problem for problem in found if problem)


def possible(life: Life, organisation: str) -> tuple[Event, ...]:
    """What an organisation may do to a referral as it stands, in the order in which a page offers it."""
    return tuple(event for event in LEADS_TO[life.state] if _may(life, event, organisation))


def drafted(made_by: str, at: datetime) -> Life:
    """The life of a referral that was only written down."""
    return Life(chain=(made_by,), since=at)


def _may(life: Life, event: Event, organisation: str) -> bool:
    if organisation == RESIDENT and event is Event.END_WITHOUT_HELP:
        return True  # nobody is helped against their will
    if event in _BY_SENDER_ONLY.get(life.state, ()):
        return life.side_of(organisation) is Side.SENDER
    if (event in _ANSWERS and len(life.chain) == 1) or (event is Event.SEND and len(life.chain) > 1):
        return False  # who made it sends it; who took it on hands it over
    if event in _AFTER_TAKING_ON and organisation not in life.accepted:
        return False
    side = life.side_of(organisation)
    return side is Side.TURN or (side is Side.SENDER and event in BY_SENDER_TOO)


def _chain_after(life: Life, asked: Asked) -> tuple[str, ...]:
    """Sent on: one more. Declined, returned or taken back from one that has not answered: back to whoever sent it."""
    if asked.event in (Event.SEND, Event.HAND_OVER):
        return (*life.chain, asked.to)
    if asked.event in (Event.DECLINE, Event.RETURN) and len(life.chain) > 1:
        return life.chain[:-1]
    if asked.event is Event.TAKE_BACK and life.state is State.HANDED_OVER:
        return life.chain[:-1]
    return life.chain


def _outcome_after(state: State, asked: Asked) -> Outcome | None:
    if state not in ENDED:
        return None
    return asked.outcome or Outcome(kind=asked.reason, words=asked.words)


def _reason(_: Life, asked: Asked) -> Problem | None:
    listed = reasons_for(asked.event)
    if not listed or asked.reason in listed:
        return None
    return _letter("reason", "no reason of the list is given.", "Others learn from reasons only where they can be counted.", "Choose one.")


def _words(_: Life, asked: Asked) -> Problem | None:
    if asked.event not in (Event.DECLINE, Event.RETURN) or asked.words.strip():
        return None
    why = "Whoever sent it must know what to do next."
    return _letter("words", "nothing is said in your own words.", why, "Write a sentence.")


def _outcome(_: Life, asked: Asked) -> Problem | None:
    listed = outcomes_for(asked.event)
    if not listed or (asked.outcome and asked.outcome.kind in listed and asked.outcome.words.strip()):
        return None
    why = "A referral never ends without one, also where it did not help."
    return _letter("outcome", "there is no outcome.", why, "Choose one of the list, and say in a sentence what came of it.")


def _somewhere(life: Life, asked: Asked) -> Problem | None:
    if asked.event not in (Event.SEND, Event.HAND_OVER):
        return None
    if asked.to and asked.to not in (life.turn, RESIDENT):
        return None
    return _letter("to", "it goes nowhere.", "A referral is always with somebody.", "Name another organisation.")


def _consent(life: Life, asked: Asked) -> Problem | None:
    """Passing on to another provider, and anything that goes to a voluntary group, is agreed with the person first."""
    own = asked.event is Event.SEND and life.turn == RESIDENT
    if own or not (asked.event is Event.HAND_OVER or (asked.event is Event.SEND and asked.voluntary)):
        return None
    why = "What people told one organisation goes to another only as they agreed, for this referral, and for a time."
    if asked.agreed is None or not asked.agreed.how.strip():
        return _letter("consent", "the person has not agreed.", why, "Ask them, and say how they agreed.")
    if asked.agreed.organisation != asked.to:
        return _letter("consent", "what the person agreed to is for another organisation.", why, "Ask them about this one.")
    day = asked.at.date()
    if not asked.agreed.on <= day < asked.agreed.until:
        return _letter("consent", "what the person agreed to does not hold today.", why, "Ask them again.")
    return None


_CHECKS: tuple[Callable[[Life, Asked], Problem | None], ...] = (_reason, _words, _outcome, _somewhere, _consent)


def _not_from_here(life: Life, event: Event) -> Problem:
    may = ", ".join(f'"{one.value}"' for one in LEADS_TO[life.state])
    fix = f"From here it can only be: {may}." if may else "Make a new one."
    return _letter("state", f'the referral is {life.state.value}, so "{event.value}" cannot follow.', "Each step follows another.", fix)


def _not_theirs(event: Event) -> Problem:
    why = "One organisation at a time has the referral, so that everybody knows whose turn it is."
    return _letter("turn", f'"{event.value}" is not yours to do here.', why, "Ask the organisation whose turn it is.")


def _letter(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
