"""What share lasts longer than so many days, read off the records without a law: Kaplan and Meier with late entry, and Lynden-Bell."""

from dataclasses import dataclass

import numpy as np

from wholeplace.flow.calibrate.laws import Array, LawFit, Lengths, edge_of
from wholeplace.flow.shapes import Law, Length

POINTS = 101
"""Quantiles that an empirical length is written with."""
FEWEST_AT_RISK = 10
"""Where fewer are left, the curve is noise: the law takes over from there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """`share`: lasts at least `days` days (1.0 at the first). `at_risk`: people seen there. `spread`: sum of Greenwood's terms."""

    days: Array
    share: Array
    at_risk: Array
    spread: Array


def kaplan_meier(lengths: Lengths) -> Curve:
    """The share that lasts at least k days, for k from 0 to one beyond the longest length that ended.

    Who had been there `before` days when the records begin is at risk from then on only; who is still there after k days is at
    risk until the day before.
    """
    last = int(lengths.days[lengths.over].max(initial=0)) + 1
    days = np.arange(last + 1, dtype=np.float64)
    ended = _by_day(lengths.days[lengths.over], lengths.people[lengths.over], last)
    last_seen = np.where(lengths.over, lengths.days, lengths.days - 1)
    real = last_seen >= lengths.before
    entered = np.cumsum(_by_day(lengths.before[real], lengths.people[real], last))
    left = np.cumsum(_by_day(last_seen[real], lengths.people[real], last))
    at_risk = np.maximum(entered - np.concatenate([[0.0], left[:-1]]), 0.0)
    hazard = np.divide(ended, at_risk, out=np.zeros_like(ended), where=at_risk > 0)
    share = np.concatenate([[1.0], np.cumprod(1.0 - np.minimum(hazard, 1.0))[:-1]])
    terms = np.divide(ended, at_risk * (at_risk - ended), out=np.zeros_like(ended), where=at_risk - ended > 0.5)
    return Curve(days=days, share=share, at_risk=at_risk, spread=np.concatenate([[0.0], np.cumsum(terms)[:-1]]))


def _by_day(days: Array, people: Array, last: int) -> Array:
    return np.bincount(np.clip(days, 0, last).astype(int), weights=people, minlength=last + 1)[: last + 1].astype(np.float64)


def distance(curve: Curve, fit: LawFit) -> float:
    """The largest difference between curve and law, as a share of people, where at least 2 x FEWEST_AT_RISK are seen."""
    edges = edge_of(curve.days)
    seen = curve.at_risk >= 2 * FEWEST_AT_RISK
    return float(np.abs(curve.share - fit.survival(edges))[seen].max(initial=0.0))


def empirical(curve: Curve, tail: LawFit) -> Length:
    """The curve itself as a length, in straight lines between days; where few are left, the law goes on from it.

    Lengths of k days are spread evenly from k - 0.5 to k + 0.5 (0 days: from 0), as the laws read them.
    """
    seen = np.flatnonzero(curve.at_risk >= FEWEST_AT_RISK)
    until = int(seen[-1]) if len(seen) else 0
    edges = edge_of(curve.days)[: until + 1]
    chance = 1.0 - curve.share[: until + 1]
    left = 1.0 - chance[-1]
    if left > 1e-9:
        beyond = edges[-1] + np.linspace(0.0, 1.0, 400)[1:] ** 2 * max(20 * tail.length.mean, 10.0)
        base = max(float(tail.survival(edges[-1:])[0]), 1e-12)
        edges = np.concatenate([edges, beyond])
        chance = np.concatenate([chance, 1.0 - left * tail.survival(beyond) / base])
    return from_chances(edges, chance)


def from_chances(edges: Array, chance: Array) -> Length:
    """A length whose share up to `edges` is `chance` (both rising), straight lines between, as POINTS quantiles. The last is set so
    that the mean is kept."""
    chance = np.maximum.accumulate(np.clip(chance / max(chance[-1], 1e-12), 0.0, 1.0))
    wanted = np.linspace(0.0, 1.0, POINTS)
    fine = np.interp(np.linspace(0.0, 1.0, 40 * (POINTS - 1) + 1), chance, edges)
    mean = float((fine[1:] + fine[:-1]).mean() / 2)
    points = np.interp(wanted, chance, edges)
    rest = float((points[1:-1] + points[:-2]).sum() / 2 + points[-2] / 2)
    points[-1] = max(points[-2], 2 * (mean * (POINTS - 1) - rest))
    steps = (points[1:] + points[:-1]) / 2
    mean = float(steps.mean())
    square = float(((points[1:] ** 2 + points[1:] * points[:-1] + points[:-1] ** 2) / 3).mean())
    return Length(law=Law.EMPIRICAL, mean=mean, sd=float(np.sqrt(max(square - mean**2, 0.0))), quantiles=tuple(float(p) for p in points))


def in_reverse(delay: Array, seen_for: Array, people: Array) -> Array:
    """The share of people by whole days of delay, from delays that are in the records only because they ended in time (Lynden-Bell).

    `seen_for`: the longest delay that could have been seen of those people. Who waits still is in no record yet, so that of the latest
    people only short delays are told; each share of "at most k among at most k + 1" is read off those who could have shown k + 1.
    """
    last = int(delay.max(initial=0))
    at = np.bincount(delay.astype(int), weights=people, minlength=last + 1)
    could = np.array([people[(seen_for >= k) & (delay <= k)].sum() for k in range(last + 1)])
    step = 1.0 - np.divide(at, could, out=np.zeros(last + 1), where=could > 0)
    at_most = np.concatenate([np.cumprod(step[:0:-1])[::-1], [1.0]])
    return np.diff(np.concatenate([[0.0], at_most]))


__all__ = ["FEWEST_AT_RISK", "POINTS", "Curve", "distance", "empirical", "from_chances", "in_reverse", "kaplan_meier"]
