"""Values of FHIRPath over plain JSON: what is equal, what comes first, what is true."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import msgspec

Items: TypeAlias = list[Any]
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)
DAY = len("2026-01-01")


class Around(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an expression may ask about beyond the element it stands at: its resource, and what `#id` names there."""

    resource: dict[str, Any]
    contained: dict[str, str] | None = None
    context: Any = None


Step: TypeAlias = Callable[[Items, Around], Items]
Test: TypeAlias = Callable[[Items, Around], "bool | None"]


class Bare:
    """A primitive without a value of its own, known only by the extensions beside it (`_name`)."""


BARE = Bare()


def truth(items: Items) -> bool | None:
    """The truth of a collection: None when empty; a single value that is no boolean counts as true."""
    if not items:
        return None
    return items[0] if type(items[0]) is bool else True


def said(value: bool | None) -> Items:
    """A truth as a collection."""
    return [] if value is None else [value]


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal; true is not 1."""
    return (type(left) is bool) == (type(right) is bool) and left == right


def equal(left: Items, right: Items) -> bool | None:
    """FHIRPath's `=`: None when either side is empty."""
    if not left or not right:
        return None
    if len(left) == 1 == len(right):
        return same(left[0], right[0])
    return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))


def order(left: Items, right: Items) -> int | None:
    """-1, 0 or 1 as left comes before, with or after right; None when they cannot be put in order."""
    if len(left) != 1 or len(right) != 1:
        return None
    a, b = left[0], right[0]
    if isinstance(a, str) and isinstance(b, str):
        if DATE.fullmatch(a) and DATE.fullmatch(b):
            return _order_in_time(a, b)
        return (a > b) - (a < b)
    if isinstance(a, bool) or isinstance(b, bool) or not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        return None
    return (a > b) - (a < b)


def _order_in_time(a: str, b: str) -> int | None:
    try:
        if len(a) > DAY and len(b) > DAY:
            first, second = _moment(a), _moment(b)
            return (first > second) - (first < second)
        if len(a) >= DAY and len(b) >= DAY and len(a) != len(b):
            # A day has no time zone: a moment within a day of it may lie on either side.
            apart = _moment(a[:DAY]) - _moment(b[:DAY])
            return None if abs(apart) <= timedelta(days=1) else (1 if apart > timedelta(0) else -1)
    except ValueError:
        return None
    common = min(len(a), len(b), DAY)
    if a[:common] == b[:common]:
        return 0 if len(a) == len(b) else None
    return 1 if a[:common] > b[:common] else -1


def _moment(text: str) -> datetime:
    # A leap second is the last moment of its minute here.
    moment = datetime.fromisoformat(text.replace(":60", ":59"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def distinct_key(value: Any) -> Any:
    """Something hashable that is equal for equal values."""
    if isinstance(value, dict):
        return tuple(sorted((key, distinct_key(each)) for key, each in value.items()))
    if isinstance(value, list):
        return tuple(distinct_key(each) for each in value)
    return (type(value) is bool, value)
