"""How many different people stand behind a number."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.measures.towns import QUARTER, everyone, inputs, months_of, table, town
from wholeplace.measures import Results
from wholeplace.measures.compute import work_out

STAY = {"alive": True, "age": 70, "age_band": 70, "sex": "female", "nights": 9, "delay_days": 4, "small_area": "L1", "place": "P1"}


def delays(folder: Path, *stays: dict) -> Results:
    rows = [STAY | {"started": date(2025, 7, 1), "ended": date(2025, 8, 5)} | stay for stay in stays]
    given = {"stays": table("stays", rows), "person_months": everyone(months_of("2023-10", "2025-12"))}
    return work_out(town(folder), inputs(folder / "in", given), period=QUARTER)


def people(results: Results, grain: str, area: str = "S") -> int:
    rows = results.rows.filter(
        (pl.col("measure") == "delayed-days") & (pl.col("area") == area) & (pl.col("grain") == grain) & (pl.col("split") == "all")
    )
    return rows.sort("starts")["people"].to_list()[-1]


def test_one_person_delayed_twice_is_one_person(tmp_path: Path) -> None:
    results = delays(tmp_path, {"person_key": 1}, {"person_key": 1, "ended": date(2025, 9, 1)}, {"person_key": 2})
    assert people(results, "period") == 2


def test_a_row_without_a_key_may_be_anyone(tmp_path: Path) -> None:
    assert people(delays(tmp_path, {"person_key": None}, {"person_key": None}, {"person_key": 1}), "period") == 3


def test_a_year_counts_a_person_once(tmp_path: Path) -> None:
    results = delays(tmp_path, {"person_key": 1, "ended": date(2025, 1, 5)}, {"person_key": 1})
    assert (people(results, "year"), people(results, "period")) == (1, 1)


def test_a_person_who_moves_counts_in_both_places_and_once_in_the_system(tmp_path: Path) -> None:
    results = delays(tmp_path, {"person_key": 1}, {"person_key": 1, "small_area": "L8", "place": "P2"})
    assert [people(results, "period", area) for area in ("S", "P1", "P2")] == [1, 1, 1]


def test_nobody_is_0_people(tmp_path: Path) -> None:
    assert people(delays(tmp_path, {"person_key": 1, "delay_days": 0}), "period") == 0


def test_only_people_are_counted_as_people(worked_out: Results) -> None:
    money = worked_out.rows.filter(pl.col("measure") == "cost-per-head-hospital")
    assert money["people"].null_count() == len(money)
