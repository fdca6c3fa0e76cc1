"""XmR charts (individual values and moving ranges) by the rules of NHS England's "Making Data Count".

Conventions: limits = mean +/- 2.66 x mean moving range; warning lines at two thirds of the way. Special causes in order
of precedence: a point outside the limits; a trend of 7; two of three beyond the warning line on one side; a shift of 7.
Where the reference implementations differ from the published method we follow the method: a tie breaks a trend, a point
on the mean breaks a shift, a point beyond the limits counts for two of three, and the icon speaks of the LAST point.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.measures.statistics.limits import Floats

LIMIT = 2.66  # 3 standard deviations / d2 for moving ranges of two points (3 / 1.128)
WARNING = LIMIT * 2 / 3
RUN = 7
ENOUGH_POINTS = 13
"""Under this many points in the last phase the limits are trial limits."""

NO_RULE, OUTSIDE, TREND, TWO_OF_THREE, SHIFT = range(5)
RULES = ("", "outside the limits", "a trend of 7", "two of three near a limit", "a shift of 7")
"""Names of the rules, by number; lower numbers take precedence."""

# A value this close to a line (as a share of the series' largest value) is on it: sums in floating point are not exact.
_ON_THE_LINE = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Xmr:
    """Charts of many series. Arrays over [..., time] except `direction`, the icons and `trial`, which are over [...].

    `special`: +1 or -1 at points with a special cause upwards or downwards, else 0; `rule`: which one (see RULES).
    `direction`: `special` of the last point that has a value. Points without a value have no lines and no special cause.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    lower_warning: Floats
    upper_warning: Floats
    special: NDArray[np.int8]
    rule: NDArray[np.int8]
    direction: NDArray[np.int8]
    variation_icon: NDArray[np.str_]
    assurance_icon: NDArray[np.str_]
    trial: NDArray[np.bool_]


def xmr(
    values: ArrayLike,
    *,
    improvement: str,
    target: ArrayLike | None = None,
    baseline: int | None = None,
    phases: Sequence[int] = (),
) -> Xmr:
    """Chart each series in `values` [..., time]; a missing point (nan) is skipped as if it were not there.

    `improvement`: "lower", "higher" or "neither". `target` [...]: held strictly against the last phase's limits.
    `phases`: positions in time where a new phase begins: mean, limits and rules start afresh there. `baseline`: how many
    of a phase's first points set its mean and limits (all, when left out). A constant series has limits equal to its mean.
    """
    series = np.atleast_1d(np.asarray(values, dtype=float))
    if improvement not in ("lower", "higher", "neither"):
        raise ValueError(f'Improvement is "lower", "higher" or "neither", not "{improvement}".')
    length = series.shape[-1]
    if length == 0:
        return _without_points(series, improvement, target)
    starts = sorted({0, *phases})
    if starts[0] < 0 or starts[-1] >= length:
        raise ValueError(f"A phase begins at a position from 0 to {length - 1}, not at {starts[-1] if starts[0] >= 0 else starts[0]}.")
    charts = [_phase(series[..., a:b], baseline) for a, b in zip(starts, [*starts[1:], length], strict=True)]
    mean, half = (np.concatenate([chart[part] for chart in charts], axis=-1) for part in (0, 1))
    special, rule = (np.concatenate([chart[part] for chart in charts], axis=-1).astype(np.int8) for part in (2, 3))
    known = ~np.isnan(series)
    last = np.where(known.any(axis=-1), length - 1 - np.argmax(known[..., ::-1], axis=-1), 0)
    direction = _at(special, last)
    drawn = known.any(axis=-1) & ~np.isnan(_at(half, last))
    lower, upper = mean - half, mean + half
    return Xmr(
        mean=mean,
        lower=lower,
        upper=upper,
        lower_warning=mean - half * 2 / 3,
        upper_warning=mean + half * 2 / 3,
        special=special,
        rule=rule,
        direction=direction,
        variation_icon=_variation(direction, drawn, improvement),
        assurance_icon=_assurance(_at(lower, last), _at(upper, last), target, improvement),
        trial=known[..., starts[-1] :].sum(axis=-1) < ENOUGH_POINTS,
    )


def _without_points(series: Floats, improvement: str, target: ArrayLike | None) -> Xmr:
    """The chart of series that have no points at all, as where a publisher gives years and no months: nothing to draw."""
    chart = xmr(np.full((*series.shape[:-1], 1), np.nan), improvement=improvement, target=target)
    by_point = ("mean", "lower", "upper", "lower_warning", "upper_warning", "special", "rule")
    return replace(chart, **{name: getattr(chart, name)[..., :0] for name in by_point})


def _at(points: NDArray, position: NDArray) -> NDArray:
    return np.take_along_axis(points, position[..., None], axis=-1)[..., 0]


def _phase(series: Floats, baseline: int | None) -> tuple[Floats, Floats, NDArray, NDArray]:
    """Mean, distance to the limits, special cause and rule of each point of one phase."""
    missing = np.isnan(series)
    # Known points move to the front, so that the neighbours of a missing point are neighbours in the chart.
    order = np.argsort(missing, axis=-1, kind="stable")
    dense = np.take_along_axis(series, order, axis=-1)
    mean, half = _lines(dense if baseline is None else dense[..., :baseline])
    special, rule = _special(dense, mean, half)
    back = np.argsort(order, axis=-1, kind="stable")
    special, rule = np.take_along_axis(special, back, axis=-1), np.take_along_axis(rule, back, axis=-1)
    return np.where(missing, np.nan, mean), np.where(missing, np.nan, half), special, rule


def _lines(dense: Floats) -> tuple[Floats, Floats]:
    """The mean and 2.66 x the mean moving range, [..., 1]; no limits from fewer than two points."""
    known = ~np.isnan(dense)
    count = known.sum(axis=-1, keepdims=True)
    mean = np.where(known, dense, 0).sum(axis=-1, keepdims=True) / np.where(count > 0, count, np.nan)
    ranges = np.abs(np.diff(dense, axis=-1))
    moves = np.maximum(count - 1, 0)
    half = LIMIT * np.nan_to_num(ranges).sum(axis=-1, keepdims=True) / np.where(moves > 0, moves, np.nan)
    return mean, half


def _special(dense: Floats, mean: Floats, half: Floats) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    tolerance = _ON_THE_LINE * np.nan_to_num(np.abs(dense)).max(axis=-1, keepdims=True, initial=0)
    distance = dense - mean
    side = np.where(np.abs(distance) > tolerance, np.sign(distance), 0)  # nan compares false: no side
    steps = np.diff(dense, axis=-1)
    step = np.where(np.abs(steps) > tolerance, np.sign(steps), 0)
    far = np.where(np.abs(distance) > half + tolerance, side, 0)
    near = np.where(np.abs(distance) > half * 2 / 3 + tolerance, side, 0)
    found = (
        (OUTSIDE, far),
        (TREND, _runs(step, RUN - 1, reach=RUN)),
        (TWO_OF_THREE, _two_of_three(side, near)),
        (SHIFT, _runs(side, RUN, reach=RUN)),
    )
    special, rule = np.zeros(dense.shape, np.int8), np.zeros(dense.shape, np.int8)
    for number, signs in reversed(found):  # the first rule is written last
        special = np.where(signs != 0, signs, special).astype(np.int8)
        rule = np.where(signs != 0, number, rule).astype(np.int8)
    return special, rule


def _runs(signs: NDArray, need: int, *, reach: int) -> NDArray:
    """The sign at every point of a run of `need` equal signs; a run of steps reaches one point more than its steps."""
    points = signs.shape[-1] + reach - need
    marked = np.zeros((*signs.shape[:-1], points))
    for first in range(signs.shape[-1] - need + 1):
        window = signs[..., first : first + need]
        whole = np.where((window == window[..., :1]).all(axis=-1), window[..., 0], 0)[..., None]
        marked[..., first : first + reach] = np.where(whole != 0, whole, marked[..., first : first + reach])
    return marked


def _two_of_three(side: NDArray, near: NDArray) -> NDArray:
    """The side at each point beyond its warning line that has another within three points, all three on that side."""
    marked = np.zeros(side.shape)
    for first in range(side.shape[-1] - 2):
        window = slice(first, first + 3)
        for sign in (-1, 1):
            one_side = (side[..., window] == sign).all(axis=-1)
            holds = one_side & ((near[..., window] == sign).sum(axis=-1) >= 2)
            hit = holds[..., None] & (near[..., window] == sign)
            marked[..., window] = np.where(hit, sign, marked[..., window])
    return marked


def _variation(direction: NDArray, drawn: NDArray, improvement: str) -> NDArray[np.str_]:
    words = {"higher": ("improvement", "concern"), "lower": ("concern", "improvement"), "neither": ("neither", "neither")}
    up, down = words[improvement]
    icon = np.select([direction > 0, direction < 0], [f"{up} high", f"{down} low"], default="common cause")
    return np.where(drawn, icon, "none")


def _assurance(lower: Floats, upper: Floats, target: ArrayLike | None, improvement: str) -> NDArray[np.str_]:
    if target is None or improvement == "neither":
        return np.full(lower.shape, "no target")
    aim = np.asarray(target, dtype=float)
    above, below = aim > upper, aim < lower
    passes, fails = (above, below) if improvement == "lower" else (below, above)
    icon = np.select([passes, fails], ["pass", "fail"], default="hit or miss")
    return np.where(np.isnan(aim) | np.isnan(upper), "no target", icon)
