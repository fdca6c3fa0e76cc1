"""How many come a day: level, trend, weekday, month and over-dispersion from daily counts, by Poisson regression.

log(mean of a day) = level + weekday + month + trend x years. Own Newton steps. Intervals allow for over-dispersion (variance = phi x
mean): phi is Pearson's chi-squared over its degrees of freedom, and 1 unless it exceeds 1 by more than noise does in 1 of 100 series.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from wholeplace.flow.calibrate.laws import Z90, Array

SEASON_FROM_DAYS, TREND_FROM_DAYS = 330, 730
"""Days of counts from which months, and a trend beside them, can be told apart."""
FEWEST_TO_TELL_APART = 200
"""People from which weekdays, months and years are told apart; fewer come alike on all days."""
Z99 = 2.3263478740408408
YEAR = 365.0
STEPS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranged:
    """A number with its 90% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrivalFit:
    """Arrivals of one stream. `per_day`: at `at` (the day the network starts), at factors of 1. Factors have mean 1 over the week and
    over the year. `yearly`: relative change a year. `spread`: variance over mean of a day's count, `spread_seen` before it is set to 1."""

    people: int
    days: int
    per_day: Ranged
    weekdays: tuple[Ranged, ...]
    months: tuple[Ranged, ...]
    yearly: Ranged
    spread: float
    spread_seen: Ranged
    expected: Array


def fit_arrivals(counts: Array, starts: date, at: date) -> ArrivalFit:
    """Fit daily `counts` (every day from `starts` on, 0 included). Too short a series has flat months, or no trend; of few people
    only the level is told."""
    days = len(counts)
    when = [starts + timedelta(days=n) for n in range(days)]
    design, parts = _design(when, at, few=counts.sum() < FEWEST_TO_TELL_APART)
    beta, covariance, expected = _poisson(counts, design)
    free = max(days - design.shape[1], 1)
    phi = float(((counts - expected) ** 2 / np.maximum(expected, 1e-9)).sum() / free)
    noise = float(np.sqrt((2 + 1 / max(expected.mean(), 1e-9)) / free))
    spread = phi if phi > 1 + Z99 * noise else 1.0
    covariance = covariance * max(phi, 1.0)
    weekdays, week_mean = _factors(beta, covariance, parts["weekday"], 7)
    months, month_mean = _factors(beta, covariance, parts["month"], 12)
    trend = parts["trend"]
    yearly = _ranged(beta[trend], covariance[trend, trend]) if trend is not None else Ranged(value=1.0, low=1.0, high=1.0)
    level = _ranged(beta[0] + np.log(week_mean * month_mean), covariance[0, 0])
    return ArrivalFit(
        people=int(counts.sum()), days=days, per_day=level, weekdays=weekdays, months=months,
        yearly=Ranged(value=yearly.value - 1, low=yearly.low - 1, high=yearly.high - 1),
        spread=spread, spread_seen=Ranged(value=phi, low=phi * (1 - Z90 * noise), high=phi * (1 + Z90 * noise)), expected=expected,
    )  # fmt: skip


def _design(when: list[date], at: date, *, few: bool) -> tuple[Array, dict[str, "int | None"]]:
    """Columns: level; weekdays and months as differences from their own mean (the last is minus the others); years since `at`. Of `few`
    people only the level."""
    if few:
        return np.ones((len(when), 1)), {"weekday": None, "month": None, "trend": None}
    weekday = _contrasts(np.array([day.weekday() for day in when]), 7)
    columns, parts = [np.ones((len(when), 1)), weekday], {"weekday": 1, "month": None, "trend": None}
    if len(when) >= SEASON_FROM_DAYS:
        parts["month"] = 7
        columns.append(_contrasts(np.array([day.month - 1 for day in when]), 12))
    if len(when) >= TREND_FROM_DAYS:
        parts["trend"] = sum(part.shape[1] for part in columns)
        columns.append(np.array([[(day - at).days / YEAR] for day in when]))
    return np.hstack(columns), parts


def _contrasts(which: Array, kinds: int) -> Array:
    table = np.vstack([np.eye(kinds - 1), -np.ones(kinds - 1)])
    return table[which]


def _poisson(counts: Array, design: Array) -> tuple[Array, Array, Array]:
    """Newton steps to the maximum of the likelihood; a hair of ridge keeps months without any day from running off."""
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(max(counts.mean(), 1e-6))
    ridge = 1e-6 * np.eye(len(beta))
    for _ in range(STEPS):
        expected = np.exp(np.clip(design @ beta, -30, 30))
        information = design.T @ (design * expected[:, None]) + ridge
        step = np.linalg.solve(information, design.T @ (counts - expected) - ridge @ beta)
        beta = beta + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-9:
            break
    expected = np.exp(np.clip(design @ beta, -30, 30))
    return beta, np.linalg.inv(design.T @ (design * expected[:, None]) + ridge), expected


def _factors(beta: Array, covariance: Array, first: "int | None", kinds: int) -> tuple[tuple[Ranged, ...], float]:
    """Factors with mean 1, each with its interval, and the mean that was taken out."""
    if first is None:
        return (Ranged(value=1.0, low=1.0, high=1.0),) * kinds, 1.0
    table = np.vstack([np.eye(kinds - 1), -np.ones(kinds - 1)])
    part = slice(first, first + kinds - 1)
    logs, errors = table @ beta[part], np.sqrt(np.maximum(np.diag(table @ covariance[part, part] @ table.T), 0.0))
    mean = float(np.exp(logs).mean())
    values = [(np.exp(log) / mean, error) for log, error in zip(logs, errors, strict=True)]
    ranged = tuple(Ranged(value=float(v), low=float(v * np.exp(-Z90 * e)), high=float(v * np.exp(Z90 * e))) for v, e in values)
    return ranged, mean


def _ranged(log: float, variance: float) -> Ranged:
    error = Z90 * float(np.sqrt(max(variance, 0.0)))
    return Ranged(value=float(np.exp(log)), low=float(np.exp(log - error)), high=float(np.exp(log + error)))


def hours_of(counts: Array) -> tuple[Ranged, ...]:
    """Factors of the 24 hours, mean 1, from people by hour, with the intervals of shares (Wilson)."""
    total = counts.sum()
    if total <= 0:
        return (Ranged(value=1.0, low=1.0, high=1.0),) * 24
    shares = [share_of(float(count), float(total)) for count in counts]
    return tuple(Ranged(value=24 * s.value, low=24 * s.low, high=24 * s.high) for s in shares)


def share_of(part: float, whole: float) -> Ranged:
    """A share with Wilson's 90% interval; 0 to 1 where nobody is counted."""
    if whole <= 0:
        return Ranged(value=0.0, low=0.0, high=1.0)
    share, z2 = part / whole, Z90**2
    centre = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z90 * np.sqrt(share * (1 - share) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return Ranged(value=share, low=float(max(centre - half, 0.0)), high=float(min(centre + half, 1.0)))


__all__ = ["FEWEST_TO_TELL_APART", "ArrivalFit", "Ranged", "fit_arrivals", "hours_of", "share_of"]
