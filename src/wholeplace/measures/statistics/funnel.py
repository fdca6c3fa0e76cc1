"""Funnel limits: how far from the standard chance alone may take an area of a given size."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri

from wholeplace.measures.statistics.limits import Floats, Limits, counts_of, z_of

ENOUGH_AREAS = 5
"""Overdispersion is a spread between areas; from fewer than these it cannot be told from chance."""


def funnel_limits(
    denominator: ArrayLike, standard: float, *, kind: str, per: float = 100, confidence: float = 0.95, overdispersion: float | None = None
) -> Limits:
    """Limits around `standard` (in events per `per`) for areas with these denominators.

    "rate": exact Poisson limits of the expected count. "proportion": Wilson inverted, so that a share lies outside the
    funnel exactly when its Wilson interval leaves the standard out. `overdispersion` is the variance between areas from
    `overdispersion_of` (Spiegelhalter's additive model) and widens both. No limits where the denominator is 0.
    """
    size = counts_of(denominator, "denominator")
    size = np.where(size > 0, size, np.nan)
    level = standard / per
    if kind not in ("rate", "proportion") or level < 0 or (kind == "proportion" and level > 1):
        raise ValueError(f'A funnel is drawn for a "rate" or a "proportion" with its standard, not for {kind!r} at {standard:g}.')
    if overdispersion:
        return _widened(size, level, kind=kind, per=per, z=z_of(confidence), between=overdispersion)
    if kind == "proportion":
        half = z_of(confidence) * np.sqrt(level * (1 - level) / size)
        return Limits(lower=per * np.clip(level - half, 0, 1), upper=per * np.clip(level + half, 0, 1))
    tail, due = (1 - confidence) / 2, level * size
    lower = np.where(due > 0, chdtri(2 * np.where(due > 0, due, 1), 1 - tail) / 2, 0.0)
    missing = np.isnan(size)
    return Limits(lower=per * np.where(missing, np.nan, lower) / size, upper=per * (chdtri(2 * due + 2, tail) / 2) / size)


def overdispersion_of(numerator: ArrayLike, denominator: ArrayLike, standard: float, *, kind: str, per: float = 100) -> float:
    """The variance between areas beyond chance, on the scale where chance is even: arcsine of the square root for
    proportions, square root for rates. 0 where chance explains the spread or there are under 5 areas.

    z-scores are pulled in at their 10th and 90th centile first, so that a true outlier does not hide itself.
    Source: Spiegelhalter DJ. Funnel plots for comparing institutional performance. Stat Med 2005; 24: 1185-1202.
    """
    events, size = counts_of(numerator, "numerator"), counts_of(denominator, "denominator")
    known = (size > 0) & ~np.isnan(events)
    events, size = events[known], size[known]
    if events.size < ENOUGH_AREAS:
        return 0.0
    errors = 0.5 / np.sqrt(size)
    scores = (_even(events / size, kind) - _even(np.asarray(standard / per), kind)) / errors
    low, high = np.quantile(scores, [0.1, 0.9])
    ratio = float(np.mean(np.clip(scores, low, high) ** 2))
    weights = 1 / errors**2
    areas = events.size
    between = (areas * ratio - (areas - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return max(float(between), 0.0)


def _even(level: Floats, kind: str) -> Floats:
    """The scale on which chance spreads every level alike."""
    return np.arcsin(np.sqrt(np.clip(level, 0, 1))) if kind == "proportion" else np.sqrt(level)


def _widened(size: Floats, level: float, *, kind: str, per: float, z: float, between: float) -> Limits:
    half = z * np.sqrt(0.25 / size + between)
    centre = _even(np.asarray(level), kind)
    if kind == "proportion":
        ends = [np.sin(np.clip(centre + side * half, 0, np.pi / 2)) ** 2 for side in (-1, 1)]
    else:
        ends = [np.maximum(centre + side * half, 0) ** 2 for side in (-1, 1)]
    return Limits(lower=per * ends[0], upper=per * ends[1])
