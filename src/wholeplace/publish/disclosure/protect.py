"""Every row of the results, as it may be seen: small numbers hidden, others hidden beside them, the rest rounded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.measures.money import counts_money
from wholeplace.measures.shapes import Measure
from wholeplace.measures.statistics import CountTable, Rule, counts_shown, counts_small, counts_told, secondary_suppression
from wholeplace.place.shapes import Place
from wholeplace.publish.disclosure.first_sight import Bools, is_small, only_earlier, with_facts
from wholeplace.publish.disclosure.known import EarlierCells, earlier_cells
from wholeplace.publish.disclosure.margins import KEY, sums_of
from wholeplace.publish.disclosure.rolling import points_apart
from wholeplace.publish.disclosure.spans import SERIES
from wholeplace.publish.disclosure.twins import shown_elsewhere, twins_of
from wholeplace.terms import MeasureName

SMALL, BESIDE = "small", "beside"
"""Why a number is hidden: it is small, or it would give a small one away. "" when it is not hidden."""

NUMBERS = ("value", "lower", "upper", "standardised", "standardised_lower", "standardised_upper")
_NO_END = float("inf")
_SHOWN_BEFORE = 1e8  # hiding what an earlier release shows protects nothing while it stays as it was, so it comes last
_SAME_QUARTER = 0.3  # a companion that enters and leaves every 12 months together with the small number protects it in all of them
_FIGURES_OF_MONEY = 3
_WEIGHTS = (100_000.0, 10_000.0)  # how sorry we are to hide a number of the system, or of a place, beside one of a neighbourhood


def publishable(rows: pl.DataFrame, place: Place, rule: Rule) -> pl.DataFrame:
    """The rows that a release holds at all. Tables are designed to be safe before a single cell is hidden, because cells
    hidden beside cells soon eat the figures that a board came for.

    Points that look back over 12 months stand as months only where none can be subtracted from another (`points_apart`).
    Below a place: no groups; and no months of a measure that has a small number in any of them (their quarter and year
    stand). Footprints overlap the other areas, so they have the 12 months only. Groups of a place: the 12 months only.
    """
    levels = place.settings.levels
    plain = pl.col("split") == "all"
    yearly = pl.col("grain") == "year"
    narrow = pl.col("level").is_in(levels[2:])
    kept = points_apart(rows, rule).filter(
        (~pl.col("level").is_in(place.settings.footprints) | (yearly & plain))
        & (~narrow | plain)
        & ((pl.col("level") != (levels[1] if len(levels) > 1 else "")) | plain | yearly)
    )
    months = kept.filter(narrow & (pl.col("grain") == "month"))
    small = is_small(months, rule)
    risky = months.filter(pl.Series(small["numerator"] | small["denominator"])).select("measure", "level").unique()
    risky = risky.with_columns(pl.lit("month").alias("grain"))
    return kept.join(risky, on=["measure", "level", "grain"], how="anti", maintain_order="left")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Beside:
    """What stands beside the figures of a release when their small numbers are hidden: the place, the rule, what readers hold
    of earlier releases, exact months (which tell how large the unpublished rest of a year is), and which columns of figures
    are one number told twice."""

    place: Place
    rule: Rule
    earlier: pl.DataFrame
    months: pl.DataFrame
    twins: pl.DataFrame


def protect(
    rows: pl.DataFrame, place: Place, measures: Mapping[MeasureName, Measure], *, rule: Rule, earlier: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`rows` with each number rounded or taken away, and a column `hidden` ("", "small" or "beside").

    `earlier`: EARLIER columns of the releases that readers already hold. What they hide stays hidden, what they show is
    not counted on to protect anything, and what they show of other spans of time (the year to June, beside the year to
    September) is known, so that putting releases side by side gives nothing away either.
    """
    counted = [name for name, measure in measures.items() if measure.people_counted]
    told_apart = with_facts(rows, measures, earlier).with_columns(pl.col("measure").is_in(counted).alias("about_people"))
    about_people = told_apart.filter("about_people")
    people = publishable(about_people, place, rule).with_row_index("position")
    beside = _Beside(
        place=place, rule=rule, earlier=only_earlier(people, earlier),
        months=about_people.filter((pl.col("grain") == "month") & (pl.col("split") == "all") & ~pl.col("is_register")),
        twins=twins_of(about_people),
    )  # fmt: skip
    others = told_apart.filter(~pl.col("about_people")).with_columns(pl.lit("").alias("hidden"))
    columns = [*rows.columns, "hidden"]
    money = [name for name in counted if counts_money(measures[name])]
    shown = _roughly(_rounded(_hide_people(people, beside), rule), money)
    return pl.concat([shown.select(columns), others.select(columns)]).sort(rows.columns)


def _hide_people(rows: pl.DataFrame, beside: _Beside) -> pl.DataFrame:
    """Mark what may not be seen: `hidden` for the figure, `no_denominator` and `no_people` for what stands beside it."""
    small = is_small(rows, beside.rule)
    below, top = _both_sides(rows, small, beside)
    heads = _hide(rows, "people", small["people"] | top.hidden, beside)
    flags = np.where(small["told"] & top.hidden & ~top.untold, SMALL, np.where(top.hidden, BESIDE, ""))
    return rows.with_columns(
        pl.Series("hidden", flags, dtype=pl.String),
        pl.Series("no_denominator", below.hidden),
        pl.Series("no_people", heads.hidden),
    )


def _both_sides(rows: pl.DataFrame, small: Mapping[str, Bools], beside: _Beside) -> "tuple[_Marks, _Marks]":
    """Marks of the denominator and of the numerator. What one measure hides another may show under another name, so they are
    gone over again until they agree. It mostly takes once, and ends because every round adds figures to what is hidden first."""
    before = rows["hidden_before"].to_numpy()
    first = dict(small)
    below_kept, top_kept = _Kept(), _Kept()  # the tables stay the same from round to round, and so do most answers
    while True:
        below = _hide(rows, "denominator", first["denominator"], beside, below_kept)
        top = _hide(rows, "numerator", first["numerator"] | below.hidden | before, beside, top_kept)
        found = shown_elsewhere(rows, beside.twins, {"numerator": top.hidden, "denominator": below.hidden})
        if not any((each & ~first[name]).any() for name, each in found.items()):
            return below, top
        first |= {name: first[name] | each for name, each in found.items()}


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


def _roughly(rows: pl.DataFrame, money: Sequence[str]) -> pl.DataFrame:
    """What people's care cost, to 3 figures: one person may be much of a sum, and to the penny two releases side by side would tell
    what one more person cost."""
    mine = pl.col("measure").is_in(money)
    rough = {name: pl.col(name).round_sig_figs(_FIGURES_OF_MONEY) for name in ("numerator", *NUMBERS) if rows.schema[name].is_numeric()}
    return rows.with_columns(pl.when(mine).then(fewer).otherwise(pl.col(name)).alias(name) for name, fewer in rough.items())


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


@dataclass(slots=True)
class _Kept:
    """What is kept of one column between two rounds: its table, and what was found on it."""

    table: CountTable | None = None
    found: dict = field(default_factory=dict)


def _hide(rows: pl.DataFrame, column: str, small: Bools, beside: _Beside, kept: _Kept | None = None) -> _Marks:
    """What must be hidden of one column so that nothing small in it can be worked out."""
    kept = kept or _Kept()
    there = rows[column].is_not_null().to_numpy()
    values = rows[column].cast(pl.Float64).fill_null(0.0).to_numpy()
    rule, size = beside.rule, len(rows)
    marks = _Marks(hidden=small & (rule.midpoint == 0), untold=np.zeros(size, dtype=bool))
    # People whose area or group nobody recorded share nothing that could point at one of them. Their number is hidden
    # when it is small, but nothing is hidden beside it: that would cost every board the figure of its whole place.
    residual = rows["is_residual"].to_numpy()
    first = set(np.flatnonzero(small & there & ~residual).tolist())
    if not first:
        return marks
    blurred = set(np.flatnonzero(there & (values > 0) if rule.midpoint else there & small & residual).tolist())
    earlier = earlier_cells(beside.earlier, column, rule)
    kept.table = kept.table or _table(rows, column, earlier, beside)
    # What an earlier release hides is not to be found from this one either.
    first |= {size + n for n in earlier.small}
    blurred_too = blurred | {size + n for n in earlier.open}
    found = secondary_suppression(kept.table, first, blurred=blurred_too, known=kept.found)
    marks.untold[[i for i in found.untold if i < size]] = True
    hidden = found.untold | (found.cells - first - blurred) if rule.midpoint else found.cells
    marks.hidden[[i for i in hidden if i < size]] = True
    return marks


def _table(rows: pl.DataFrame, column: str, earlier: EarlierCells, beside: _Beside) -> CountTable:
    """The cells with what a reader knows of each; after them those that only earlier releases hold; and after those one cell
    for every part that is not published."""
    values = rows[column].cast(pl.Float64).fill_null(0.0).to_numpy()
    least, most = np.zeros(len(rows)), np.full(len(rows), _NO_END)
    if column == "numerator":
        most = np.where(rows["is_share"].to_numpy(), rows["denominator"].fill_null(_NO_END).to_numpy(), _NO_END)
    told = counts_told(values, beside.rule)
    keys = ("grain", "is_register", "looks_back", "is_earlier", *KEY)
    now = rows.with_columns(pl.lit(False).alias("is_earlier")).select(*keys, pl.col(column).cast(pl.Float64))
    both = pl.concat([now, earlier.rows.select(*keys, pl.Series(column, earlier.values))]).with_row_index("position")
    guessed = [len(rows) + n for n in sorted(earlier.open)]
    made = sums_of(both, column, beside.place, beside.months.with_columns(pl.col(column).cast(pl.Float64).alias("number")), guessed)
    all_values = _settled([*values.tolist(), *earlier.values, *made.unseen], made.sums, guessed)
    none, open_ = [0.0] * len(made.unseen), [_NO_END] * len(made.unseen)
    return CountTable(
        values=all_values, sums=made.sums,
        cost=[*_cost(rows, values, beside).tolist(), *[0.0] * len(earlier.values), *none],
        least=[*least.tolist(), *earlier.least, *none], most=[*most.tolist(), *earlier.most, *open_],
        told_least=[*told.least.tolist(), *earlier.least, *none], told_most=[*np.minimum(told.most, most).tolist(), *earlier.most, *open_],
    )  # fmt: skip


def _settled(values: list[float], sums: Sequence[tuple[int, ...]], guessed: Collection[int]) -> list[float]:
    """`values` with those that were guessed taken from their parts, where a sum says what they are made of."""
    parts_of = {total: parts for total, *parts in sums if total in guessed}
    for total, parts in parts_of.items():
        values[total] = sum(values[part] for part in parts)
    return values


def _cost(rows: pl.DataFrame, values: NDArray[np.float64], beside: _Beside) -> NDArray[np.float64]:
    """How sorry we are to hide a cell: wide areas and totals most, groups and months of small areas least."""
    weights = dict(zip(beside.place.settings.levels, _WEIGHTS, strict=False))
    area = rows["level"].replace_strict(weights, default=1.0, return_dtype=pl.Float64).to_numpy()
    month = (rows["grain"] == "month").to_numpy()
    quarter = (*SERIES, "grain", pl.col("starts").dt.truncate("1q"))
    near = rows.with_columns(pl.Series("small", counts_small(values, beside.rule))).select(pl.col("small").any().over(*quarter))
    near = near.to_series().to_numpy()
    grain = np.where(month, np.where(near, _SAME_QUARTER, 1.0), 4.0)
    split = np.where((rows["split"] == "all").to_numpy(), 3.0, 1.0)
    before = np.where(rows["shown_before"].to_numpy(), _SHOWN_BEFORE, 0.0)
    return area * grain * split + 3 * np.log1p(np.maximum(values, 0.0)) + before
