"""Medians and quantiles: exact, from every value of the rows that count. They do not add up, so cells cannot hold them."""

from collections.abc import Mapping, Sequence

import polars as pl

from wholeplace.measures.cells import keys_of, keys_read, source_of
from wholeplace.measures.figures import scale_of
from wholeplace.measures.kinds import counts_of
from wholeplace.measures.quoting import name, text
from wholeplace.measures.rollup import FIGURE_KEYS, Cut, place_cells
from wholeplace.measures.shapes import Measure, Status
from wholeplace.measures.statistics import quantiles_by_group
from wholeplace.measures.windows import Window, months_in
from wholeplace.place.shapes import Place
from wholeplace.terms import Period
from wholeplace.terms.group import NOT_RECORDED
from wholeplace.warehouse import Warehouse

MEDIAN = 0.5


def share_of(measure: Measure) -> float:
    """The share of rows at or below the measure's value."""
    return MEDIAN if measure.quantile is None else measure.quantile


def values_sql(measures: Sequence[Measure]) -> str:
    """How often each value occurs in each cell, for the measures of one table that put rows in order: the whole way, in words.

    In a run the values are counted with the cells (see `named_values_sql`).
    """
    table = measures[0].table
    keys, read = ", ".join(keys_of(table)), keys_read(table, keys_of(table))
    each = "\n  union all\n".join(
        f"  select {text(measure.name)} as measure, cast(date_trunc('month', {measure.on}) as date) as month, {read},\n"
        f"    cast({measure.amount} as double) as told\n  from {source_of(table)} where {measure.on} is not null and {counts_of(measure)}"
        for measure in measures
    )
    return (
        f"with ordered_rows as (\n{each}\n)\nselect measure, month, {keys}, told, count(*) as times\n"
        f"from ordered_rows\ngroup by measure, month, {keys}, told"
    )


def spreads(
    warehouse: Warehouse, measures: Sequence[Measure], place: Place, period: Period, *, cuts: Sequence[Cut], windows: Sequence[Window]
) -> Mapping[str, pl.DataFrame]:
    """FIGURE_KEYS, value, lower and upper of each of `measures`, which put rows of one table in order, by measure name.

    Reads the view `table`_values_cells, made by `named_values_sql`. In the measure's unit; lower or upper is null where too few rows
    count to say.
    """
    table = f"{measures[0].table}_values"
    place_cells(warehouse, table, place, period)
    warehouse.table_from("value_windows", months_in(windows))
    _make_base(warehouse, table, cuts)
    told = warehouse.frame("\nunion all\n".join(_one_cut(cut) for cut in cuts))
    return {measure.name: _quantiles(told.filter(pl.col("measure") == measure.name), measure) for measure in measures}


def _make_base(warehouse: Warehouse, table: str, cuts: Sequence[Cut]) -> None:
    """Values of each month by areas alone, and by the widest levels and groups: small tables that every cut is made from."""
    areas = {name(cut.level): None for cut in cuts}
    groups = {name(cut.split): None for cut in cuts if cut.split != "all"}
    wide = {name(cut.level): None for cut in cuts if cut.split != "all"}
    for base, columns in (("value_areas", areas), ("value_groups", {**wide, **groups})):
        keys = ", ".join(("measure", "month", *columns, "told"))
        warehouse.run(
            f"create or replace temp table {base} as select {keys}, cast(sum(times) as bigint) as times from {table}_placed group by {keys}"
        )


def _one_cut(cut: Cut) -> str:
    group = "'all'" if cut.split == "all" else f"coalesce(cast({name(cut.split)} as varchar), {text(NOT_RECORDED)})"
    only = "" if cut.split == "all" else " where windows.grain <> 'month'"
    return (
        f'select measure, {text(cut.level)} as level, {name(cut.level)} as area, {text(cut.split)} as split, {group} as "group",\n'
        f"  windows.grain, windows.starts, windows.ends, told, cast(sum(times) as bigint) as times\n"
        f"from {'value_areas' if cut.split == 'all' else 'value_groups'} as cells "
        f"join value_windows as windows on windows.month = cells.month{only}\n"
        f"group by measure, {name(cut.level)}, {group}, windows.grain, windows.starts, windows.ends, told"
    )


def _quantiles(told: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    keys = list(FIGURE_KEYS)
    groups = told.select(keys).unique().sort(keys).with_row_index("number")
    numbered = told.join(groups, on=keys)
    found = quantiles_by_group(
        numbered["number"].to_numpy(), numbered["told"].to_numpy(), numbered["times"].to_numpy(), groups=len(groups),
        quantile=share_of(measure),
    )  # fmt: skip
    scale = scale_of(measure)
    columns = {"value": found.value, "lower": found.lower, "upper": found.upper}
    return groups.select(keys).with_columns(pl.Series(name, scale * told).fill_nan(None) for name, told in columns.items())


def with_spread(rows: pl.DataFrame, spread: pl.DataFrame) -> pl.DataFrame:
    """Add value, lower and upper to `rows`, and turn their status to "no data" where no row counts, to "too few to say" where
    so few do that one of the limits lies beyond them all."""
    joined = rows.join(spread, on=list(FIGURE_KEYS), how="left", maintain_order="left")
    complete = pl.col("status") == str(Status.COMPLETE)
    few = pl.col("lower").is_null() | pl.col("upper").is_null()
    status = (
        pl.when(complete & pl.col("value").is_null())
        .then(pl.lit(str(Status.NO_DATA)))
        .when(complete & few)
        .then(pl.lit(str(Status.TOO_FEW)))
        .otherwise("status")
    )
    told = joined.with_columns(status.alias("status"))
    return told.with_columns(pl.when(complete).then(pl.col(name)).alias(name) for name in ("value", "lower", "upper"))
