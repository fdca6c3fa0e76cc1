"""The menu of the residents' door, and what its first page tells: other packages add to both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from wholeplace.web.resident.who import Signed


@dataclass(frozen=True, kw_only=True, slots=True)
class Next:
    """One thing that the first page tells: what, in plain words, where it leads, and when it is (for the order; None comes last)."""

    title: str
    words: str
    address: str
    when: datetime | None = None


Teller = Callable[[HttpRequest, Signed], Iterable[Next]]
_TELLERS: list[Teller] = []

PROVEN_ONLY = frozenset({"my-looked-at", "my-acting", "my-details"})
"""Pages that open once it is proven to the full who somebody is."""
THEIR_OWN_ONLY = frozenset({"my-consents"})
"""Pages that nobody sees for another."""
LAST = ("my-looked-at", "my-consents", "my-acting", "my-details")
"""Pages that come after those that people use often."""
ROOMS: list[tuple[str, str]] = [("Home", "my-home")]
"""Title and route (without arguments) of each page in the menu."""


def tells_what_is_next(teller: Teller) -> Teller:
    """A decorator for a function that gives what is next for whoever is signed in: bookings, referrals, something asked of them. It
    calls `look` itself."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)
    return teller


def add_room(title: str, route: str) -> None:
    """Put a page into the menu, after those that are there. Call it where the route is defined."""
    if (title, route) not in ROOMS:
        ROOMS.append((title, route))


def rooms_for(signed: Signed) -> list[tuple[str, str]]:
    """The menu of whoever is signed in: what stays shut to them is not in it."""
    shut = PROVEN_ONLY if not signed.fully else THEIR_OWN_ONLY if signed.acting else frozenset()
    shown = [room for room in ROOMS if room[1] not in shut] if signed.own else []
    return sorted(shown, key=lambda room: (room[1] != "my-home", room[1] in LAST))


def what_is_next(request: HttpRequest, signed: Signed) -> list[Next]:
    """Everything that anybody tells, the soonest first."""
    found = [one for teller in _TELLERS for one in teller(request, signed)]
    return sorted(found, key=lambda one: (one.when is None, one.when.timestamp() if one.when else 0.0))
