"""The life of a decision: every state, everything that can happen to it, and why the rest cannot."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a decision stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    NOTIFIED = "notice given"
    ADVISED = "advised on, and not decided"
    DEFERRED = "deferred"
    AGREED = "agreed"
    REFUSED = "refused"
    OPEN_TO_CALL_IN = "published, open to call-in"
    CALLED_IN = "called in"
    SENT_BACK = "sent back by scrutiny"
    FREE = "free to be carried out"
    CARRIED_OUT = "carried out"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Event(StrEnum):
    """What can happen to a decision, as it follows "it can"."""

    PROPOSE = "be proposed"
    GIVE_NOTICE = "have its notice published"
    ADVISE = "be advised on by a body that may only recommend"
    AGREE = "be agreed"
    REFUSE = "be refused"
    DEFER = "be put off"
    PUBLISH = "be published"
    CALL_IN = "be called in"
    CLOSE_WINDOW = "pass the call-in window"
    RELEASE = "be released by scrutiny"
    SEND_BACK = "be sent back by scrutiny"
    CARRY_OUT = "be carried out"
    REVIEW = "be reviewed"
    WITHDRAW = "be withdrawn"
    REPLACE = "be replaced by a later decision"


_S, _E = State, Event
# Advice decides nothing: it leads to the body that may decide, with its own notice. What was agreed and sent back is not advised on.
_DECIDING = {_E.AGREE: _S.AGREED, _E.REFUSE: _S.REFUSED, _E.DEFER: _S.DEFERRED}
NEXT: Mapping[State, Mapping[Event, State]] = {
    _S.DRAFT: {_E.PROPOSE: _S.PROPOSED, _E.WITHDRAW: _S.WITHDRAWN},
    # Not every matter needs notice: whether it does is the clocks' to say, before AGREE.
    _S.PROPOSED: {_E.GIVE_NOTICE: _S.NOTIFIED, _E.ADVISE: _S.ADVISED, **_DECIDING, _E.WITHDRAW: _S.WITHDRAWN},
    _S.NOTIFIED: {_E.GIVE_NOTICE: _S.NOTIFIED, _E.ADVISE: _S.ADVISED, **_DECIDING, _E.WITHDRAW: _S.WITHDRAWN},
    _S.ADVISED: {_E.GIVE_NOTICE: _S.NOTIFIED, _E.ADVISE: _S.ADVISED, **_DECIDING, _E.WITHDRAW: _S.WITHDRAWN},
    _S.DEFERRED: {_E.GIVE_NOTICE: _S.NOTIFIED, _E.ADVISE: _S.ADVISED, **_DECIDING, _E.WITHDRAW: _S.WITHDRAWN},
    _S.AGREED: {_E.PUBLISH: _S.OPEN_TO_CALL_IN},
    _S.REFUSED: {},
    _S.OPEN_TO_CALL_IN: {_E.CALL_IN: _S.CALLED_IN, _E.CLOSE_WINDOW: _S.FREE},
    _S.CALLED_IN: {_E.RELEASE: _S.FREE, _E.SEND_BACK: _S.SENT_BACK},
    # The body that decided looks again: it agrees once more, with or without changes, refuses, or withdraws.
    _S.SENT_BACK: {**_DECIDING, _E.WITHDRAW: _S.WITHDRAWN},
    _S.FREE: {_E.CARRY_OUT: _S.CARRIED_OUT, _E.REPLACE: _S.REPLACED},
    _S.CARRIED_OUT: {_E.REVIEW: _S.REVIEWED, _E.REPLACE: _S.REPLACED},
    _S.REVIEWED: {_E.REVIEW: _S.REVIEWED, _E.REPLACE: _S.REPLACED},
    _S.WITHDRAWN: {},
    _S.REPLACED: {},
}
"""What may happen in each state, and where it leads. What is not here be refused."""

FINAL = frozenset(state for state, ways in NEXT.items() if not ways)
FROZEN = frozenset({State.OPEN_TO_CALL_IN, State.CALLED_IN, State.SENT_BACK})
"""Agreed, and not to be acted on."""


def after(state: State, event: Event) -> State | None:
    """Where a decision stands after an event; None when it cannot happen then."""
    return NEXT[state].get(event)


def why_not(state: State, event: Event) -> str:
    """Why an event cannot happen in a state, in words, and what can. Empty when it can."""
    if event in NEXT[state]:
        return ""
    ways = [other.value for other in NEXT[state]]
    first = f"It stands at “{state.value}”, so it cannot {event.value}."
    if not ways:
        return f"{first} Nothing more happens to it."
    listed = f"{', '.join(ways[:-1])} or {ways[-1]}" if len(ways) > 1 else ways[0]
    return f"{first} It can {listed}."
