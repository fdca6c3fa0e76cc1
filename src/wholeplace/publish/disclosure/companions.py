"""Secondary suppression: hide enough beside each hidden number that no sum of published numbers gives it away.

Every hidden cell gets a witness: another table that agrees with everything published, in which this cell differs. A
reader who knows all published numbers exactly, and every bound that the words "fewer than 8" give, cannot tell the two
tables apart, so no arithmetic (nor linear programming) can pin the cell. Witnesses are found by walking: move the
cell, then put right each sum that no longer adds up by moving another cell of it the other way, hiding it if need be.
Assuming that readers know unrounded numbers is stricter than rounding needs: rates beside rounded counts give them away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

STEPS = (3.0, -3.0, 2.0, -2.0, 1.0, -1.0)
"""How far a witness moves the cell: the wider the better, since it leaves a reader more values to choose between."""

LONGEST_WALK = 300
_TRIES = ((True, False), (True, True), (False, True))
"""First among what is hidden already; then hiding more; last also taking back the words "fewer than 8"."""
_HIDING = 1000.0  # a walk would rather pass 1000 hidden cells than hide one more


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Cells that add up. `sums`: index of the total, then of its parts. `least` and `most`: what a reader knows of a cell
    that is hidden, beyond sums. `told_least` and `told_most`: the narrower bounds that the words (or the rounding) in its
    place tell. `cost`: how sorry we are to hide a cell that is not hidden yet. `blocks`: for each cell the
    tables that may go whole when nothing less protects it, the smallest first (-1: none)."""

    values: Sequence[float]
    sums: Sequence[tuple[int, ...]]
    least: Sequence[float]
    most: Sequence[float]
    told_least: Sequence[float]
    told_most: Sequence[float]
    cost: Sequence[float]
    blocks: Sequence[tuple[int, ...]]


@dataclass(kw_only=True, slots=True)
class Hidden:
    """What must be hidden, and in which places the words (or the rounding) may not stand: only "hidden" may."""

    cells: set[int]
    untold: set[int] = field(default_factory=set)


def with_companions(table: Table, small: set[int], *, blurred: set[int] | None = None) -> Hidden:
    """All that must be hidden so that nothing of `small` can be worked out. `small` itself is always in it.

    `blurred`: cells that rounding leaves open within their told bounds, so that they protect without being hidden.
    """
    walker = _Walker(table, small | (blurred or set()))
    for cell in sorted(small, key=lambda i: (table.values[i], i)):
        walker.witness(cell)
    return Hidden(cells=walker.hidden, untold=walker.untold)


class _Walker:
    """The state of the search: what is hidden so far, and for which cells a witness stands."""

    def __init__(self, table: Table, hidden: set[int]) -> None:
        self.table = table
        self.hidden = set(hidden)
        self.untold: set[int] = set()
        self.witnessed: set[int] = set()
        self.sums_of: dict[int, list[int]] = {}
        for number, members in enumerate(table.sums):
            for cell in members:
                self.sums_of.setdefault(cell, []).append(number)

    def witness(self, cell: int) -> None:
        """Find the cheapest witness for `cell`, and hide what it needs."""
        if cell in self.witnessed:
            return
        best = self._cheapest(cell)
        for size, block in enumerate(self.table.blocks[cell]):
            if best is None:  # a whole table of this level goes before anything of a wider one
                self.hidden |= {i for i, blocks in enumerate(self.table.blocks) if blocks[size] == block}
                best = self._cheapest(cell)
        self._accept(self._give_up(cell) if best is None else best)

    def _cheapest(self, cell: int) -> dict[int, float] | None:
        best: dict[int, float] | None = None
        least = float("inf")
        for believing, hiding in _TRIES:
            for step in STEPS:
                moves = self._walk(cell, step, believing, hiding)
                price = self._price(moves)
                if moves is not None and price < least:
                    best, least = moves, price
                if least == 0:
                    break
            if best is not None:
                break
        return best

    def _price(self, moves: dict[int, float] | None) -> float:
        return sum(self.table.cost[i] for i in moves if i not in self.hidden) if moves else float("inf")

    def _accept(self, moves: dict[int, float]) -> None:
        for cell, step in moves.items():
            self.hidden.add(cell)
            after = self.table.values[cell] + step
            if not self.table.told_least[cell] <= after <= self.table.told_most[cell]:
                self.untold.add(cell)
        self.witnessed |= moves.keys()

    def _give_up(self, cell: int) -> dict[int, float]:
        """No witness within reach: hide everything that any chain of sums ties to this cell."""
        tied, edge = {cell}, [cell]
        while edge:
            for number in self.sums_of.get(edge.pop(), ()):
                fresh = set(self.table.sums[number]) - tied
                tied |= fresh
                edge += sorted(fresh)
        return dict.fromkeys(tied, float("inf"))

    def _may(self, cell: int, step: float, believing: bool, hiding: bool) -> bool:
        if not hiding and cell not in self.hidden:
            return False
        after = self.table.values[cell] + step
        if believing and cell in self.hidden and cell not in self.untold:
            return self.table.told_least[cell] <= after <= self.table.told_most[cell]
        return self.table.least[cell] <= after <= self.table.most[cell]

    def _walk(self, start: int, step: float, believing: bool, hiding: bool) -> dict[int, float] | None:
        """Move `start` by `step` and put every sum right again; None when no way is found.

        `believing`: keep to what the words beside small numbers tell. `hiding`: cells that are not hidden may join.
        """
        if not self._may(start, step, believing, hiding):
            return None
        moves: dict[int, float] = {}
        wrong: dict[int, float] = {}
        self._move(start, step, moves, wrong)
        while wrong:
            number, off = next(iter(wrong.items()))
            found = self._next_cell(number, off, (moves, wrong), (believing, hiding))
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

    def _next_cell(
        self, number: int, off: float, walk: tuple[dict[int, float], dict[int, float]], may: tuple[bool, bool]
    ) -> tuple[int, float] | None:
        """The cell of this sum whose move puts it right and upsets (or hides) least elsewhere."""
        moves, wrong = walk
        members = self.table.sums[number]
        best: tuple[float, int, float] | None = None
        for cell in members:
            if cell in moves:
                continue
            step = off if cell == members[0] else -off
            if not self._may(cell, step, *may):
                continue
            price = 0.0 if cell in self.hidden else _HIDING + self.table.cost[cell]
            for other in self.sums_of[cell]:
                if other != number:
                    sign = -step if self.table.sums[other][0] == cell else step
                    price += -1.0 if other in wrong and wrong[other] + sign == 0 else 1.0
            if best is None or price < best[0]:
                best = (price, cell, step)
        return None if best is None else best[1:]
