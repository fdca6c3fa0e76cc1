"""Days as whole numbers since 1970-01-01, the demo's window, and days drawn by season and weekday."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from wholeplace.demo.rates import numbers, words

_EPOCH = date(1970, 1, 1).toordinal()
YEAR = 365.25


def day(text: str) -> int:
    """ "2024-10-01" as a day number."""
    return date.fromisoformat(text).toordinal() - _EPOCH


def as_date(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + _EPOCH)


FIRST = day("2022-10-01")
"""The first day the feeds cover."""
END = day("2025-11-01")
"""The first day the feeds do not cover."""
BURN_IN = day("2021-07-01")
"""Life starts here, so that on FIRST hospitals, care and registers are as full as they will ever be."""
HORIZON = END + int(6.5 * YEAR)
"""Deaths are known this far ahead: what comes before a death (care home, last admissions) depends on it."""
ONSET = day(words("planted.onset")[0])
BOUNDARY_CHANGE = day("2023-04-01")
"""One small area gets a new code on this day."""

_STEPS = 1 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Days of [starts, ends) with a weight for month and weekday; `draw` gives days in proportion to it.

    Drawing looks up one of 65,536 equal steps of the cumulative weight: fast, and true to a step, which is about an
    hour of the window: no month is off by more than 0.1%.
    """

    starts: int
    ends: int
    table: np.ndarray

    @property
    def years(self) -> float:
        return (self.ends - self.starts) / YEAR

    def draw(self, rng: np.random.Generator, count: int) -> np.ndarray:
        return self.table[rng.integers(0, _STEPS, count, dtype=np.uint16)]


@cache
def calendar(season: str, weekday: str, starts: int = FIRST, ends: int = END) -> Calendar:
    """Days weighted by two entries of rates.toml; `ends` is the first day after."""
    return calendar_of(starts, ends, weights_of(season, weekday, starts, ends))


def weights_of(season: str, weekday: str, starts: int, ends: int) -> np.ndarray:
    """The weight of each day of [starts, ends) by month and weekday, from two entries of rates.toml."""
    days = np.arange(starts, ends)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    return numbers(season)[months] * numbers(weekday)[(days + 3) % 7]


def calendar_of(starts: int, ends: int, weights: np.ndarray) -> Calendar:
    """Days of [starts, ends) in proportion to `weights`."""
    days = np.arange(starts, ends)
    reached = np.cumsum(weights) / weights.sum()
    steps = (np.arange(_STEPS) + 0.5) / _STEPS
    return Calendar(starts=starts, ends=ends, table=days[np.searchsorted(reached, steps)].astype(np.int32))
