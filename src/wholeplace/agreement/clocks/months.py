"""Months as law and agreements count them."""

from calendar import monthrange
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of(first: date, months: int) -> date:
    """The last day of so many months (1 or more) that begin with a day: the day before the same day of a later month, or the last
    day of a month that has no such day."""
    later = months_after(first, months)
    return later - timedelta(days=1) if later.day == first.day else later
