"""Ratios: the rows or the amount of one table for every so many of another, such as admissions per 100 visits."""

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from wholeplace.measures.counted import RAW_COLUMNS, without_empty_unknowns
from wholeplace.measures.rollup import FIGURE_KEYS
from wholeplace.measures.shapes import Measure
from wholeplace.terms import MeasureName

_BELOW = "--below"
"""Ends the name under which a denominator is counted; no measure's own name can hold two hyphens in a row."""


def denominators(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """What is counted below the line of each ratio, as measures of their own tables, so that one pass counts them too."""
    return tuple(_below(measure) for measure in measures if measure.denominator)


def is_denominator(measure: Measure) -> bool:
    return measure.name.endswith(_BELOW)


def _below(measure: Measure) -> Measure:
    told = measure.denominator
    if told is None:
        raise ValueError(f"{measure.name} has no denominator of its own.")
    return replace(
        measure, name=denominator_name(measure), table=told.table, on=told.on, counts=told.counts, amount=told.amount, denominator=None
    )


def denominator_name(measure: Measure) -> MeasureName:
    return MeasureName(f"{measure.name}{_BELOW}")


def over(rows: pl.DataFrame, below: pl.DataFrame) -> pl.DataFrame:
    """RAW_COLUMNS of a ratio: the numerators of `rows` over the numerators of `below`, key by key.

    Where only one side has anything, the other is 0. Levels and splits that the numerator's table does not have (money is
    known for the widest levels only) are left out.
    """
    keys = list(FIGURE_KEYS)
    due = below.join(rows.select("level", "split").unique(), on=["level", "split"], how="semi")
    sizes = due.select(*keys, pl.col("numerator").alias("size"))
    joined = rows.join(sizes, on=keys, how="full", coalesce=True)
    nothing = [pl.col(name).fill_null(0.0) for name in ("numerator", "counted")]
    # A row that only the denominator has adds nothing up, so its squares are 0 too; where no row has squares they stay missing.
    squares = pl.when(pl.lit(bool(rows["squares"].is_not_null().any()))).then(pl.col("squares").fill_null(0.0)).otherwise(pl.col("squares"))
    filled = joined.with_columns(*nothing, squares.alias("squares"), pl.col("size").fill_null(0.0).alias("denominator"))
    return without_empty_unknowns(filled.select(RAW_COLUMNS))
