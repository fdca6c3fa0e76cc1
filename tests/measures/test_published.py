"""Series of others: as published, under their own definition, at the areas we know."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.measures.towns import everyone, inputs, months_of, table, town
from wholeplace.measures import Results
from wholeplace.measures.completeness import Coverage
from wholeplace.measures.compute import work_out
from wholeplace.terms import Period

SPAN = Coverage(first=date(2016, 1, 1), until=date(2019, 1, 1))
PERIOD = Period.parse("2018-Q4")
MONTHS = months_of("2018-01", "2018-12")
SMOKING = {"indicator": "92443", "definition_id": "fingertips-92443", "split": "all", "group": "all", "sex": "all", "unit": "per cent"}
DELAYS = {
    "indicator": "delayed-transfers-of-care",
    "definition_id": "delayed-transfers-of-care-2010-to-2020",
    "split": "all",
    "group": "all",
}


def year(number: int) -> dict:
    return {"starts": date(number, 1, 1), "ends": date(number + 1, 1, 1)}


def month(number: int) -> dict:
    return {"starts": MONTHS[number - 1], "ends": date(2018 + number // 12, number % 12 + 1, 1)}


def published(folder: Path, *rows: dict) -> Results:
    given = {"published": table("published", list(rows)), "person_months": everyone(MONTHS)}
    return work_out(town(folder), inputs(folder / "in", given, {"published": SPAN, "person_months": SPAN}), period=PERIOD)


def values(results: Results, measure: str, **wanted: str) -> dict:
    rows = results.rows.filter((pl.col("measure") == measure) & pl.col("value").is_not_null())
    for column, value in wanted.items():
        rows = rows.filter(pl.col(column) == value)
    return {(area, starts): value for area, starts, value in rows.select("area", "starts", "value").iter_rows()}


def test_values_keep_their_own_limits_period_and_definition(tmp_path: Path) -> None:
    results = published(tmp_path, SMOKING | year(2017) | {"area": "S", "value": 14.9, "lower": 13.1, "upper": 16.7})
    (row,) = results.rows.filter((pl.col("measure") == "smoking") & pl.col("value").is_not_null()).to_dicts()
    assert (row["level"], row["grain"], row["starts"], row["ends"]) == ("system", "year", date(2017, 1, 1), date(2018, 1, 1))
    assert (row["value"], row["lower"], row["upper"], row["definition_id"]) == (14.9, 13.1, 16.7, "fingertips-92443")


def test_country_organisation_and_alias_are_known_and_strangers_are_left_out(tmp_path: Path) -> None:
    rows = [SMOKING | year(2017) | {"area": area, "value": 10.0 + n} for n, area in enumerate(("E92000001", "T1", "101", "E99999999"))]
    results = published(tmp_path, *rows)
    found = results.rows.filter((pl.col("measure") == "smoking") & pl.col("value").is_not_null())
    assert dict(found.select("area", "level").iter_rows()) == {"E92000001": "country", "T1": "organisation", "P1": "place"}


def test_another_definition_never_joins_the_series(tmp_path: Path) -> None:
    other = SMOKING | year(2016) | {"area": "S", "value": 32.0, "definition_id": "local-survey"}
    results = published(tmp_path, SMOKING | year(2017) | {"area": "S", "value": 14.9}, other)
    assert values(results, "smoking") == {("S", date(2017, 1, 1)): 14.9}
    assert any("follow another definition" in note for note in results.notes)


def test_a_value_published_twice_counts_once_and_the_one_with_limits_wins(tmp_path: Path) -> None:
    bare = SMOKING | year(2017) | {"area": "S", "value": 15.0}
    results = published(tmp_path, bare, bare | {"value": 14.9, "lower": 13.0, "upper": 17.0})
    assert values(results, "smoking") == {("S", date(2017, 1, 1)): 14.9}


def test_values_after_the_period_wait_for_their_own_picture(tmp_path: Path) -> None:
    assert values(published(tmp_path, SMOKING | year(2019) | {"area": "S", "value": 14.0}), "smoking") == {}


def test_deprivation_fifths_stand_as_published(tmp_path: Path) -> None:
    fifth = SMOKING | year(2017) | {"area": "E92000001", "split": "deprivation", "group": "1", "value": 19.0}
    assert values(published(tmp_path, fifth), "smoking", split="deprivation", group="1") == {("E92000001", date(2017, 1, 1)): 19.0}


def test_delayed_transfers_become_days_a_day_for_100_000_adults(tmp_path: Path) -> None:
    rows = [DELAYS | month(number) | {"area": "101", "numerator": 80.0, "value": 80.0} for number in range(1, 13)]
    found = values(published(tmp_path, *rows), "delayed-transfers", area="P1", grain="period")
    adults = 4 * 4 * 2 * 100  # small areas x bands of adults x sexes x people
    assert found == {("P1", PERIOD.starts): pytest.approx(240 / (adults * 92) * 100_000)}


def test_a_publishers_own_denominator_is_preferred(tmp_path: Path) -> None:
    rows = [DELAYS | month(number) | {"area": "P1", "numerator": 31.0, "value": 31.0, "denominator": 310_000.0} for number in (10, 11, 12)]
    assert values(published(tmp_path, *rows), "delayed-transfers", grain="period") == {("P1", PERIOD.starts): pytest.approx(10.0)}


def test_the_system_is_the_sum_of_its_places_when_all_have_a_value(tmp_path: Path) -> None:
    both = [DELAYS | month(n) | {"area": area, "numerator": 8.0, "value": 8.0} for n in (10, 11, 12) for area in ("P1", "P2")]
    assert ("S", PERIOD.starts) in values(published(tmp_path / "a", *both), "delayed-transfers", grain="period")
    assert ("S", PERIOD.starts) not in values(published(tmp_path / "b", *both[:5]), "delayed-transfers", grain="period")


def test_a_quarter_with_a_month_missing_has_no_figure(tmp_path: Path) -> None:
    rows = [DELAYS | month(number) | {"area": "P1", "numerator": 8.0, "value": 8.0} for number in (10, 12)]
    results = published(tmp_path, *rows)
    assert values(results, "delayed-transfers", grain="period") == {}
    assert len(values(results, "delayed-transfers", grain="month")) == 2


def test_a_daily_series_gives_the_mean_of_months_that_were_mostly_reported(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    text = (Path(__file__).parents[2] / "src/wholeplace/measures/library/smoking.toml").read_text()
    text = text.replace('"92443"', '"ready-in-bed"').replace('"fingertips-92443"', '"sitrep"')
    (tmp_path / "measures" / "ready-in-bed.toml").write_text(text)
    days = [date(2018, 10, day) for day in range(1, 26)] + [date(2018, 11, day) for day in range(1, 10)]
    base = {"indicator": "ready-in-bed", "definition_id": "sitrep", "split": "all", "group": "all", "area": "T1"}
    rows = [base | {"starts": day, "ends": date.fromordinal(day.toordinal() + 1), "value": float(day.day)} for day in days]
    assert values(published(tmp_path, *rows), "ready-in-bed") == {("T1", date(2018, 10, 1)): 13.0}
