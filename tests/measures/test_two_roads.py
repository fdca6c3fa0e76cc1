"""The SQL road and the slow Python road agree on every figure of every measure, on generated journey tables."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.measures import slow_road
from tests.measures.towns import QUARTER, SMALL_AREAS, everyone, inputs, months_of, table, town
from wholeplace.measures.compute import work_out
from wholeplace.measures.figures import scale_of
from wholeplace.people.tables import JOURNEY_TABLES

MONTHS = months_of("2024-07", "2025-12")
DAYS = st.integers(0, 540).map(lambda after: date(2024, 6, 20) + timedelta(days=after))
FIGURES = st.integers(0, 40) | st.none()
TEXTS = {
    "provider": ["T1", "T2"], "admitted_as": ["emergency", "elective"], "discharged_to": ["usual home", "care home", "died"],
    "department_type": ["1", "2", "4"], "setting": ["community", "mental health"], "service": ["reablement", "residential"],
    "diagnosis": ["J459", "I620", "K029", "E101"], "diagnoses": ["F03X;S720;W190", "K029", "A09X;Y369", "T814"],
    "procedures": ["F104;Y801", "K401"],
    "register": ["learning disability", "unpaid carer"], "organisation": ["V1", "V2"], "kind": ["contact"],
    "place": ["P1", "P2", "gone"], "small_area": [*SMALL_AREAS, "elsewhere"], "sex": ["female", "male"], "ethnic_group": ["Asian", "White"],
}  # fmt: skip
NUMBERS = {
    "care_started_after_days": st.sampled_from([0, 2, 3]) | st.none(),
    "age": st.sampled_from([3, 17, 18, 40, 66, 92]) | st.none(), "person_key": st.integers(1, 5) | st.none(), "nights": st.integers(0, 30),
    "next_emergency_after_days": st.sampled_from([0, 29, 30]) | st.none(),
    "minutes": st.sampled_from([240, 241]) | st.none(), "pathway": st.sampled_from([0, 1, 3]) | st.none(),
}  # fmt: skip


def _cell(name: str, kind: str) -> st.SearchStrategy:
    if name in NUMBERS:
        return NUMBERS[name]
    if kind == "VARCHAR":
        return st.sampled_from(TEXTS.get(name, ["x"])) | st.none()
    return {"DATE": DAYS | st.none(), "BOOLEAN": st.booleans() | st.none()}.get(kind, FIGURES)


def rows_of(name: str) -> st.SearchStrategy[list[dict]]:
    columns = {column: _cell(column, kind) for column, (kind, _) in JOURNEY_TABLES[name].columns.items()}
    rows = st.fixed_dictionaries(columns).map(lambda row: row | {"age_band": None if row["age"] is None else min(row["age"] // 5 * 5, 90)})
    return st.lists(rows, max_size=25)


TABLES = ("stays", "attendances", "contacts", "care", "register_months", "support")
GENERATED = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.mark.parametrize("name", TABLES)
@settings(GENERATED, max_examples=3)
@given(data=st.data())
def test_both_roads_agree(name: str, data: st.DataObject) -> None:
    compare(name, data.draw(rows_of(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
@settings(GENERATED, max_examples=40)
@given(data=st.data())
def test_both_roads_agree_on_many_tables(name: str, data: st.DataObject) -> None:
    compare(name, data.draw(rows_of(name)))


def compare(name: str, rows: list[dict]) -> None:
    """Every figure of every measure of the table, on both roads."""
    with tempfile.TemporaryDirectory() as folder:
        place = town(Path(folder))
        people = everyone(MONTHS, people=7.0)
        frames = {"contacts": table("contacts", []), "person_months": people} | {name: table(name, rows)}
        results = work_out(place, inputs(Path(folder) / "in", frames), period=QUARTER)
    slow = slow_road.SlowRoad(rows, people.to_dicts(), place)
    for figure in results.rows.filter(results.rows["status"] != "not yet complete").iter_rows(named=True):
        measure = slow_road.in_writers_words(results.measures[figure["measure"]])
        # Medians, quantiles and ratios have two roads of their own in test_two_roads_of_new_kinds.
        if measure.table == name and figure["numerator"] is not None and not (measure.orders_rows or measure.denominator):
            asked = slow_road.looks_back(measure, figure)
            numerator, denominator = slow.numerator_and_denominator(measure, asked)
            if measure.population:
                denominator = slow.person_years(measure, asked)
            assert figure["numerator"] == numerator, figure
            assert figure["denominator"] == pytest.approx(denominator), figure
            if figure["value"] is not None:
                assert figure["value"] == pytest.approx(numerator / denominator * scale_of(measure)), figure
            if figure["people"] is not None:
                assert figure["people"] == slow.people_behind(measure, asked), figure
