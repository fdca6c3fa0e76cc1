"""Standardised values by a slow road: one band at a time, from the rows themselves."""

from pathlib import Path

import polars as pl
import pytest

from tests.measures.conftest import frames
from tests.measures.slow_road import SlowRoad
from tests.measures.towns import QUARTER, inputs, months_of, table, town
from wholeplace.measures import Results
from wholeplace.measures.compute import work_out
from wholeplace.measures.statistics import directly_standardised
from wholeplace.terms.group import AGE_BANDS, EUROPEAN_STANDARD_POPULATION_2013

STANDARD = dict(zip(AGE_BANDS, EUROPEAN_STANDARD_POPULATION_2013, strict=True))


def one(results: Results, measure: str, **wanted: object) -> dict:
    rows = results.rows.filter(pl.col("measure") == measure)
    for column, value in ({"grain": "year", "split": "all", "starts": QUARTER.earlier(9).starts} | wanted).items():
        rows = rows.filter(pl.col(column) == value)
    return rows.row(0, named=True)


@pytest.mark.parametrize(("level", "area"), [("system", "S"), ("place", "P2"), ("neighbourhood", "N3")])
def test_a_direct_rate_is_the_standard_populations(worked_out: Results, level: str, area: str) -> None:
    figure = one(worked_out, "emergency-admissions-65", level=level, area=area)
    measure = worked_out.measures[figure["measure"]]
    rows = list(SlowRoad(frames()["stays"].to_dicts(), [], town(Path())).counted(measure, figure))
    bands = [70, 85]  # where the town's people of 65 and over are
    areas = {"S": 8, "P2": 4, "N3": 2}[area]
    people = areas * 2 * 100.0
    events = [[row for row in rows if row["age_band"] == band] for band in bands]
    squares = [sum(_squared(mine)) for mine in events]
    by_hand = directly_standardised(
        [len(mine) for mine in events], [people] * 2, [STANDARD[band] for band in bands], event_variance=squares, per=100_000
    )
    assert figure["standardised"] == pytest.approx(float(by_hand.value))
    assert figure["standardised_lower"] == pytest.approx(float(by_hand.lower))
    assert figure["standardised_upper"] == pytest.approx(float(by_hand.upper))


def _squared(rows: list[dict]) -> list[int]:
    keys = [row["person_key"] for row in rows]
    return [keys.count(key) ** 2 for key in set(keys) - {None}] + [1] * keys.count(None)


def test_the_system_in_its_own_reference_year_is_its_crude_value(worked_out: Results) -> None:
    figure = one(worked_out, "back-within-30-days", level="system")
    assert figure["standardised"] == pytest.approx(figure["value"])


def test_an_indirect_value_is_observed_over_expected(worked_out: Results) -> None:
    figure = one(worked_out, "back-within-30-days", level="place", area="P1")
    measure = worked_out.measures["back-within-30-days"]
    slow = SlowRoad(frames()["stays"].to_dicts(), [], town(Path()))
    whole = list(slow.counted(measure, figure | {"level": "system", "area": "S"}))
    back = [row for row in whole if row["next_emergency_after_days"] in (5, 29)]
    mine = list(slow.counted(measure, figure))

    def rate(band: object, sex: object) -> float:
        def alike(row: dict) -> bool:
            return row["age_band"] == band and row["sex"] == sex

        return sum(map(alike, back)) / sum(map(alike, whole))

    expected = sum(rate(row["age_band"], row["sex"]) for row in mine)
    observed = sum(row["next_emergency_after_days"] in (5, 29) for row in mine)
    assert figure["standardised"] == pytest.approx(observed / expected * len(back) / len(whole) * 100, rel=1e-6)


def test_a_band_that_the_reference_does_not_know_is_refused(tmp_path: Path) -> None:
    given = frames()
    old = {"sex": "female", "age": 101, "age_band": 90, "person_key": 999, "small_area": "L1", "place": "P1", "provider": "T1"}
    stay = old | {
        "started": QUARTER.earlier(12).starts, "ended": QUARTER.earlier(12).starts, "alive": True, "day_case": False, "nights": 1,
        "maternity": False, "cancer": False, "self_discharge": False, "admitted_as": "elective",
    }  # fmt: skip
    given["stays"] = pl.concat([given["stays"], table("stays", [stay])])
    results = work_out(town(tmp_path), inputs(tmp_path / "in", given), period=QUARTER)
    before = {"grain": "period", "starts": QUARTER.earlier(12).starts, "level": "neighbourhood"}
    assert one(results, "back-within-30-days", **before, area="N1")["standardised"] is None
    assert one(results, "back-within-30-days", **before, area="N2")["standardised"] is not None


def test_months_are_not_standardised(worked_out: Results) -> None:
    months = worked_out.rows.filter(pl.col("grain") == "month")
    assert months["standardised"].null_count() == len(months)


def test_under_10_events_have_no_direct_rate(tmp_path: Path) -> None:
    given = frames()
    given["stays"] = given["stays"].filter(pl.col("falls")).head(9)
    given["person_months"] = given["person_months"].filter(pl.col("month").is_in(months_of("2024-10", "2025-09")))
    results = work_out(town(tmp_path), inputs(tmp_path / "in", given), period=QUARTER)
    assert one(results, "falls-admissions-65", level="system")["standardised"] is None
