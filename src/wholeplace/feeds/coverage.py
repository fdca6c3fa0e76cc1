"""Until when a feed is complete, judged by its own rows."""

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median

from wholeplace.terms import month_of, months_later

ENOUGH = 0.5
"""A month holds usual volume when its rows a day reach this share of the typical month's. Our choice: half lets winters and
holidays pass and stops at a month that has just begun."""
TYPICAL_MONTHS = 12
LAST_DAYS = 3
"""A month that usually has rows every day must have some in its last 3 days, else the drop was made before its end."""


def by_month(days: Mapping[date, int]) -> dict[date, int]:
    """Rows by first day of month, in order."""
    months: dict[date, int] = {}
    for day, rows in sorted(days.items()):
        months[month_of(day)] = months.get(month_of(day), 0) + rows
    return months


def covered(days: Mapping[date, int]) -> tuple[date | None, date | None]:
    """(first day covered, first day no longer covered) of events counted by day; (None, None) without rows.

    A month looks complete when its rows a day reach half of the typical month's (median of the 12 busiest-known months around
    it) and, for a feed with rows nearly every day, when some row falls in its last 3 days. Covered is the span from the first
    to the last month that look so. Months in between are not judged: a gap there is a contradiction, not an end.
    """
    months = by_month(days)
    if not months:
        return None, None
    whole = [month for month in months if _looks_complete(month, months, days)]
    if not whole:
        return None, None
    return whole[0], months_later(whole[-1], 1)


def _rows_a_day(month: date, months: Mapping[date, int]) -> float:
    return months[month] / (months_later(month, 1) - month).days


def _looks_complete(month: date, months: Mapping[date, int], days: Mapping[date, int]) -> bool:
    near = sorted(months, key=lambda other: (abs((other - month).days), other))[: TYPICAL_MONTHS + 1]
    typical = median(_rows_a_day(other, months) for other in near)
    if _rows_a_day(month, months) < ENOUGH * typical:
        return False
    if typical < 2:
        return True
    ends = months_later(month, 1)
    return any(ends - timedelta(days=back) in days for back in range(1, LAST_DAYS + 1))


def missing_months(months: Mapping[date, int], starts: date | None, ends: date | None) -> tuple[date, ...]:
    """Months inside the covered span with no row at all."""
    if starts is None or ends is None:
        return ()
    count = (ends.year - starts.year) * 12 + ends.month - starts.month
    return tuple(month for at in range(count) if (month := months_later(month_of(starts), at)) not in months)
