"""How far a gap between two groups could move if the records that nobody could link were counted too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.measures.statistics.limits import Floats, counts_of

HALF_OR_DOUBLE = (0.5, 2.0)
"""The least and the most that the unlinked may have of the linked's rate. A convention of ours, not an estimate."""

_TINY = 1e-300


@dataclass(frozen=True, kw_only=True, slots=True)
class UnlinkedRange:
    """A gap (one group's rate minus the other's), and what it could be if the unlinked were counted too.

    `lower`, `upper`: the unlinked of both groups differ from the linked in the same way. `widest_lower`, `widest_upper`: those
    of each group in their own way, which is the most that can be said against the gap. `could_explain`: within the widest
    range the gap vanishes or turns round, so linkage alone could have made it.
    """

    gap: Floats
    lower: Floats
    upper: Floats
    widest_lower: Floats
    widest_upper: Floats
    could_explain: NDArray[np.bool_]


def unlinked_range(
    rate: ArrayLike,
    unlinked: ArrayLike,
    other_rate: ArrayLike,
    other_unlinked: ArrayLike,
    *,
    multiples: tuple[float, float] = HALF_OR_DOUBLE,
    most: float = np.inf,
) -> UnlinkedRange:
    """The gap `rate` - `other_rate` if the unlinked had anything from half to double the rate of the linked.

    `rate`, `other_rate`: rates or shares among the linked rows of the two groups, in any one unit. `unlinked`,
    `other_unlinked`: the share of each group's rows that is not linked, 0..1. All of any one shape. With k the unlinked's rate
    as a multiple of the linked's, a group's rate is rate x ((1 - unlinked) + k x unlinked), so each end of k gives an end of
    the range. `most`: what a rate cannot exceed (1 for a proportion, 100 for a percentage); the unlinked's own rate stops there.

    Nothing unlinked: the range is the gap. Everything unlinked in one group, or anything missing: nan, and nothing is
    explained. A gap of 0 needs no explanation. Refuses shares outside 0..1, rates below 0, and multiples out of order.
    """
    low, high = multiples
    if not 0 <= low <= 1 <= high:
        raise ValueError(f"multiples run from at most 1 to at least 1, such as (0.5, 2), not {multiples}.")
    ours = [_counted_too(rate, unlinked, multiple, most) for multiple in multiples]
    theirs = [_counted_too(other_rate, other_unlinked, multiple, most) for multiple in multiples]
    gap = np.where(np.isnan(ours[0] + theirs[0]), np.nan, np.asarray(rate, dtype=float) - np.asarray(other_rate, dtype=float))
    # Where `most` holds a rate down the gap bends, so its ends may lie at the bends and not at the ends of the multiples.
    bends = [np.clip(most / np.maximum(np.asarray(each, dtype=float), _TINY), low, high) for each in (rate, other_rate)]
    alike = [
        _counted_too(rate, unlinked, multiple, most) - _counted_too(other_rate, other_unlinked, multiple, most)
        for multiple in (low, high, *bends)
    ]
    lower, upper = np.minimum.reduce([gap, *alike]), np.maximum.reduce([gap, *alike])
    widest_lower, widest_upper = ours[0] - theirs[1], ours[1] - theirs[0]
    return UnlinkedRange(
        gap=gap,
        lower=lower,
        upper=upper,
        widest_lower=widest_lower,
        widest_upper=widest_upper,
        could_explain=((gap > 0) & (widest_lower <= 0)) | ((gap < 0) & (widest_upper >= 0)),
    )


def _counted_too(rate: ArrayLike, unlinked: ArrayLike, multiple: ArrayLike, most: float) -> Floats:
    """The rate of all rows of a group when the unlinked have `multiple` times the linked's."""
    rates, share = np.broadcast_arrays(counts_of(rate, "rate"), counts_of(unlinked, "unlinked share"))
    if np.any(share > 1):
        raise ValueError(f"The unlinked share runs from 0 to 1; the highest here is {np.nanmax(share):g}.")
    known = np.where(share < 1, rates, np.nan)
    return known * (1 - share) + np.minimum(known * np.asarray(multiple), np.maximum(known, most)) * share
