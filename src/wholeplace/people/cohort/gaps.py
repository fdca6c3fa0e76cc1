"""The gap to the population: outcomes in the cohort beside the weighted comparison."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from wholeplace.people.cohort.shapes import CohortGap, EventAsk, RowAsk

Z_95 = 1.959963984540054
"""The 97.5th centile of the standard normal distribution."""


def gaps(rows: pl.DataFrame, outcomes: Sequence[EventAsk | RowAsk]) -> tuple[CohortGap, ...]:
    """One gap for each outcome. Limits: normal, from the variance of each (weighted) mean; none with fewer than 2 on either side.

    People in the cohort with nobody to be compared with stand out of the gap, as do those whose outcome is not known.
    """
    found = [_gap(rows, ask.name) for ask in outcomes]
    return tuple(gap for gap in found if gap is not None)


def _gap(rows: pl.DataFrame, outcome: str) -> CohortGap | None:
    known = rows.filter(pl.col(outcome).is_not_null() & (pl.col("weight") > 0))
    sides = [known.filter(pl.col("in_cohort") == side) for side in (True, False)]
    if min(map(len, sides)) < 2:
        return None
    (mean, variance), (other, other_variance) = (_mean(side, outcome) for side in sides)
    half = Z_95 * float(np.sqrt(variance + other_variance))
    return CohortGap(
        outcome=outcome, people=len(sides[0]), compared=len(sides[1]), in_cohort=mean, in_comparison=other,
        difference=mean - other, lower=mean - other - half, upper=mean - other + half,
    )  # fmt: skip


def _mean(side: pl.DataFrame, outcome: str) -> tuple[float, float]:
    """The weighted mean and its variance: sum of squared weighted distances, over the squared sum of weights."""
    values, weights = side[outcome].cast(pl.Float64).to_numpy(), side["weight"].cast(pl.Float64).to_numpy()
    mean = float((values * weights).sum() / weights.sum())
    spread = float(((weights * (values - mean)) ** 2).sum() / weights.sum() ** 2)
    return mean, spread * len(values) / (len(values) - 1)
