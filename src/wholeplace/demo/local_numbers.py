"""The number that a sender gives a client: its own in every feed, so that it says nothing about the number in another."""

from zlib import crc32

import numpy as np

_BITS = 28
_MASK = (1 << _BITS) - 1
_ROUNDS = 3


def local_numbers(seed: int, feed: str, serial: np.ndarray) -> np.ndarray:
    """Nine figures for each serial (0 <= serial < 2 ** 28), no two alike within a feed.

    Each round multiplies by a secret odd number and folds the high half onto the low one: both can be undone, so that
    different serials never meet. The secrets follow from the seed and the feed's name.
    """
    rng = np.random.default_rng([seed, crc32(feed.encode())])
    mixed = serial.astype(np.int64)
    for _ in range(_ROUNDS):
        odd, added = (int(n) for n in rng.integers(0, 1 << (_BITS - 1), 2))
        mixed = (mixed * (2 * odd + 1) + added) & _MASK
        mixed ^= mixed >> (_BITS // 2)
    return 100_000_000 + mixed
