"""Person keys: 64 random bits, drawn when a person is first seen and kept ever after.

A key is never made from anything that is known of the person, so that nobody can go from a list of numbers to keys. Nothing
that leaves `people` may depend on its value or its order.
"""

import secrets
from collections.abc import Callable

import numpy as np
import polars as pl

Draw = Callable[[int], bytes]


def new_keys(count: int, taken: pl.Series, *, draw: Draw = secrets.token_bytes) -> pl.Series:
    """`count` random keys (Int64), all different and not among `taken`. `draw` gives that many random bytes; tests pass another.

    Two alike among millions of 64-bit draws are rare, not impossible.
    """
    drawn = pl.Series("person_key", [], dtype=pl.Int64)
    while len(drawn) < count:
        fresh = pl.Series("person_key", np.frombuffer(draw(8 * (count - len(drawn))), dtype=np.int64))
        drawn = pl.concat([drawn, fresh]).unique(maintain_order=True)
        drawn = drawn.filter(~drawn.is_in(taken.implode()))
    return drawn
