"""Where a role must be held for a route: the body that its address names, or whose record it names."""

from collections.abc import Callable, Mapping

from django.apps import apps

from wholeplace.web.access import Scope


def _of(model: str, column: str = "body") -> Callable[[str], str | None]:
    """The body that a column of a record names."""

    def body(reference: str) -> str | None:
        return apps.get_model(model)._default_manager.filter(pk=reference).values_list(column, flat=True).first()

    return body


BODY_OF_RECORD: dict[str, Callable[[str], str | None]] = {
    "matter": _of("decisions.Matter"),
    "decision": _of("decisions.Decision"),
    "draft": _of("decisions.Decision", "kept_by"),
    "action": _of("plans.Action"),
    "milestone": _of("plans.Milestone"),
    "meeting": _of("meetings.Meeting"),
    "item": _of("meetings.AgendaItem"),
    "paper": _of("meetings.Paper"),
    "interest": _of("meetings.Interest"),
    "logged": _of("meetings.LoggedAction"),
    "topic": _of("scrutiny.WorkItem"),
    "recommendation": _of("scrutiny.Recommendation"),
    "asked": _of("scrutiny.Recommendation", "answers"),
    "reply_given": _of("scrutiny.Reply"),
    "point": _of("scrutiny.EngagementPoint"),
    "overspend": _of("funds.Notice"),
    "recovery": _of("funds.Recovery"),
    "call": _of("funds.Call"),
    "bid": _of("funds.Bid"),
    "scored": _of("funds.Bid", "decided_by"),
    "own_listing": _of("front_directory.KeptListing", "kept_by"),
}
"""Argument of an address (`decision`, `meeting` …) -> the body of the record with that reference; None: there is no such record."""


def body_of(scope: Scope, kwargs: Mapping[str, str]) -> str | None:
    """The body at which a role must be held; empty: for the whole place; None: anywhere (then the page shows what is theirs)."""
    if scope is Scope.WHOLE_PLACE:
        return ""
    if scope is Scope.BODY:
        return kwargs["organisation"] if "organisation" in kwargs else kwargs["body"]
    if scope is Scope.RECORD:
        (name,) = [name for name in kwargs if name in BODY_OF_RECORD]
        return BODY_OF_RECORD[name](kwargs[name]) or ""
    return None
