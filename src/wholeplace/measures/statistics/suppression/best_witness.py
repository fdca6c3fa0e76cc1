"""The witness that hides least, by linear programming: for the few cells where a plain walk would hide more, or find none.

Variables are the moves up and down of every cell that any chain of sums ties to the first one. All sums must hold, the
first cell must move by the step asked for, and the price is what would have to be hidden.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

_ALMOST = 1e-6
_LONG_WAY = 1e-3  # among equals, the witness that moves fewest cells
_NODES, _NEAR_ENOUGH = 500, 0.02  # a limit in steps, not in seconds, so that the same table gives the same answer


@dataclass(frozen=True, slots=True)
class Tied:
    """Cells that chains of sums tie together, and those sums as a matrix over them (1 for a part, -1 for a total)."""

    cells: tuple[int, ...]
    matrix: csr_array

    @classmethod
    def to(cls, start: int, sums: Sequence[tuple[int, ...]], sums_of: Callable[[int], Sequence[int]]) -> "Tied":
        """Everything tied to `start`."""
        found, edge, numbers = {start}, [start], set()
        while edge:
            for number in sums_of(edge.pop()):
                if number not in numbers:
                    numbers.add(number)
                    fresh = set(sums[number]) - found
                    found |= fresh
                    edge += fresh
        cells = tuple(sorted(found))
        at = {cell: n for n, cell in enumerate(cells)}
        entries = [
            (row, at[cell], -1.0 if place == 0 else 1.0)
            for row, number in enumerate(sorted(numbers))
            for place, cell in enumerate(sums[number])
        ]
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        return cls(cells, csr_array((values, (rows, columns)), shape=(len(numbers), len(cells))))


@dataclass(frozen=True, slots=True)
class Room:
    """How far each tied cell may move down and up, and the price of moving it by 1: arrays over `Tied.cells`."""

    down: NDArray[np.float64]
    up: NDArray[np.float64]
    price: NDArray[np.float64]


def best_witness(tied: Tied, room: Room, start: int, step: float) -> dict[int, float] | None:
    """Moves by cell, or None where there is no witness.

    Whole numbers only, since people are: an answer in halves would not deceive somebody who knows that.
    """
    at, size = tied.cells.index(start), abs(step)
    # Each cell is two variables: how far it moves up, then how far it moves down.
    most = np.concatenate([np.maximum(room.up, 0.0), np.maximum(room.down, 0.0)])
    least = np.zeros(len(most))
    own, opposite = (at, at + len(tied.cells)) if step > 0 else (at + len(tied.cells), at)
    if most[own] < size:
        return None
    least[own] = most[own] = size
    most[opposite] = 0.0
    costs = np.concatenate([room.price, room.price]) + _LONG_WAY
    sums = LinearConstraint(hstack([tied.matrix, -tied.matrix]).tocsr(), 0.0, 0.0)  # type: ignore[arg-type]
    for whole in (0, 1):  # answers in whole numbers mostly come of themselves, and sooner
        found = milp(
            costs, constraints=sums, bounds=Bounds(least, most),  # type: ignore[arg-type]
            integrality=np.full(len(costs), whole), options={"node_limit": _NODES, "mip_rel_gap": _NEAR_ENOUGH},
        )  # fmt: skip
        if found.x is None:
            return None
        moves = found.x[: len(tied.cells)] - found.x[len(tied.cells) :]
        if np.all(np.abs(moves - np.round(moves)) < _ALMOST):
            return {cell: float(round(move)) for cell, move in zip(tied.cells, moves, strict=True) if abs(move) > _ALMOST}
    return None
