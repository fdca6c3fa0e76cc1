"""From two looks to one Change for each area: direction in words, icons, figures, and why where it cannot be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from wholeplace.measures.shapes import Better, Measure, Status
from wholeplace.picture.figures import MeasureFigures, Standing
from wholeplace.picture.looks import CANNOT_LOOK, MEAN, RATE, SHARE, Judged, Looks, judge, look
from wholeplace.picture.shapes import Change, Direction, Figure, Point, Series
from wholeplace.terms.period import MONTH_NAMES, months_later

FEWEST_EVENTS = 10
"""With fewer events in both periods together, a difference says next to nothing."""

TOO_OLD = 36
"""Months after which a published figure says nothing about today."""

WHY_NOT_COMPLETE = "the period is not complete"
WHY_NO_DATA = "nothing was received for it"
WHY_TOO_FEW = "there are too few events to tell"
WHY_NO_YEAR_BEFORE = "there is nothing to compare with yet"
WHY_NO_LIMITS = "its limits are not published, so chance cannot be told from change"
WHY_TOO_OLD = "the last figure is for {when}"

_STATUS_REASONS = {Status.NOT_YET_COMPLETE: WHY_NOT_COMPLETE, Status.TOO_FEW: WHY_TOO_FEW, Status.NO_DATA: WHY_NO_DATA}


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """One measure in all areas: its change and its chart in each, and the looks behind them for those who ask further."""

    changes: Mapping[Standing, Change]
    series: Mapping[Standing, Series]
    looks: Looks
    strength: Mapping[Standing, float]  # standard errors of the year-before difference; 0 where it cannot be looked at


def changed(figures: MeasureFigures, *, targets: Mapping[Standing, float | None], wide: tuple[str, ...]) -> Changed:
    """Look at one measure in every area at once. `wide`: the levels judged one by one; areas below them are many."""
    measure, standings = figures.measure, figures.standings
    months, inside = figures.months(), figures.inside_period()
    looks = look(
        months, figures.pairs(), family=figures.family, improvement=measure.better,
        period=inside, overlapping=figures.overlapping,
    )  # fmt: skip
    judged = judge(looks, many=np.array([each.level not in wide for each in standings], dtype=bool))
    changes, series, strength = {}, {}, {}
    for row, standing in enumerate(standings):
        changes[standing] = _change(figures, standing, row, _Seen(looks, judged, targets.get(standing)))
        series[standing] = _series(figures, standing, row, looks)
        strength[standing] = 0.0 if np.isnan(looks.score[row]) else float(abs(looks.score[row]))
    return Changed(changes=changes, series=series, looks=looks, strength=strength)


@dataclass(frozen=True, slots=True)
class _Seen:
    looks: Looks
    judged: Judged
    target: float | None


def _change(figures: MeasureFigures, standing: Standing, row: int, seen: _Seen) -> Change:
    now, before = figures.now(standing), figures.before(standing)
    why = _why_not(figures, now, before)
    if not why and seen.judged.spoke[row] == CANNOT_LOOK:
        why = WHY_NO_YEAR_BEFORE if before is None or before.value is None else WHY_NO_LIMITS
    raw = int(seen.judged.direction[row])
    known = now is not None and before is not None and now.value is not None and before.value is not None
    ratio, lower, upper = (_or_none(each[row]) for each in (seen.looks.ratio, seen.looks.ratio_lower, seen.looks.ratio_upper))
    return Change(
        direction=Direction.UNKNOWN if why else direction_of(raw, figures.measure.better),
        spoke=CANNOT_LOOK if why else str(seen.judged.spoke[row]),
        icon=str(seen.looks.chart.variation_icon[row]),
        assurance=_assurance(seen, row, figures.measure),
        now=now, before=before,
        difference=now.value - before.value if known else None,  # type: ignore[union-attr]
        ratio=ratio, ratio_lower=lower, ratio_upper=upper,
        seasonal=bool(seen.looks.seasonal[row]), why_not=why,
    )  # fmt: skip


def direction_of(raw: int, better: Better) -> Direction:
    """What a rise (+1) or fall (-1) means for a measure where `better` is good."""
    if raw == 0:
        return Direction.NONE
    if better is Better.NEITHER:
        return Direction.CHANGED
    return Direction.BETTER if (raw > 0) == (better is Better.HIGHER) else Direction.WORSE


def _why_not(figures: MeasureFigures, now: Figure | None, before: Figure | None) -> str:
    """The plain reason why no change can be said, or nothing."""
    if now is None:
        return WHY_NO_DATA
    if now.status in _STATUS_REASONS:
        return _STATUS_REASONS[now.status]
    if now.ends < months_later(figures.period.ends, -TOO_OLD):
        return WHY_TOO_OLD.format(when=when(now.starts, now.ends))
    if figures.family == MEAN and min(_size(now.denominator), _size(before.denominator if before else None)) < FEWEST_EVENTS:
        return WHY_TOO_FEW
    if figures.family not in (RATE, SHARE) or before is None or before.value is None:
        return ""
    return WHY_TOO_FEW if _size(now.numerator) + _size(before.numerator) < FEWEST_EVENTS else ""


def when(starts: date, ends: date) -> str:
    """A span of whole months in words: "July to September 2025", "2021 to 2023", "April 2018 to March 2019"."""
    last = months_later(ends, -1)
    if starts.month == 1 and last.month == 12:
        return str(starts.year) if starts.year == last.year else f"{starts.year} to {last.year}"
    until = f"{MONTH_NAMES[last.month - 1]} {last.year}"
    if (starts.year, starts.month) == (last.year, last.month):
        return until
    return f"{MONTH_NAMES[starts.month - 1]}{'' if starts.year == last.year else f' {starts.year}'} to {until}"


def _size(count: float | None) -> float:
    return 0.0 if count is None else count


def _or_none(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None


def _assurance(seen: _Seen, row: int, measure: Measure) -> str:
    """The chart's own limits at its last point against the standard, strictly."""
    lower, upper = (_last(each[row]) for each in (seen.looks.chart.lower, seen.looks.chart.upper))
    if seen.target is None or lower is None or upper is None or measure.better is Better.NEITHER:
        return "no target"
    above, below = seen.target > upper, seen.target < lower
    passes, fails = (above, below) if measure.better is Better.LOWER else (below, above)
    return "pass" if passes else "fail" if fails else "hit or miss"


def _series(figures: MeasureFigures, standing: Standing, row: int, looks: Looks) -> Series:
    place = {starts: number for number, starts in enumerate(figures.times)}
    charted = bool(looks.can_chart[row])
    special = looks.chart.special[row]
    words = {side: _mark(side, figures.measure.better) for side in (-1, 0, 1)}
    points = tuple(
        Point(figure=figure, mark=words[int(special[place[figure.starts]])] if charted else None) for figure in figures.series(standing)
    )
    mean, lower, upper = (_last(each[row]) if charted else None for each in (looks.chart.mean, looks.chart.lower, looks.chart.upper))
    return Series(points=points, mean=mean, lower_limit=lower, upper_limit=upper, trial_limits=bool(looks.chart.trial[row]))


def _mark(raw: int, better: Better) -> str | None:
    direction = direction_of(raw, better)
    return None if direction is Direction.NONE else str(direction)


def _last(line: np.ndarray) -> float | None:
    known = line[~np.isnan(line)]
    return float(known[-1]) if known.size else None
