"""The same numbers whichever way they are cut: rows, days and pence of every level, footprint, fifth and group add up to the whole."""

import polars as pl
import pytest

from wholeplace.measures import Kind, Results

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
