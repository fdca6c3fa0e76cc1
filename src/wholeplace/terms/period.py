"""Periods of time. A period's end is exclusive: the first day that is not in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_FORMS = {
    re.compile(r"(\d{4})-Q([1-4])"): lambda y, q: ((y, 3 * q - 2), 3),
    re.compile(r"(\d{4})-(0[1-9]|1[0-2])"): lambda y, m: ((y, m), 1),
    re.compile(r"(\d{4})/(\d{2})"): lambda y, _: ((y, 4), 12),
    re.compile(r"(\d{4})"): lambda y: ((y, 1), 12),
}


def month_of(day: date) -> date:
    """The first day of the month that holds `day`. Months are named by their first day everywhere."""
    return day.replace(day=1)


def months_later(month: date, count: int) -> date:
    """The first day of the month `count` months after `month` (before, when negative)."""
    ordinal = month.year * 12 + month.month - 1 + count
    return date(ordinal // 12, ordinal % 12 + 1, 1)


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Period:
    """Whole months from `starts` (inclusive) to `ends` (exclusive), both the first day of a month."""

    starts: date
    ends: date

    def __post_init__(self) -> None:
        if self.starts.day != 1 or self.ends.day != 1 or self.ends <= self.starts:
            raise ValueError(f"A period runs from the first of one month to the first of a later one, not {self.starts} to {self.ends}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2025-Q3" (calendar quarter), "2025-09" (month), "2025" (year) or "2024/25" (financial year)."""
        for form, reading in _FORMS.items():
            if found := form.fullmatch(text.strip()):
                if "/" in text and (int(found[1]) + 1) % 100 != int(found[2]):
                    break  # "2024/26" is not a financial year
                (year, month), count = reading(*map(int, found.groups()))
                starts = date(year, month, 1)
                return cls(starts=starts, ends=months_later(starts, count))
        raise ValueError(f'"{text}" is not a period. Write a quarter as 2025-Q3, a month as 2025-09, a year as 2025 or 2024/25.')

    @property
    def name(self) -> str:
        """The shortest form that `parse` reads back, such as "2025-Q3"."""
        count = len(self)
        if count == 1:
            return f"{self.starts:%Y-%m}"
        if count == 3 and self.starts.month % 3 == 1:
            return f"{self.starts.year}-Q{self.starts.month // 3 + 1}"
        if count == 12 and self.starts.month == 1:
            return f"{self.starts.year}"
        if count == 12 and self.starts.month == 4:
            return f"{self.starts.year}/{self.ends.year % 100:02d}"
        return f"{self.starts:%Y-%m} to {self.last_month:%Y-%m}"

    @property
    def last_month(self) -> date:
        return months_later(self.ends, -1)

    @property
    def in_words(self) -> str:
        """For people: "July to September 2025"."""
        first, last = self.starts, self.last_month
        last_words = f"{MONTH_NAMES[last.month - 1]} {last.year}"
        if first == last:
            return last_words
        year = "" if first.year == last.year else f" {first.year}"
        return f"{MONTH_NAMES[first.month - 1]}{year} to {last_words}"

    def months(self) -> Iterator[date]:
        """The first day of each month in the period, in order."""
        return (months_later(self.starts, n) for n in range(len(self)))

    def earlier(self, months: int) -> Self:
        """The period of the same length that lies `months` months before this one."""
        return type(self)(starts=months_later(self.starts, -months), ends=months_later(self.ends, -months))

    def __len__(self) -> int:
        return (self.ends.year - self.starts.year) * 12 + self.ends.month - self.starts.month

    def __contains__(self, day: date) -> bool:
        return self.starts <= day < self.ends
