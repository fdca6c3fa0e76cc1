"""Gaps between deprivation fifths, and whether the lives of the poorest improve the fastest."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.measures.statistics.limits import Floats, counts_of, z_of

POOREST_FASTEST = "poorest fastest"
ALL_IMPROVE_GAP_WIDENS = "all improve, gap widens"
LEVELLING_DOWN = "levelling down"
POOREST_WORSE = "poorest worse"
POOREST_LEFT_BEHIND = "poorest left behind"
NO_CLEAR_CHANGE = "no clear change"
CANNOT_SAY = "cannot say"

_ONE_SIDE_95 = 1.645


@dataclass(frozen=True, kw_only=True, slots=True)
class Slope:
    """The slope index of inequality: how much worse off the poorest end is than the richest, in the measure's unit.

    Above 0: the poorest are worse off, whichever direction of the measure is good. `relative` divides the worse end by
    the better one in the same sense (1: no gap). `error` is the standard error of `absolute`.
    """

    absolute: Floats
    lower: Floats
    upper: Floats
    relative: Floats
    error: Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """A scale on which a line is drawn: the way there, the way back, and how much a value moves for a step there."""

    there: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    steepness: Callable[[Floats], Floats]


def _above(values: Floats, least: float) -> Floats:
    return np.where(values > least, values, np.nan)


AS_IT_IS = Scale(there=lambda values: values, back=lambda values: values, steepness=np.ones_like)
LOG = Scale(there=lambda values: np.log(_above(values, 0)), back=np.exp, steepness=lambda values: values)


def logit(whole: float = 100) -> Scale:
    """The log of the odds, for shares of `whole` (100 for percentages)."""
    return Scale(
        there=lambda values: np.log(_above(values, 0) / _above(whole - values, 0)),
        back=lambda line: whole / (1 + np.exp(-line)),
        steepness=lambda values: values * (whole - values) / whole,
    )


def slope_index(
    values: ArrayLike,
    standard_errors: ArrayLike,
    population_shares: ArrayLike,
    *,
    better: str = "lower",
    scale: Scale = AS_IT_IS,
    confidence: float = 0.95,
) -> Slope:
    """Slope and relative index over quantiles ordered from the most deprived (last axis).

    Each quantile stands at the middle of its share of the population (ridit). Least squares with rows multiplied by the
    square root of the share; limits in closed form, z x sqrt(sum(H2^2 x share x se^2)), with no random draws.
    `population_shares` need not add up to 1. Missing in any quantile: no slope. `better` is "lower" or "higher"; with
    "neither" a positive gap means that the most deprived have the higher value.
    `scale`: AS_IT_IS, LOG (rates) or `logit(100)` (percentages): the line is drawn on that scale and its two ends are
    carried back, so that no end lies below 0 or above the whole; limits by the delta method. A value of 0, or of the
    whole, has no logarithm: no slope.
    Source: OHID Technical Guide, Assessing inequalities using the slope index of inequality; Low and Low 2004.
    """
    people = counts_of(population_shares, "population shares")
    given, errors = np.asarray(values, dtype=float), counts_of(standard_errors, "standard errors")
    y = scale.there(given)
    whole = people.sum(axis=-1, keepdims=True)
    share = people / np.where(whole > 0, whole, np.nan)
    rank = np.cumsum(share, axis=-1) - share / 2
    centre = np.sum(share * rank, axis=-1, keepdims=True)
    spread = np.sum(share * (rank - centre) ** 2, axis=-1, keepdims=True)
    pull = share * (rank - centre) / np.where(spread > 0, spread, np.nan)  # H2 x sqrt(share): the slope is sum(pull x y)
    of_poorest = share - pull * centre
    of_richest = of_poorest + pull
    lines = [np.sum(weights * y, axis=-1) for weights in (of_poorest, of_richest)]
    at_poorest, at_richest = (scale.back(line) for line in lines)
    slopes = [scale.steepness(each)[..., None] for each in (at_poorest, at_richest)]
    moved = (slopes[1] * of_richest - slopes[0] * of_poorest) * errors / scale.steepness(given)
    error = np.sqrt(np.sum(moved**2, axis=-1))
    higher_is_good = better == "higher"
    gap = at_richest - at_poorest if higher_is_good else at_poorest - at_richest
    top, bottom = (at_richest, at_poorest) if higher_is_good else (at_poorest, at_richest)
    half = z_of(confidence) * error
    return Slope(absolute=gap, lower=gap - half, upper=gap + half, relative=top / np.where(bottom > 0, bottom, np.nan), error=error)


def poorest_fastest(  # the five numbers of one published rule
    *, poorest: tuple[float, float], richest: tuple[float, float], whole: float, gap: tuple[float, float], confidence: float = 0.99
) -> str:
    """The verdict on "improving the lives of the poorest the fastest".

    `poorest`, `richest`: yearly change of fifths 1 and 5 as a share of what they were, and its standard error, signed so
    that + is better (shares, because when everyone falls by a quarter the absolute gap falls too, and nobody was faster);
    `whole`: the change of everyone; `gap`: how much the slope index closed (+) or widened (-), and its standard error.

    A verdict needs two things beyond noise: the gap moved (one side, 95%), and the end that moved it did (`confidence`).
    "poorest fastest": fifth 1 improves, by more than the whole and than fifth 5, and the gap closes. Closing because fifth
    5 worsens by more than fifth 1 improves is "levelling down". Widening is "poorest worse" where fifth 1 worsens, "all
    improve, gap widens" where it improves too, and "poorest left behind" where only fifth 5 improves.
    """
    if not np.all(np.isfinite((*poorest, *richest, whole, *gap))):
        return CANNOT_SAY
    z = z_of(confidence)
    gain, gain_of_richest = poorest[0], richest[0]
    better, worse = gain > z * poorest[1], gain < -z * poorest[1]
    richest_better, richest_worse = gain_of_richest > z * richest[1], gain_of_richest < -z * richest[1]
    if gap[0] > _ONE_SIDE_95 * gap[1]:
        faster = gain - gain_of_richest > _ONE_SIDE_95 * float(np.hypot(poorest[1], richest[1]))
        if better and faster and gain > max(whole, -gain_of_richest):
            return POOREST_FASTEST
        return LEVELLING_DOWN if richest_worse else NO_CLEAR_CHANGE
    if worse and gap[0] < 0:
        return POOREST_WORSE
    if richest_better and gap[0] < -_ONE_SIDE_95 * gap[1]:
        return ALL_IMPROVE_GAP_WIDENS if better else POOREST_LEFT_BEHIND
    return NO_CLEAR_CHANGE
