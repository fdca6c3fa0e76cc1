"""The cohorts that come with wholeplace, each made from one generated place, through the real journey models."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.people.cohort.given import Made, journeys_in, place_in
from wholeplace.people.building import Journeys
from wholeplace.people.cohort import CohortTable, make_cohort
from wholeplace.people.cohort.cohorts import cohort_texts, definition_of
from wholeplace.people.cohort.covering import tables_of
from wholeplace.terms import WrongUse

PEOPLE, MOTHERS = 2_000, 150
INDEX = date(2025, 1, 1)
PLANTED_GAP = 0.25
"""How much more often people with a learning disability are in hospital as an emergency, at every age."""

LIBRARY = ("births-and-air", "frail-after-a-fall", "learning-disability", "support-after-hospital", "unpaid-carers")


def stay(person: int, start: date, **more: Any) -> dict[str, Any]:
    left = {"discharged": start + timedelta(days=3), "discharge_method": "1", "discharge_destination": "19"}
    return {"person": person, "admitted": start, "provider": "R", "spell_id": f"{person}-{start}", "admission_method": "21", **left, **more}


def generated() -> dict[str, list[dict[str, Any]]]:
    """2,000 people in 2 places, young and old, some on a register, some frail, some cared for; and 150 births."""
    draw = np.random.default_rng(9)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("persons", "episodes", "social_care", "contacts", "births", "exposures", "answers")
    }
    for person in range(PEOPLE):
        old, disabled = draw.random() < 0.5, draw.random() < 0.2
        old = old and not (disabled and draw.random() < 0.7)  # few of them are old, so that without weights the gap is hidden
        home = {"small_area": str(draw.choice(["A1", "A2", "B1"])), "sex": str(draw.choice(["female", "male"]))}
        flags = {"learning_disability": disabled, "unpaid_carer": bool(draw.random() < 0.2)}
        born = date(1940 if old else 1985, 6, 1)
        rows["persons"].append({"person": person, "starts": date(2010, 1, 1), "birth_date": born, **home, **flags})
        _year_of(person, old=old, disabled=disabled, draw=draw, rows=rows)
    for number in range(MOTHERS):
        _birth(PEOPLE + number, draw, rows)
    no2 = {"exposure": "nitrogen dioxide", "unit": "µg/m3", "starts": date(2022, 1, 1), "ends": date(2026, 1, 1)}
    rows["exposures"] = [{**no2, "small_area": area, "value": value} for area, value in (("A1", 40.0), ("A2", 25.0), ("B1", 10.0))]
    return rows


def _year_of(person: int, *, old: bool, disabled: bool, draw: np.random.Generator, rows: dict[str, list[dict[str, Any]]]) -> None:
    if draw.random() < (0.35 if old else 0.05) + (PLANTED_GAP if disabled else 0):
        rows["episodes"].append(stay(person, INDEX + timedelta(days=int(draw.integers(10, 300)))))
    if draw.random() < (0.7 if disabled else 0.05):
        rows["contacts"].append({"person": person, "happened": INDEX + timedelta(days=50), "kind": "health check", "attended": True})
    if old and draw.random() < 0.4:
        fell = date(2024, 1, 1) + timedelta(days=int(draw.integers(0, 200)))
        frail = "F03;R29;N39" if draw.random() < 0.5 else "J18"
        rows["episodes"].append(stay(person, fell, diagnoses=f"S720;W190;{frail}"))
        if draw.random() < 0.2:
            rows["episodes"].append(stay(person, fell + timedelta(days=int(draw.integers(20, 80)))))
        service = {"council": "C", "event_type": "Service", "service_type": "Long term support: Community"}
        begins = fell + timedelta(days=3 + int(draw.integers(0, 9)))
        rows["social_care"].append({"person": person, **service, "event_starts": begins, "client_type": "Service user"})


def _birth(mother: int, draw: np.random.Generator, rows: dict[str, list[dict[str, Any]]]) -> None:
    born = date(2023, 6, 1) + timedelta(days=int(draw.integers(0, 200)))
    area = str(draw.choice(["A1", "A2", "B1"]))
    home = {"starts": date(2015, 1, 1), "small_area": area}
    rows["persons"].append({"person": mother, "birth_date": date(1992, 1, 1), "sex": "female", **home})
    weight = int(draw.normal(3_200, 450))
    baby = {"person": mother + MOTHERS, "mother": mother, "born": born, "live": True, "gestation_weeks": 39, "weight_grams": weight}
    rows["births"].append(baby)


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> Journeys:
    definitions = [definition_of(place_in(tmp_path_factory.mktemp("place")), name) for name in LIBRARY]
    wanted = {"homes", "deaths", "exposures"}.union(*(tables_of(definition) for definition in definitions))
    return journeys_in(tmp_path_factory.mktemp("library"), wanted, **generated())


def made(name: str, journeys: Journeys, folder: Path) -> Made:
    table = make_cohort(place_in(folder), journeys, name)
    return Made(table=table, rows=pl.read_parquet(table.rows))


def test_the_library_is_the_one_tested_here(tmp_path: Path) -> None:
    assert tuple(sorted(cohort_texts(place_in(tmp_path)))) == LIBRARY


@pytest.mark.parametrize("name", LIBRARY)
def test_each_can_be_made_and_loses_nobody(name: str, journeys: Journeys, tmp_path: Path) -> None:
    table = made(name, journeys, tmp_path)
    check_flow(table.table)
    people = table.rows.filter("in_cohort") if "in_cohort" in table.rows.columns else table.rows
    assert len(people) == table.left > 20
    assert {row.column for row in table.table.baseline} == set(definition_of(place_in(tmp_path), name).columns)
    assert all(table.rows[ask.name].is_not_null().any() for ask in table.table.definition.outcomes)


def check_flow(table: CohortTable) -> None:
    for step in table.flow:
        assert step.came == step.out + step.left
    for step, later in pairwise(table.flow):
        assert later.group != step.group or later.came == step.left


def test_the_gap_of_people_with_a_learning_disability_is_the_one_planted(journeys: Journeys, tmp_path: Path) -> None:
    """Register row 9. Of one age, sex and place; without that the gap would look smaller, for few of them are old."""
    table = made("learning-disability", journeys, tmp_path)
    gaps = {gap.outcome: gap for gap in table.table.gaps}
    found = gaps["emergency_stay"]
    assert found.lower < PLANTED_GAP < found.upper
    assert found.upper - found.lower < 0.2
    crude = table.rows.group_by("in_cohort").agg(pl.col("emergency_stay").mean()).sort("in_cohort")["emergency_stay"]
    assert crude[1] - crude[0] < found.difference - 0.03
    assert gaps["health_check"].lower > 0.5
    assert gaps["emergency_stay"].people == table.left


def test_the_comparison_is_made_alike(journeys: Journeys, tmp_path: Path) -> None:
    rows = made("learning-disability", journeys, tmp_path).rows
    alike = rows.group_by("in_cohort", "age_band", "sex", "place").agg(pl.col("weight").sum().round(6)).sort("age_band", "sex", "place")
    sides = [alike.filter(pl.col("in_cohort") == side).drop("in_cohort") for side in (True, False)]
    assert sides[0].equals(sides[1])
    assert not set(rows.filter("in_cohort")["person_key"]) & set(rows.filter(~pl.col("in_cohort"))["person_key"])


def test_everybody_in_the_place_is_in_the_cohort_or_in_the_comparison(journeys: Journeys, tmp_path: Path) -> None:
    """2,000 people, and the mothers. Babies are not on the list of this place."""
    flow = made("learning-disability", journeys, tmp_path).table.flow
    came = {group: next(step.came for step in flow if step.group == group) for group in ("cohort", "comparison")}
    assert came["cohort"] + came["comparison"] == PEOPLE + MOTHERS


def test_a_name_that_is_near_is_offered(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match='Did you mean "learning-disability"'):
        definition_of(place_in(tmp_path), "learning-disabilty")


def test_a_places_own_cohort_comes_first(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    (tmp_path / "cohorts").mkdir()
    own = cohort_texts(place)["unpaid-carers"].replace("Unpaid carers,", "Our unpaid carers,")
    (tmp_path / "cohorts" / "unpaid-carers.toml").write_text(own, "utf-8")
    assert definition_of(place, "unpaid-carers").title.startswith("Our unpaid carers")
