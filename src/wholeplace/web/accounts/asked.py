"""A role as somebody asks for it, and everything that is wrong with it: unknown words, no such seat, days the wrong way round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wholeplace.agreement.bodies import Agreement, Body
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.web.access import CARE_ROLES, Role

WHOLE_PLACE_ONLY = (Role.ADMINISTRATOR,)
RESIDENTS = "resident-"
"""The user names of residents begin so, and nobody else's."""
AT_A_BODY_ONLY = (Role.MEMBER, Role.SCRUTINY)


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleAsked:
    """A role that somebody should have: as typed, so any word may be wrong. `body` empty: for the whole place; for a role of the care
    door it is the code of an organisation. `until`: the first day on which it is not held any more."""

    role: str
    body: str = ""
    seat: str = ""
    since: date
    until: date | None = None


def problems_of_role(asked: RoleAsked, agreement: Agreement, organisations: Mapping[str, str]) -> list[Problem]:
    """Everything that is wrong with a role before it is given. `organisations`: code -> name of those of the place."""
    where = _organisation(asked, organisations) if asked.role in CARE_ROLES else _body(asked, agreement)
    return [*_role(asked), *where, *_seat(asked, agreement), *_days(asked)]


def unknown(where: str, word: str, known: list[str], why: str) -> Problem:
    """A word that is not known, with the nearest that is."""
    fix = did_you_mean(word, known) or (f"Known: {', '.join(sorted(known))}." if known else "None is known yet.")
    return Problem(where=where, what=f'"{word}" is not known.', why=why, fix=fix)


def _role(asked: RoleAsked) -> Iterator[Problem]:
    if asked.role not in {role.value for role in Role}:
        yield unknown("Role", asked.role, [role.value for role in Role], "A role opens pages, so it must be one of the list.")
    elif asked.role in WHOLE_PLACE_ONLY and asked.body:
        yield Problem(
            where="Role", what=f"The role {asked.role} is held for the whole place, not at one body.",
            why="Accounts are those of the whole place.", fix="Leave the body empty.",
        )  # fmt: skip
    elif asked.role in AT_A_BODY_ONLY and not asked.body:
        yield Problem(
            where="Role", what=f"The role {asked.role} is held at a body.", why="Nobody sits in the whole place.",
            fix="Name the body.",
        )  # fmt: skip


def _body(asked: RoleAsked, agreement: Agreement) -> Iterator[Problem]:
    if asked.body and agreement.body(asked.body) is None:
        yield unknown("Body", asked.body, [body.name for body in agreement.bodies], "A role is held at a body of the agreement.")


def _organisation(asked: RoleAsked, organisations: Mapping[str, str]) -> Iterator[Problem]:
    """A role of the care door is held where somebody works, by the organisation's code: never for the whole place."""
    if not asked.body:
        yield Problem(
            where="Organisation", what="It is missing.", why=f"A {asked.role} sees the people of one organisation, never of all.",
            fix="Name the organisation by its code.",
        )  # fmt: skip
    elif asked.body not in organisations:
        named = [code for code, name in organisations.items() if name.casefold() == asked.body.casefold()]
        if named:
            yield Problem(where="Organisation", what=f'"{asked.body}" is a name.', why="Its code is kept.", fix=f"Use {named[0]}.")
        else:
            known = [*organisations, *organisations.values()]
            yield unknown("Organisation", asked.body, known, f"A {asked.role} works for an organisation of the place.")


def _seat(asked: RoleAsked, agreement: Agreement) -> Iterator[Problem]:
    body: Body | None = agreement.body(asked.body)
    if asked.seat and asked.role in set(Role) - {Role.MEMBER}:
        yield Problem(where="Seat", what="Only a member holds a seat.", why="Seats vote; other roles do not.", fix="Leave the seat empty.")
    elif asked.role == Role.MEMBER and body and not asked.seat:
        seats = ", ".join(seat.name for seat in body.seats)
        yield Problem(where="Seat", what="It is missing.", why=f"A member of {body.title} votes by a seat.", fix=f"Name one of: {seats}.")
    elif asked.seat and body and asked.seat not in {seat.name for seat in body.seats}:
        yield unknown("Seat", asked.seat, [seat.name for seat in body.seats], f"It must be a seat of {body.title}.")


def _days(asked: RoleAsked) -> Iterator[Problem]:
    if asked.until is not None and asked.until <= asked.since:
        yield Problem(
            where="Until", what=f"It ends on {asked.until}, and begins on {asked.since}.", why="It would never be held.",
            fix="Give the first day on which it is not held any more.",
        )  # fmt: skip
