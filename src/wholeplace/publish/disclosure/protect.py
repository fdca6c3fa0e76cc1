"""Every row of the results, as it may be seen: small numbers hidden, others hidden beside them, the rest rounded."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.measures.shapes import Measure
from wholeplace.measures.statistics import CountTable, Rule, counts_shown, counts_told, secondary_suppression
from wholeplace.place.shapes import Place
from wholeplace.publish.disclosure.first_sight import Bools, is_small, with_facts
from wholeplace.publish.disclosure.margins import sums_of
from wholeplace.terms import MeasureName

SMALL, BESIDE = "small", "beside"
"""Why a number is hidden: it is small, or it would give a small one away. "" when it is not hidden."""

NUMBERS = ("value", "lower", "upper", "standardised", "standardised_lower", "standardised_upper")
_NO_END = float("inf")
_SHOWN_BEFORE = 1e6  # hiding what an earlier release shows protects little, so it comes last
_WEIGHTS = (100_000.0, 10_000.0)  # how sorry we are to hide a number of the system, or of a place, beside one of a neighbourhood


def publishable(rows: pl.DataFrame, place: Place, rule: Rule) -> pl.DataFrame:
    """The rows that a release holds at all. Tables are designed to be safe before a single cell is hidden, because cells
    hidden beside cells soon eat the figures that a board came for.

    Below a place: no groups; and no months of a measure that has a small number in any of them (their quarter and year
    stand). Footprints overlap the other areas, so they have the 12 months only. Groups of a place: the 12 months only.
    """
    levels = place.settings.levels
    plain = pl.col("split") == "all"
    yearly = pl.col("grain") == "year"
    narrow = pl.col("level").is_in(levels[2:])
    kept = rows.filter(
        (~pl.col("level").is_in(place.settings.footprints) | (yearly & plain))
        & (~narrow | plain)
        & ((pl.col("level") != (levels[1] if len(levels) > 1 else "")) | plain | yearly)
    )
    months = kept.filter(narrow & (pl.col("grain") == "month"))
    small = is_small(months, rule)
    risky = months.filter(pl.Series(small["numerator"] | small["denominator"])).select("measure", "level").unique()
    risky = risky.with_columns(pl.lit("month").alias("grain"))
    return kept.join(risky, on=["measure", "level", "grain"], how="anti", maintain_order="left")


def protect(
    rows: pl.DataFrame, place: Place, measures: Mapping[MeasureName, Measure], *, rule: Rule, earlier: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`rows` with each number rounded or taken away, and a column `hidden` ("", "small" or "beside").

    `earlier`: the key and `hidden` of the releases that readers already hold. What they hide stays hidden, and what they
    show is not counted on to protect anything, so that putting releases side by side gives nothing away either.
    """
    counted = [name for name, measure in measures.items() if measure.people_counted]
    told_apart = with_facts(rows, measures, earlier).with_columns(pl.col("measure").is_in(counted).alias("about_people"))
    people = publishable(told_apart.filter("about_people"), place, rule).with_row_index("position")
    others = told_apart.filter(~pl.col("about_people")).with_columns(pl.lit("").alias("hidden"))
    columns = [*rows.columns, "hidden"]
    shown = _rounded(_hide_people(people, place, rule), rule)
    return pl.concat([shown.select(columns), others.select(columns)]).sort(rows.columns)


def _hide_people(rows: pl.DataFrame, place: Place, rule: Rule) -> pl.DataFrame:
    """Mark what may not be seen: `hidden` for the figure, `no_denominator` and `no_people` for what stands beside it."""
    small = is_small(rows, rule)
    before = rows["hidden_before"].to_numpy()
    below = _hide(rows, "denominator", small["denominator"], place, rule)
    top = _hide(rows, "numerator", small["numerator"] | below.hidden | before, place, rule)
    heads = _hide(rows, "people", small["people"] | top.hidden, place, rule)
    flags = np.where(small["told"] & top.hidden & ~top.untold, SMALL, np.where(top.hidden, BESIDE, ""))
    return rows.with_columns(
        pl.Series("hidden", flags, dtype=pl.String),
        pl.Series("no_denominator", below.hidden),
        pl.Series("no_people", heads.hidden),
    )


def _rounded(rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Take away what is hidden; round counts; under a midpoint rule make the value anew from the rounded counts."""
    gone = pl.col("hidden") != ""
    exact = rows.with_columns(
        pl.when(gone).then(None).otherwise(pl.col("numerator")).alias("numerator"),
        pl.when("no_denominator").then(None).otherwise(pl.col("denominator")).alias("denominator"),
        pl.when(gone | pl.col("no_people")).then(None).otherwise(pl.col("people")).alias("people"),
        *(pl.when(gone).then(None).otherwise(pl.col(name)).alias(name) for name in NUMBERS),
    )
    counts = {name: _shown(exact[name], rule) for name in ("numerator", "denominator", "people")}
    shown = exact.with_columns(**counts)
    return _from_midpoints(exact, shown) if rule.midpoint else shown


def _shown(counts: pl.Series, rule: Rule) -> pl.Series:
    numbers = counts_shown(counts.cast(pl.Float64).fill_null(float("nan")).to_numpy(), rule)
    return pl.Series(counts.name, numbers).fill_nan(None).cast(counts.dtype)


def _from_midpoints(exact: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """A value made from exact counts would give them away, so it and its limits move with the rounding, and no closer
    than 2 figures; the limits move outwards, so that they still cover what they covered."""
    ratio = (shown["numerator"] / shown["denominator"]) / (exact["numerator"] / exact["denominator"])
    factor = ratio.fill_nan(1.0).fill_null(1.0)
    columns = {}
    for name in NUMBERS:
        moved = exact[name] * factor.clip(upper_bound=1.0) if name.endswith("lower") else exact[name] * factor
        moved = exact[name] * factor.clip(lower_bound=1.0) if name.endswith("upper") else moved
        columns[name] = moved.round_sig_figs(2)
    return shown.with_columns(**columns)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Of one column: which cells are hidden, and which of them the words may not call small."""

    hidden: Bools
    untold: Bools


def _hide(rows: pl.DataFrame, column: str, small: Bools, place: Place, rule: Rule) -> _Marks:
    """What must be hidden of one column so that nothing small in it can be worked out."""
    there = rows[column].is_not_null().to_numpy()
    values = rows[column].cast(pl.Float64).fill_null(0.0).to_numpy()
    marks = _Marks(hidden=small & (rule.midpoint == 0), untold=np.zeros(len(rows), dtype=bool))
    # People whose area or group nobody recorded share nothing that could point at one of them. Their number is hidden
    # when it is small, but nothing is hidden beside it: that would cost every board the figure of its whole place.
    residual = rows["is_residual"].to_numpy()
    first = set(np.flatnonzero(small & there & ~residual).tolist())
    if not first:
        return marks
    blurred = set(np.flatnonzero(there & (values > 0) if rule.midpoint else there & small & residual).tolist())
    table = _table(rows, column, values, place, rule)
    found = secondary_suppression(table, first, blurred=blurred)
    marks.untold[[i for i in found.untold if i < len(rows)]] = True
    hidden = found.untold | (found.cells - first - blurred) if rule.midpoint else found.cells
    marks.hidden[[i for i in hidden if i < len(rows)]] = True
    return marks


def _table(rows: pl.DataFrame, column: str, values: NDArray[np.float64], place: Place, rule: Rule) -> CountTable:
    """The cells with what a reader knows of each, and after them one cell for every part that is not published."""
    least, most = np.zeros(len(rows)), np.full(len(rows), _NO_END)
    if column == "numerator":
        most = np.where(rows["is_share"].to_numpy(), rows["denominator"].fill_null(_NO_END).to_numpy(), _NO_END)
    told = counts_told(values, rule)
    unseen = _Unseen(values.tolist())
    sums = [unseen.close(sum_) for sum_ in sums_of(rows, column, place)]
    none, open_ = [0.0] * unseen.count, [_NO_END] * unseen.count
    return CountTable(
        values=unseen.values, sums=sums, cost=[*_cost(rows, values, place).tolist(), *none],
        least=[*least.tolist(), *none], most=[*most.tolist(), *open_],
        told_least=[*told.least.tolist(), *none], told_most=[*np.minimum(told.most, most).tolist(), *open_],
    )  # fmt: skip


def _cost(rows: pl.DataFrame, values: NDArray[np.float64], place: Place) -> NDArray[np.float64]:
    """How sorry we are to hide a cell: wide areas and totals most, groups and months of small areas least."""
    weights = dict(zip(place.settings.levels, _WEIGHTS, strict=False))
    area = rows["level"].replace_strict(weights, default=1.0, return_dtype=pl.Float64).to_numpy()
    grain = np.where((rows["grain"] == "month").to_numpy(), 1.0, 4.0)
    split = np.where((rows["split"] == "all").to_numpy(), 3.0, 1.0)
    before = np.where(rows["shown_before"].to_numpy(), _SHOWN_BEFORE, 0.0)
    return area * grain * split + 3 * np.log1p(np.maximum(values, 0.0)) + before


class _Unseen:
    """Cells that stand in a sum but are not published: what is left of the total."""

    def __init__(self, values: list[float]) -> None:
        self.values = values
        self.count = 0

    def close(self, sum_: tuple[int, ...]) -> tuple[int, ...]:
        if sum_[-1] != -1:
            return sum_
        self.values.append(self.values[sum_[0]] - sum(self.values[i] for i in sum_[1:-1]))
        self.count += 1
        return (*sum_[:-1], len(self.values) - 1)
