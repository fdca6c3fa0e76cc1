"""Ranking and selection: which of the splits that look best cannot be told from the best, and how sure we are of each.

Every candidate runs with the same fresh luck, other than the search had, so that being chosen there counts for nothing here.
A split is kept unless its paired difference from the best sample mean is clearly above 0, allowing for how many are compared
(subset selection: S. S. Gupta 1965, with paired differences as common random numbers have it).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ERROR = 0.10
"""Chance, over all candidates together, of leaving out one that is the best."""
RESAMPLES = 2_000


def kept(values: "NDArray[np.float64]") -> "NDArray[np.bool_]":
    """Which candidates (rows; columns are replications of the same luck; lower is better) are not clearly worse than the best."""
    from scipy import stats

    best = int(np.argmin(values.mean(axis=1)))
    apart = values - values[best]
    count, others = values.shape[1], max(1, len(values) - 1)
    if count < 2:
        return np.ones(len(values), dtype=bool)
    limit = float(stats.t.ppf(1 - ERROR / others, count - 1))
    error = apart.std(axis=1, ddof=1) / count**0.5
    return np.asarray(apart.mean(axis=1) <= limit * error + 1e-12)


def best_in(values: "NDArray[np.float64]", seed: int) -> "NDArray[np.float64]":
    """Share of resamples of the replications in which each candidate is the best; those that are equal share it."""
    draws = np.random.default_rng(seed).integers(0, values.shape[1], (RESAMPLES, values.shape[1]))
    means = values[:, draws].mean(axis=2)
    first = means <= means.min(axis=0) + 1e-12
    return (first / first.sum(axis=0)).mean(axis=1)


def clearly_above_0(values: "NDArray[np.float64]") -> bool:
    """Whether a mean difference is above 0 beyond chance (one-sided, 95%). Differences that are all alike are as sure as can be."""
    if len(values) < 2:
        return bool(values.mean() > 0)
    from scipy import stats

    error = values.std(ddof=1) / len(values) ** 0.5
    return bool(values.mean() - stats.t.ppf(0.95, len(values) - 1) * error > 1e-9)


def in_order(shares: Sequence[float], means: Sequence[float]) -> list[int]:
    """Candidates, likeliest best first; of equals the better mean first."""
    return sorted(range(len(shares)), key=lambda which: (-shares[which], means[which], which))
