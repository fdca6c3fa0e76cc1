"""The menu of the care door and its desk: other packages add their pages, and what waits for each role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from wholeplace.service.access import Asker
from wholeplace.web.access import CARE_ROLES, ROUTES, Role
from wholeplace.web.care.asking import asker_of, organisations_of, roles_held


@dataclass(frozen=True, kw_only=True, slots=True)
class Waits:
    """One thing that waits: what it is called (nobody's name where a number of things will do), what is to be done, where, by when."""

    title: str
    what: str
    address: str
    due: date | None = None
    late: bool = False


Teller = Callable[[HttpRequest, Asker], Iterable[Waits]]
_TELLERS: list[tuple[frozenset[Role], Teller]] = []
ROOMS: list[tuple[str, str]] = []
"""Title and route of each page in the menu. The route takes one argument, `organisation`; who sees it follows from the access list."""


def waits_for(*roles: Role) -> Callable[[Teller], Teller]:
    """A decorator for a function that gives what waits for one of the roles at the organisation of the asker."""

    def added(teller: Teller) -> Teller:
        if (frozenset(roles), teller) not in _TELLERS:
            _TELLERS.append((frozenset(roles), teller))
        return teller

    return added


def add_room(title: str, route: str) -> None:
    """Put a page into the menu. Call it where the route is defined."""
    if (title, route) not in ROOMS:
        ROOMS.append((title, route))


def rooms_at(request: HttpRequest, organisation: str) -> list[tuple[str, str, str]]:
    """Title, address and route of the pages that whoever is signed in may open at an organisation."""
    held = roles_held(request, organisation)
    return [(title, reverse(route, kwargs={"organisation": organisation}), route) for title, route in ROOMS if held & ROUTES[route].roles]


def what_waits(request: HttpRequest, organisation: str) -> list[Waits]:
    """Everything that waits for them at an organisation in any of their roles, the late things first, then by the day."""
    held = roles_held(request, organisation)
    found = [
        one
        for roles, teller in _TELLERS
        for role in sorted(held & roles & CARE_ROLES)[:1]
        for one in teller(request, asker_of(request, organisation, role))
    ]
    return sorted(found, key=lambda one: (not one.late, one.due or date.max, one.title))


def here_of(request: HttpRequest) -> str:
    """The organisation that a page is about: that of its address, or the only one they work at; empty: not said."""
    match = request.resolver_match
    named = str(match.kwargs.get("organisation", "")) if match else ""
    theirs = organisations_of(request)
    return named if named in theirs else (theirs[0] if len(theirs) == 1 else "")
