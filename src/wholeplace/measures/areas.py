"""Where a small area lies: the map by which cells roll up, as the boundaries stand at the end of the period.

All months of a picture use these boundaries, so that a series does not jump on the day a line on the map moved.
"""

from datetime import date, timedelta

import polars as pl

from wholeplace.measures.registered import surgeries_lie_in
from wholeplace.place.shapes import UNKNOWN_AREA, Place
from wholeplace.terms import DataProblem, Period, Problem
from wholeplace.terms.group import NOT_RECORDED

AGE_GROUPS = ((0, "0 to 19"), (20, "20 to 64"), (65, "65 to 79"), (80, "80 and over"))
"""Lower ends and names of the groups of the split "age"; each is made of whole bands."""

PLACE_LEVEL = "place"
"""The level whose code stands on journey rows, so that a row without a small area can still count in its place."""


def last_day(period: Period) -> date:
    return period.ends - timedelta(days=1)


def levels_of(place: Place) -> tuple[str, ...]:
    """Levels from widest to narrowest, then footprints."""
    return (*place.settings.levels, *place.settings.footprints)


def wide_levels(place: Place) -> tuple[str, ...]:
    """The two widest levels: where figures are also split by group."""
    return place.settings.levels[:2]


def standing(place: Place, level: str, day: date) -> tuple[str, ...]:
    """Codes of the areas of `level` that stand on `day`, in order."""
    return tuple(sorted(area.code for area in place.areas if area.level == level and area.stands_on(day)))


def system_of(place: Place, day: date) -> str:
    """The one area at the widest level on `day`. Raises DataProblem when none stands."""
    found = standing(place, place.settings.levels[0], day)
    if not found:
        letter = Problem(
            where="areas.csv",
            what=f"no area of level {place.settings.levels[0]} stands on {day}.",
            why="Everything rolls up to it.",
            fix="Choose a later period, or correct valid_from and valid_to.",
        )
        raise DataProblem("The measures were not worked out", [letter])
    return found[0]


def area_map(place: Place, period: Period) -> pl.DataFrame:
    """One row for each small-area code ever used: the area it lies in at each level and footprint at the period's end,
    and its deprivation fifth as text. A code that ended is placed by its successor, or left out when it has none.
    GP surgeries stand among them, under codes of their own, for what is counted by surgery."""
    day = last_day(period)
    columns = list(levels_of(place))
    stands = (pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))
    today = place.small_areas.filter(stands).unique("small_area", keep="first", maintain_order=True)
    fifth = pl.col("deprivation_fifth").cast(pl.Int64).cast(pl.String)
    lies_in = today.select("small_area", *columns, fifth.alias("deprivation"))
    codes = pl.DataFrame(
        sorted(_now(place, set(lies_in["small_area"])).items()), schema={"small_area": pl.String, "now": pl.String}, orient="row"
    )
    small = codes.join(lies_in.rename({"small_area": "now"}), on="now").drop("now")
    surgeries = [{"small_area": code, **{level: above.get(level) for level in columns}} for code, above in surgeries_lie_in(place).items()]
    found = pl.concat(
        [small, pl.DataFrame(surgeries, schema={"small_area": pl.String, **dict.fromkeys(columns, pl.String)})], how="diagonal"
    )
    return found.with_columns(pl.col(columns).fill_null(UNKNOWN_AREA), pl.col("deprivation").fill_null(NOT_RECORDED)).sort("small_area")


def _now(place: Place, standing_today: set[str]) -> dict[str, str]:
    """Every small-area code that leads to one of today's, and that one."""
    frame = place.small_areas
    followed = (
        dict(frame.filter(pl.col("successor").is_not_null()).select("small_area", "successor").iter_rows())
        if "successor" in frame.columns
        else {}
    )
    found = {}
    for code in sorted(set(frame["small_area"])):
        last, steps = code, 0
        while last not in standing_today and last in followed and steps <= len(followed):
            last, steps = followed[last], steps + 1
        if last in standing_today:
            found[code] = last
    return found
