"""Every figure that is due: areas x groups x windows. A figure with nothing to count is a 0 or "no data", never absent."""

from collections.abc import Mapping, Sequence

import polars as pl

from wholeplace.measures.areas import AGE_GROUPS, last_day, standing, system_of
from wholeplace.measures.rollup import COMMON_SPLITS, FIGURE_KEYS, Cut
from wholeplace.measures.windows import Window
from wholeplace.place.shapes import UNKNOWN_AREA, Place
from wholeplace.terms import Period
from wholeplace.terms.group import DEPRIVATION_FIFTHS, ETHNIC_GROUPS, NOT_RECORDED, SEXES

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "all": ("all",),
    "deprivation": (*map(str, DEPRIVATION_FIFTHS), NOT_RECORDED),
    "age": (*(name for _, name in AGE_GROUPS), NOT_RECORDED),
    "sex": (*SEXES, NOT_RECORDED),
    "ethnic_group": (*ETHNIC_GROUPS, NOT_RECORDED),
}
ONLY_WHEN_FILLED = (UNKNOWN_AREA, NOT_RECORDED)
"""Rows for what is not known are shown when something stands there, and left out when nothing does."""


def grid(place: Place, period: Period, cuts: Sequence[Cut], windows: Sequence[Window], seen: pl.DataFrame) -> pl.DataFrame:
    """One row of FIGURE_KEYS for each figure due. `seen` gives the groups of a table's own splits: a group that is seen
    in one window is due in each, so that a group that stopped shows its 0."""
    spans = pl.DataFrame(
        [(window.grain, window.span.starts, window.span.ends) for window in windows],
        schema={"grain": pl.String, "starts": pl.Date, "ends": pl.Date},
        orient="row",
    )
    parts = [_due(place, period, cut, seen).join(spans.filter(_grains(cut)), how="cross") for cut in cuts]
    return pl.concat(parts).select(FIGURE_KEYS)


def _grains(cut: Cut) -> pl.Expr:
    return pl.lit(True) if cut.split == "all" else pl.col("grain") != "month"


def _due(place: Place, period: Period, cut: Cut, seen: pl.DataFrame) -> pl.DataFrame:
    if cut.split != "all" and cut.split not in COMMON_SPLITS:
        mine = (pl.col("level") == cut.level) & (pl.col("split") == cut.split)
        return seen.filter(mine).select("level", "area", "split", "group").unique().sort("area", "group")
    day = last_day(period)
    top = cut.level == place.settings.levels[0]
    areas = (system_of(place, day),) if top else (*standing(place, cut.level, day), UNKNOWN_AREA)
    rows = [(cut.level, area, cut.split, group) for area in areas for group in _GROUPS[cut.split]]
    return pl.DataFrame(rows, schema=["level", "area", "split", "group"], orient="row")
