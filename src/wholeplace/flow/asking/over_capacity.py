"""When demand first exceeds capacity for a week, how long a backlog takes to clear, and when the surge comes."""

from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.asking.asked import Asked, capacity_of, limited, series, waiting_for, weekly
from wholeplace.flow.asking.ranges import Range, chance_of, range_of
from wholeplace.flow.asking.sentences import RUNS, Words, plain_day, told, without
from wholeplace.flow.loads import loads_of
from wholeplace.flow.shapes import Answer, Run, Station

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST_WEEK = Words(question="Which is the first week over capacity?", says="", unit="days from the start")
BACKLOG = Words(question="How long until the backlog is cleared?", says="", unit="days")
SURGE = Words(question="When is the surge?", says="", unit="days from the start")
_MANY = 0.5
_NOBODY = 0.5


def answers(asked: Asked) -> tuple[Answer, ...]:
    """For every station with a limit the first week over capacity and the backlog; for the whole system the surge."""
    stations = limited(asked.network)
    backlogs = [answer for station in stations if (answer := _backlog(asked, station))]
    if not backlogs:
        backlogs = [without(BACKLOG, "all", "Hardly anybody waits at the start, so there is no backlog to clear.")]
    return (*(_first_week(asked, station) for station in stations), *backlogs, _surge(asked))


def demand_by_day(run: Run, station: Station, units_each: float) -> "NDArray[np.float64]":
    """Units asked for: those in use, and what the people who wait would take, [replication, day]."""
    return series(run, f"units:{station.name}") + waiting_for(run, station.name) * units_each


def _first_week(asked: Asked, station: Station) -> Answer:
    """The week in which a run's mean demand first exceeds its mean capacity: the middle of the runs in which it does."""
    units_each = loads_of(asked.network)[station.name].units_each
    over = weekly(demand_by_day(asked.run, station, units_each)) > weekly(capacity_of(asked.run, station.name)[None, :])
    happens = np.asarray(over.any(axis=1))
    chance = chance_of(happens)
    if chance.mean < _MANY:
        often = "in none of the runs" if chance.mean == 0 else f"in only {100 * chance.mean:.0f} of 100 runs"
        return without(FIRST_WEEK, station.name, f"{station.title}: over capacity for a week {often}, until {_end(asked)}.")
    days = 7.0 * over.argmax(axis=1)[happens]
    middle = float(np.median(days))
    range_ = range_of(days)
    spread = f"; {RUNS} of those from {_day(asked, range_.low)} to {_day(asked, range_.high)}" if range_.low < range_.high else ""
    week, often = _day(asked, 7 * (middle // 7)), f"{100 * chance.mean:.0f} of 100 runs"
    sentence = f"{station.title}: first over capacity in the week of {week} ({often}{spread})."
    return told(FIRST_WEEK, station.name, sentence, Range(mean=middle, low=range_.low, high=range_.high))


def _backlog(asked: Asked, station: Station) -> Answer | None:
    """Days from the start until, for a whole day, hardly anybody (half a person) waits; None where nobody does at the start."""
    waiting = waiting_for(asked.run, station.name)
    if waiting[:, 0].mean() < 1:
        return None
    clear = waiting < _NOBODY
    ever = np.asarray(clear.any(axis=1))
    chance = chance_of(ever)
    start = f"{waiting[:, 0].mean():.0f} people wait for it at the start"
    if chance.mean < _MANY:
        often = "in none of the runs" if chance.mean == 0 else f"in only {100 * chance.mean:.0f} of 100 runs"
        return without(BACKLOG, station.name, f"{station.title}: {start}; the backlog clears within {asked.days} days {often}.")
    days = clear.argmax(axis=1)[ever].astype(float)
    middle, range_ = float(np.median(days)), range_of(days)
    never = f"; in {100 - 100 * chance.mean:.0f} of 100 runs not within {asked.days} days" if chance.mean < 1 else ""
    sentence = f"{station.title}: {start}; about {middle:.0f} days until nobody does ({RUNS} {range_.low:.0f} to {range_.high:.0f}{never})."
    return told(BACKLOG, station.name, sentence, Range(mean=middle, low=range_.low, high=range_.high))


def _surge(asked: Asked) -> Answer:
    """The middle day of the week in which most people are there and waiting, in each run."""
    people = sum(series(asked.run, f"present:{each.name}") + series(asked.run, f"queue:{each.name}") for each in asked.network.stations)
    weeks = weekly(np.asarray(people))
    days = 7.0 * weeks.argmax(axis=1)
    middle, range_ = float(np.median(days)), range_of(days)
    spread = f" ({RUNS} between {_day(asked, range_.low)} and {_day(asked, range_.high)})" if range_.low < range_.high else ""
    sentence = f"The whole system is fullest in the week of {_day(asked, 7 * (middle // 7))}{spread}."
    return told(SURGE, "all", sentence, Range(mean=middle, low=range_.low, high=range_.high))


def _day(asked: Asked, number: float) -> str:
    return plain_day(asked.day(number))


def _end(asked: Asked) -> str:
    return plain_day(asked.day(asked.days - 1))
