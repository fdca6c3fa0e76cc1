"""How our states are told in the words of FHIR R4: a ServiceRequest says what was asked for, its Task how far it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wholeplace.service.referral.shapes import Event, Life, State


@dataclass(frozen=True, kw_only=True, slots=True)
class InFhir:
    """ServiceRequest.status, Task.status, and Task.businessStatus.text, which is our own word."""

    request: str
    task: str
    business: str


_WORDS: Final[Mapping[State, tuple[str, str]]] = {
    State.DRAFTED: ("draft", "draft"),
    State.SENT: ("active", "requested"),
    State.RECEIVED: ("active", "received"),
    State.ACCEPTED: ("active", "accepted"),
    State.DECLINED: ("active", "rejected"),
    State.WAITING: ("active", "on-hold"),
    State.IN_PROGRESS: ("active", "in-progress"),
    State.HANDED_OVER: ("active", "requested"),
    State.RETURNED: ("active", "failed"),
    State.REOPENED: ("active", "requested"),
    State.COMPLETED: ("completed", "completed"),
    State.ENDED_WITHOUT_HELP: ("revoked", "cancelled"),
    State.ENTERED_IN_ERROR: ("entered-in-error", "entered-in-error"),
}

_EVENTS: Final[Mapping[str, Event]] = {
    "requested": Event.SEND, "received": Event.RECEIVE, "accepted": Event.ACCEPT, "rejected": Event.DECLINE, "on-hold": Event.WAIT,
    "in-progress": Event.START, "failed": Event.RETURN, "completed": Event.COMPLETE, "cancelled": Event.END_WITHOUT_HELP,
    "entered-in-error": Event.MARK_AS_ERROR,
}  # fmt: skip


def fhir_status_of(state: State) -> InFhir:
    """The statuses of a state. Several of our states share one of FHIR's: the business status tells them apart."""
    request, task = _WORDS[state]
    return InFhir(request=request, task=task, business=state.value)


def event_of_task_status(life: Life, status: str) -> Event | None:
    """The event that another system asks for when it sets Task.status; None: it is none that it could ask for.

    Asking again for a referral that was ended is reopening it; nobody else may hand over in our name.
    """
    event = _EVENTS.get(status)
    if event is Event.SEND and life.state in (State.COMPLETED, State.ENDED_WITHOUT_HELP):
        return Event.REOPEN
    return event


def event_of_request_status(status: str) -> Event | None:
    """The same for ServiceRequest.status: only revoking, completing and marking as an error are asked for in that way."""
    return {"revoked": Event.END_WITHOUT_HELP, "completed": Event.COMPLETE, "entered-in-error": Event.MARK_AS_ERROR}.get(status)
