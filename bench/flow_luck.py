"""Luck for the peers: their own random numbers, as anybody would write it, or ours, so that all engines tell one story."""

import math
import random
from functools import cache
from typing import NamedTuple

import numpy as np

from wholeplace.flow import draws, rates
from wholeplace.flow.lengths import inverse_of
from wholeplace.flow.shapes import Law, Length, Network


class Comer(NamedTuple):
    """Somebody who comes from outside: when (days), their key, and their kind."""

    time: float
    key: int
    group: str


def comers(network: Network, seed: int, days: int) -> list[Comer]:
    """Everybody who comes from outside within so many days, in order of time."""
    root = draws.replication_key(seed, 0)
    by_hour = rates.starting_points(rates.hourly_rates(network, 0, days))
    people = []
    for i, (stream, name) in enumerate(zip(network.arrivals, rates.stream_names(network), strict=True)):
        for hour in range(days * 24):
            hour_key = draws.under(draws.under(root, name), hour)
            share = draws.uniform(hour_key, 0, 0)
            many = rates.count_at(by_hour.rates[hour, i], by_hour.chance[hour, i], by_hour.first[hour, i], share)
            for k in range(many):
                key = draws.under(hour_key, (1 << 50) + k)
                people.append(Comer((hour + draws.uniform(key, 0, draws.MOMENT)) / 24.0, key, stream.group))
    return sorted(people)


@cache
def _centre_and_spread(mean: float, sd: float) -> tuple[float, float]:
    variance = math.log1p((sd / mean) ** 2)
    return math.log(mean) - variance / 2, math.sqrt(variance)


class OwnLuck:
    """Python's own random numbers, drawn as they are needed."""

    def __init__(self, told: dict, seed: int) -> None:
        self.random = random.Random(seed)
        self.away = told["readmission"]["delay"]

    def stay(self, key: int, visit: int, law: list[float]) -> float:  # noqa: ARG002  nobody's own
        return self.random.lognormvariate(*_centre_and_spread(*law))

    def share(self, key: int, visit: int, purpose: int) -> float:  # noqa: ARG002
        return self.random.random()

    def time_away(self, key: int, visit: int) -> float:  # noqa: ARG002
        kept = 1.0 - math.exp(-self.away["max_days"] / self.away["tau"])
        return -self.away["tau"] * math.log1p(-kept * self.random.random())


class SameLuck:
    """What the kernel draws: a function of person, visit and purpose."""

    def __init__(self, told: dict) -> None:
        away = told["readmission"]["delay"]
        self.away = inverse_of(Length(law=Law.EXPONENTIAL, mean=away["tau"], longest=away["max_days"]))

    def stay(self, key: int, visit: int, law: list[float]) -> float:
        return inverse_of(Length(law=Law.LOGNORMAL, mean=law[0], sd=law[1])).at(draws.uniform(key, visit, draws.STAY))

    def share(self, key: int, visit: int, purpose: int) -> float:
        return draws.uniform(key, visit, purpose)

    def time_away(self, key: int, visit: int) -> float:
        return self.away.at(draws.uniform(key, visit, draws.BACK_AFTER))


Story = list[tuple[int, str, float, float]]
"""(key, station, began, left) of each visit that ended, from any engine."""


def stories(visits: Story) -> dict[int, list[tuple[str, float, float]]]:
    """What each person went through, in order."""
    found: dict[int, list[tuple[str, float, float]]] = {}
    for key, station, began, left in sorted(visits, key=lambda visit: visit[2]):
        found.setdefault(key, []).append((station, began, left))
    return found


def furthest_apart(one: Story, other: Story) -> float:
    """The largest difference of a moment between two engines' visits, in days; infinite where somebody went another way."""
    first, second = stories(one), stories(other)
    if {key: [visit[0] for visit in way] for key, way in first.items()} != {key: [v[0] for v in way] for key, way in second.items()}:
        return math.inf
    moments = [np.abs(np.subtract([v[1:] for v in way], [v[1:] for v in second[key]])).max() for key, way in first.items()]
    return float(max(moments, default=0.0))
