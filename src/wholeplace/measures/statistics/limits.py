"""Confidence limits of counts, proportions and means. Pure: arrays in, arrays out, of any one shape.

Source of the conventions: Eayres D. Technical Briefing 3: Commonly used public health statistics and their confidence
intervals. Association of Public Health Observatories, 2008; and the OHID statistical methods that follow it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri, ndtri, stdtrit

Floats = NDArray[np.float64]

EXACT_BELOW = 10
"""Counts below this take the exact Poisson limits; from it Byar's approximation is as good and quicker."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Lower and upper limits, in the unit of what was asked; not a number where there is none."""

    lower: Floats
    upper: Floats


def z_of(confidence: float) -> float:
    """How many standard errors lie each side of the value: 1.96 for 0.95. Refuses a share outside 0..1."""
    if not 0 < confidence < 1:
        raise ValueError(f"Confidence is a share between 0 and 1, such as 0.95, not {confidence}.")
    return float(ndtri((1 + confidence) / 2))


def counts_of(values: ArrayLike, name: str) -> Floats:
    """`values` as floats, refused when any is below 0. A missing one (nan) stays missing."""
    counts = np.asarray(values, dtype=float)
    if np.any(counts < 0):
        raise ValueError(f"{name} cannot be below 0; the lowest here is {np.nanmin(counts):g}.")
    return counts


def poisson_limits(events: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """Limits of a count of events (or, divided by its exposure, of a rate).

    Exact below 10 events: chi-squared quantiles with 2x and 2x + 2 degrees of freedom, halved (Garwood 1936).
    Byar's approximation from 10 (Breslow and Day 1987, p 69). 0 events: lower limit 0 and a finite upper limit.
    """
    counts = counts_of(events, "events")
    tail = (1 - confidence) / 2
    byar = byar_limits(counts, confidence=confidence)
    # chdtri(df, p) is the value with probability p ABOVE it; with 0 degrees of freedom it has none, and the limit is 0.
    lower = np.where(counts > 0, chdtri(2 * np.where(counts > 0, counts, 1), 1 - tail) / 2, 0.0)
    upper = chdtri(2 * counts + 2, tail) / 2
    few = counts < EXACT_BELOW
    missing = np.isnan(counts)
    return Limits(
        lower=np.where(missing, np.nan, np.where(few, lower, byar.lower)), upper=np.where(missing, np.nan, np.where(few, upper, byar.upper))
    )


def byar_limits(events: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """Byar's approximation to the Poisson limits of a count: x(1 - 1/9x - z/3 sqrt x)^3 and the same for x + 1 with + z.

    The lower limit is missing (nan) where the formula is negative or there is no event. Source: Breslow and Day 1987.
    """
    counts = counts_of(events, "events")
    z = z_of(confidence)
    some = np.where(counts > 0, counts, np.nan)
    lower = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    more = counts + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Limits(lower=np.where(lower < 0, np.nan, lower), upper=upper)


def wilson_limits(numerator: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """Limits of the share numerator / denominator, as 0..1 and never outside it (Wilson 1927; Newcombe 1998, method 3).

    No limits where the denominator is 0 or missing. Refuses a numerator larger than its denominator.
    """
    events, total = np.broadcast_arrays(counts_of(numerator, "numerator"), counts_of(denominator, "denominator"))
    if np.any(events > total * (1 + 1e-12)):
        raise ValueError("A proportion cannot have more events than people or rows: numerator above denominator.")
    square = z_of(confidence) ** 2
    known = np.where(total > 0, total, np.nan)
    share = events / known
    centre = 2 * events + square
    spread = np.sqrt(square * np.maximum(square + 4 * events * (1 - share), 0))
    lower, upper = (centre - spread) / (2 * (known + square)), (centre + spread) / (2 * (known + square))
    # At 0 and at all of them the formula is exact but for rounding: the limit is the end itself.
    return Limits(
        lower=np.where(events == 0, np.where(np.isnan(share), np.nan, 0.0), np.clip(lower, 0, 1)),
        upper=np.where(events >= known, 1.0, np.clip(upper, 0, 1)),
    )


def student_limits(total: ArrayLike, total_of_squares: ArrayLike, count: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """Limits of a mean by Student's t, from the sum, the sum of squares and the number of values.

    No limits under 2 values. Where every value is the same both limits are the mean. z_of checks `confidence`.
    """
    z_of(confidence)
    number = counts_of(count, "count")
    enough = np.where(number >= 2, number, np.nan)
    mean = np.asarray(total, dtype=float) / enough
    squares = np.asarray(total_of_squares, dtype=float)
    # Subtracting two large sums can leave a tiny negative number; a variance below 0 is 0.
    variance = np.maximum((squares - enough * mean**2) / (enough - 1), 0)
    half = stdtrit(np.where(number >= 2, number - 1, 1), (1 + confidence) / 2) * np.sqrt(variance / enough)
    return Limits(lower=mean - half, upper=mean + half)
