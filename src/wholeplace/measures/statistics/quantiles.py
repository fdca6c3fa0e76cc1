"""Which fifth (or tenth, or other part) of a ranked list something belongs to."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from wholeplace.measures.statistics.limits import Floats


def quantiles_of(values: ArrayLike, parts: int, *, within: ArrayLike | None = None, highest_first: bool = True) -> NDArray[np.int64]:
    """The part 1..`parts` that each value falls in, by its rank; 0 where the value is missing.

    `values` [n]; `within` [n]: ranked apart inside each group (for fifths of each place). Part 1 holds the highest values,
    or the lowest with `highest_first=False` (a national deprivation rank, where 1 is most deprived). Ties share the lowest
    of their ranks, so they fall in one part, and parts may differ in size: IMD 2019's ranks have ties. With n values, rank
    r falls in part ceil(r x parts / n). Refuses fewer than 2 parts. A group with fewer values than parts has empty parts.

    Source: OHID, PHEindicatormethods `phe_quantile`, which ranks ties by their minimum.
    """
    if parts < 2:
        raise ValueError(f"A list is cut into 2 parts or more, not {parts}.")
    given = np.asarray(values, dtype=float)
    groups = np.zeros(given.shape) if within is None else np.unique(np.asarray(within), return_inverse=True)[1]
    signed = -given if highest_first else given
    found = np.zeros(given.shape, dtype=np.int64)
    for group in np.unique(groups):
        rows = (groups == group) & ~np.isnan(given)
        found[rows] = _parts(signed[rows], parts)
    return found


def _parts(values: Floats, parts: int) -> NDArray[np.int64]:
    ranks = rankdata(values, method="min")
    return np.ceil(ranks * parts / max(len(values), 1)).astype(np.int64)
