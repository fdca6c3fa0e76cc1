"""The slow, obvious road to a cohort: plain Python, one person and one day at a time, written from the README and not from the SQL."""

from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
Row = dict[str, Any]


def home_on(person: Row, day: date) -> str | None:
    """The small area where the person lived on a day: the span that began last before it, if it has not ended."""
    begun = [home for home in person["homes"] if home["starts"] <= day]
    if not begun or (person["died"] is not None and day >= person["died"]):
        return None
    last = max(begun, key=lambda home: home["starts"])
    return last["small_area"] if last["ends"] is None or day < last["ends"] else None


def value_on(values: list[Row], area: str, day: date) -> float | None:
    """The mean of the values that stand in the area on a day."""
    standing = [value["value"] for value in values if value["small_area"] == area and value["starts"] <= day < value["ends"]]
    return sum(standing) / len(standing) if standing else None


def exposure(person: Row, values: list[Row], index: date, days: tuple[int, int], least: float) -> tuple[float | None, float]:
    """The mean over the days that have a home and a value, and their share of all days asked for."""
    asked = [index + n * DAY for n in range(days[0], days[1] + 1)]
    known = [value for day in asked if (area := home_on(person, day)) is not None and (value := value_on(values, area, day)) is not None]
    share = len(known) / len(asked)
    return (sum(known) / len(known) if known and share >= least else None), share


def follow(person: Row, index: date, to_days: int, records_until: date) -> tuple[int, str | None]:
    """How many days the person is followed, day by day from the index day, and what ends it."""
    at_home = home_on(person, index) is not None
    for number in range(to_days + 1):
        day = index + number * DAY
        if person["died"] is not None and day > person["died"]:
            return number, "death"
        left = at_home and home_on(person, day) is None and (person["died"] is None or day < person["died"])
        if left:
            return number, "left the place"
        if day >= records_until:
            return number, "end of records"
    return to_days + 1, None


def outcome(
    stays: list[date], index: date, days: tuple[int, int], followed: tuple[int, str | None]
) -> tuple[bool | None, int | None, int | None]:
    """Whether, how often and after how many days first: from the stays that began while the person was followed."""
    number, ended_by = followed
    seen = sorted((start - index).days for start in stays if days[0] <= (start - index).days <= min(days[1], number - 1))
    whole = number > days[1] or ended_by == "death"
    return (bool(seen) if whole else None), (len(seen) if whole else None), (seen[0] if seen else None)
