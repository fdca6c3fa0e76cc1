"""What runs say together: a mean and the range that 9 in 10 of them lie in, for a level or for a difference run by run.

A difference is taken between the two runs of one replication, in which the same people come with the same luck, so most of
chance cancels. A range is over replications: what one such period may bring, not how well its mean is known.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOW, HIGH = 0.05, 0.95
_DUST = 1e-9
_WILSON = 1.6448536269514722  # the normal distribution's 95th of 100 points


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """A mean over replications, and the limits that 9 in 10 of them lie between."""

    mean: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Of a difference: whether 9 in 10 replications agree on its direction."""
        return self.low > _DUST or self.high < -_DUST


def range_of(values: "NDArray[np.float64]") -> Range:
    """The range of one number a replication. At least one; of one alone all three are the same."""
    low, high = np.quantile(values, (LOW, HIGH))
    return Range(mean=float(np.mean(values)), low=float(low), high=float(high))


def chance_of(happened: "NDArray[np.bool_]") -> Range:
    """A chance, as the share of replications in which it happened, with Wilson's 90% limits."""
    count, share = len(happened), float(np.mean(happened))
    square = _WILSON**2 / count
    middle = (share + square / 2) / (1 + square)
    half = _WILSON / (1 + square) * (share * (1 - share) / count + square / (4 * count)) ** 0.5
    return Range(mean=share, low=min(share, max(0.0, middle - half)), high=max(share, min(1.0, middle + half)))


def change_of_chance(now: "NDArray[np.bool_]", before: "NDArray[np.bool_]") -> Range:
    """The difference of two chances, replication by replication, with 90% limits from how many changed (Agresti and Min 2005).

    Half a change each way is added first, so that few replications without any do not make a certainty.
    """
    count = len(now) + 1
    more, fewer = float(np.sum(now & ~before)) + 0.5, float(np.sum(before & ~now)) + 0.5
    mean = (more - fewer) / count
    half = _WILSON * max(0.0, (more + fewer) / count - mean**2) ** 0.5 / count**0.5
    plain = (float(np.sum(now)) - float(np.sum(before))) / len(now)
    return Range(mean=plain, low=max(-1.0, min(plain, mean - half)), high=min(1.0, max(plain, mean + half)))
