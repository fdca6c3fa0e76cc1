"""Who asks: the account behind a request with the roles it holds, and whether a route answers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest

from wholeplace.ledger.records import Act
from wholeplace.web.access import ROUTES, Door, Role, Scope
from wholeplace.web.accounts.sessions import OWN, proven_by
from wholeplace.web.house import house_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One role that somebody holds: at a body (empty: the whole place), in a seat (for members), between two days."""

    role: Role
    body: str = ""
    seat: str = ""
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Is it held on that day? `until` is the first day on which it is not."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Someone who is signed in. `proven`: with a second factor, without which no partner page opens."""

    account: str
    name: str
    organisation: str
    held: tuple[Held, ...]
    proven: bool

    def may(self, roles: frozenset[Role], day: date, *, body: str | None = None) -> bool:
        """Do they hold one of the roles on that day? With `body`: at it, or for the whole place. With an empty one: for the whole place."""
        return any(one.role in roles and one.holds(day) and (body is None or one.body in ("", body)) for one in self.held)

    def seats(self, body: str, day: date) -> tuple[str, ...]:
        """The seats of a body that they hold on that day."""
        return tuple(one.seat for one in self.held if one.role is Role.MEMBER and one.body == body and one.seat and one.holds(day))


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in, or None. Read once for each request."""
    if not hasattr(request, "_person"):
        request._person = _read(request)  # type: ignore[attr-defined]
    return request._person  # type: ignore[attr-defined]


def may_use(person: Person | None, route: str, day: date, *, body: str | None = None) -> bool:
    """Would a route of the partner door answer this person somewhere (or at `body`)?"""
    rule = ROUTES.get(route)
    if rule is None or rule.door not in (Door.PARTNER, Door.PLANNER, Door.CARE) or person is None:
        return False
    at = "" if rule.scope is Scope.WHOLE_PLACE else body
    return person.may(rule.roles, day, body=at)


def act(request: HttpRequest, event: str, *, acting_as: str, why: str = "") -> Act:
    """What the log is told about who does something through a page."""
    person = person_of(request)
    if person is None:
        raise PermissionError("Nobody is signed in, so nobody can act.")
    return Act(account=person.account, acting_as=acting_as, event=event, at=house_of(request).now, why=why)


def signed_in(request: HttpRequest) -> bool:
    """Is there a session of an open account that has not lasted too long? One that has is ended here."""
    if not request.user.is_authenticated:
        return False
    if person_of(request) is None:
        logout(request)
        return False
    return True


def _read(request: HttpRequest) -> Person | None:
    from allauth.mfa.utils import is_mfa_enabled

    user: Any = request.user
    if not user.is_authenticated or not user.is_active:
        return None
    proven = proven_by(request.session, user.username, house_of(request).now)
    if proven is None:
        return None
    held = held_by(user)
    # A factor that was taken away proves nothing any more, in whatever session.
    stands = bool(proven) and (proven not in OWN or is_mfa_enabled(user, ["totp"]))
    return Person(account=user.username, name=user.name or user.username, organisation=user.organisation, held=held, proven=stands)


def held_by(account: Any) -> tuple[Held, ...]:
    """Every role that an account ever held."""
    rows = account.roles_held.values("role", "body", "seat", "since", "until").order_by("since", "role", "body")
    return tuple(_held(row) for row in rows)


def _held(row: Mapping[str, Any]) -> Held:
    return Held(**{**row, "role": Role(row["role"])})
