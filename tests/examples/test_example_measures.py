"""The example's own measures: read like the library's, each with a series behind it."""

import polars as pl
import pytest

from wholeplace.measures import compute, library
from wholeplace.place import read_place
from wholeplace.terms import Period


def test_every_measure_of_the_example_has_its_series(west_yorkshire, west_yorkshire_published):
    place = read_place(west_yorkshire)
    own = {path.stem for path in (west_yorkshire / "measures").glob("*.toml")}
    measures = library(place)
    assert len(own) == 9
    pairs = set(west_yorkshire_published.select("indicator", "definition_id").unique().iter_rows())
    assert {name for name in own if (measures[name].indicator, measures[name].definition_id) not in pairs} == set()


DECEMBER = Period.parse("2024-12")


@pytest.fixture(scope="module")
def winter(west_yorkshire, west_yorkshire_published) -> pl.DataFrame:
    return compute(read_place(west_yorkshire), period=DECEMBER).rows.filter(
        (pl.col("ends") == DECEMBER.ends) & (pl.col("grain") == "month")
    )


def test_waits_of_the_whole_system_are_those_of_its_board(winter):
    waits = winter.filter((pl.col("measure") == "over-4-hours-published") & (pl.col("level") == "system")).row(0, named=True)
    assert (waits["numerator"], waits["denominator"], round(waits["value"], 1)) == (27_208, 93_312, 29.2)


def test_people_who_could_leave_are_the_mean_of_days_that_were_reported(winter, west_yorkshire_published):
    leeds = winter.filter((pl.col("measure") == "no-criteria-to-reside") & (pl.col("area") == "RR8")).row(0, named=True)
    of_leeds = (pl.col("indicator") == "no-criteria-to-reside") & (pl.col("area") == "RR8")
    days = west_yorkshire_published.filter(of_leeds & (pl.col("starts") >= DECEMBER.starts) & (pl.col("ends") <= DECEMBER.ends))
    assert 20 <= len(days) <= 31
    assert leeds["value"] == pytest.approx(days["value"].mean())
