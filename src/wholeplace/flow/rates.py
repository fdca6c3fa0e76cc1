"""How many people come in each hour: rates from the arrivals' numbers, and counts by inversion.

Counts are drawn by inverting their distribution, so with the same draw a higher rate gives the same people and some more.
"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import special

from wholeplace.flow.draws import name_number, under, uniform
from wholeplace.flow.quick import quick
from wholeplace.flow.shapes import Arrivals, Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOURS = 24
_FEW = 30.0
_DAY_FACTOR = 1 << 40  # children of a stream's key from here on are days; below, hours


class Expected(NamedTuple):
    """What people of each stream are expected in each hour of one replication, [hour, stream]: as the kernel reads them.

    `first` people come at least (but for one in 10^15), and exactly so many with probability `chance`.
    """

    rates: "NDArray[np.float64]"
    chance: "NDArray[np.float64]"
    first: "NDArray[np.int64]"


def stream_names(network: Network) -> list[int]:
    """A number for each stream of arrivals that depends on its group and station only (and its turn among equal ones)."""
    seen: dict[tuple[str, str], int] = {}
    numbers = []
    for stream in network.arrivals:
        turn = seen[stream.group, stream.to] = seen.get((stream.group, stream.to), 0) + 1
        numbers.append(name_number("arrivals", stream.group, stream.to, str(turn)))
    return numbers


def hourly_rates(network: Network, first_day: int, last_day: int) -> "NDArray[np.float64]":
    """People expected in each hour from day `first_day` to `last_day` (not included), counted from the network's start."""
    days = [network.starts + timedelta(day) for day in range(first_day, last_day)]
    numbers = np.arange(first_day, last_day, dtype=np.float64)
    rates = [_hourly(stream, days, numbers) for stream in network.arrivals]
    return np.array(rates, dtype=np.float64).reshape(len(rates), len(days) * HOURS)


def _hourly(stream: Arrivals, days: Sequence[date], numbers: "NDArray[np.float64]") -> "NDArray[np.float64]":
    weekdays, months = np.array([day.weekday() for day in days], int), np.array([day.month - 1 for day in days], int)
    steps = sorted(stream.factors, key=lambda step: step.since)
    factors = np.array([1.0, *(step.value for step in steps)])[[sum(step.since <= day for step in steps) for day in days]]
    season = 1.0 + stream.amplitude * np.cos(2.0 * math.pi * (numbers - stream.peak) / 365.0)
    trend = (1.0 + stream.yearly) ** (numbers / 365.25)
    daily = stream.per_day / HOURS * factors * np.array(stream.weekdays)[weekdays] * np.array(stream.months)[months] * season * trend
    return np.maximum(0.0, daily[:, None] * np.array(stream.hours)[None, :]).reshape(-1)


def expected(rates: "NDArray[np.float64]", streams: Sequence[Arrivals], keys: Sequence[int], first_day: int) -> Expected:
    """The rates of one replication, days that vary more than by chance drawn; `keys` are those of the streams in it."""
    drawn = rates.copy()
    for row, (stream, key) in enumerate(zip(streams, keys, strict=True)):
        if stream.spread > 1.0:
            by_day = drawn[row].reshape(-1, HOURS)
            by_day *= _day_factors(by_day.sum(axis=1), stream.spread, key, first_day)[:, None]
    return starting_points(drawn)


def starting_points(rates: "NDArray[np.float64]") -> Expected:
    """Where the search for a count begins: at none for small rates, far below the mean for large ones."""
    first = np.where(rates > _FEW, np.floor(rates - 8.0 * np.sqrt(rates)), 0.0).clip(min=0.0)
    with np.errstate(divide="ignore"):
        chance = np.exp(special.xlogy(first, rates) - rates - special.gammaln(first + 1.0))
    return Expected(np.ascontiguousarray(rates.T), np.ascontiguousarray(chance.T), np.ascontiguousarray(first.T.astype(np.int64)))


def _day_factors(expected_people: "NDArray[np.float64]", spread: float, key: int, first_day: int) -> "NDArray[np.float64]":
    """A gamma factor of mean 1 for each day: the count's variance is then `spread` times its mean (negative binomial)."""
    draws = np.array([uniform(under(key, _DAY_FACTOR + first_day + day), 0, 0) for day in range(len(expected_people))])
    shape = np.maximum(expected_people, 1e-9) / (spread - 1.0)
    return special.gammaincinv(shape, draws) / shape


@quick
def count_at(rate, chance, first, share):
    """The number of people at a share of the Poisson distribution: the least count whose cumulative probability exceeds it."""
    count = first
    cumulative = chance
    while share >= cumulative and (chance > 1e-17 or count < rate):
        count += 1
        chance *= rate / count
        cumulative += chance
    return count
