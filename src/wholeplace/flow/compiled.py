"""A network as flat arrays, ready for the kernel: every name is a number, every law a table, every date a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.kernel import world
from wholeplace.flow.laws import LawBook
from wholeplace.flow.rates import Expected, hourly_rates, starting_points, stream_names
from wholeplace.flow.shapes import Law, Length, Network, Overflow, Service, Snapshot, Station, Unit, Waits
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

WITHOUT_LIMIT = 1 << 40
PER_STATION = ("present", "units", "in_service", "arranging", "held", "queue", "arrived", "started", "left", "turned_away", "gave_up")
POLICIES = {
    Overflow.WAIT: world.WAIT,
    Overflow.LEAVE: world.LEAVE,
    Overflow.DIVERT: world.DIVERT,
    Overflow.ESCALATE: world.ESCALATE,
}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Compiled:
    """A network (and perhaps who is there at its start) as arrays; what changes in a run is copied from here first.

    `first_day` counts from `network.starts`; `warm_up` and `days` follow on it. `uneven`: some stream's days vary by more
    than chance, so that its rates are drawn anew in each replication.
    """

    network: Network
    first_day: int
    warm_up: int
    days: int
    series: tuple[str, ...]
    stations: "NDArray"
    groups: "NDArray"
    pairs: tuple[tuple[int, int], ...]
    pair_of: "NDArray[np.int32]"
    care: "NDArray"
    choices: "NDArray"
    laws: "NDArray"
    numbers: "NDArray[np.float64]"
    capacity: "NDArray[np.int64]"
    weekdays: "NDArray[np.int64]"
    streams: "NDArray"
    rates: "NDArray[np.float64]"
    expected: Expected
    present: "NDArray"
    ranks: int
    may_lock: bool
    uneven: bool


def compile_network(network: Network, *, snapshot: Snapshot | None = None) -> Compiled:
    """Turn a network into arrays. Refuses, with a letter, names that nothing has, missing stays and a snapshot that does not fit.

    Without a snapshot the run begins empty at `network.starts`, and `warm_up` days pass before measuring. With one it begins
    on the snapshot's day, and measures from then on.
    """
    from wholeplace.flow.placed import present_rows

    problems = problems_in_names(network)
    if problems:
        raise DataProblem(f"network {network.name}", problems)
    first_day = (snapshot.on - network.starts).days if snapshot else 0
    warm_up = 0 if snapshot else network.warm_up
    last_day = first_day + warm_up + network.days
    book = LawBook()
    choices: list[tuple[float, int]] = []
    names = {station.name: i for i, station in enumerate(network.stations)}
    care = _care(network, names, book, choices)
    groups = _groups(network, names, book, choices)
    present = present_rows(network, snapshot, book)
    pairs = _pairs(network, names, present)
    pair_of = np.full((len(names), len(names)), -1, np.int32)
    for i, (origin, to) in enumerate(pairs):
        pair_of[origin, to] = i
    stations = _stations(network, book)
    days = [network.starts + timedelta(day) for day in range(first_day, last_day)]
    laws, numbers = book.arrays()
    rates = hourly_rates(network, first_day, last_day)
    return Compiled(
        network=network, first_day=first_day, warm_up=warm_up, days=network.days, series=_series(network, pairs),
        stations=stations, groups=groups, pairs=pairs, pair_of=pair_of, care=care,
        choices=np.array(choices, world.CHOICE), laws=laws, numbers=numbers,
        capacity=np.array([_capacity(station, days) for station in network.stations], np.int64).T.copy(),
        weekdays=np.array([day.weekday() for day in days], np.int64),
        streams=_streams(network, names), rates=rates, expected=starting_points(rates), present=present,
        ranks=int(groups["rank"].max(initial=0)) + 1, may_lock=_may_lock(stations, pairs, present),
        uneven=any(stream.spread > 1.0 for stream in network.arrivals),
    )  # fmt: skip


def ranks_of(network: Network) -> dict[str, int]:
    """The turn of each group, from 0, without gaps."""
    levels = sorted({group.priority for group in network.groups})
    return {group.name: levels.index(group.priority) for group in network.groups}


def mask(days: Iterable[int]) -> int:
    """Weekdays as bits: 1 is Monday, 2 Tuesday, 4 Wednesday ..."""
    return sum(1 << day for day in days)


def _capacity(station: Station, days: Sequence) -> list[int]:
    """Whole units on each day: what was last set, the first step's before it, and no limit for an open station."""
    if station.kind is Unit.OPEN:
        return [WITHOUT_LIMIT] * len(days)
    steps = sorted(station.capacity, key=lambda step: step.since)
    units, at, there = [], 0, int(steps[0].value + 1e-9) if steps else 0
    for day in days:
        while at < len(steps) and steps[at].since <= day:
            there, at = int(steps[at].value + 1e-9), at + 1
        units.append(there)
    return units


def _stations(network: Network, book: LawBook) -> "NDArray":
    rows = np.zeros(len(network.stations), world.STATION)
    for row, station in zip(rows, network.stations, strict=True):
        rule = station.overflow
        row["policy"], row["threshold"], row["extra"] = POLICIES[rule.policy], rule.threshold, rule.extra
        row["patience"] = book.number(Length(law=Law.EXPONENTIAL, mean=rule.patience)) if rule.policy is Overflow.LEAVE else -1
        row["backfill"], row["hold"] = station.backfill, station.waits is Waits.WHERE_THEY_ARE
        row["starts_on"], row["leaves_on"] = mask(station.starts_on), mask(station.leaves_on)
    return rows


def _care(network: Network, names: dict[str, int], book: LawBook, choices: list[tuple[float, int]]) -> "NDArray":
    """For each group and station: the law of the stay, the units one takes, and where one goes after it."""
    care = np.full((len(network.groups), len(names)), -1, world.CARE)
    numbers = {group.name: i for i, group in enumerate(network.groups)}
    for service in network.services:
        row = care[numbers[service.group], names[service.station]]
        row["law"] = book.number(service.length)
        row["arranging"] = book.number(service.arranging) if service.arranging else -1
        row["units"], row["sizes"] = _choice(choices, [(share, units) for units, share in service.units])
        ways = [route for route in network.routes if (route.group, route.after) == (service.group, service.station)]
        places = [(route.share, names[route.to] if route.to else -1) for route in ways]
        row["routes"], row["ways"] = _choice(choices, places or [(1.0, -1)])
    return care


def _groups(network: Network, names: dict[str, int], book: LawBook, choices: list[tuple[float, int]]) -> "NDArray":
    rows = np.zeros(len(network.groups), world.GROUP)
    numbers = {group.name: i for i, group in enumerate(network.groups)}
    ranks = ranks_of(network)
    rows["late_after"], rows["law"] = np.inf, -1
    for group, i in numbers.items():
        rows[i]["rank"] = ranks[group]
    for back in network.returns:
        row = rows[numbers[back.group]]
        row["share"], row["each_day"], row["days_counted"] = back.share, back.odds_each_delay_day, back.delay_days_counted
        row["late_after"], row["when_late"] = back.late_after, back.odds_when_late
        row["law"], row["to"] = book.number(back.after), names[back.to]
        row["becomes"], row["ways"] = _choice(choices, [(share, numbers[group]) for group, share in back.becomes])
    return rows


def _choice(choices: list[tuple[float, int]], ways: list[tuple[float, int]]) -> tuple[int, int]:
    """Add ways with their cumulative shares; ways that nobody goes are left out. Where they begin, and how many."""
    ways = [(share, what) for share, what in ways if share > 0.0]
    start, upto = len(choices), 0.0
    for share, what in ways:
        upto += share
        choices.append((upto, what))
    return start, len(ways)


def _pairs(network: Network, names: dict[str, int], present: "NDArray") -> tuple[tuple[int, int], ...]:
    """Each two stations that somebody may go between, in the order of the routes."""
    asked = [(names[route.after], names[route.to]) for route in network.routes if route.to]
    there = [(int(row["station"]), int(row["waits_for"])) for row in present if row["station"] >= 0 and row["waits_for"] >= 0]
    return tuple(dict.fromkeys(asked + there))


def _streams(network: Network, names: dict[str, int]) -> "NDArray":
    numbers = {group.name: i for i, group in enumerate(network.groups)}
    named = zip(stream_names(network), network.arrivals, strict=True)
    rows = [(name, 0, numbers[stream.group], names[stream.to]) for name, stream in named]
    return np.array(rows, world.STREAM)


def _series(network: Network, pairs: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    stations = [station.name for station in network.stations]
    return (
        *(f"{what}:{name}" for name in stations for what in PER_STATION),
        *(f"blocked:{stations[origin]}:{stations[to]}" for origin, to in pairs),
        *(f"delayed:{group.name}" for group in network.groups),
        "returned",
        "home",
    )


def _may_lock(stations: "NDArray", pairs: Sequence[tuple[int, int]], present: "NDArray") -> bool:
    """Whether people who hold places can wait for each other in a ring of two stations or more."""
    ways: dict[int, set[int]] = {}
    there = {(int(row["station"]), int(row["waits_for"])) for row in present}
    for origin, to in pairs:
        if origin != to and (stations[to]["hold"] or (origin, to) in there):
            ways.setdefault(origin, set()).add(to)
    return any(start in _reached(ways, start) for start in ways)


def _reached(ways: dict[int, set[int]], start: int) -> set[int]:
    found: set[int] = set()
    todo = list(ways.get(start, ()))
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            todo.extend(ways.get(at, ()))
    return found


def problems_in_names(network: Network) -> list[Problem]:
    """Names that no station or group has, and groups sent to a station where they have no stay: nothing could be run."""
    stations, groups = {station.name for station in network.stations}, {group.name for group in network.groups}
    served = {(service.group, service.station) for service in network.services}
    sent = [("arrivals", stream.group, stream.to) for stream in network.arrivals]
    sent += [("routes", route.group, route.to) for route in network.routes if route.to]
    sent += [("returns", group, back.to) for back in network.returns for group, _ in back.becomes]
    known = [(f"services of {service.group}", service.station, stations) for service in network.services]
    known += [(f"{what} of {group}", to, stations) for what, group, to in sent]
    known += [(what, group, groups) for what, group, _ in sent]
    problems = [_unknown(where, name) for where, name, names in known if name not in names]
    problems += [
        Problem(
            where=f"{what} of {group}",
            what=f"{group} may come to {to}, but there is no stay of {group} at {to}.",
            why="Nobody could say how long they stay.",
            fix=f"Add a service of {group} at {to}, or send them elsewhere.",
        )
        for what, group, to in sent
        if to in stations and group in groups and (group, to) not in served
    ]
    return list(dict.fromkeys(problems))


def _unknown(where: str, name: str) -> Problem:
    return Problem(where=where, what=f'"{name}" is not in the network.', why="Nobody could go there.", fix="Correct the name, or add it.")


def service_of(network: Network, group: str, station: str) -> Service | None:
    """The stay of a group at a station; None where there is none."""
    return next((service for service in network.services if (service.group, service.station) == (group, station)), None)
