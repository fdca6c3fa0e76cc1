"""Questions that need more runs: what one more slot in each service is worth, and the largest demand that holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.asking.asked import Asked, limited, series, waiting_for
from wholeplace.flow.asking.delayed import people_delayed
from wholeplace.flow.asking.ranges import Range, range_of
from wholeplace.flow.asking.sentences import RUNS, Words, amount, difference_in_words, told, without
from wholeplace.flow.loads import mean_capacity
from wholeplace.flow.numbers import unit_of
from wholeplace.flow.scenarios import with_changes
from wholeplace.flow.shapes import Answer, Move, Network, Run, Scenario, Station

if TYPE_CHECKING:
    from numpy.typing import NDArray

ONE_MORE = Words(
    question="What is one more slot in each service worth?", says="people are delayed on an average day", unit="people",
    thing="people delayed on an average day", least=0.005,
)  # fmt: skip
HOLDS = Words(question="What is the largest demand that holds?", says="", unit="times the demand")

STEP = 0.03
"""Capacity is moved by so much of itself, at least one unit, and the effect divided: one slot alone drowns in chance."""
FACTORS = tuple(round(0.80 + 0.04 * step, 2) for step in range(13))
"""Demands that are tried, as parts of the demand as it is: 0.80 to 1.28."""
LONGEST_WAIT = 2.0
"""Days: demand "holds" in a run while nobody's mean wait for any service is longer."""

Again = Callable[[Network], Run]
"""Runs a network with the same luck, fewer times."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Worth:
    """What one more unit of a station is worth: the change of people delayed on an average day."""

    station: Station
    units: int
    change: Range


def answers(asked: Asked, again: Again) -> tuple[Answer, ...]:
    """What one more slot is worth, best first; then the largest demand that holds."""
    here = again(asked.network)
    worths = sorted((_worth(asked, station, here, again) for station in limited(asked.network)), key=lambda each: each.change.mean)
    return (*(_said(each) for each in worths), largest_demand(asked, again))


def _worth(asked: Asked, station: Station, here: Run, again: Again) -> Worth:
    units = max(1, round(STEP * mean_capacity(station, asked.network)))
    more = again(with_changes(asked.network, _one_change(f"stations.{station.name}.capacity", add=units)))
    change = (people_delayed(more, asked) - people_delayed(here, asked)) / units
    return Worth(station=station, units=units, change=range_of(change))


def _one_change(what: str, *, add: float | None = None, times: float | None = None) -> Scenario:
    return Scenario(name="one-change", title=what, proposed_by="", why="", changes=(Move(what=what, add=add, times=times),))


def _said(worth: Worth) -> Answer:
    one = {"beds": "bed", "places": "place", "visits a day": "visit a day"}[unit_of(worth.station)]
    tried = f"; tried with {worth.units} more" if worth.units > 1 else ""
    sentence = f"{worth.station.title}, for one more {one}: {difference_in_words(ONE_MORE, worth.change)}{tried}."
    return told(ONE_MORE, worth.station.name, sentence, worth.change)


def largest_demand(asked: Asked, again: Again) -> Answer:
    """The largest part of the demand at which no service's mean wait is longer than two days, run by run.

    Every run gets its own answer, from the same luck at each demand tried. A run that does not hold at the least demand counts
    as that; one that holds at the most, as the most.
    """
    most: NDArray[np.float64] | None = None
    still: NDArray[np.bool_] | None = None
    for factor in FACTORS:
        run = again(with_changes(asked.network, _one_change("arrivals.*.per_day", times=factor)))
        holds = _longest_wait(run) <= LONGEST_WAIT
        still = holds if still is None else still & holds
        most = np.where(still, factor, FACTORS[0] if most is None else most)
        if not still.any():
            break
    if most is None or still is None:
        raise ValueError("there is no demand to try")
    range_ = range_of(most)
    wait = f"nobody's mean wait for a service is longer than {LONGEST_WAIT:g} days"
    if range_.mean < FACTORS[0] + 1e-9:
        return without(HOLDS, "all", f"Even at {amount(FACTORS[0], '%')} of the demand it does not hold: {wait} no longer.")
    top = "or more " if range_.low >= FACTORS[-1] else ""
    limits = f"{RUNS} {amount(range_.low, '%')} to {amount(range_.high, '%')}"
    sentence = f"Up to {amount(range_.mean, '%')} {top}of the demand, {wait} ({limits})."
    return told(HOLDS, "all", sentence, range_)


def _longest_wait(run: Run) -> "NDArray[np.float64]":
    """Days that people wait for the service that is worst, on average over the forecast, by Little's law, [replication]."""
    waits = []
    for station in limited(run.network):
        starts = series(run, f"started:{station.name}").sum(axis=1)
        waits.append(waiting_for(run, station.name).sum(axis=1) / np.maximum(1.0, starts))
    return np.max(waits, axis=0)
