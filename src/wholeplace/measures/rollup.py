"""Rolls cells up: to levels and footprints, splits and windows. Whole numbers only, so that every sum is exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from wholeplace.measures.areas import AGE_GROUPS, PLACE_LEVEL, area_map, last_day, levels_of, standing, system_of, wide_levels
from wholeplace.measures.quoting import name, text
from wholeplace.measures.registered import is_by_surgery, levels_of_surgeries
from wholeplace.measures.vocabulary import COSTLY_FEW, TABLES
from wholeplace.measures.windows import Window, months_in
from wholeplace.place.shapes import UNKNOWN_AREA, Place
from wholeplace.terms import Period
from wholeplace.terms.group import NOT_RECORDED
from wholeplace.warehouse import LargeWork, Warehouse

COMMON_SPLITS = ("deprivation", "age", "sex", "ethnic_group")
FIGURE_KEYS = ("level", "area", "split", "group", "grain", "starts", "ends")
"""What a figure stands for, beside its measure: the order of the results."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """One way to cut the figures: an area level, and a split ("all" for none)."""

    level: str
    split: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What to add up: `columns` (name -> SQL over one cell, whole numbers) of `view`, for each cut and window.

    `by_band`: for each age band apart, for direct standardisation. `last_month_only`: the last month of a window stands
    for all of it, for tables that list the same people again every month. `wide`: columns whose sums may outgrow a bigint.
    """

    view: str
    cuts: Sequence[Cut]
    windows: Sequence[Window]
    columns: Mapping[str, str]
    by_band: bool = False
    last_month_only: bool = False
    wide: frozenset[str] = frozenset()


def cuts_of(place: Place, table: str) -> tuple[Cut, ...]:
    """Every level and footprint whole; the two widest levels also by group. Money is known for the two widest only."""
    wide = wide_levels(place)
    money = table == "spend"
    levels = wide if money else levels_of(place)
    splits = TABLES[table].splits if money else (*COMMON_SPLITS, *TABLES[table].splits)
    if table in COSTLY_FEW:
        splits = ("deprivation",)
    if is_by_surgery(table):  # a surgery lies in areas, but in no one fifth of deprivation
        known = levels_of_surgeries(place)
        levels, wide = (tuple(level for level in each if level in known) for each in (levels, wide))
        splits = tuple(split for split in splits if split != "deprivation")
    whole = [Cut(level=level, split="all") for level in levels]
    return (*whole, *(Cut(level=level, split=split) for split in splits for level in wide))


def load_map(warehouse: LargeWork, place: Place, period: Period) -> None:
    """Make the table area_of: where each small area lies at the period's end."""
    warehouse.table_from("area_of", area_map(place, period))


def place_cells(warehouse: LargeWork, table: str, place: Place, period: Period) -> None:
    """Make the view `table`_placed: the cells with an area for every level, a deprivation fifth and an age group.

    A small area that is not known stands under "unknown"; its row still counts in its place when that is known.
    Money booked for the whole system stands under "unknown" at the level below, so that the pence still add up.
    """
    areas, groups, joined = area_columns(place, period), "", " left join area_of on cells.small_area = area_of.small_area"
    if table == "spend":
        areas, joined = _areas_of_money(place, period), ""
    else:
        ages = " ".join(f"when age_band >= {lower} then {text(group)}" for lower, group in reversed(AGE_GROUPS))
        missing = text(NOT_RECORDED)
        groups = f",\n  coalesce(area_of.deprivation, {missing}) as deprivation, case {ages} else {missing} end as age"
    lines = ",\n  ".join(f"{sql} as {name(level)}" for level, sql in areas.items())
    kept = ", ".join(f"cells.{column}" for column in warehouse.columns(f"{table}_cells") if column != "place")
    warehouse.run(f"create or replace view {table}_placed as\nselect {kept},\n  {lines}{groups}\nfrom {table}_cells as cells{joined}")


def area_columns(place: Place, period: Period) -> dict[str, str]:
    """For each level and footprint: SQL for the area of a row of `cells` joined to `area_of` by its small area."""
    top, *further = levels_of(place)
    return {top: text(system_of(place, last_day(period))), **{level: _lies_in(level, place, period) for level in further}}


def _areas_of_money(place: Place, period: Period) -> dict[str, str]:
    top, *further = wide_levels(place)
    own = {level: f"coalesce({_if_standing(level, place, period)}, {text(UNKNOWN_AREA)})" for level in further}
    return {top: text(system_of(place, last_day(period))), **own}


def _lies_in(level: str, place: Place, period: Period) -> str:
    known = f"area_of.{name(level)}"
    if level == PLACE_LEVEL:
        return f"coalesce({known}, {_if_standing(level, place, period)}, {text(UNKNOWN_AREA)})"
    return f"coalesce({known}, {text(UNKNOWN_AREA)})"


def _if_standing(level: str, place: Place, period: Period) -> str:
    codes = ", ".join(text(code) for code in standing(place, level, last_day(period)))
    return f"case when cells.place in ({codes}) then cells.place end" if codes else "cast(null as varchar)"


def sums(warehouse: Warehouse, asked: Asked) -> pl.DataFrame:
    """FIGURE_KEYS (age_band too where by band) and the sums asked for.

    Months are given for the split "all" only. Groups without a cell in a window have no row.
    """
    warehouse.table_from("window_months", months_in(asked.windows, last_only=asked.last_month_only))
    _make_bases(warehouse, asked)
    return warehouse.frame("\nunion all\n".join(_one_cut(cut, asked) for cut in asked.cuts))


def _make_bases(warehouse: Warehouse, asked: Asked) -> None:
    """Cells added up twice: over people's characteristics, and over the smaller areas. Every cut is then made from a small table."""
    by_group = [cut for cut in asked.cuts if cut.split != "all"]
    areas = dict.fromkeys(name(cut.level) for cut in asked.cuts)
    wide = dict.fromkeys(name(cut.level) for cut in by_group)
    _make_base(warehouse, asked, "base_areas", (*areas, *(["deprivation"] if _asks_for_fifths(asked) else [])))
    further = dict.fromkeys(name(cut.split) for cut in by_group if cut.split != "deprivation")
    if further:
        _make_base(warehouse, asked, "base_groups", (*wide, *further))


def _asks_for_fifths(asked: Asked) -> bool:
    return any(cut.split == "deprivation" for cut in asked.cuts)


def _make_base(warehouse: Warehouse, asked: Asked, base: str, keys: Sequence[str]) -> None:
    grouped = ", ".join(dict.fromkeys(("month", *keys, *(["age_band"] if asked.by_band else []))))
    warehouse.run(
        f"create or replace temp table {base} as select {grouped}, {_totals(asked.columns, asked.wide)} from {asked.view}\n"
        f"where month in (select month from window_months) group by {grouped}"
    )


def _totals(columns: Mapping[str, str], wide: frozenset[str]) -> str:
    return ", ".join(
        f"cast(sum({sql}) as {'decimal(38, 0)' if column in wide else 'bigint'}) as {column}" for column, sql in columns.items()
    )


def _one_cut(cut: Cut, asked: Asked) -> str:
    base = "base_areas" if cut.split in ("all", "deprivation") else "base_groups"
    totals = _totals({column: column for column in asked.columns}, asked.wide)
    group = "'all'" if cut.split == "all" else f"coalesce(cast({name(cut.split)} as varchar), {text(NOT_RECORDED)})"
    only = "" if cut.split == "all" else " where grain <> 'month'"
    band = ", age_band" if asked.by_band else ""
    return (
        f'select {text(cut.level)} as level, {name(cut.level)} as area, {text(cut.split)} as split, {group} as "group",\n'
        f"  grain, starts, ends{band}, {totals}\n"
        f"from {base} join window_months using (month){only}\n"
        f"group by {name(cut.level)}, {group}, grain, starts, ends{band}"
    )
