"""Who is there on a day, as a snapshot that a run can start from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from wholeplace.flow.calibrate.care import FROM_HOME
from wholeplace.flow.calibrate.emergency import ONLY
from wholeplace.flow.calibrate.laws import Array
from wholeplace.flow.lengths import share_staying
from wholeplace.flow.shapes import Network, Present, Service, Snapshot
from wholeplace.people import PresentOn

Weighted = tuple[Present, float]
HALF = 0.5
"""Who has been there for k midnights came at some time of the day before the first: k - 0.5 days ago, on average."""


def snapshot_from(network: Network, there: PresentOn) -> Snapshot:
    """The snapshot of counted people, in the groups of a fitted network.

    Nobody's way out is told before they leave, nor whether they are ready, where the records tell it only then. So people in bed
    are shared out over groups, and over ready or not, by how likely each is after so many days. Shares become whole people by
    taking every whole step of their running sum: as many people as were counted, and no group favoured.
    """
    hospital = (weighted for row in there.in_hospital.iter_rows(named=True) for weighted in _in_hospital(network, row))
    care = (weighted for row in there.in_care.iter_rows(named=True) for weighted in _in_care(network, row))
    emergency = (weighted for row in there.in_a_and_e.iter_rows(named=True) for weighted in _in_a_and_e(network, row))
    present = [found for people in (hospital, care, emergency) for found in _whole(people)]
    return Snapshot(on=there.on, present=tuple(present))


def _whole(shared: Iterable[Weighted]) -> Iterator[Present]:
    """Whole people from shares, in the order given: one for each whole number that the running sum passes, from a half on."""
    reached = 0.5
    counted: dict[Present, int] = {}
    for present, weight in shared:
        before, reached = int(np.floor(reached + 1e-9)), reached + weight
        if more := int(np.floor(reached + 1e-9)) - before:
            counted[present] = counted.get(present, 0) + more
    for present, people in counted.items():
        yield Present(
            group=present.group, station=present.station, people=people, elapsed=present.elapsed, ready_days=present.ready_days,
            waits_for=present.waits_for,
        )  # fmt: skip


def _services(network: Network, station: str) -> dict[str, Service]:
    return {service.group: service for service in network.services if service.station == station}


def _per_day(network: Network, group: str) -> float:
    """How many of a group come a day, returns included in proportion, to weigh groups against each other."""
    return sum(stream.per_day for stream in network.arrivals if stream.group == group)


def _in_hospital(network: Network, row: Mapping[str, int | str | None]) -> Iterator[Weighted]:
    came, days, ready = str(row["came_as"]), int(row["days"] or 0), row["ready_days"]
    services = {name: each for name, each in _services(network, "acute").items() if name.startswith(came)}
    weights: list[Weighted] = []
    for name, service in services.items():
        rate = _per_day(network, name)
        if ready is not None and int(ready) > 0:
            weights.append((_one(name, days, int(ready) - HALF), rate * _delay_lasts(service, int(ready))))
            continue
        weights.append((_one(name, days), rate * share_staying(service.length, days - HALF)))
        if ready is None:
            weights += [(_one(name, days, k + HALF), rate * float(chance)) for k, chance in enumerate(_ready_days(service, days))]
    return _shared(weights, float(row["people"] or 0))


def _one(group: str, days: float, ready: float | None = None) -> Present:
    return Present(group=group, station="acute", people=1, elapsed=days - HALF, ready_days=ready)


def _delay_lasts(service: Service, days: int) -> float:
    return share_staying(service.arranging, max(days - HALF, 0.0)) if service.arranging else (1.0 if days <= 0 else 0.0)


def _ready_days(service: Service, days: int) -> Array:
    """Chance of having been ready for 1, 2, 3 ... midnights, and of not being gone yet, after `days` midnights in bed."""
    if service.arranging is None:
        return np.zeros(0)
    edges = np.maximum(np.arange(days + 1) - HALF, 0.0)
    staying = np.array([share_staying(service.length, edge) for edge in edges])
    ready_after = staying[:-1] - staying[1:]  # ready after 0, 1, ... days - 1
    lasts = np.array([_delay_lasts(service, days - after) for after in range(days)])
    return (ready_after * lasts)[::-1]


def _shared(weights: list[Weighted], people: float) -> Iterator[Weighted]:
    whole = sum(weight for _, weight in weights)
    for present, weight in weights:
        if whole > 0 and weight > 0:
            yield present, people * weight / whole


def _in_care(network: Network, row: Mapping[str, int | str | None]) -> Iterator[Weighted]:
    """People with support: by where they came from, over the groups that come that way."""
    station, came = str(row["station"]), str(row["came_from"])
    services = _services(network, station)
    way = {"home-care": "1", "rehab": "2", "care-home": "3"}[station]
    wanted = {
        "home": [FROM_HOME.get(station, "")], "rehab": [name for name in services if name.endswith("-2")],
        "hospital": [name for name in services if name.endswith(f"-{way}")],
    }[came]  # fmt: skip
    groups = [name for name in wanted if name in services] or list(services)
    one = {name: Present(group=name, station=station, people=1, elapsed=max(float(row["days"] or 0) - HALF, 0.0)) for name in groups}
    return _shared([(present, max(_per_day(network, name), 1e-9)) for name, present in one.items()], float(row["people"] or 0))


def _in_a_and_e(network: Network, row: Mapping[str, int | str | None]) -> Iterator[Weighted]:
    services = _services(network, "a-and-e")
    groups = [name for name in services if (name != ONLY) == bool(row["admitted"])]
    elapsed = (float(row["hours"] or 0) + 0.5) / 24
    one = {name: Present(group=name, station="a-and-e", people=1, elapsed=elapsed) for name in groups}
    rate = {name: sum(s.per_day for s in network.arrivals if s.group == name and s.to == "a-and-e") for name in groups}
    return _shared([(present, rate[name]) for name, present in one.items()], float(row["people"] or 0))


def starting_on(network: Network, on: date) -> Network:
    """The network with its first day set to `on`, without warm-up: what a snapshot of that day starts."""
    capacity = tuple(
        replace(station, capacity=tuple(replace(step, since=min(step.since, on)) for step in station.capacity))
        for station in network.stations
    )
    return replace(network, starts=on, warm_up=0, stations=capacity)


__all__ = ["snapshot_from", "starting_on"]
