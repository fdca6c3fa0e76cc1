"""Someone who holds everything that releases show, and does the sums: the road that disclosure control must hold against.

Independent of how numbers were hidden. The attacker knows what stands on the pages of every release (and is given exact
counts wherever anything is shown, more than rounding leaves), that areas, groups and months add up, that nothing is below
0, and what "fewer than 8" means. The unknowns are the counts of every area, group and month; every published figure is a
sum of them, whichever release it stands in. A linear programme gives the least and the most that a hidden number can be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_array

KEYS = ("level", "area", "split", "group", "starts", "ends")
_ALMOST = 1e-6
TRIES = 12
"""Random questions put to the whole system before hidden numbers are asked for one by one: each settles many at once."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How the figures of a measure are made of months: all months of the span, its last month, or the 12 to its end."""

    last_month_only: bool = False
    rolling: int = 0

    def months(self, starts: date, ends: date) -> range:
        first, last = starts.year * 12 + starts.month, ends.year * 12 + ends.month
        if self.last_month_only:
            return range(last - 1, last)
        return range(min(first, last - self.rolling), last)


MONTH_BY_MONTH = Telling()


@dataclass(frozen=True, kw_only=True)
class Release:
    """One column of one measure in one release: KEYS, `exact` (what stands there before anything is hidden), `seen` (whether
    the release shows it), `least` and `most` (what the words in its place tell; most may be infinite)."""

    cells: pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class Found:
    """A hidden number, what it truly is, and the least and the most that it can be."""

    key: tuple
    truth: float
    least: float
    most: float


def attack(
    releases: Sequence[Release],
    parents: Mapping[str, str],
    *,
    telling: Telling = MONTH_BY_MONTH,
    pursued: Callable[[tuple, float], bool] = lambda _, truth: truth > 0,
) -> list[Found]:
    """The hidden numbers of the releases that are `pursued` (key, truth), as the attacker knows them. A number that may be two
    values at least 1 apart is not narrowed down further."""
    return _System.of(releases, parents, telling).found(pursued)


class _System:
    """The unknowns, what is known of them, and the questions put to them."""

    def __init__(self) -> None:
        self.at: dict[tuple, int] = {}
        self.rows: list[dict[int, float]] = []
        self.lows: list[float] = []
        self.highs: list[float] = []
        self.hidden: dict[tuple, tuple[dict[int, float], float, float, float]] = {}

    @classmethod
    def of(cls, releases: Sequence[Release], parents: Mapping[str, str], telling: Telling) -> "_System":
        system = cls()
        cells = [cell for release in releases for cell in release.cells.iter_rows(named=True)]
        months = {month for cell in cells for month in telling.months(cell["starts"], cell["ends"])}
        for cell in cells:
            system._cell(cell, telling)
        kinds = {tuple(cell[name] for name in KEYS[:4]) for cell in cells}
        for number, (total, parts, wholes) in enumerate(_sums(kinds, [release.cells for release in releases], parents)):
            for month in sorted(months):
                row = dict.fromkeys((system._unknown((*part, month)) for part in parts), 1.0)
                row |= {system._unknown((*total, month)): -1.0, system._unknown(("rest", number, month)): 1.0}
                system._know(row, 0.0, 0.0)
            for starts, ends in wholes:  # nothing stands outside the parts
                rest = {system._unknown(("rest", number, month)): 1.0 for month in telling.months(starts, ends)}
                system._know(rest, 0.0, 0.0)
        return system

    def _unknown(self, key: tuple) -> int:
        return self.at.setdefault(key, len(self.at))

    def _know(self, row: dict[int, float], low: float, high: float) -> None:
        self.rows.append(row)
        self.lows.append(low)
        self.highs.append(high)

    def _cell(self, cell: dict, telling: Telling) -> None:
        kind = (cell["level"], cell["area"], cell["split"], cell["group"])
        row = {self._unknown((*kind, month)): 1.0 for month in telling.months(cell["starts"], cell["ends"])}
        if cell["seen"]:
            self._know(row, cell["exact"], cell["exact"])
            return
        self._know(row, cell["least"], cell["most"])
        self.hidden[(*kind, cell["starts"], cell["ends"])] = (row, cell["exact"], cell["least"], cell["most"])

    def found(self, pursued: Callable[[tuple, float], bool]) -> list[Found]:
        """Ask at random first: most hidden numbers are soon seen at two values. Then the rest one by one."""
        keys = [key for key, (_, truth, *_) in self.hidden.items() if pursued(key, truth)]
        if not keys:
            return []
        asked = csr_array(_matrix([self.hidden[key][0] for key in keys], len(self.at)))
        dice = np.random.default_rng(1)
        least, most = np.full(len(keys), np.inf), np.full(len(keys), -np.inf)
        for _ in range(TRIES):
            close = most - least < 1 - _ALMOST
            if not close.any():
                break
            seen = asked @ self._ask(np.asarray((dice.normal(size=len(keys)) * close) @ asked))
            least, most = np.minimum(least, seen), np.maximum(most, seen)
        for n in np.flatnonzero(most - least < 1 - _ALMOST).tolist():
            aim = np.zeros(len(keys))
            aim[n] = 1.0
            for sign in (1, -1):
                seen = asked @ self._ask(np.asarray(sign * (aim @ asked)))
                least, most = np.minimum(least, seen), np.maximum(most, seen)
        return [Found(key=key, truth=self.hidden[key][1], least=least[n], most=most[n]) for n, key in enumerate(keys)]

    @cached_property
    def _knowledge(self) -> dict[str, object]:
        width, equal, unequal, totals, tops = len(self.at), [], [], [], []
        for row, low, high in zip(self.rows, self.lows, self.highs, strict=True):
            if low == high:
                equal.append(row)
                totals.append(low)
                continue
            if high < np.inf:
                unequal.append(row)
                tops.append(high)
            if low > -np.inf and not (low == 0 and min(row.values()) >= 0):
                unequal.append({k: -v for k, v in row.items()})
                tops.append(-low)
        return {
            "A_eq": _matrix(equal, width) if equal else None, "b_eq": totals or None,
            "A_ub": _matrix(unequal, width) if unequal else None, "b_ub": tops or None,
        }  # fmt: skip

    def _ask(self, aim: np.ndarray) -> np.ndarray:
        """The table that agrees with everything shown and has the least of `aim`."""
        found = linprog(aim, **self._knowledge, bounds=(0, MOST), method="highs")  # type: ignore[arg-type]
        assert found.status == 0, found.message
        return found.x


MOST = 1e6
"""More than any count here: an end, so that every question has an answer."""


def _matrix(rows: Sequence[Mapping[int, float]], width: int) -> csr_array:
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([k for row in rows for k in row], dtype=np.int64)
    values = np.array([v for row in rows for v in row.values()], dtype=float)
    return csr_array((values, columns, ends), shape=(len(rows), width))


def _sums(kinds: set[tuple], frames: Sequence[pl.DataFrame], parents: Mapping[str, str]) -> list[tuple[tuple, list[tuple], set]]:
    """(total, its parts, the spans in which they are all of it): areas in the area that holds them, areas of a level in the
    widest one, groups in all. Only what truly holds in every figure is known to the attacker; a rest that nobody sees is
    allowed for."""
    found: list[tuple[tuple, list[tuple]]] = []
    for total in sorted(kinds):
        level, area, split, group = total
        widest = level == "system"  # whose parts are all areas of a level, those nobody knows among them
        inside = [k for k in kinds if not widest and parents.get(k[1]) == area and k[2:] == (split, group) and k[0] != level]
        groups = [k for k in kinds if split == "all" and k[:2] == (level, area) and k[2] != "all"]
        others = [k for k in kinds if widest and k[0] not in ("system", "country") and k[2:] == (split, group)]
        for members, by in ((inside, 0), (groups, 2), (others, 0)):
            found += [(total, sorted(k for k in members if k[by] == own)) for own in sorted({k[by] for k in members})]
    return _that_hold(found, frames)


def _that_hold(sums: Sequence[tuple[tuple, list[tuple]]], frames: Sequence[pl.DataFrame]) -> list[tuple[tuple, list[tuple], set]]:
    """Sums whose parts never exceed their total, with the spans in which they are all of it."""
    exact = [{row[:-1]: row[-1] for row in frame.select(*KEYS, "exact").iter_rows()} for frame in frames]
    spans: dict[tuple, set[tuple]] = {}
    for number, told in enumerate(exact):
        for key in told:
            spans.setdefault(key[:4], set()).add((number, *key[4:]))
    held = []
    for total, parts in sums:
        rests = {}
        for number, *span in spans[total]:
            there = [exact[number].get((*part, *span)) for part in parts]
            if any(each is not None for each in there):  # a row that is left out has nothing in it
                rests[tuple(span)] = exact[number][(*total, *span)] - sum(each or 0.0 for each in there)
        if rests and min(rests.values()) > -_ALMOST:
            held.append((total, parts, {span for span, rest in rests.items() if rest < _ALMOST}))
    return held
