"""Lengths of time by their inverse distribution, so that one uniform number makes one length.

Every smooth law becomes one table when a network is compiled: its inverse distribution (from scipy) as cubics over bins that halve
towards both ends, so that far tails are as exact as the middle. Looking up needs only sums and products, which is why the compiled
kernel and plain Python agree to the last bit. The error against scipy is under a millionth of the length plus the mean, for
sd from 0.1 to 5 times the mean (tests/flow/test_lengths.py). The table ends beyond one in 2^64.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

from wholeplace.flow.quick import quick
from wholeplace.flow.shapes import Law, Length
from wholeplace.terms import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

HALVINGS = 64
BINS = 16
FIXED, SMOOTH, EMPIRICAL = range(3)
_POINTS = np.array([0.0, 1 / 3, 2 / 3, 1.0])
_TO_CUBIC = np.linalg.inv(np.vander(_POINTS, increasing=True)).T
_FINE = 4097


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Inverse:
    """A law ready to draw from. `numbers`: the cubics of a smooth law, the quantiles of an empirical one, or the one fixed length."""

    kind: int
    numbers: "NDArray[np.float64]"

    def at(self, share: float) -> float:
        """The length that a share of people do not exceed (0 to 1)."""
        return length_at.py_func(self.kind, self.numbers, 0, len(self.numbers), share)


@quick
def length_at(kind, numbers, start, count, share):
    """The length at a share, from numbers[start : start + count]. Plain Python as `length_at.py_func`."""
    if kind == FIXED:
        return numbers[start]
    if kind == EMPIRICAL:
        along = share * (count - 1)
        whole = min(int(along), count - 2)
        low = numbers[start + whole]
        return low + (numbers[start + whole + 1] - low) * (along - whole)
    upper = share >= 0.5
    part, halvings = math.frexp(1.0 - share if upper else share)
    row = min(-halvings, HALVINGS - 1) + (HALVINGS if upper else 0)
    along = (part - 0.5) * (2 * BINS)
    whole = int(along)
    x = along - whole
    at = start + (row * BINS + whole) * 4
    return max(0.0, numbers[at] + x * (numbers[at + 1] + x * (numbers[at + 2] + x * numbers[at + 3])))


@quick
def length_beyond(kind, numbers, start, count, beyond):
    """The length that a share `beyond` of people exceed: as exact in the upper tail as `length_at` is in the lower."""
    if kind != SMOOTH or beyond > 0.5:
        return length_at(kind, numbers, start, count, 1.0 - beyond)
    part, halvings = math.frexp(beyond)
    row = min(-halvings, HALVINGS - 1) + HALVINGS
    along = (part - 0.5) * (2 * BINS)
    whole = int(along)
    x = along - whole
    at = start + (row * BINS + whole) * 4
    return max(0.0, numbers[at] + x * (numbers[at + 1] + x * (numbers[at + 2] + x * numbers[at + 3])))


@lru_cache(maxsize=4096)
def inverse_of(length: Length) -> Inverse:
    """A length's inverse distribution, cut at `longest`. Refuses a law that its numbers do not describe."""
    if length.law is Law.EMPIRICAL:
        return Inverse(kind=EMPIRICAL, numbers=_empirical(length))
    if _is_fixed(length):
        return Inverse(kind=FIXED, numbers=np.array([_cut_mean(length)]))
    below, beyond = _family(length)
    kept = 1.0 if length.longest is None else 1.0 - share_beyond(length, length.longest)
    return Inverse(kind=SMOOTH, numbers=_table(below, beyond, kept))


@lru_cache(maxsize=4096)
def lengths_found(length: Length) -> Inverse:
    """The inverse distribution of the whole length of a stay that is found under way at a moment: longer stays are found more.

    With a second draw u the rest of that stay is u times it: the equilibrium residual.
    """
    if _is_fixed(length):
        return inverse_of(length)
    if length.law is Law.EMPIRICAL:
        return Inverse(kind=EMPIRICAL, numbers=_found_empirical(_empirical(length)))
    below, beyond = _found_family(length)
    kept = 1.0
    if length.longest is not None:
        kept = _crossing(lambda share: below(np.array([share]))[0] - length.longest, 1e-15, 1 - 1e-15)
    return Inverse(kind=SMOOTH, numbers=_table(below, beyond, kept))


def share_beyond(length: Length, days: float) -> float:
    """The share of all stays that are longer than so many days (with the law's own `longest` not yet applied)."""
    if days <= 0.0:
        return 1.0
    if length.law is Law.EMPIRICAL:
        points = np.asarray(length.quantiles)
        return float(1.0 - np.interp(days, points, np.linspace(0.0, 1.0, len(points)), left=0.0, right=1.0))
    if _is_fixed(length):
        return float(length.mean > days)
    return _smooth_share_beyond(length, days)


def _smooth_share_beyond(length: Length, days: float) -> float:
    if length.law is Law.EXPONENTIAL:
        return math.exp(-days / length.mean)
    if length.law is Law.LOGNORMAL:
        centre, spread = _lognormal(length)
        return float(special.ndtr((centre - math.log(days)) / spread))
    if length.law is Law.GAMMA:
        return float(special.gammaincc((length.mean / length.sd) ** 2, days * length.mean / length.sd**2))
    shape, scale = weibull(length.mean, length.sd)
    return math.exp(-((days / scale) ** shape))


def share_staying(length: Length, days: float) -> float:
    """The share of all stays that are longer than so many days, none being longer than `longest`."""
    if _is_fixed(length):
        return float(_cut_mean(length) > days)
    if length.longest is None:
        return share_beyond(length, days)
    cut = share_beyond(length, length.longest)
    return max(0.0, (share_beyond(length, days) - cut) / (1.0 - cut))


@lru_cache(maxsize=4096)
def weibull(mean: float, sd: float) -> tuple[float, float]:
    """Shape and scale of the Weibull law with this mean and standard deviation."""
    wanted = math.log1p((sd / mean) ** 2)
    shape = _crossing(lambda k: special.gammaln(1 + 2 / k) - 2 * special.gammaln(1 + 1 / k) - wanted, 0.02, 2000.0)
    return shape, mean / math.exp(special.gammaln(1 + 1 / shape))


def _crossing(curve: "Callable[[float], float]", low: float, high: float) -> float:
    """Where a curve crosses zero between two points on either side of it."""
    return float(optimize.root_scalar(curve, bracket=(low, high), method="brentq", xtol=1e-15).root)


def _is_fixed(length: Length) -> bool:
    if length.law is Law.EMPIRICAL:
        return False
    return length.law is Law.FIXED or length.mean == 0.0 or (length.sd == 0.0 and length.law is not Law.EXPONENTIAL)


def _cut_mean(length: Length) -> float:
    return length.mean if length.longest is None else min(length.mean, length.longest)


def _empirical(length: Length) -> "NDArray[np.float64]":
    if len(length.quantiles) < 2:
        raise WrongUse(f"An empirical length needs two quantiles or more, and this one has {len(length.quantiles)}.")
    points = np.asarray(length.quantiles, dtype=np.float64)
    if length.longest is None or length.longest >= points[-1]:
        return points
    kept = 1.0 - share_beyond(length, length.longest)
    return np.interp(np.linspace(0.0, kept, _FINE), np.linspace(0.0, 1.0, len(points)), points)


def _found_empirical(points: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Equally spaced quantiles of the lengths found: within a piece the share found below x grows with x squared."""
    mass = np.concatenate([[0.0], np.cumsum((points[1:] + points[:-1]) / 2)])
    if mass[-1] == 0.0:
        return points
    wanted = np.linspace(0.0, mass[-1], _FINE)
    piece = np.clip(np.searchsorted(mass, wanted, side="right") - 1, 0, len(points) - 2)
    low, rise, rest = points[piece], points[piece + 1] - points[piece], wanted - mass[piece]
    return np.sqrt(low**2 + 2 * rise * rest)


def _lognormal(length: Length) -> tuple[float, float]:
    variance = math.log1p((length.sd / length.mean) ** 2)
    return math.log(length.mean) - variance / 2, math.sqrt(variance)


def _family(length: Length) -> "tuple[Callable, Callable]":
    """Two functions: the length that a share stays below, and the length that a share stays beyond."""
    if length.law is Law.EXPONENTIAL:
        return (lambda u: -length.mean * np.log1p(-u)), (lambda v: -length.mean * np.log(v))
    if length.law is Law.LOGNORMAL:
        centre, spread = _lognormal(length)
        return (lambda u: np.exp(centre + spread * special.ndtri(u))), (lambda v: np.exp(centre - spread * special.ndtri(v)))
    if length.law is Law.GAMMA:
        return _gamma((length.mean / length.sd) ** 2, length.sd**2 / length.mean)
    shape, scale = weibull(length.mean, length.sd)
    return (lambda u: scale * (-np.log1p(-u)) ** (1 / shape)), (lambda v: scale * (-np.log(v)) ** (1 / shape))


def _found_family(length: Length) -> "tuple[Callable, Callable]":
    """The same for stays found under way, whose density is that of all stays times their length."""
    if length.law is Law.EXPONENTIAL:
        return _gamma(2.0, length.mean)
    if length.law is Law.LOGNORMAL:
        centre, spread = _lognormal(length)
        centre += spread**2
        return (lambda u: np.exp(centre + spread * special.ndtri(u))), (lambda v: np.exp(centre - spread * special.ndtri(v)))
    if length.law is Law.GAMMA:
        return _gamma((length.mean / length.sd) ** 2 + 1, length.sd**2 / length.mean)
    shape, scale = weibull(length.mean, length.sd)
    below, beyond = _gamma(1 + 1 / shape, 1.0)
    return (lambda u: scale * below(u) ** (1 / shape)), (lambda v: scale * beyond(v) ** (1 / shape))


def _gamma(shape: float, scale: float) -> "tuple[Callable, Callable]":
    return (lambda u: scale * special.gammaincinv(shape, u)), (lambda v: scale * special.gammainccinv(shape, v))


def _table(below: "Callable", beyond: "Callable", kept: float) -> "NDArray[np.float64]":
    """Cubics in each bin of each halving, first from the lower end, then from the upper; `kept` is the share below the cut."""
    starts = 2.0 ** -np.arange(1, HALVINGS + 1)[:, None, None]
    shares = np.minimum(starts * (1 + (np.arange(BINS)[None, :, None] + _POINTS) / BINS), 1 - 1e-9)  # no end is asked for
    over = 1.0 - kept + kept * shares
    upper = np.empty_like(over)
    upper[over < 0.5] = beyond(over[over < 0.5])
    upper[over >= 0.5] = below(kept * (1.0 - shares[over >= 0.5]))
    return np.ascontiguousarray(np.concatenate([below(shares * kept), upper]) @ _TO_CUBIC).reshape(-1)
