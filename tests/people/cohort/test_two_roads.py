"""Two roads to every cohort: the SQL and plain Python agree on generated places, and nobody is lost in the flow."""

import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.people.cohort import slow_road
from tests.people.cohort.given import COVERED, cohort_of

FIRST = date(2024, 6, 1)
DAYS = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
AREAS = st.sampled_from(["A1", "A2", "B1"])
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a journey is made anew for each try
AIR, BEFORE, TO, RECORDS_UNTIL = (-20, -1), (-60, -1), 45, COVERED[1]

DEFINITION = f"""
title = "People who came"
question = "What came of them?"
source = "a test"
purpose = "planning"
[enter]
from = "attendances"
on = "arrived"
between = [{FIRST}, 2025-12-31]
[[exclude]]
name = "Air not known"
when = "air is null"
[[exclude]]
name = "In hospital before"
when = "before > 1"
[follow]
to_days = {TO}
[[exposures]]
name = "air"
from = "exposures"
exposure = "air"
over = [{AIR[0]}, {AIR[1]}]
min_known_share = 0.4
[[exposures]]
name = "before"
from = "stays"
within_days = [{BEFORE[0]}, {BEFORE[1]}]
as = "count"
[[outcomes]]
name = "seen"
from = "stays"
within_days = [3, {TO}]
as = "any"
[[outcomes]]
name = "times"
from = "stays"
within_days = [3, {TO}]
as = "count"
[[outcomes]]
name = "first_day"
from = "stays"
within_days = [3, {TO}]
as = "first after days"
"""


@st.composite
def homes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Spans that may touch, leave gaps or lie inside one another; the later start ends the earlier one."""
    starts = sorted(draw(st.sets(st.integers(-80, 150), max_size=4)))
    spans = []
    for start in starts:
        begins = FIRST + timedelta(days=start)
        length = draw(st.one_of(st.none(), st.integers(1, 90)))
        spans.append({"starts": begins, "ends": None if length is None else begins + timedelta(days=length), "small_area": draw(AREAS)})
    return spans


@st.composite
def values(draw: st.DrawFn) -> list[dict[str, Any]]:
    never = {"exposure": "air", "unit": "u", "small_area": "A1", "value": 99.0, "starts": date(2020, 1, 1), "ends": date(2020, 2, 1)}
    rows: list[dict[str, Any]] = [never]  # so that the exposure is known of
    for _ in range(draw(st.integers(0, 6))):
        starts = FIRST + timedelta(days=draw(st.integers(-60, 100)))
        span = {"starts": starts, "ends": starts + timedelta(days=draw(st.integers(1, 60)))}
        rows.append({"exposure": "air", "unit": "u", "small_area": draw(AREAS), "value": float(draw(st.integers(1, 9))), **span})
    return rows


WHEN = st.integers(-60, 170).map(lambda n: FIRST + timedelta(days=n))
DIED = st.one_of(st.none(), st.none(), st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n)))
person = st.fixed_dictionaries(
    {"homes": homes(), "came": st.lists(DAYS, max_size=3), "stays": st.lists(WHEN, max_size=4, unique=True), "died": DIED}
)
people = st.lists(person, min_size=4, max_size=12)


def slow_answers(person: dict[str, Any], air: list[dict[str, Any]]) -> tuple[str, dict[str, Any]] | None:
    """Why the person is out ("" when in), and the row of who is in; None for who never came."""
    if not person["came"]:
        return None
    index = min(person["came"])
    if person["died"] is not None and person["died"] < index:
        return "Died before the index day", {}
    value, share = slow_road.exposure(person, air, index, AIR, 0.4)
    before = sum(BEFORE[0] <= (start - index).days <= BEFORE[1] for start in person["stays"])
    if value is None or before > 1:
        return ("Air not known" if value is None else "In hospital before"), {}
    followed = slow_road.follow(person, index, TO, RECORDS_UNTIL)
    seen, times, first = slow_road.outcome(person["stays"], index, (3, TO), followed)
    row = {
        "index_day": index, "air": round(value, 5), "air_known_share": round(share, 6), "before": before, "seen": seen, "times": times,
        "first_day": first, "followed_days": followed[0], "follow_ended_by": followed[1],
    }  # fmt: skip
    return "", row


def received(people: list[dict[str, Any]], air: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    # A stay of one day each, at its own provider, so that no two are one.
    left = {"discharge_method": "1", "admission_method": "21"}
    return {
        "persons": [{"person": n, "died": person["died"], **home} for n, person in enumerate(people) for home in person["homes"]],
        "emergency_care": [
            {"person": n, "arrived_at": datetime.combine(day, time(9)), "provider": "R"}
            for n, person in enumerate(people)
            for day in person["came"]
        ],
        "episodes": [
            {"person": n, "admitted": day, "discharged": day, "provider": f"R{day}", "spell_id": str(day), **left}
            for n, person in enumerate(people) for day in person["stays"]
        ],
        "exposures": air,
    }  # fmt: skip


def agree(people: list[dict[str, Any]], air: list[dict[str, Any]]) -> None:
    people = [{**person, "died": person["died"] if person["homes"] else None} for person in people]  # the list tells of deaths
    with tempfile.TemporaryDirectory() as folder:
        made = cohort_of(DEFINITION, Path(folder), **received(people, air))
    answers = [answer for person in people if (answer := slow_answers(person, air)) is not None]
    expected = [row for why, row in answers if not why]
    found = [{**row, "air": round(row["air"], 5), "air_known_share": round(row["air_known_share"], 6)} for row in made.rows.to_dicts()]
    names = list(expected[0]) if expected else []
    assert sorted(repr([row[name] for name in names]) for row in found) == sorted(repr([row[name] for name in names]) for row in expected)
    again = sum(len(person["came"]) - 1 for person in people if person["came"])
    out = {why: sum(told == why for told, _ in answers) for why in {told for told, _ in answers} - {""}}
    assert made.out == {**out, **({"Another record of the same person": again} if again else {})}
    assert made.left + sum(made.out.values()) == made.table.flow[0].came == sum(len(person["came"]) for person in people)


@settings(deadline=None, max_examples=6, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(people, values())
def test_both_roads_agree(people: list[dict[str, Any]], air: list[dict[str, Any]]) -> None:
    agree(people, air)


@pytest.mark.slow
@settings(deadline=None, max_examples=150, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(people, values())
def test_both_roads_agree_on_many_more(people: list[dict[str, Any]], air: list[dict[str, Any]]) -> None:
    agree(people, air)
