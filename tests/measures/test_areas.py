"""Boundaries as they stand at the end of the period: for all its months, and for small areas that ended before."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.measures.towns import COVERED, QUARTER, area, everyone, inputs, months_of, table, town
from wholeplace.measures.areas import area_map, standing
from wholeplace.measures.compute import work_out
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Period

MOVED = date(2025, 9, 1)


def moved(folder: Path) -> Place:
    """L1 left N1 for N2 in September 2025; L8 ended in 2024 and L7 took over; L9 ended with nobody after it."""
    place = town(folder)
    rows = place.small_areas.to_dicts()
    first, last, gone = dict(rows[0]), dict(rows[7]), dict(rows[7]) | {"small_area": "L9"}
    rows[0] = first | {"valid_to": MOVED}
    rows[7] = last | {"valid_to": date(2024, 6, 1), "successor": "L7"}
    rows += [first | {"neighbourhood": "N2", "valid_from": MOVED}, gone | {"valid_to": date(2024, 6, 1)}]
    return town(folder, small_areas=pl.DataFrame(rows, schema=place.small_areas.schema))


def lies_in(place: Place, period: Period, small_area: str) -> list[str]:
    return area_map(place, period).filter(pl.col("small_area") == small_area)["neighbourhood"].to_list()


def test_the_line_on_the_map_is_the_one_at_the_end_of_the_period(tmp_path: Path) -> None:
    place = moved(tmp_path)
    assert lies_in(place, Period.parse("2025-Q3"), "L1") == ["N2"]
    assert lies_in(place, Period.parse("2025-Q2"), "L1") == ["N1"]


def test_a_small_area_that_ended_is_followed_to_todays(tmp_path: Path) -> None:
    assert lies_in(moved(tmp_path), QUARTER, "L8") == ["N4"]
    assert lies_in(moved(tmp_path), QUARTER, "L9") == []


def test_a_series_uses_one_map_for_all_its_months(tmp_path: Path) -> None:
    contact = {"small_area": "L1", "place": "P1", "setting": "community", "attended": True}
    contacts = table("contacts", [contact | {"happened": date(2025, month, 5)} for month in (7, 8, 9)])
    given = {"contacts": contacts, "person_months": everyone(months_of("2025-01", "2025-09"))}
    results = work_out(moved(tmp_path), inputs(tmp_path / "in", given), period=QUARTER)
    rows = results.rows.filter(
        (pl.col("measure") == "community-contacts") & (pl.col("grain") == "period") & (pl.col("starts") == QUARTER.starts)
    )
    counted = dict(rows.filter(pl.col("level") == "neighbourhood").select("area", "numerator").iter_rows())
    assert (counted["N1"], counted["N2"]) == (0, 3)


def test_people_without_a_population_are_told_and_kept(tmp_path: Path) -> None:
    contact = {"small_area": "L1", "place": "P1", "setting": "community", "attended": True, "happened": date(2025, 8, 5)}
    people = everyone(months_of("2025-07", "2025-09"), small_areas=("L3", "L4"))
    given = {"contacts": table("contacts", [contact]), "person_months": people}
    results = work_out(town(tmp_path), inputs(tmp_path / "in", given), period=QUARTER)
    (n1,) = results.rows.filter(
        (pl.col("measure") == "community-contacts") & (pl.col("area") == "N1") & (pl.col("grain") == "period") & (pl.col("numerator") > 0)
    ).to_dicts()
    assert (n1["numerator"], n1["denominator"], n1["value"], n1["status"]) == (1, 0, None, "no data")
    assert any("the population lists nobody" in note for note in results.notes)


def test_areas_stand_for_their_days(tmp_path: Path) -> None:
    place = town(tmp_path)
    ended = area("P3", "place", "S")
    place = town(tmp_path, areas=(*place.areas, type(ended)(**{**{n: getattr(ended, n) for n in ended.__slots__}, "valid_to": MOVED})))
    assert standing(place, "place", date(2025, 8, 31)) == ("P1", "P2", "P3")
    assert standing(place, "place", MOVED) == ("P1", "P2")


def test_a_period_before_the_system_gets_a_letter(tmp_path: Path) -> None:
    given = inputs(tmp_path / "in", {"person_months": everyone(months_of("2025-07", "2025-09"))}, {"person_months": COVERED})
    with pytest.raises(DataProblem, match="no area of level system stands"):
        work_out(town(tmp_path), given, period=Period.parse("1999-Q3"))
