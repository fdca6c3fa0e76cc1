"""Medians and other quantiles of rows, exact, with limits that suppose nothing of how the values are spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrik

from wholeplace.measures.statistics.limits import Floats, z_of

Wholes = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranks:
    """Which of so many ordered values are meant, counted from 1: the quantile is the mean of `below` and `above` (often the
    same one), its limits are the values at `lower` and `upper`. 0: there is none."""

    below: Wholes
    above: Wholes
    lower: Wholes
    upper: Wholes


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantiles:
    """One quantile for each group: how many values it has, the quantile and its limits; nan where there is none."""

    count: Wholes
    value: Floats
    lower: Floats
    upper: Floats


def quantile_ranks(count: ArrayLike, *, quantile: float = 0.5, confidence: float = 0.95) -> Ranks:
    """The ranks of a quantile and of its limits among `count` ordered values, of any one shape.

    The quantile: the value at rank count x quantile rounded up; where that is whole, midway between it and the next, so that the
    median of an even number lies between the two in the middle (Hyndman and Fan 1996, definition 2).
    The limits: the number of values below the true quantile is binomial, so the values at ranks l and u cover it with at least
    `confidence` when P(B < l) and P(B >= u) are each at most half of the rest (Conover, Practical nonparametric statistics, 3rd
    edition 1999, section 3.2). With too few values there is no such rank: under 6 for the median, under 36 for the upper limit
    of the 90th centile. Refuses a quantile outside 0..1 and a negative count.
    """
    z_of(confidence)
    if not 0 < quantile < 1:
        raise ValueError(f"A quantile is a share between 0 and 1, such as 0.9, not {quantile}.")
    number = np.asarray(count).astype(np.int64)
    if np.any(number < 0):
        raise ValueError("There cannot be fewer than 0 values.")
    # 10 x 0.9 is 9.000000000000002 on a machine: what lies that near to a whole number is that number.
    at = np.round(number * quantile, 9)
    tail = (1 - confidence) / 2
    upper = _binomial_quantile(1 - tail, number, quantile) + 1
    some = number > 0
    return Ranks(
        below=np.where(some, np.ceil(at), 0).astype(np.int64),
        above=np.where(some, np.floor(at) + 1, 0).astype(np.int64),
        lower=np.where(some, _binomial_quantile(tail, number, quantile), 0),
        upper=np.where(some & (upper <= number), upper, 0),
    )


def _binomial_quantile(share: float, number: Wholes, chance: float) -> Wholes:
    """The smallest k with P(B <= k) >= share, for B of `number` trials."""
    trials = np.maximum(number, 1)
    # The inverse is found by search on real numbers, so it may be one too high: the step below it is looked at as well.
    found = np.ceil(bdtrik(share, trials, chance)).astype(np.int64)
    found = np.clip(np.nan_to_num(found), 0, trials)
    before = np.maximum(found - 1, 0)
    return np.where(bdtr(before.astype(float), trials, chance) >= share, before, found)


def quantiles_by_group(
    group: ArrayLike, value: ArrayLike, times: ArrayLike, *, groups: int, quantile: float = 0.5, confidence: float = 0.95
) -> Quantiles:
    """The quantile of each group's values, all at once. `group`: 0 to groups - 1; `times`: how often the value occurs in it.

    Three arrays of one length, in any order. A group without values has count 0 and no value. Refuses missing values.
    """
    owner, number, weight = np.asarray(group, dtype=np.int64), np.asarray(value, dtype=float), np.asarray(times, dtype=np.int64)
    if np.any(np.isnan(number)):
        raise ValueError("A missing value has no place in an order: leave it out first.")
    order = np.lexsort((number, owner))
    ordered, reached = number[order], np.cumsum(weight[order])
    count = np.zeros(groups, dtype=np.int64)
    np.add.at(count, owner, weight)
    before = np.cumsum(count) - count
    ranks = quantile_ranks(count, quantile=quantile, confidence=confidence)

    def at(rank: Wholes) -> Floats:
        found = np.searchsorted(reached, np.where(rank > 0, before + rank, 1))
        return np.where(rank > 0, ordered[np.minimum(found, len(ordered) - 1)], np.nan) if len(ordered) else np.full(groups, np.nan)

    return Quantiles(count=count, value=(at(ranks.below) + at(ranks.above)) / 2, lower=at(ranks.lower), upper=at(ranks.upper))
