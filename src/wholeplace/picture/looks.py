"""Change or noise: the two looks at one measure in many areas at once. Pure arrays; the words are made elsewhere.

Look 1, the chart: XmR rules on the months; a special cause inside the period, direction by the last one.
Look 2, the year before: the same months a year earlier, by rate ratio, difference of shares or difference of values; and
the 12 months to the period's end against the 12 before, which see a lasting change that one quarter is too short to see.

Each look alone would speak too often by chance: eight rules looked at in three months find something in about 1 quiet
series of 20. So that both together stay under the budget (see tests/picture/test_false_alarms.py):
- the year before alone must hold at 99%, or the 12 months at 99% while the period
  leans the same way (one side, 95%; where the 12 months hold at 99.9%, one standard error is enough);
- the chart speaks only when the year before leans its way (one side, 95%), and never for a seasonal series, whose
  summers are always "better", nor for one whose months overlap;
- below the places, the year before must pass Benjamini-Hochberg at 10% across the areas of one level, chart or not;
- counts that vary more than chance widen the year-before limits: their dispersion is estimated from the chart's own
  moving ranges, and because it is estimated, the limits follow Student's t.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc, ndtr, ndtri, stdtrit

from wholeplace.measures.statistics import Xmr, benjamini_hochberg, xmr

SURE = 0.99  # the year before alone
LEANS = 1.645  # standard errors: one side, 95%
VERY_SURE_YEAR, AT_LEAST_SHOWS = 3.29, 1.0  # 12 months that hold at 99.9% need only a period that shows the same
FALSE_DISCOVERIES = 0.10  # among areas below the places that are said to have changed
MEAN_RANGE = 1.128  # mean moving range of two points, in standard deviations
HARDLY_MORE = 1.3  # times the variance of chance
ENOUGH_TO_SPREAD = 8  # fewer moving ranges say too little about dispersion
MONTHS_TO_SEE_SEASONS = 24
WIDEST = 600.0  # the logarithm of a limit that says nothing: beyond it no number can be held
SEASONAL_BELOW = 0.05  # p-value of the seasonal wave

Floats = NDArray[np.float64]
RATE, SHARE, MEAN, VALUE = "rate", "share", "mean", "value"


@dataclass(frozen=True, kw_only=True, slots=True)
class Months:
    """One measure's monthly series over [area, time]; nan where a month has no figure."""

    value: Floats
    numerator: Floats
    denominator: Floats
    starts: NDArray[np.datetime64]  # [time], first day of each point


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """The period and the same months a year before, over [area]. `error`: standard error of `value` where it has one."""

    value: Floats
    numerator: Floats
    denominator: Floats
    error: Floats
    value_before: Floats
    numerator_before: Floats
    denominator_before: Floats
    error_before: Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class Looks:
    """What both looks saw, over [area]. Directions: +1 rose, -1 fell, 0 neither. `score` is the year-before difference in
    standard errors (nan: cannot look), `year_score` that of the 12 months; `ratio` with its limits at 99%."""

    chart: Xmr
    chart_direction: NDArray[np.int8]
    can_chart: NDArray[np.bool_]
    seasonal: NDArray[np.bool_]
    score: Floats
    year_score: Floats
    dispersion: Floats
    ratio: Floats
    ratio_lower: Floats
    ratio_upper: Floats

    @property
    def chart_speaks(self) -> NDArray[np.bool_]:
        """Where the chart's rules mean something: enough points, no season, months that do not overlap."""
        return self.can_chart & ~self.seasonal

    @property
    def p_value(self) -> Floats:
        """Two-sided chance of a year-before difference at least this large when nothing changed: the smaller of the
        period's and, where the period leans the same way, the year's, doubled because it is the smaller of two."""
        period, year = 2 * ndtr(-np.abs(self.score)), 2 * ndtr(-np.abs(self.year_score))
        return np.minimum(np.where(self.lasting, 2 * np.fmin(period, year), np.where(np.isnan(self.year_score), period, 2 * period)), 1.0)

    @property
    def lasting(self) -> NDArray[np.bool_]:
        """Where the 12 months differ in the direction that the period leans, or shows where the 12 months are very sure."""
        leans = np.where(np.abs(self.year_score) >= VERY_SURE_YEAR, AT_LEAST_SHOWS, LEANS)
        return (np.abs(self.score) >= leans) & (np.sign(self.score) == np.sign(self.year_score))


@dataclass(frozen=True, kw_only=True, slots=True)
class Pairs:
    """The period against the same months a year before, and the 12 months to its end against the 12 before them."""

    period: Pair
    year: Pair


def look(months: Months, pairs: Pairs, *, family: str, improvement: str, period: NDArray[np.bool_], overlapping: bool = False) -> Looks:
    """Both looks at one measure. `period` marks the points of `months` inside the picture's period.

    `family`: RATE (events and exposure), SHARE (events among rows), MEAN (the mean of a row) or VALUE (no counts behind it).
    `overlapping`: each month counts mostly the people of the month before, so neighbouring points are alike and neither the
    chart's rules nor its moving ranges hold.
    """
    chart = xmr(months.value, improvement=improvement)
    seasonal = Wave.of(months.value, months.starts).seasonal
    direction = _last_special(np.where(period, chart.special, 0))
    can_chart = (np.sum(~np.isnan(months.value), axis=-1) >= ENOUGH_TO_SPREAD) & (not overlapping)
    # Where months overlap, neighbouring points say nothing about chance.
    unknown = np.full(len(months.value), 1.0 if family in (RATE, SHARE) else np.nan)
    spread = unknown if overlapping else dispersion(months, family=family)
    compare = {RATE: _rates, SHARE: _shares, MEAN: _means, VALUE: _values}[family]
    score, ratio, error = compare(pairs.period, spread)
    year_score, _, _ = compare(pairs.year, spread)
    half = np.minimum(float(ndtri((1 + SURE) / 2)) * error, WIDEST)
    return Looks(
        chart=chart, chart_direction=np.where(can_chart, direction, 0).astype(np.int8), can_chart=can_chart, seasonal=seasonal,
        score=score, year_score=year_score, dispersion=spread,
        ratio=ratio, ratio_lower=ratio * np.exp(-half), ratio_upper=ratio * np.exp(half),
    )  # fmt: skip


NEITHER, CHART, YEAR_BEFORE, BOTH, CONTRADICT, CANNOT_LOOK = (
    "neither", "chart", "year before", "both", "they contradict", "cannot look",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What the two looks say together, over [area]: +1 rose, -1 fell, 0 no clear change; and which of them spoke."""

    direction: NDArray[np.int8]
    spoke: NDArray[np.str_]


def judge(looks: Looks, *, many: NDArray[np.bool_]) -> Judged:
    """One word from two looks. `many` marks areas below the places: looked at by the dozen, so held to a false discovery
    rate of 10% together instead of each to 99%."""
    speaks = looks.chart_speaks
    chart = np.where(speaks, looks.chart_direction, 0)
    seen = ~np.isnan(looks.score)
    score = np.where(seen, looks.score, 0.0)
    side = np.sign(score).astype(np.int8)
    needed = float(ndtri((1 + SURE) / 2))
    believed = np.zeros(len(score), dtype=bool)
    believed[many] = benjamini_hochberg(looks.p_value[many], rate=FALSE_DISCOVERIES)
    lasting = looks.lasting & (np.abs(np.where(np.isnan(looks.year_score), 0.0, looks.year_score)) >= needed)
    sure = np.where(np.where(many, believed, (np.abs(score) >= needed) | lasting), side, 0)
    leans = np.where(many, believed, np.abs(score) >= LEANS) & (side == chart)
    # Without a year to compare with, only the chart can speak, and only with whole limits.
    alone = ~seen & ~looks.chart.trial & ~many
    charted = np.where(leans | alone, chart, 0)
    against = (chart != 0) & (sure == -chart)
    direction = np.where(charted != 0, charted, np.where(against, 0, sure))
    spoke = np.select(
        [against, (charted != 0) & (sure == charted), charted != 0, sure != 0, ~seen & ~(alone & speaks)],
        [CONTRADICT, BOTH, CHART, YEAR_BEFORE, CANNOT_LOOK],
        default=NEITHER,
    )
    return Judged(direction=direction.astype(np.int8), spoke=spoke)


def _last_special(special: NDArray) -> NDArray:
    """The direction of the last special cause in each row; 0 where there is none."""
    if special.shape[-1] == 0:
        return np.zeros(len(special), np.int8)
    last = special.shape[-1] - 1 - np.argmax(special[..., ::-1] != 0, axis=-1)
    return np.take_along_axis(special, last[..., None], axis=-1)[..., 0]


def dispersion(months: Months, *, family: str) -> Floats:
    """RATE and SHARE: how many times more the counts vary than chance gives, at least 1. MEAN: the variance of one row's
    value. VALUE: the variance of a point. From the mean moving range of [area, time]; with too few points 1, or nan.

    Moving ranges hardly see a slow drift, and see a step once; a yearly wave is taken out first where there is one.
    Because the estimate is itself uncertain, it is widened so that limits made with the normal curve cover as Student's t
    would. Counts that vary hardly more than chance (under 1.3 times, which chance itself gives often) count as chance.
    """
    counted = family in (RATE, SHARE)
    residuals = _residuals(months, family=family)
    wave = Wave.of(residuals, months.starts)
    ranges = np.abs(_steps(np.where(wave.seasonal[..., None], residuals - wave.heights, residuals)))
    count = np.sum(~np.isnan(ranges), axis=-1)
    found = (np.nansum(ranges, axis=-1) / np.maximum(count, 1) / MEAN_RANGE) ** 2
    freedom = np.maximum(0.605 * count, 1)  # of the mean moving range of independent normal values
    widened = found * (stdtrit(freedom, (1 + SURE) / 2) / ndtri((1 + SURE) / 2)) ** 2
    if counted:
        return np.where((count >= ENOUGH_TO_SPREAD) & (found > HARDLY_MORE), widened, 1.0)
    return np.where(count >= ENOUGH_TO_SPREAD, widened, np.nan)


def _residuals(months: Months, *, family: str) -> Floats:
    """Each month against the whole series, scaled so that chance alone spreads them evenly."""
    if family == VALUE:
        return months.value
    usable = ~np.isnan(months.value) & (months.denominator > 0) & ~np.isnan(months.numerator)
    top, bottom = np.where(usable, months.numerator, 0), np.where(usable, months.denominator, 0)
    level = _divided(top.sum(axis=-1), bottom.sum(axis=-1))[..., None]
    chance = {RATE: level, SHARE: level * (1 - level), MEAN: np.ones_like(level)}[family] * bottom
    good = usable & (chance > 0)
    return np.where(good, (top - level * bottom) / np.sqrt(np.where(good, chance, 1)), np.nan)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """The yearly wave (one sine and cosine) of monthly series over [area, time], beside a straight line and the level of
    each 12 months counted back from the end: a lasting step is not a season.

    `seasonal` [area]: it explains more than chance would (F-test; needs 24 points). `heights` [area, time]: the wave alone.
    """

    seasonal: NDArray[np.bool_]
    heights: Floats

    @classmethod
    def of(cls, values: Floats, starts: NDArray[np.datetime64]) -> Self:
        count = np.sum(~np.isnan(values), axis=-1)
        time = np.arange(values.shape[-1], dtype=float)
        turn = 2 * np.pi * (starts.astype("datetime64[M]").astype(int) % 12) / 12
        years = (time.size - 1 - time) // 12
        levels = [(years == year).astype(float) for year in range(int(years[0]) + 1 if time.size else 1)]
        columns = np.column_stack([*levels, time - time.sum() / max(time.size, 1), np.cos(turn), np.sin(turn)])
        seasonal, heights = np.zeros(len(values), dtype=bool), np.zeros_like(values)
        enough = count >= MONTHS_TO_SEE_SEASONS
        if enough.any():
            left, _ = _least_squares(values[enough], columns[:, :-2])
            left_wave, fit = _least_squares(values[enough], columns)
            spare = count[enough] - columns.shape[1]
            ratio = _divided((left - left_wave) / 2, left_wave / spare)
            seasonal[enough] = fdtrc(2, spare, np.maximum(ratio, 0)) < SEASONAL_BELOW
            heights[enough] = fit[:, -2:] @ columns[:, -2:].T
        return cls(seasonal=seasonal, heights=heights)


def _least_squares(values: Floats, columns: Floats) -> tuple[Floats, Floats]:
    """The sum of squares left and the fit on `columns` [time, k], for each row of `values`; missing points are left out."""
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    # The sliver on the diagonal keeps a level without any known point from having no answer.
    inner = np.einsum("at,tj,tk->ajk", known.astype(float), columns, columns) + 1e-9 * np.eye(columns.shape[1])
    fit = np.linalg.solve(inner, (filled @ columns)[..., None])[..., 0]
    return np.sum(np.where(known, filled - fit @ columns.T, 0.0) ** 2, axis=-1), fit


def _steps(values: Floats) -> Floats:
    """Differences between neighbouring known points; missing points are left out, not bridged by nan."""
    order = np.argsort(np.isnan(values), axis=-1, kind="stable")
    return np.diff(np.take_along_axis(values, order, axis=-1), axis=-1)


def _divided(top: Floats, bottom: Floats) -> Floats:
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1), np.nan)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """Differences between two times in standard errors, over [area]; nan where nothing can be compared."""

    scores: Floats

    @property
    def p_values(self) -> Floats:
        return 2 * ndtr(-np.abs(self.scores))


def score_of(pair: Pair, family: str, spread: float) -> Scores:
    """The year-before look alone, with a dispersion that is already known."""
    score, _, _ = {RATE: _rates, SHARE: _shares, MEAN: _means, VALUE: _values}[family](pair, np.full(len(pair.value), spread))
    return Scores(scores=score)


def _rates(pair: Pair, spread: Floats) -> tuple[Floats, Floats, Floats]:
    """Given both counts together, the share that is now follows the exposures: score, ratio, standard error of its log."""
    now, before = pair.numerator, pair.numerator_before
    both = now + before
    due = _divided(pair.denominator, pair.denominator + pair.denominator_before)
    chance = np.sqrt(both * due * (1 - due) * spread)
    ratio = _divided(_divided(now, pair.denominator), _divided(before, pair.denominator_before))
    error = np.sqrt(spread * (_divided(np.ones_like(now), now) + _divided(np.ones_like(now), before)))
    return _divided(now - both * due, chance), ratio, error


def _shares(pair: Pair, spread: Floats) -> tuple[Floats, Floats, Floats]:
    """Two shares against their common share: score, ratio of the shares, standard error of its log."""
    now, before = _divided(pair.numerator, pair.denominator), _divided(pair.numerator_before, pair.denominator_before)
    common = _divided(pair.numerator + pair.numerator_before, pair.denominator + pair.denominator_before)
    sizes = _divided(np.ones_like(now), pair.denominator) + _divided(np.ones_like(now), pair.denominator_before)
    chance = np.sqrt(common * (1 - common) * sizes * spread)
    missed = (_divided(1 - now, pair.numerator) + _divided(1 - before, pair.numerator_before)) * spread
    return _divided(now - before, chance), _divided(now, before), np.sqrt(missed)


def _means(pair: Pair, spread: Floats) -> tuple[Floats, Floats, Floats]:
    """Two means of many values: `spread` is the variance of one value."""
    sizes = _divided(np.ones_like(pair.value), pair.denominator) + _divided(np.ones_like(pair.value), pair.denominator_before)
    return _against(pair, np.sqrt(spread * sizes))


def _values(pair: Pair, spread: Floats) -> tuple[Floats, Floats, Floats]:
    """Two values by their own errors or by the spread of the points, whichever is larger: published values often vary more
    from year to year than the limits published with them allow."""
    own = np.hypot(pair.error, pair.error_before)
    return _against(pair, np.fmax(own, np.sqrt(2 * spread)))


def _against(pair: Pair, chance: Floats) -> tuple[Floats, Floats, Floats]:
    difference = pair.value - pair.value_before
    # Values without any spread that do not differ are the same; if they differ, nothing says by how much they could.
    score = np.where(chance > 0, difference / np.where(chance > 0, chance, 1), np.where(difference == 0, 0.0, np.nan))
    return score, _divided(pair.value, pair.value_before), _divided(chance, np.abs(pair.value))
