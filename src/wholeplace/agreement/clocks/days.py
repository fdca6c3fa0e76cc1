"""Days as English law and partnership agreements count them.

A working day is Monday to Friday and no bank holiday in England. Clear days leave out both the day of the notice and the
day of the event. Bank holidays come from the package `holidays`, which knows the extra ones (jubilees, a coronation).
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from holidays import country_holidays

_ONE = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """What is counted."""

    CLEAR_DAYS = "clear days"
    CLEAR_WORKING_DAYS = "clear working days"
    WORKING_DAYS = "working days"
    DAYS = "days"


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of one year in England, substitute days and one-off ones among them."""
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday in England."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def clear_days_between(notice: date, event: date, *, working: bool = False) -> int:
    """Days between a notice and an event, leaving out both. 0 when the event is on the next day, the same day or before.

    `working`: only working days count.
    """
    between = (notice + n * _ONE for n in range(1, (event - notice).days))
    return sum(1 for day in between if not working or is_working_day(day))


def earliest_event(notice: date, days: int, kind: DayKind) -> date:
    """The first day on which an event may be held after a notice of so many days.

    Clear days: the day after the last of them. Working days: the last of them. Days: so many days later.
    """
    if kind is DayKind.DAYS:
        return notice + days * _ONE
    if kind is DayKind.CLEAR_DAYS:
        return notice + (days + 1) * _ONE
    last = working_day_after(notice, days)
    return last + _ONE if kind is DayKind.CLEAR_WORKING_DAYS else last


def latest_notice(event: date, days: int, kind: DayKind) -> date:
    """The last day on which notice may be given of an event: the counterpart of `earliest_event`."""
    notice = event
    while earliest_event(notice, days, kind) > event:
        notice -= _ONE
    return notice


def working_day_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which is not counted itself. With 0: the day itself."""
    found = day
    while count > 0:
        found += _ONE
        count -= is_working_day(found)
    return found
