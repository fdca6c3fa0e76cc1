"""Which rows are one person, when every pair has its weight: clusters that agree on the whole, not chains of chance likenesses."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

UNCOMPARED = -4.0
"""Bits of evidence of a pair in which so little agrees that it was never compared: 1 to 16 against."""

Pair = tuple[int, int, float]


@dataclass(kw_only=True, slots=True)
class _Clusters:
    """The clusters so far, each under its first row: its rows, its sources, and sum and number of weights to other clusters."""

    rows: dict[int, list[int]]
    sources: dict[int, set[int]]
    beside: dict[int, dict[int, tuple[float, int]]] = field(default_factory=dict)

    def mean(self, one: int, other: int) -> float:
        """Mean weight over all pairs of rows between two clusters."""
        total, compared = self.beside[one][other]
        pairs = len(self.rows[one]) * len(self.rows[other])
        return (total + UNCOMPARED * (pairs - compared)) / pairs

    def may_join(self, one: int, other: int) -> bool:
        return self.mean(one, other) > 0 and not self.sources[one] & self.sources[other]

    def join(self, one: int, other: int) -> None:
        """Move all of `other` into `one`."""
        for third, (total, compared) in self.beside.pop(other).items():
            del self.beside[third][other]
            if third != one:
                before = self.beside[one].get(third, (0.0, 0))
                both = (before[0] + total, before[1] + compared)
                self.beside[one][third] = self.beside[third][one] = both
        self.rows[one] += self.rows.pop(other)
        self.sources[one] |= self.sources.pop(other)


def cluster_rows(pairs: Iterable[Pair], count: int, sources: Sequence[int] | None = None) -> list[int]:
    """For each of `count` rows the first row of its cluster. `pairs`: row, other row, weight in bits (each pair once).

    Average linkage: of all clusters, the two whose rows are most alike on the mean are joined first, and none whose mean weight is
    not above 0. So a row that is like one of five and unlike four stays out. `sources`: where each row is from; two rows of one
    source are never joined. Same pairs in any order, same clusters.
    """
    clusters = _start(pairs, count, sources)
    waiting = [_place(clusters, one, other) for one in clusters.beside for other in clusters.beside[one] if one < other]
    heapq.heapify(waiting)
    while waiting:
        _, one, other, rows = heapq.heappop(waiting)
        if one not in clusters.rows or other not in clusters.rows or rows != (len(clusters.rows[one]), len(clusters.rows[other])):
            continue  # one of them has grown or gone since
        if not clusters.may_join(one, other):
            continue
        clusters.join(one, other)
        for third in clusters.beside[one]:
            heapq.heappush(waiting, _place(clusters, min(one, third), max(one, third)))
    found = list(range(count))
    for rows in clusters.rows.values():
        for row in rows:
            found[row] = min(rows)
    return found


def _start(pairs: Iterable[Pair], count: int, sources: Sequence[int] | None) -> _Clusters:
    clusters = _Clusters(
        rows={row: [row] for row in range(count)},
        sources={row: set() if sources is None else {sources[row]} for row in range(count)},
        beside={row: {} for row in range(count)},
    )
    for one, other, weight in sorted(pairs):
        clusters.beside[one][other] = clusters.beside[other][one] = (weight, 1)
    return clusters


def _place(clusters: _Clusters, one: int, other: int) -> tuple[float, int, int, tuple[int, int]]:
    """The surest stand first; of equals, the first rows do. Sizes tell whether it still holds."""
    return -clusters.mean(one, other), one, other, (len(clusters.rows[one]), len(clusters.rows[other]))
