"""The figures of Results, found by what they are about, and laid out as series and pairs for the looks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from wholeplace.measures.shapes import Kind, Measure, Results, Status
from wholeplace.measures.vocabulary import SNAPSHOT_TABLES
from wholeplace.picture.looks import MEAN, RATE, SHARE, VALUE, Floats, Months, Pair, Pairs
from wholeplace.picture.shapes import Figure
from wholeplace.place.shapes import UNKNOWN_AREA
from wholeplace.terms import AreaCode, MeasureName, Period, months_later

CHART_MONTHS = 36
"""Charts look back three years: long enough for 36 points, short enough that old limits do not hide today."""

A_YEAR = 12  # months
_OF_A_95_INTERVAL = 2 * 1.959964  # its width in standard errors
_FAMILIES = {
    Kind.RATE: RATE, Kind.RATIO: RATE, Kind.PROPORTION: SHARE, Kind.MEAN: MEAN,
    Kind.MEDIAN: VALUE, Kind.QUANTILE: VALUE, Kind.TOTAL: VALUE, Kind.PUBLISHED: VALUE,
}  # fmt: skip
_COLUMNS = (
    "area", "split", "group", "starts", "ends", "numerator", "denominator", "value", "lower", "upper", "people", "status",
    "standardised", "standardised_lower", "standardised_upper", "level", "grain", "definition_id",
)  # fmt: skip


def best(figure: Figure) -> float | None:
    """The value to hold against a standard or another group: standardised where there is such a one."""
    return figure.value if figure.standardised is None else figure.standardised


def error_of(figure: Figure) -> float:
    """The standard error of `best`, from its 95% interval; not a number where there is none."""
    ends = (figure.standardised_lower, figure.standardised_upper) if figure.standardised is not None else (figure.lower, figure.upper)
    return float("nan") if ends[0] is None or ends[1] is None else (ends[1] - ends[0]) / _OF_A_95_INTERVAL


@dataclass(frozen=True, slots=True)
class Standing:
    """One area at one level, as a row of the arrays."""

    level: str
    area: AreaCode


class MeasureFigures:
    """Every figure of one measure: by area, split, grain and time; and the arrays over all areas at once."""

    def __init__(self, measure: Measure, rows: pl.DataFrame, period: Period) -> None:
        self.measure, self.period = measure, period
        self.family = _FAMILIES[measure.kind]
        self._by_key: dict[tuple[str, str, str, str, date], dict[str, Figure]] = {}
        self._series: dict[Standing, list[Figure]] = {}
        known = rows.filter(pl.col("area") != UNKNOWN_AREA) if measure.table == "published" else rows
        for row in known.select(_COLUMNS).sort("level", "area", "split", "group", "ends", "starts", "grain").iter_rows():
            self._keep(row)

    def _keep(self, row: tuple) -> None:
        (*told, level, grain, _) = row
        figure = _figure(self.measure.name, told)
        standing = Standing(level, figure.area)
        if figure.split == "all" and figure.ends <= self.period.ends and (grain == "month" or self._is_value_series):
            series = self._series.setdefault(standing, [])
            if not series or (series[-1].starts, series[-1].ends) != (figure.starts, figure.ends):
                series.append(figure)
        if grain != "month" or self._is_value_series:
            self._by_key.setdefault((level, figure.area, figure.split, grain, figure.starts), {})[figure.group] = figure
        elif len(self.period) == 1:
            self._by_key.setdefault((level, figure.area, figure.split, "period", figure.starts), {}).setdefault(figure.group, figure)

    @property
    def _is_value_series(self) -> bool:
        """Published as values, at whatever times the publisher chose; not cut to this picture's period."""
        return self.measure.kind is Kind.PUBLISHED

    @property
    def overlapping(self) -> bool:
        """Whether neighbouring points count mostly the same people: yearly registers, points that look back over 12 months, and
        published spans of several years."""
        spans = (_months(figure) for series in self._series.values() for figure in series[-1:])
        alike = self.measure.rolling > 0 or self.measure.table in SNAPSHOT_TABLES
        return alike or (self._is_value_series and any(months > A_YEAR for months in spans))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every area that has a figure, in order; without the rows of unknown area, the country and single organisations."""
        seen = set(self._series) | {Standing(key[0], AreaCode(key[1])) for key in self._by_key if key[2] == "all"}
        kept = (each for each in seen if each.area != UNKNOWN_AREA and each.level not in ("country", "organisation"))
        return tuple(sorted(kept, key=lambda each: (each.level, each.area)))

    def series(self, standing: Standing) -> Sequence[Figure]:
        """The figures of the chart in order of time: the last 36 months, or the last 36 figures that were published."""
        return self._series.get(standing, [])[-CHART_MONTHS:]

    def groups(self, standing: Standing, split: str, grain: str, *, before: bool = False) -> Mapping[str, Figure]:
        """The figures of one split by group, for the period or the year to its end, or 12 months before."""
        return self._by_key.get((standing.level, standing.area, split, grain, self.starts_of(grain, before=before)), {})

    def starts_of(self, grain: str, *, before: bool = False) -> date:
        starts = self.period.starts if grain == "period" else months_later(self.period.ends, -12)
        return months_later(starts, -12) if before else starts

    def now(self, standing: Standing) -> Figure | None:
        """The figure of the picture's period; for published values the latest that was published by its end."""
        if not self._is_value_series:
            return self.groups(standing, "all", "period").get("all")
        known = [figure for figure in self._series.get(standing, []) if figure.value is not None]
        return known[-1] if known else None

    def before(self, standing: Standing) -> Figure | None:
        """The same months a year before; for published values the latest of the same length that does not overlap."""
        if not self._is_value_series:
            return self.groups(standing, "all", "period", before=True).get("all")
        now = self.now(standing)
        if now is None:
            return None
        length = _months(now)
        latest = months_later(now.ends, -max(length, 12))
        known = (figure for figure in self._series[standing] if figure.value is not None and _months(figure) == length)
        earlier = [figure for figure in known if figure.ends <= latest]
        return earlier[-1] if earlier and (length >= 12 or earlier[-1].ends == latest) else None

    def at_level(self, level: str, grain: str, *, before: bool = False) -> dict[AreaCode, Figure]:
        """The whole figure of every area at one level, unknown area included, so that they add up."""
        starts = self.starts_of(grain, before=before)
        found = (
            (key[1], groups["all"])
            for key, groups in self._by_key.items()
            if key[0] == level and key[2] == "all" and key[3:] == (grain, starts)
        )
        return {AreaCode(area): figure for area, figure in found}

    def latest_at(self, level: str, figure: Figure) -> list[Figure]:
        """Figures of other bodies (the country, single organisations) for the same time as `figure`."""
        wanted = (figure.starts, figure.ends)
        found = {
            group.area: group
            for key, groups in self._by_key.items()
            if key[0] == level and key[2] == "all"
            for group in groups.values()
            if (group.starts, group.ends) == wanted and group.value is not None
        }
        return [found[area] for area in sorted(found)]

    @cached_property
    def times(self) -> tuple[date, ...]:
        """The starts of all points of all charts, in order."""
        return tuple(sorted({figure.starts for standing in self.standings for figure in self.series(standing)}))

    def months(self) -> Months:
        """The charts of all standings as arrays."""
        place = {starts: number for number, starts in enumerate(self.times)}
        arrays = np.full((3, len(self.standings), len(self.times)), np.nan)
        for row, standing in enumerate(self.standings):
            for figure in self.series(standing):
                if figure.value is not None:
                    arrays[:, row, place[figure.starts]] = _numbers((figure.value, figure.numerator, figure.denominator))
        value, numerator, denominator = arrays
        return Months(value=value, numerator=numerator, denominator=denominator, starts=np.array(self.times, dtype="datetime64[D]"))

    def inside_period(self) -> np.ndarray:
        """Which points of the charts lie in the period; for published values the last one of all."""
        if self._is_value_series:
            return np.arange(len(self.times)) == len(self.times) - 1
        return np.array([starts in self.period for starts in self.times], dtype=bool)

    def pairs(self) -> Pairs:
        """The period and the year to its end, each beside the one before, for all standings, as arrays."""
        years = [[self._year(each, before=before) for each in self.standings] for before in (False, True)]
        return Pairs(period=pair_of(map(self.now, self.standings), map(self.before, self.standings)), year=pair_of(*years))

    def _year(self, standing: Standing, *, before: bool) -> Figure | None:
        """Published values have their own times, so no year to the period's end."""
        return None if self._is_value_series else self.groups(standing, "all", "year", before=before).get("all")


def pair_of(now: Iterable[Figure | None], before: Iterable[Figure | None]) -> Pair:
    """Two lists of figures side by side as arrays; nan where a figure is missing or cannot be read."""
    (value, top, bottom, error), (value0, top0, bottom0, error0) = _side(now), _side(before)
    return Pair(
        value=value, numerator=top, denominator=bottom, error=error,
        value_before=value0, numerator_before=top0, denominator_before=bottom0, error_before=error0,
    )  # fmt: skip


def _side(figures: Iterable[Figure | None]) -> Floats:
    rows = [
        _numbers((figure.value, figure.numerator, figure.denominator, _crude_error(figure)))
        if figure is not None and figure.value is not None and figure.status == Status.COMPLETE
        else (np.nan,) * 4
        for figure in figures
    ]
    return np.array(rows, dtype=float).reshape(-1, 4).T


def _crude_error(figure: Figure) -> float | None:
    return None if figure.lower is None or figure.upper is None else (figure.upper - figure.lower) / _OF_A_95_INTERVAL


def _numbers(values: Iterable[float | None]) -> tuple[float, ...]:
    return tuple(np.nan if value is None else float(value) for value in values)


def _months(figure: Figure) -> int:
    return (figure.ends.year - figure.starts.year) * 12 + figure.ends.month - figure.starts.month


def _figure(measure: MeasureName, told: Sequence) -> Figure:
    area, split, group, starts, ends, numerator, denominator, value, lower, upper, people, status, *standardised = told
    return Figure(
        measure=measure, area=AreaCode(area), split=split, group=group, starts=starts, ends=ends, numerator=numerator,
        denominator=denominator, value=value, lower=lower, upper=upper, people=people, status=Status(status),
        standardised=standardised[0], standardised_lower=standardised[1], standardised_upper=standardised[2],
    )  # fmt: skip


def by_measure(results: Results) -> dict[MeasureName, MeasureFigures]:
    """The figures of every measure that anything is known of, in order of name."""
    parts = results.rows.partition_by("measure", as_dict=True)
    rows = {key[0]: part for key, part in parts.items() if (part["status"] != Status.NO_DATA).any()}
    return {name: MeasureFigures(measure, rows[name], results.period) for name, measure in sorted(results.measures.items()) if name in rows}
