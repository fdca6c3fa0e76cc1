"""Two periods or two groups compared, and many comparisons made at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.measures.statistics.limits import Floats, counts_of, wilson_limits, z_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """Now divided by before, with limits; 1 is no change. Not a number where neither period has an event."""

    value: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Now minus before, with limits, in the unit of the values; 0 is no change."""

    value: Floats
    lower: Floats
    upper: Floats


def rate_ratio(
    events_now: ArrayLike,
    exposure_now: ArrayLike,
    events_before: ArrayLike,
    exposure_before: ArrayLike,
    *,
    confidence: float = 0.95,
    dispersion: ArrayLike = 1.0,
) -> Ratio:
    """The ratio of two rates. Given the sum of both counts, those of now are binomial with odds = ratio x exposures'
    ratio; the limits are Wilson's for that share, turned into odds (Przyborowski and Wilenski 1940, by score).

    `dispersion`: how many times larger than Poisson the variance of the counts is (1: Poisson); counts are divided by
    it before the limits are made. No events before: the ratio and its upper limit are infinite. None at all: nan.
    """
    now, before = counts_of(events_now, "events now"), counts_of(events_before, "events before")
    exposed, exposed_before = counts_of(exposure_now, "exposure now"), counts_of(exposure_before, "exposure before")
    spread = np.maximum(np.asarray(dispersion, dtype=float), 1.0)
    both = np.where((exposed > 0) & (exposed_before > 0), now + before, np.nan)
    limits = wilson_limits(now / spread, both / spread, confidence=confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        exposures = exposed_before / exposed
        share = now / both
        odds = [part / (1 - part) * exposures for part in (share, limits.lower, limits.upper)]
    return Ratio(value=odds[0], lower=odds[1], upper=odds[2])


def proportion_difference(
    numerator_now: ArrayLike,
    denominator_now: ArrayLike,
    numerator_before: ArrayLike,
    denominator_before: ArrayLike,
    *,
    confidence: float = 0.95,
    dispersion: ArrayLike = 1.0,
) -> Difference:
    """Share now minus share before, -1..1; limits by Newcombe's hybrid score (Newcombe 1998, method 10).

    `dispersion` as in `rate_ratio`. No value where either denominator is 0 or missing.
    """
    spread = np.maximum(np.asarray(dispersion, dtype=float), 1.0)
    sides = []
    for numerator, denominator in ((numerator_now, denominator_now), (numerator_before, denominator_before)):
        events, total = counts_of(numerator, "numerator"), counts_of(denominator, "denominator")
        limits = wilson_limits(events / spread, total / spread, confidence=confidence)
        sides.append((events / np.where(total > 0, total, np.nan), limits))
    (now, now_limits), (before, before_limits) = sides
    value = now - before
    lower = value - np.hypot(now - now_limits.lower, before_limits.upper - before)
    upper = value + np.hypot(now_limits.upper - now, before - before_limits.lower)
    return Difference(value=value, lower=np.maximum(lower, -1), upper=np.minimum(upper, 1))


def value_difference(
    now: ArrayLike, error_now: ArrayLike, before: ArrayLike, error_before: ArrayLike, *, confidence: float = 0.95
) -> Difference:
    """Now minus before for values that come with a standard error (means, published values): normal limits."""
    value = np.asarray(now, dtype=float) - np.asarray(before, dtype=float)
    half = z_of(confidence) * np.hypot(counts_of(error_now, "standard error"), counts_of(error_before, "standard error"))
    return Difference(value=value, lower=value - half, upper=value + half)


def benjamini_hochberg(p_values: ArrayLike, *, rate: float = 0.10) -> NDArray[np.bool_]:
    """Which of many looks to believe so that at most `rate` of those believed are false (Benjamini and Hochberg 1995).

    Works along the last axis. A missing p-value is not a look: it is never believed and does not count.
    """
    p = np.asarray(p_values, dtype=float)
    if np.any((p < 0) | (p > 1)):
        raise ValueError("A p-value is a share between 0 and 1.")
    order = np.argsort(p, axis=-1, kind="stable")  # nan last
    ranked = np.take_along_axis(p, order, axis=-1)
    looks = np.sum(~np.isnan(p), axis=-1, keepdims=True)
    place = np.arange(1, p.shape[-1] + 1)
    passes = ranked <= rate * place / np.maximum(looks, 1)  # nan compares false
    last = np.max(np.where(passes, place, 0), axis=-1, keepdims=True, initial=0)
    believed = np.zeros(p.shape, dtype=bool)
    np.put_along_axis(believed, order, place <= last, axis=-1)
    return believed
