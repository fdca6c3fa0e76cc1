"""Given people in, every transition out: from the compiled kernel and from the slow oracle, to be held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.kernel import run_through, world
from wholeplace.flow.memory import Asked, world_of
from wholeplace.flow.shapes import Network, Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wholeplace.flow.compiled import Compiled

WORDS = {
    world.ARRIVED: "arrived", world.STARTED: "started", world.READY: "ready", world.WAITS: "waits", world.LEFT: "left",
    world.WENT_HOME: "at home", world.CAME_BACK: "came back", world.TURNED_AWAY: "turned away", world.GAVE_UP: "gave up",
    world.GONE: "gone",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenPerson:
    """Somebody who comes at a given moment (days from the network's start) with given stays, by visit; None or no more: drawn."""

    time: float
    group: str
    to: str
    lengths: tuple[float | None, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """One thing that happened to one simulated person. `other`: where they came from (started), or what they wait for (waits)."""

    time: float
    key: int
    what: str
    station: str
    other: str


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Traced:
    """All transitions in their order, and the daily series that follow from them ([day, series], named as in `Run`)."""

    transitions: tuple[Transition, ...]
    series: tuple[str, ...]
    daily: "NDArray[np.float64]"


def trace(
    network: Network, *, snapshot: Snapshot | None = None, seed: int = 1, replication: int = 0, given: Sequence[GivenPerson] = ()
) -> Traced:
    """Run one replication in the kernel and hand on each transition. Given people come besides those of the network's arrivals."""
    from wholeplace.flow.compiled import compile_network

    compiled = compile_network(network, snapshot=snapshot)
    asked = Asked(*_given(compiled, given), log=1 << 16)
    while True:
        ran = world_of(compiled, seed, replication, max(8192, 4 * len(given)), asked)
        trouble = run_through(ran.core)
        logged = int(ran.core["logged"][0])
        if not trouble and logged <= asked.log:
            break
        asked = asked._replace(log=2 * max(logged, asked.log))
    names = [*(station.name for station in network.stations), ""]
    lines = ran.arrays["log"][:logged].tolist()
    transitions = tuple(
        Transition(time=time, key=key, what=WORDS[what], station=names[at], other=names[other]) for time, key, what, at, other in lines
    )
    return Traced(transitions=transitions, series=compiled.series, daily=ran.arrays["daily"])


def given_key(number: int) -> int:
    """The key of the given person of this number, in order of time."""
    return number + 1


def _given(compiled: "Compiled", people: Sequence[GivenPerson]) -> "tuple[NDArray, NDArray[np.float64]]":
    stations = {station.name: i for i, station in enumerate(compiled.network.stations)}
    groups = {group.name: i for i, group in enumerate(compiled.network.groups)}
    ordered = sorted(people, key=lambda person: person.time)
    rows = [(person.time, given_key(i), groups[person.group], stations[person.to]) for i, person in enumerate(ordered)]
    lengths = np.full((len(ordered), max([1, *(len(person.lengths) for person in ordered)])), np.nan)
    for i, person in enumerate(ordered):
        lengths[i, : len(person.lengths)] = [np.nan if days is None else days for days in person.lengths]
    return np.array(rows, world.GIVEN), lengths
