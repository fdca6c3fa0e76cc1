"""Two versions of a listing brought together, field by field: what a feed sends over what we changed, and what a merge did, undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from wholeplace.service.directory.shapes import Listing

_DATED = ("assured_date", "last_modified")
"""Fields of which the later one holds: whoever vouched last, or changed last."""
FIELDS = tuple(name for name in Listing.__struct_fields__ if name != "id")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a feed says something else than we do: its name, what we say, what the feed says."""

    field: str
    ours: Any
    theirs: Any


def brought_together(base: Listing, ours: Listing, theirs: Listing) -> Listing:
    """Ours, with theirs in every field that we have not changed since `base`. Of dates the later one holds. Keeps our id."""
    changes: dict[str, Any] = {name: getattr(theirs, name) for name in FIELDS if getattr(ours, name) == getattr(base, name)}
    changes |= {name: max(getattr(ours, name), getattr(theirs, name)) for name in _DATED}
    return msgspec.structs.replace(ours, **changes)


def differences(ours: Listing, theirs: Listing) -> tuple[Difference, ...]:
    """Every field in which the two differ, dates of confirmation apart, in the order of the profile."""
    return tuple(
        Difference(name, getattr(ours, name), getattr(theirs, name)) for name in FIELDS
        if name not in _DATED and getattr(ours, name) != getattr(theirs, name)
    )  # fmt: skip


def merged(kept: Listing, other: Listing, taken: Iterable[str] = ()) -> Listing:
    """One listing from two that are the same thing: what `kept` says; what only `other` says; and from `other` the fields that were
    `taken` over by choice. Lists are not mixed: two schedules of one group side by side would send people on both days. Dates: the later.
    """
    chosen = frozenset(taken)
    if unknown := chosen - frozenset(FIELDS):
        raise KeyError(min(unknown))
    nothing = Listing(id="", name="", status="")
    changes = {
        name: getattr(other, name) for name in FIELDS
        if name in chosen or (name not in ("name", "status") and getattr(kept, name) == getattr(nothing, name))
    }  # fmt: skip
    changes |= {name: max(getattr(kept, name), getattr(other, name)) for name in _DATED}
    return msgspec.structs.replace(kept, **changes)


def unmerged(before: Listing, after: Listing, now: Listing) -> Listing:
    """`now`, with what the merge had changed put back, but for fields that somebody changed since. The last confirmation stays if it came
    after the merge."""
    changes = {name: getattr(before, name) for name in FIELDS if getattr(now, name) == getattr(after, name)}
    return msgspec.structs.replace(now, **changes)
