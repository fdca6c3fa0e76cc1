"""All the laws that a network uses, as one long row of numbers: equal lengths share one table."""

from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.kernel.world import LAW
from wholeplace.flow.lengths import Inverse, inverse_of, lengths_found
from wholeplace.flow.shapes import Length

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LawBook:
    """Gives each length a number as it is asked for, and the arrays at the end."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Length, bool], int] = {}
        self._laws: list[Inverse] = []

    def number(self, length: Length, *, found: bool = False) -> int:
        """The number of a length's law; `found`: of the whole length of a stay that is found under way."""
        if (length, found) not in self._numbers:
            self._numbers[length, found] = len(self._laws)
            self._laws.append(lengths_found(length) if found else inverse_of(length))
        return self._numbers[length, found]

    def arrays(self) -> "tuple[NDArray, NDArray[np.float64]]":
        """The laws (kind, start, count), and the numbers that they point into."""
        rows, start = [], 0
        for law in self._laws:
            rows.append((law.kind, start, len(law.numbers)))
            start += len(law.numbers)
        return np.array(rows, LAW), np.concatenate([law.numbers for law in self._laws] or [np.zeros(0)])
