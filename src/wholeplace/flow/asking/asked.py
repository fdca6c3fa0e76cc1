"""What every question starts from: a run, the run it is held against, and how to read numbers out of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.asking.ranges import Range, range_of
from wholeplace.flow.asking.sentences import Words, difference, level
from wholeplace.flow.loads import loads_of
from wholeplace.flow.shapes import Answer, Network, Run, Scenario, Station, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

FRONT_DOOR_DAYS = 1.0
"""A station where people need less than a day is a front door: who waits there for a bed is not "delayed", but not yet admitted."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A run of a scenario and, where it is held against another, that one's run with the same luck. Days count from `starts`."""

    scenario: Scenario
    run: Run
    against: Scenario | None
    base: Run | None
    starts: date

    @property
    def network(self) -> Network:
        return self.run.network

    @property
    def days(self) -> int:
        return self.run.daily.shape[1]

    @cached_property
    def front_doors(self) -> frozenset[str]:
        """Stations where people need less than a day on average, such as A&E."""
        return frozenset(name for name, load in loads_of(self.network).items() if 0 < load.days < FRONT_DOOR_DAYS)

    def day(self, number: float) -> date:
        return self.starts + timedelta(int(number))

    def answers(self, words: Words, about: str, title: str, read: "Callable[[Run], NDArray[np.float64]]") -> tuple[Answer, ...]:
        """A level with its range and, where there is something to hold it against, the difference."""
        now = read(self.run)
        found = (level(words, about, title, range_of(now)),)
        if self.base is None:
            return found
        return (*found, difference(words, about, title, range_of(now - read(self.base))))

    def change(self, read: "Callable[[Run], NDArray[np.float64]]") -> Range | None:
        """The difference alone; None when there is nothing to hold it against."""
        return None if self.base is None else range_of(read(self.run) - read(self.base))


def series(run: Run, name: str) -> "NDArray[np.float64]":
    """One series [replication, day]; zeros when the run has none of that name."""
    if name not in run.series:
        return np.zeros(run.daily.shape[:2])
    return run.daily[:, :, run.series.index(name)]


def added(run: Run, names: Iterable[str]) -> "NDArray[np.float64]":
    """Several series added up, [replication, day]."""
    return sum((series(run, name) for name in names), np.zeros(run.daily.shape[:2]))


def total(run: Run, name: str) -> "NDArray[np.float64]":
    """One total [replication]; zeros when the run has none of that name."""
    return run.totals.get(name, np.zeros(run.daily.shape[0]))


def waiting_for(run: Run, station: str) -> "NDArray[np.float64]":
    """People who wait for a station, in its queue or in the place they hold, [replication, day]."""
    blocked = [name for name in run.series if name.startswith("blocked:") and name.endswith(f":{station}")]
    return added(run, [f"queue:{station}", *blocked])


def limited(network: Network) -> tuple[Station, ...]:
    """The stations that have a limit."""
    return tuple(station for station in network.stations if station.kind is not Unit.OPEN)


def capacity_of(run: Run, station: str) -> "NDArray[np.float64]":
    """Units of a station by day."""
    return run.capacity[:, [each.name for each in run.network.stations].index(station)]


def weekly(values: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Means of whole weeks, [replication, week]; days after the last whole week are left out. Fewer than 7 days are one week."""
    days = values.shape[1]
    weeks = max(1, days // 7)
    each = min(7, days)
    return values[:, : weeks * each].reshape(len(values), weeks, each).mean(axis=2)
