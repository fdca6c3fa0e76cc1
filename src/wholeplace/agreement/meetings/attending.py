"""Who takes part: attendance by organisation and seat, and interests that are declared late or not looked at again."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.clocks import months_after
from wholeplace.agreement.meetings.shapes import Attendance, DeclaredInterest, Presence, Sitting
from wholeplace.terms import Problem

_FILE = Path(__file__).with_name("interests.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Participation:
    """How far one organisation took part in the sittings of a body: its seats times the sittings held, and how its seats were there.

    `share`: of those, how many were there in person or by a deputy; None where there was nothing to come to.
    """

    organisation: str
    expected: int
    there: int
    by_deputy: int
    apologies: int
    share: Fraction | None


def participation(body: Body, sittings: Sequence[Sitting], attendances: Iterable[Attendance], today: date) -> tuple[Participation, ...]:
    """Every organisation with a seat, the one that comes least first. Sittings that were called off or are still to come do not count."""
    held = {one.reference for one in sittings if one.body == body.name and not one.called_off_why.strip() and one.starts.date() <= today}
    of = {seat.name: seat.organisation for seat in body.seats}
    counts = Counter((of[one.seat], one.presence) for one in attendances if one.sitting in held and one.seat in of)
    seats = Counter(of.values())
    rows = [_row(organisation, count * len(held), counts) for organisation, count in seats.items()]
    return tuple(sorted(rows, key=lambda row: (row.share if row.share is not None else Fraction(2), row.organisation)))


def overall(rows: Iterable[Participation]) -> Fraction | None:
    """The participation of all together; None where there was nothing to come to."""
    rows = tuple(rows)
    expected = sum(row.expected for row in rows)
    return Fraction(sum(row.there + row.by_deputy for row in rows), expected) if expected else None


def interests_due(register: Iterable[DeclaredInterest], today: date) -> list[Problem]:
    """Interests in the register that were declared late, or were not looked at again in time. Those that ended are left alone."""
    rule = _register()
    problems = []
    for one in register:
        if one.ended_on is not None and one.ended_on <= today:
            continue
        where = f"interest of {one.seat} in {one.body}"
        if one.arose_on and (one.declared_on - one.arose_on) > timedelta(days=rule["declared_within_days"]):
            what = f"it arose on {one.arose_on}, and was declared on {one.declared_on}."
            fix = f"Declare within {rule['declared_within_days']} days of a change."
            problems.append(Problem(where=where, what=what, why=f"{rule['source']}.", fix=fix))
        due = months_after(one.reviewed_on or one.declared_on, rule["reviewed_every_months"])
        if due < today:
            what = f"it was due to be looked at again by {due}."
            problems.append(Problem(where=where, what=what, why=f"{rule['source']}.", fix="Ask if it still holds, and record the day."))
    return problems


def _row(organisation: str, expected: int, counts: Counter[tuple[str, Presence]]) -> Participation:
    there, deputy = counts[organisation, Presence.THERE], counts[organisation, Presence.DEPUTY]
    return Participation(
        organisation=organisation, expected=expected, there=there, by_deputy=deputy, apologies=counts[organisation, Presence.APOLOGIES],
        share=Fraction(there + deputy, expected) if expected else None,
    )  # fmt: skip


@cache
def _register() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))["register"]
