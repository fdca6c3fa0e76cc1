"""Secondary suppression: hide enough beside each hidden number that no sum of published numbers gives it away.

Every hidden cell gets a witness: another table that agrees with everything published, in which this cell differs. A
reader who knows all published numbers exactly, and every bound that the words "fewer than 8" give, cannot tell the two
tables apart, so no arithmetic (nor linear programming) can pin the cell. Witnesses are found by walking: move the
cell, then put right each sum that no longer adds up by moving another hidden cell of it the other way. Where no walk
among hidden cells is found, a linear programme finds the witness that hides least beside them.
Assuming that readers know unrounded numbers is stricter than rounding needs: rates beside rounded counts give them away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from wholeplace.measures.statistics.suppression.best_witness import Room, Tied, best_witness

STEPS = (3.0, -3.0, 2.0, -2.0, 1.0, -1.0)
"""How far a witness moves the cell: the wider the better, since it leaves a reader more values to choose between."""

LONGEST_WALK = 300
_NO_END = float("inf")


@dataclass(frozen=True, kw_only=True, slots=True)
class CountTable:
    """Counts that add up, one a cell, in one order.

    `sums`: number of the total, then of its parts. `least` and `most`: what a reader knows of a cell that is hidden, beyond
    sums. `told_least` and `told_most`: the narrower bounds that the words (or the rounding) in its place tell (`counts_told`).
    `cost`: how sorry we are to hide a cell that is not hidden yet.
    """

    values: Sequence[float]
    sums: Sequence[tuple[int, ...]]
    least: Sequence[float]
    most: Sequence[float]
    told_least: Sequence[float]
    told_most: Sequence[float]
    cost: Sequence[float]


@dataclass(kw_only=True, slots=True)
class Suppressed:
    """What must be hidden, by number of the cell, and in which of these places the words (or the rounding) may not stand: only
    "hidden" may."""

    cells: set[int]
    untold: set[int] = field(default_factory=set)


Known = dict[tuple[tuple[int, ...], frozenset[int], frozenset[int]], Suppressed]
"""What was found before on the same table: tied cells, and which of them were small or blurred, to what must be hidden of them."""


def secondary_suppression(table: CountTable, small: set[int], *, blurred: set[int] | None = None, known: Known | None = None) -> Suppressed:
    """All that must be hidden so that nothing of `small` (numbers of cells) can be worked out. `small` itself is always in it.

    `blurred`: cells that rounding leaves open within their told bounds, so that they protect without being hidden.
    `known`: kept by a caller that asks of one and the same table again and again, and added to here: cells that no chain of
    sums ties together do not change each other's answer, so only those with another question are searched anew.
    Every cell of `small` is left at least two whole numbers that agree with all that is shown, wherever the table has
    room for two at all: a single cell in no sum has, and so has a part of a total as long as something else may move.
    Nothing small: nothing is hidden. A cell whose `least` is its `most` cannot move, hidden or not (readers know it), and
    where every other cell of a sum is such a one, no suppression protects: then all that is tied to it is hidden.
    Source: the interval (or "feasible table") protection of Hundepool and others, Statistical Disclosure Control, Wiley
    2012, chapter 4, with whole numbers; the walk and the choice of witness are our own.
    """
    blurred, known = blurred or set(), {} if known is None else known
    walker = _Walker(table, small | blurred)
    asked: dict[tuple[int, ...], list[int]] = {}
    for cell in sorted(small, key=lambda i: (table.values[i], i)):
        asked.setdefault(walker.tied_to(cell).cells, []).append(cell)
    for cells, their_small in asked.items():
        question = (cells, frozenset(their_small), frozenset(blurred.intersection(cells)))
        if question not in known:
            for cell in their_small:
                walker.witness(cell)
            known[question] = Suppressed(cells=walker.hidden.intersection(cells), untold=walker.untold.intersection(cells))
        walker.hidden |= known[question].cells
        walker.untold |= known[question].untold
    return Suppressed(cells=walker.hidden, untold=walker.untold)


class _Walker:
    """The state of the search: what is hidden so far, and for which cells a witness stands."""

    def __init__(self, table: CountTable, hidden: set[int]) -> None:
        self.table = table
        self.hidden = set(hidden)
        self.untold: set[int] = set()
        self.witnessed: set[int] = set()
        self.sums_of: dict[int, list[int]] = {}
        self._tied: dict[int, Tied] = {}
        for number, members in enumerate(table.sums):
            for cell in members:
                self.sums_of.setdefault(cell, []).append(number)

    def witness(self, cell: int) -> None:
        """Find a witness for `cell`, and hide what it needs."""
        if cell in self.witnessed:
            return
        walks = (self._walk(cell, step) for step in STEPS)
        moves = next((walk for walk in walks if walk is not None), None)
        moves = moves or self._cheapest(cell, believing=True) or self._cheapest(cell, believing=False)
        self._accept(moves or dict.fromkeys(self.tied_to(cell).cells, _NO_END))

    def _cheapest(self, cell: int, *, believing: bool) -> dict[int, float] | None:
        """The witness that hides least, at the widest step that has one. `believing`: keep to what words beside small
        numbers tell; without it, those words are taken back where the witness needs it."""
        tied = self.tied_to(cell)
        room = self._room(tied, believing=believing)
        for pair in zip(STEPS[::2], STEPS[1::2], strict=True):
            found: list[dict[int, float]] = []
            for step in pair:
                moves = best_witness(tied, room, cell, step)
                if moves is not None and not self._price(moves):
                    return moves
                found += [] if moves is None else [moves]
            if found:
                return min(found, key=self._price)
        return None

    def _room(self, tied: Tied, *, believing: bool) -> Room:
        table = self.table
        bounds = [self._bounds(cell, believing=believing) for cell in tied.cells]
        values = np.array([table.values[cell] for cell in tied.cells])
        least, most = np.array(bounds).T
        price = np.array([0.0 if cell in self.hidden else table.cost[cell] for cell in tied.cells])
        return Room(down=values - least, up=most - values, price=price)

    def tied_to(self, cell: int) -> Tied:
        """Everything that chains of sums tie to a cell."""
        if cell not in self._tied:
            tied = Tied.to(cell, self.table.sums, lambda other: self.sums_of.get(other, ()))
            self._tied.update(dict.fromkeys(tied.cells, tied))
        return self._tied[cell]

    def _price(self, moves: dict[int, float]) -> float:
        return sum(self.table.cost[i] for i in moves if i not in self.hidden)

    def _accept(self, moves: dict[int, float]) -> None:
        for cell, step in moves.items():
            self.hidden.add(cell)
            after = self.table.values[cell] + step
            if not self.table.told_least[cell] <= after <= self.table.told_most[cell]:
                self.untold.add(cell)
        self.witnessed |= moves.keys()

    def _bounds(self, cell: int, *, believing: bool) -> tuple[float, float]:
        """What a reader knows of a cell once it is hidden."""
        if believing and cell in self.hidden and cell not in self.untold:
            return self.table.told_least[cell], self.table.told_most[cell]
        return self.table.least[cell], self.table.most[cell]

    def _may(self, cell: int, step: float) -> bool:
        least, most = self._bounds(cell, believing=True)
        return cell in self.hidden and least <= self.table.values[cell] + step <= most

    def _walk(self, start: int, step: float) -> dict[int, float] | None:
        """Move `start` by `step` and put every sum right again among hidden cells; None when no way is found."""
        if not self._may(start, step):
            return None
        moves: dict[int, float] = {}
        wrong: dict[int, float] = {}
        self._move(start, step, moves, wrong)
        while wrong:
            number, off = next(iter(wrong.items()))
            found = self._next_cell(number, off, moves, wrong)
            if found is None or len(moves) > LONGEST_WALK:
                return None
            self._move(*found, moves, wrong)
        return moves

    def _move(self, cell: int, step: float, moves: dict[int, float], wrong: dict[int, float]) -> None:
        moves[cell] = step
        for number in self.sums_of.get(cell, ()):
            off = wrong.pop(number, 0.0) + (-step if self.table.sums[number][0] == cell else step)
            if off:
                wrong[number] = off

    def _next_cell(self, number: int, off: float, moves: dict[int, float], wrong: dict[int, float]) -> tuple[int, float] | None:
        """The cell of this sum whose move puts it right and upsets least elsewhere."""
        members = self.table.sums[number]
        best: tuple[int, int, float] | None = None
        for cell in members:
            step = off if cell == members[0] else -off
            if cell in moves or not self._may(cell, step):
                continue
            upset = 0
            for other in self.sums_of[cell]:
                if other != number:
                    sign = -step if self.table.sums[other][0] == cell else step
                    upset += -1 if other in wrong and wrong[other] + sign == 0 else 1
            if best is None or upset < best[0]:
                best = (upset, cell, step)
        return None if best is None else best[1:]
