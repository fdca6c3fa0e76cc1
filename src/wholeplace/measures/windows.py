"""The spans of time that results are given for: every month, the period and the same one a year before, and 12 months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.terms import Period, months_later


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """One span of whole months. `grain`: "month", "period" or "year". `rolling`: it looks back over at least so many months."""

    grain: str
    span: Period
    rolling: int = 0

    @property
    def covers(self) -> Period:
        """The months that its figure is made of: `span`, or more where it is rolling."""
        return Period(starts=min(self.span.starts, months_later(self.span.ends, -self.rolling)), ends=self.span.ends)


def comparisons(period: Period, *, rolling: int = 0) -> tuple[Window, ...]:
    """The period, the same one a year before, the 12 months to its end, and the 12 before those."""
    year = Period(starts=months_later(period.ends, -12), ends=period.ends)
    return (
        Window(grain="period", span=period, rolling=rolling),
        Window(grain="period", span=period.earlier(12), rolling=rolling),
        Window(grain="year", span=year, rolling=rolling),
        Window(grain="year", span=year.earlier(12), rolling=rolling),
    )


def months(first: date, period: Period, *, rolling: int = 0) -> tuple[Window, ...]:
    """Each month from `first` to the end of the period; later months are not part of its picture."""
    count = (period.ends.year - first.year) * 12 + period.ends.month - first.month
    starts = [months_later(first, number) for number in range(max(count, 0))]
    return tuple(Window(grain="month", span=Period(starts=start, ends=months_later(start, 1)), rolling=rolling) for start in starts)


def months_in(windows: Sequence[Window], *, last_only: bool = False) -> pl.DataFrame:
    """One row for each month of each window: grain, starts, ends, month. `last_only`: the last month stands for all of
    it, for tables that list the same people again every month."""
    rows = [
        (window.grain, window.span.starts, window.span.ends, month)
        for window in windows
        for month in ((window.span.last_month,) if last_only else window.covers.months())
    ]
    schema = {"grain": pl.String, "starts": pl.Date, "ends": pl.Date, "month": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")
