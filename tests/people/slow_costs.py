"""The slow, obvious road from spend to people: plain Python, written from the method and not from the SQL.

Every line of spend (a month, an area, a kind of service, a client group) is paid out in whole pence to the uses it pays for, in order, in
proportion to their weight: each gets what is due to it and all before it, less what those before it got.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from wholeplace.terms import months_later

Row = Mapping[str, Any]
Use = tuple[date, str, str | None, str | None, int, int | None, int]
"""month, setting, client group, place, order, person, weight"""

WEIGHTS = {"day case": 738, "elective": 3684, "emergency": 1590, "other": 1590, "night": 313, "visit": 148, "minor": 74}


def first_of(day: date) -> date:
    return day.replace(day=1)


def days_in(month: date, starts: date, ends: date) -> int:
    """Days of `starts` <= day < `ends` that lie in a month."""
    return max((min(ends, months_later(month, 1)) - max(starts, month)).days, 0)


def uses_of_stays(stays: Iterable[Row], months: Iterable[date], until: date) -> list[Use]:
    found: list[Use] = []
    for stay in stays:
        left = min(stay["ended"] or until, stay["started"] + timedelta(days=365))
        kind = "day case" if stay["day_case"] else "other" if stay["maternity"] else stay["admitted_as"]
        for month in months:
            weight = WEIGHTS["night"] * days_in(month, stay["started"], left)
            weight += WEIGHTS.get(kind, WEIGHTS["other"]) if first_of(stay["started"]) == month else 0
            found.append((month, "hospital", None, stay["place"], stay["stay_id"], stay["person_key"], weight))
    return found


def uses_of_care(services: Sequence[Row], months: Iterable[date], until: date) -> list[Use]:
    told = defaultdict(list)
    for one in services:
        if one["weekly_pence"] and one["weekly_pence"] > 0:
            told[one["service"]].append(one["weekly_pence"])
    found: list[Use] = []
    for one in services:
        known = told.get(one["service"])
        own = one["weekly_pence"] if one["weekly_pence"] and one["weekly_pence"] > 0 else None
        weekly = own or (int(sum(known) / len(known) + 0.5) if known else 0 if told else 100)
        for month in months:
            weight = weekly * days_in(month, one["starts"], one["ends"] or until)
            found.append((month, "social care", one["client_group"], one["place"], one["care_id"], one["person_key"], weight))
    return found


def uses_of_contacts(contacts: Iterable[Row], visits: Iterable[Row]) -> list[Use]:
    paid_as = {"gp": "primary", "community": "community", "mental health": "mental health"}
    found: list[Use] = [
        (first_of(one["happened"]), paid_as[one["setting"]], None, one["place"], one["contact_id"], one["person_key"], 1)
        for one in contacts
        if one["setting"] in paid_as and one["attended"] is not False
    ]
    for one in visits:
        weight = WEIGHTS["minor" if one["department_type"] in ("3", "4") else "visit"]
        found.append((first_of(one["arrived"]), "emergency", None, one["place"], one["attendance_id"], one["person_key"], weight))
    return found


def paid_out(spend: Iterable[Row], uses: Iterable[Use], places: frozenset[str]) -> tuple[dict[Any, int], dict[Any, int]]:
    """Pence by (person, month, setting), and pence that no use can take by (month, place, setting)."""
    lines: dict[Any, int] = defaultdict(int)
    for row in spend:
        group = row.get("client_group") if row["setting"] == "social care" and row.get("client_group") != "all" else None
        lines[row["month"], row["area"], row["setting"], group] += row["pence"]
    people: dict[Any, int] = defaultdict(int)
    nobody: dict[Any, int] = defaultdict(int)
    for (month, area, setting, group), pence in lines.items():
        whole = area not in places
        mine = sorted(
            (use[4], use[5], use[6])
            for use in uses
            if use[0] == month and use[1] == setting and group in (None, use[2]) and (whole or use[3] == area) and use[6] > 0
        )
        if not mine:
            nobody[month, None if whole else area, setting] += pence
        for person, got in _shares(pence, mine):
            people[person, month, setting] += got
    return people, nobody


def _shares(pence: int, mine: list[Any]) -> list[tuple[int | None, int]]:
    """Uses of one person in one line stand together: their order is that of the person's first."""
    first: dict[Any, tuple[int, int]] = {}
    for order, person, weight in mine:
        before, so_far = first.get(person, (order, 0))
        first[person] = (before, so_far + weight)
    ordered = sorted((order, weight, person) for person, (order, weight) in first.items())
    all_of_it, so_far, due_before, found = sum(weight for _, weight, _ in ordered), 0, 0, []
    for _, weight, person in ordered:
        so_far += weight
        due = _towards_nought(pence * so_far, all_of_it)
        found.append((person, due - due_before))
        due_before = due
    return found


def _towards_nought(above: int, below: int) -> int:
    return above // below if above >= 0 else -(-above // below)
