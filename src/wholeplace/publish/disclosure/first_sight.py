"""Primary suppression: which numbers are small in themselves."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.measures.shapes import Kind, Measure, Status
from wholeplace.measures.statistics import Rule, counts_small
from wholeplace.place.shapes import UNKNOWN_AREA
from wholeplace.publish.disclosure.margins import KEY
from wholeplace.terms import MeasureName
from wholeplace.terms.group import NOT_RECORDED

Bools = NDArray[np.bool_]


def with_facts(rows: pl.DataFrame, measures: Mapping[MeasureName, Measure], earlier: pl.DataFrame | None) -> pl.DataFrame:
    """Add what the rule must know of each row: is it a share of people, how many people are behind it, was it hidden before."""
    shares = [name for name, m in measures.items() if m.kind == Kind.PROPORTION and m.amount is None]
    rates = [name for name, m in measures.items() if m.kind == Kind.RATE]
    # Points that look back over 12 months do not add up either: a period and a year are their last point.
    registers = [name for name, m in measures.items() if m.table == "register_months" or m.rolling]
    known = _people_an_event(rows).with_columns(
        pl.col("measure").is_in(shares).alias("is_share"),
        pl.col("measure").is_in(rates).alias("is_rate"),
        pl.col("measure").is_in(registers).alias("is_register"),
        pl.col("measure").replace_strict({name: m.rolling for name, m in measures.items()}, default=0).alias("looks_back"),
        ((pl.col("area") == UNKNOWN_AREA) | (pl.col("group") == NOT_RECORDED)).alias("is_residual"),
    )
    # A point that does not have all its months yet is no point, and its count beside the next one's gives a month away.
    early = (pl.col("looks_back") > 0) & (pl.col("status") != Status.COMPLETE)
    whole = known.with_columns(pl.when(~early).then(pl.col(name)).alias(name) for name in ("numerator", "denominator", "people"))
    return _with_earlier(whole, earlier)


def _people_an_event(rows: pl.DataFrame) -> pl.DataFrame:
    """Where the people behind a number are not counted, say how many there would be at the area's rate over 12 months.

    Thirty days of delay in a month may be one person's. Events per person over a year is the least we can go by, and it
    errs on the safe side: over a shorter time the same events come from more people.
    """
    by = ("measure", "level", "area")
    yearly = rows.filter((pl.col("grain") == "year") & (pl.col("split") == "all") & (pl.col("numerator") > 0))
    ratio = yearly.group_by(by).agg((pl.col("people") / pl.col("numerator")).min().alias("people_an_event"))
    return rows.join(ratio, on=by, how="left", maintain_order="left").with_columns(
        pl.col("people").cast(pl.Float64).fill_null(pl.col("numerator") * pl.col("people_an_event").fill_null(1.0)).alias("people_behind")
    )


def _with_earlier(rows: pl.DataFrame, earlier: pl.DataFrame | None) -> pl.DataFrame:
    if earlier is None:
        return rows.with_columns(pl.lit(False).alias("hidden_before"), pl.lit(False).alias("shown_before"))
    hidden = pl.col("hidden") != ""
    known = by_same_definition(earlier, rows).group_by(KEY).agg(hidden.any().alias("hidden_before"), (~hidden).any().alias("shown_before"))
    return rows.join(known, on=KEY, how="left", maintain_order="left").with_columns(
        pl.col("hidden_before").fill_null(False), pl.col("shown_before").fill_null(False)
    )


def by_same_definition(earlier: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Of earlier releases only measures that still mean the same: by another definition it is another number."""
    return earlier.join(rows.select("measure", "definition_id").unique(), on=["measure", "definition_id"], how="semi")


def only_earlier(rows: pl.DataFrame, earlier: pl.DataFrame | None) -> pl.DataFrame:
    """What earlier releases hold of the measures of `rows`, by the same definitions, that this one does not: other years,
    quarters of other years. Hidden in one release and shown in another is shown. Columns of `rows` that it lacks are null."""
    if earlier is None:
        return rows.clear()
    measures = rows.select("measure", "is_register", "looks_back").unique()
    older = by_same_definition(earlier, rows).join(rows.select(KEY).unique(), on=KEY, how="anti").join(measures, on="measure")
    shown_last = pl.col("hidden").sort_by(pl.col("hidden") == "").last()
    numbers = [pl.col(name).drop_nulls().last() for name in ("numerator", "denominator")]
    return older.group_by(*KEY, "grain").agg(shown_last, *numbers, pl.col("is_register", "looks_back").first()).sort(*KEY, "grain")


def is_small(rows: pl.DataFrame, rule: Rule) -> dict[str, Bools]:
    """By column: which numbers are small. `told`: those whose words may say so; the others are only "hidden"."""

    def small(number: pl.Expr) -> Bools:
        return counts_small(rows.select(number.cast(pl.Float64).fill_null(float("nan"))).to_series().to_numpy(), rule)

    told = small(pl.col("numerator")) | small(pl.col("people"))
    rest = rows["is_share"].to_numpy() & small(pl.col("denominator") - pl.col("numerator"))
    return {
        "told": told,
        "numerator": told | rest | small(pl.col("people_behind")),
        # The denominator of a rate is how many people live there, which says nothing of anybody's health.
        "denominator": small(pl.col("denominator")) & ~rows["is_rate"].to_numpy(),
        "people": small(pl.col("people")),
    }
