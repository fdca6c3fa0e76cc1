"""Who asks through a page of the care door, in the words of the access rules."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest

from wholeplace.ledger.records import Act
from wholeplace.place import read_place
from wholeplace.service.access import Asker
from wholeplace.service.access import Role as AccessRole
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.access import CARE_ROLES, Role
from wholeplace.web.accounts.asked import unknown
from wholeplace.web.house import House, house_of, last_changed
from wholeplace.web.who import person_of

COORDINATES = Path("front_door", "coordinates.toml")
"""The place's file that says whose people an organisation coordinates beside those of organisations under it."""


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
    return _covered(house.folder, changed).get(organisation, frozenset({organisation}))


@lru_cache(maxsize=4)
def _covered(folder: Path, changed: int) -> Mapping[str, frozenset[str]]:  # noqa: ARG001  `changed` is part of the key
    place = read_place(folder)
    parents = {str(one.code): str(one.parent or "") for one in (*place.areas, *place.organisations)}
    codes = [str(one.code) for one in place.organisations]
    within = {code: {code, *_above(code, parents)} for code in codes}
    looks_after = {code: {code} for code in codes}
    for code, also in _told(folder, parents, codes):
        looks_after[code] |= also
    return {code: frozenset(one for one in codes if within[one] & after) for code, after in looks_after.items()}


def _told(folder: Path, known: Mapping[str, str], codes: list[str]) -> list[tuple[str, set[str]]]:
    """Organisation -> areas and organisations that it coordinates beside those under it, as the place wrote down."""
    file = folder / COORDINATES
    if not file.is_file():
        return []
    try:
        told = tomllib.loads(file.read_text("utf-8")).get("coordinates", [])
        rows = [(str(one["organisation"]), {str(code) for code in one["looks_after"]}) for one in told]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as wrong:
        problem = Problem(
            where=str(COORDINATES), what=f"It cannot be read: {wrong}.", why="It says who coordinates whom.",
            fix='Write [[coordinates]] with organisation = "U01" and looks_after = ["P81001"].',
        )  # fmt: skip
        raise DataProblem("Nobody can coordinate", [problem]) from None
    problems = [
        unknown(str(COORDINATES), code, list(known), "Only what stands in organisations.csv or areas.csv can be coordinated.")
        for organisation, after in rows
        for code in ({organisation} - set(codes)) | (after - known.keys())
    ]
    if problems:
        raise DataProblem("Nobody can coordinate", problems)
    return rows


def _above(code: str, parents: Mapping[str, str]) -> Iterable[str]:
    """Organisations and areas above one, the nearest first. Neither file has circles: both were checked when they were read."""
    while code := parents.get(code, ""):
        yield code
