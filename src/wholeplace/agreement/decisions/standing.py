"""Where a decision stands at a moment: a call-in window closes by the clock alone, whoever looks or does not look."""

from datetime import datetime

from wholeplace.agreement.decisions.record import Recorded
from wholeplace.agreement.decisions.states import State


def stands_at(recorded: Recorded, now: datetime) -> State:
    """The state at `now`. Published and not called in: free once every window has closed; one without a window is free at once."""
    if recorded.state is not State.OPEN_TO_CALL_IN:
        return recorded.state
    windows = recorded.publications[-1].windows
    return State.FREE if all(now > window.closes for window in windows) else State.OPEN_TO_CALL_IN


def free_from(recorded: Recorded) -> datetime | None:
    """The moment after which a published decision is free, if nobody calls it in; None where no window is open to wait for."""
    if recorded.state is not State.OPEN_TO_CALL_IN:
        return None
    return max((window.closes for window in recorded.publications[-1].windows), default=None)
