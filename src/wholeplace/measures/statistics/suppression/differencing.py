"""Differencing: what counts over overlapping spans of time give away when they are subtracted from one another.

A year to September, a year to December and one autumn give the other autumn away; so do two releases side by side, and
two points of a series that looks back 12 months. Every count is S(end) - S(start), where S counts from the beginning of
time and never falls. What follows for any two days is then a shortest path (Bellman 1958; Floyd 1962): exact, and in
whole numbers where the counts are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.measures.statistics.limits import Floats
from wholeplace.measures.statistics.suppression.rules import Bools, Rule

_ALMOST = 1e-6


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """What a reader can work out of each series. `days` [k]: where any span starts or ends, in order. `least`, `most`
    [..., k, k]: the fewest and the most events from day i (row) to a later day j (column); nan where j is not later.
    `agrees` [...]: the counts can all be true at once. Where they cannot (figures were revised between releases) a reader
    cannot subtract one from the other, and nothing is worked out: 0 to infinite."""

    days: NDArray[np.int64]
    least: Floats
    most: Floats
    agrees: Bools

    def of(self, starts: ArrayLike, ends: ArrayLike) -> tuple[Floats, Floats]:
        """The least and the most of spans [n] between days of the series: arrays [..., n]."""
        i, j = np.searchsorted(self.days, np.asarray(starts)), np.searchsorted(self.days, np.asarray(ends))
        return self.least[..., i, j], self.most[..., i, j]

    def found(self, rule: Rule) -> Bools:
        """[...]: is there a span in whose place only one count is left, and that a small one?"""
        with np.errstate(invalid="ignore"):
            small = (self.most > _ALMOST) & (self.least < rule.smallest_shown - _ALMOST)
            return np.asarray(np.any(small & (self.most - self.least < 1 - _ALMOST), axis=(-2, -1)), dtype=bool)


def differencing(
    starts: ArrayLike, ends: ArrayLike, counts: ArrayLike, *, least: ArrayLike | None = None, most: ArrayLike | None = None
) -> Differences:
    """What the counts of some spans of time tell of every other span, for many series at once.

    `starts`, `ends` [n]: whole numbers, such as months, the end not in the span; the same span may stand twice (once for
    each release). `counts` [..., n]: events, nan where a release does not show them. `least`, `most` [..., n]: what the
    words in such a place tell (`counts_told`); left out, 0 or more. Counts are never below 0 in any span.
    Refuses a span that does not end after it starts. No spans: no days.
    """
    first, last = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    if np.any(last <= first):
        raise ValueError("A span ends after it starts.")
    shown = np.asarray(counts, dtype=float)
    hidden = np.isnan(shown)
    low = np.where(hidden, 0.0 if least is None else np.asarray(least, dtype=float), shown)
    high = np.where(hidden, np.inf if most is None else np.asarray(most, dtype=float), shown)
    days = np.unique(np.concatenate([first, last]))
    reach = _shortest(_edges(days, first, last, low, high))
    size = days.size
    agrees = np.asarray(np.all(np.diagonal(reach, axis1=-2, axis2=-1) > -_ALMOST, axis=-1), dtype=bool)
    later = np.triu(np.ones((size, size), dtype=bool), 1)
    found_least, found_most = -np.swapaxes(reach, -1, -2), reach
    held = agrees[..., None, None]
    return Differences(
        days=days,
        least=np.where(later, np.where(held, found_least, 0.0), np.nan),
        most=np.where(later, np.where(held, found_most, np.inf), np.nan),
        agrees=agrees,
    )


def _edges(days: NDArray[np.int64], first: NDArray, last: NDArray, low: Floats, high: Floats) -> Floats:
    """[..., i, j]: the most that S(j) - S(i) can be by one count alone. Backwards in time it is at most 0."""
    size = days.size
    edges = np.where(np.tril(np.ones((size, size), dtype=bool)), 0.0, np.inf)
    edges = np.broadcast_to(edges, (*low.shape[:-1], size, size)).copy()
    for span, (i, j) in enumerate(zip(np.searchsorted(days, first), np.searchsorted(days, last), strict=True)):
        edges[..., i, j] = np.minimum(edges[..., i, j], high[..., span])
        edges[..., j, i] = np.minimum(edges[..., j, i], -low[..., span])
    return edges


def _shortest(edges: Floats) -> Floats:
    """The shortest way between every two days, by Floyd's method."""
    reach = edges
    for day in range(edges.shape[-1]):
        reach = np.minimum(reach, reach[..., :, day, None] + reach[..., None, day, :])
    return reach
