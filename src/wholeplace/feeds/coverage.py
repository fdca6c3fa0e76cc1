"""Until when a feed is complete, judged by its own rows."""

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median

from wholeplace.terms import month_of, months_later

ENOUGH = 0.5
"""A month holds usual volume when its rows a day reach this share of the typical month's. Our choice: half lets winters and
holidays pass and stops at a month that has just begun."""
TYPICAL_MONTHS = 12
"""The typical month is the median of the 12 busiest: services that began long ago and still run must not make old months typical."""
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

    A month looks complete when its rows a day reach half of the typical month's and, for a feed with rows nearly every day,
    when some row falls in its last 3 days. Covered is the span from the first to the last month that look so. A thin month in
    between is a contradiction (`thin_months`), not an end.
    """
    months = by_month(days)
    typical = typical_volume(months)
    whole = [month for month in months if _looks_complete(month, months, days, typical)]
    return (whole[0], months_later(whole[-1], 1)) if whole else (None, None)


def typical_volume(months: Mapping[date, int]) -> float:
    """Rows a day in the typical month; 0 without rows."""
    busiest = sorted((_rows_a_day(month, months) for month in months), reverse=True)[:TYPICAL_MONTHS]
    return median(busiest) if busiest else 0.0


def _rows_a_day(month: date, months: Mapping[date, int]) -> float:
    return months[month] / (months_later(month, 1) - month).days


def _looks_complete(month: date, months: Mapping[date, int], days: Mapping[date, int], typical: float) -> bool:
    if _rows_a_day(month, months) < ENOUGH * typical:
        return False
    if typical < 2:
        return True
    ends = months_later(month, 1)
    return any(ends - timedelta(days=back) in days for back in range(1, LAST_DAYS + 1))


def thin_months(months: Mapping[date, int], starts: date | None, ends: date | None) -> tuple[date, ...]:
    """Months inside the covered span with less than half of the usual volume, or no row at all."""
    if starts is None or ends is None:
        return ()
    count = (ends.year - starts.year) * 12 + ends.month - starts.month
    within = [months_later(month_of(starts), at) for at in range(count)]
    enough = ENOUGH * typical_volume(months)
    return tuple(month for month in within if month not in months or _rows_a_day(month, months) < enough)
