"""How much work each station is asked to do: arrivals followed along the routes and back again, times the time each needs.

Nobody waits here: these are the flows that a network would carry with room everywhere. They check input and answer at once;
the simulation says what waiting does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from wholeplace.flow.shapes import Arrivals, Network, Service, Station, Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What one station is asked for on an average day of the forecast.

    `people_a_day`: who come to it; `units`: units of its capacity they would keep in use (the offered load); `capacity`: mean
    units there are, None without limit; `days` and `units_each`: what one person needs on average.
    """

    station: str
    people_a_day: float
    units: float
    capacity: float | None
    days: float
    units_each: float


def loads_of(network: Network) -> dict[str, Load]:
    """The load of every station, over the days of the forecast. A station that nobody comes to has load 0."""
    flows = _flows(network)
    services = {(each.group, each.station): each for each in network.services}
    found = {}
    for station in network.stations:
        here = [(rate, services[group, name]) for (group, name), rate in flows.items() if name == station.name]
        people = sum(rate for rate, _ in here)
        person_days = sum(rate * days_needed(service) for rate, service in here)
        units = sum(rate * days_needed(service) * units_each(service) for rate, service in here)
        found[station.name] = Load(
            station=station.name,
            people_a_day=people,
            units=units,
            capacity=None if station.kind is Unit.OPEN else mean_capacity(station, network),
            days=person_days / people if people else 0.0,
            units_each=units / person_days if person_days else 1.0,
        )
    return found


def flows_of(network: Network) -> dict[tuple[str, str], float]:
    """People a day by (group, station), returns included, on an average day of the forecast."""
    return _flows(network)


def days_needed(service: Service) -> float:
    """Mean days in the place: the stay, and arranging the way out."""
    return service.length.mean + (service.arranging.mean if service.arranging else 0.0)


def units_each(service: Service) -> float:
    """Mean units of capacity that one person takes."""
    return sum(units * share for units, share in service.units)


def capacity_on(station: Station, day: date) -> float:
    """Units of a station on a day. The first value also holds before its own day; 0 where none is given."""
    past = [step.value for step in station.capacity if step.since <= day]
    return past[-1] if past else station.capacity[0].value if station.capacity else 0.0


def mean_capacity(station: Station, network: Network) -> float:
    """Mean units over the days of the forecast."""
    first = network.starts + timedelta(network.warm_up)
    return sum(capacity_on(station, first + timedelta(day)) for day in range(network.days)) / max(1, network.days)


def mean_arrivals(network: Network) -> list[float]:
    """People a day from outside for each stream of arrivals, on an average day of the forecast.

    The same sum as the kernel's own rates, without loading the compiler: screening answers at once. A test holds the two together.
    """
    numbers = np.arange(network.warm_up, network.warm_up + network.days)
    days = [network.starts + timedelta(int(number)) for number in numbers]
    weekdays, months = np.array([day.weekday() for day in days], int), np.array([day.month - 1 for day in days], int)
    return [_mean_arrivals(stream, numbers, days, weekdays, months) for stream in network.arrivals]


def _mean_arrivals(stream: Arrivals, numbers: np.ndarray, days: list[date], weekdays: np.ndarray, months: np.ndarray) -> float:
    season = 1.0 + stream.amplitude * np.cos(2.0 * np.pi * (numbers - stream.peak) / 365.0)
    trend = (1.0 + stream.yearly) ** (numbers / 365.25)
    factor = np.array([_factor_on(stream, day) for day in days])
    by_day = season * trend * factor * np.array(stream.weekdays)[weekdays] * np.array(stream.months)[months]
    return float(np.maximum(0.0, by_day).mean()) * stream.per_day * sum(stream.hours) / 24 if days else 0.0


def _factor_on(stream: Arrivals, day: date) -> float:
    past = [step.value for step in stream.factors if step.since <= day]
    return past[-1] if past else 1.0


def _flows(network: Network) -> dict[tuple[str, str], float]:
    nodes = list(dict.fromkeys((each.group, each.station) for each in network.services))
    place = {node: number for number, node in enumerate(nodes)}
    outside = np.zeros(len(nodes))
    for stream, rate in zip(network.arrivals, mean_arrivals(network), strict=True):
        if (stream.group, stream.to) in place:
            outside[place[stream.group, stream.to]] += rate
    onward = np.zeros((len(nodes), len(nodes)))
    for before, after, share in _links(network):
        if before in place and after in place:
            onward[place[after], place[before]] += share
    flows = np.linalg.lstsq(np.eye(len(nodes)) - onward, outside, rcond=None)[0] if nodes else outside
    return {node: max(0.0, float(flows[number])) for node, number in place.items()}


def _links(network: Network) -> Iterator[tuple[tuple[str, str], tuple[str, str], float]]:
    """Where people of a group go after a station, and as whom they come back after home, with shares."""
    returns = {each.group: each for each in network.returns}
    for route in network.routes:
        node = (route.group, route.after)
        if route.to:
            yield node, (route.group, route.to), route.share
        elif back := returns.get(route.group):
            for becomes, share in back.becomes:
                yield node, (becomes, back.to), route.share * back.share * share


def excess(loads: Mapping[str, Load]) -> dict[str, float]:
    """By how much demand exceeds capacity, as a share of capacity, where it does."""
    found = {}
    for name, load in loads.items():
        if load.capacity is not None and load.units > load.capacity:
            found[name] = load.units / load.capacity - 1 if load.capacity else float("inf")
    return found
