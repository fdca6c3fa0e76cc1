"""The same numbers whichever way they are cut: rows, days and pence of every level, footprint, fifth and group add up to the whole."""

from pathlib import Path

import polars as pl
import pytest

from tests.measures.conftest import frames
from tests.measures.towns import QUARTER, town
from wholeplace.measures import Kind, Results
from wholeplace.terms import months_later

LEVELS = ("place", "neighbourhood", "ward")
SPLITS = ("deprivation", "age", "sex", "ethnic_group", "provider", "pathway", "setting", "organisation", "client_group")
ADD_UP = [Kind.RATE, Kind.TOTAL, Kind.PROPORTION, Kind.MEAN]
WINDOW = ["measure", "grain", "starts", "ends"]


def counted(results: Results) -> pl.DataFrame:
    """Figures whose numerators add up, in the windows and months that have them."""
    names = [name for name, measure in results.measures.items() if measure.kind in ADD_UP and measure.table != "published"]
    return results.rows.filter(pl.col("measure").is_in(names) & pl.col("numerator").is_not_null())


def whole(results: Results) -> pl.DataFrame:
    top = (pl.col("level") == "system") & (pl.col("split") == "all")
    return counted(results).filter(top).select(*WINDOW, pl.col("numerator").alias("whole"), pl.col("denominator").alias("all_of_them"))


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_and_footprint_adds_up_to_the_system(worked_out: Results, level: str) -> None:
    parts = counted(worked_out).filter((pl.col("level") == level) & (pl.col("split") == "all"))
    sums = parts.group_by(WINDOW).agg(pl.col("numerator").sum()).join(whole(worked_out), on=WINDOW)
    assert sums["whole"].sum() > 0
    assert sums.filter(pl.col("numerator") != pl.col("whole")).is_empty()


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("level", ["system", "place"])
def test_every_fifth_and_group_adds_up_to_its_area(worked_out: Results, level: str, split: str) -> None:
    mine = counted(worked_out).filter(pl.col("level") == level)
    keys = [*WINDOW, "area"]
    areas = mine.filter(pl.col("split") == "all").select(*keys, pl.col("numerator").alias("whole"))
    sums = mine.filter(pl.col("split") == split).group_by(keys).agg(pl.col("numerator").sum()).join(areas, on=keys)
    assert sums.filter(pl.col("numerator") != pl.col("whole")).is_empty()


def test_rows_below_the_line_add_up_too(worked_out: Results) -> None:
    shares = [name for name, measure in worked_out.measures.items() if measure.kind in (Kind.PROPORTION, Kind.MEAN)]
    parts = counted(worked_out).filter(pl.col("measure").is_in(shares) & (pl.col("level") == "ward") & (pl.col("split") == "all"))
    sums = parts.group_by(WINDOW).agg(pl.col("denominator").sum()).join(whole(worked_out), on=WINDOW)
    assert sums["all_of_them"].sum() > 0
    assert sums.filter(pl.col("denominator") != pl.col("all_of_them")).is_empty()


def _pounds(results: Results, name: str) -> pl.DataFrame:
    keys = ["level", "area", "split", "group", "grain", "starts", "ends"]
    return results.rows.filter(pl.col("measure") == name).select(*keys, pl.col("numerator").fill_null(0).alias(name))


@pytest.mark.parametrize("whole_of", ["use-cost-all", "path-cost"])
def test_hospital_community_and_social_care_are_all_that_people_cost(worked_out: Results, whole_of: str) -> None:
    """In every area, fifth, kind of path and window, to the penny."""
    stem = whole_of.removesuffix("-all")
    together = _pounds(worked_out, whole_of)
    parts = [f"{stem}-{part}" for part in ("hospital", "community", "social-care")]
    for part in parts:
        together = together.join(_pounds(worked_out, part), on=["level", "area", "split", "group", "grain", "starts", "ends"], how="left")
    summed = together.with_columns(pl.sum_horizontal(pl.col(parts).fill_null(0)).alias("parts"))
    assert summed[whole_of].sum() != 0
    assert summed.filter(pl.col("parts") != pl.col(whole_of)).is_empty()


def test_what_people_cost_by_the_slow_road(worked_out: Results, tmp_path: Path) -> None:
    """Every row of the town added up one by one: the same pence, and the same people behind them, for each fifth of the year."""
    ends, rows = QUARTER.ends, frames()["costs"].to_dicts()
    starts = months_later(ends, -12)
    mine = [row for row in rows if starts <= row["month"] < ends and row["followed"] and row["pence"] != 0]
    found = worked_out.rows.filter(
        (pl.col("measure") == "use-cost-all") & (pl.col("level") == "system") & (pl.col("grain") == "year") & (pl.col("ends") == ends)
    )
    (whole_year,) = found.filter(pl.col("split") == "all").to_dicts()
    assert whole_year["numerator"] == sum(row["pence"] for row in mine)
    nobody = sum(row["person_key"] is None for row in mine)
    assert whole_year["people"] == nobody + len({row["person_key"] for row in mine if row["person_key"] is not None})
    fifths = dict(town(tmp_path).small_areas.select("small_area", "deprivation_fifth").iter_rows())
    for told in found.filter(pl.col("split") == "deprivation").to_dicts():
        group = [row for row in mine if str(fifths.get(row["small_area"]) or "Not recorded") == told["group"]]
        assert told["numerator"] == sum(row["pence"] for row in group)
        assert told["people"] == sum(row["person_key"] is None for row in group) + len({row["person_key"] for row in group} - {None})
