"""What readers know already: the numbers that only earlier releases hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.measures.statistics import Rule
from wholeplace.place.shapes import UNKNOWN_AREA
from wholeplace.terms.group import NOT_RECORDED

EARLIER = ("measure", "level", "area", "split", "group", "grain", "starts", "ends", "hidden", "numerator", "denominator", "definition_id")
"""What must be known of earlier releases to protect a new one beside them."""


@dataclass(frozen=True, slots=True)
class EarlierCells:
    """Cells of earlier releases for one column: `values` about what stands there; those in `open` are hidden and may be
    anything from `least` to `most`, and those in `small` are known to be small; of the others a reader knows the number, so
    that they never move."""

    rows: pl.DataFrame
    values: Sequence[float]
    least: Sequence[float]
    most: Sequence[float]
    open: frozenset[int]
    small: frozenset[int]


def earlier_cells(earlier: pl.DataFrame, column: str, rule: Rule) -> EarlierCells:
    """The numbers of `column` that earlier releases hold; none of "people", since people do not add up over time.

    Of a small one a reader knows that it is small. How large a hidden one truly is nobody wrote down: it is taken to be the
    least that needs no protection, which leaves it room both ways.
    """
    if column == "people" or earlier.is_empty():
        rows = earlier.clear().with_columns(pl.lit(True).alias("is_earlier"))
        return EarlierCells(rows, (), (), (), frozenset(), frozenset())
    rows = earlier.with_columns(pl.lit(True).alias("is_earlier"))
    numbers = rows[column].cast(pl.Float64)
    gone = numbers.is_null().to_numpy()
    said_small = gone & (rows["hidden"] == "small").to_numpy() & (column == "numerator") & (rule.hides_below > 0)
    residual = ((rows["area"] == UNKNOWN_AREA) | (rows["group"] == NOT_RECORDED)).to_numpy()
    least = np.where(said_small, 1.0, 0.0)
    most = np.where(said_small, rule.hides_below - 1.0, np.inf)
    values = np.where(gone, np.where(said_small, rule.hides_below // 2, rule.smallest_shown), numbers.fill_null(0.0).to_numpy())
    least, most = np.where(gone, least, values), np.where(gone, most, values)
    open_, small = (frozenset(np.flatnonzero(each).tolist()) for each in (gone, said_small & ~residual))
    return EarlierCells(rows, values.tolist(), least.tolist(), most.tolist(), open_, small)
