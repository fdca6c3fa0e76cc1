"""Who asks through a page of the care door, in the words of the access rules."""

from django.http import HttpRequest

from wholeplace.ledger.records import Act
from wholeplace.service.access import Asker
from wholeplace.service.access import Role as AccessRole
from wholeplace.service.access.coordinating import COORDINATES, covered
from wholeplace.web.access import CARE_ROLES, Role
from wholeplace.web.house import House, house_of, last_changed
from wholeplace.web.who import person_of


def asker_of(request: HttpRequest, organisation: str, *roles: Role) -> Asker:
    """Whoever is signed in, in the first of `roles` (any care role where none is given) that they hold at the organisation today.

    Raises PermissionError where they hold none there: the access list lets nobody come so far.
    """
    person, house = person_of(request), house_of(request)
    held = roles_held(request, organisation)
    role = next((one for one in roles or sorted(CARE_ROLES) if one in held), None)
    if person is None or role is None:
        raise PermissionError("Nobody who is signed in holds such a role there.")
    return Asker(
        account=person.account, role=AccessRole(role.value), organisation=organisation, at=house.now, covers=covered_by(house, organisation)
    )


def act_of(asker: Asker, event: str, *, why: str = "") -> Act:
    """What the log is told about what they do."""
    return Act(account=asker.account, acting_as=asker.role.value, event=event, at=asker.at, why=why)


def roles_held(request: HttpRequest, organisation: str) -> frozenset[Role]:
    """Care roles that whoever is signed in holds at an organisation today."""
    person, day = person_of(request), house_of(request).today
    held = person.held if person else ()
    return frozenset(one.role for one in held if one.role in CARE_ROLES and one.body == organisation and one.holds(day))


def organisations_of(request: HttpRequest) -> list[str]:
    """Codes of the organisations at which they hold a care role today, by name."""
    person, house = person_of(request), house_of(request)
    held = {one.body for one in (person.held if person else ()) if one.role in CARE_ROLES and one.holds(house.today)}
    return sorted(held, key=house.called)


def covered_by(house: House, organisation: str) -> frozenset[str]:
    """The organisations whose people this one coordinates: itself, all that stand under it in organisations.csv, and what
    `front_door/coordinates.toml` says. Raises DataProblem where that file names what is not there."""
    changed = last_changed(house.folder, house.folder / COORDINATES.parent)
    return covered(house.folder, changed).get(organisation, frozenset({organisation}))
