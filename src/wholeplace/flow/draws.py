"""Random numbers that depend on who asks and for what, and never on what was drawn before.

A draw is a pure function of (seed, replication, arrival stream, hour, number within the hour, visit, what it is for): splitmix64
(Steele, Lea and Flood 2014) applied step by step. So a scenario with more people adds people and changes nobody else's luck, and
the same person draws the same in every scenario. Each function here has a compiled twin that gives the same bits.
"""

from hashlib import blake2b

import numpy as np

from wholeplace.flow.quick import quick

STAY, ROUTE, UNITS, PATIENCE, COMES_BACK, BACK_AFTER, BACK_AS, MOMENT, ARRANGING = range(9)
"""What a draw of a person and visit is for."""

EACH_VISIT = 16
"""Draws kept for each visit."""

_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_ALL = 2**64 - 1
_STEP64, _FIRST64, _SECOND64 = np.uint64(_STEP), np.uint64(_FIRST), np.uint64(_SECOND)
_30, _27, _31, _12, _1, _EACH64 = (np.uint64(n) for n in (30, 27, 31, 12, 1, EACH_VISIT))
_FINEST = 2.0**-52


def under(key: int, number: int) -> int:
    """The key of child `number` of a key: 64 bits, as good as independent of its sisters."""
    bits = (key + _STEP * (number + 1)) & _ALL
    bits = ((bits ^ (bits >> 30)) * _FIRST) & _ALL
    bits = ((bits ^ (bits >> 27)) * _SECOND) & _ALL
    return bits ^ (bits >> 31)


def uniform(key: int, visit: int, purpose: int) -> float:
    """A number between 0 and 1, ends not included, for one purpose on one visit of the person with this key."""
    return ((under(key, visit * EACH_VISIT + purpose) >> 12) + 0.5) * _FINEST


def replication_key(seed: int, replication: int) -> int:
    """Where all draws of one replication hang from."""
    return under(under(seed & _ALL, 0), replication)


def name_number(*names: str) -> int:
    """A number for names, the same on every machine, so that a stream keeps its draws when another is added before it."""
    return int.from_bytes(blake2b("\0".join(names).encode(), digest_size=8).digest(), "big") >> 1


@quick
def under64(key, number):
    """`under`, compiled: both arguments are 64-bit without sign."""
    bits = key + _STEP64 * (number + _1)
    bits = (bits ^ (bits >> _30)) * _FIRST64
    bits = (bits ^ (bits >> _27)) * _SECOND64
    return bits ^ (bits >> _31)


@quick
def uniform64(key, visit, purpose):
    """`uniform`, compiled."""
    return (np.float64(under64(key, np.uint64(visit) * _EACH64 + np.uint64(purpose)) >> _12) + 0.5) * _FINEST
