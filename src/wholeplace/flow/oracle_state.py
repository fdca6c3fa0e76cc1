"""For the oracle: people and places as they are at a moment, and the run that they are in."""

import heapq
from dataclasses import dataclass, field
from datetime import date, timedelta

from wholeplace.flow import draws
from wholeplace.flow.shapes import Group, Network, Overflow, Return, Route, Service, Station
from wholeplace.flow.trace import Transition

END, ARRANGED, GATE, PATIENCE, BACK, ARRIVAL = range(1, 7)


@dataclass(slots=True, eq=False)
class Someone:
    """One simulated person, and where they are."""

    key: int
    group: str
    given: tuple[float | None, ...] = ()
    visit: int = 0
    doing: str = ""  # in_service, arranging, held or blocked, while they are at a station
    at: str = ""
    wants: str = ""
    units: int = 0
    needs: int = 0
    outside: bool = False
    late: bool = False
    delay: float = 0.0
    entered: float = 0.0
    ready: float = 0.0
    since: float = 0.0  # of the present wait, arranging or time at home
    turn: tuple[int, int] = (0, 0)
    planned: int = 0

    def draw(self, purpose: int) -> float:
        return draws.uniform(self.key, self.visit, purpose)


@dataclass(slots=True, eq=False)
class Place:
    """One station, who is there, and who waits for it, in the order of their turns."""

    told: Station
    there: list[Someone] = field(default_factory=list)
    line: list[Someone] = field(default_factory=list)
    capacity: float = 0
    starts_today: bool = True

    def free(self) -> float:
        rule = self.told.overflow
        more = rule.extra if rule.policy is Overflow.ESCALATE and len(self.line) >= rule.threshold else 0
        return self.capacity + more - sum(someone.units for someone in self.there)


@dataclass(slots=True, eq=False)
class Slow:
    """A run under way: the clock, what is planned, and what has been written down."""

    network: Network
    first_day: int
    last_day: int
    now: float = 0.0
    number: int = 0
    joined: int = 0
    planned: list[tuple[int, float, int, int, Someone]] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    spells: list[tuple[str, float, float, float]] = field(default_factory=list)
    counts: list[tuple[str, float]] = field(default_factory=list)
    at_home: list[Someone] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    services: dict[tuple[str, str], Service] = field(default_factory=dict)
    routes: dict[tuple[str, str], list[Route]] = field(default_factory=dict)
    returns: dict[str, Return] = field(default_factory=dict)

    def note(self, someone: Someone, what: str, station: str = "", other: str = "") -> None:
        self.transitions.append(Transition(time=self.now, key=someone.key, what=what, station=station, other=other))

    def spell(self, series: str, begins: float, weight: float = 1.0) -> None:
        self.spells.append((series, begins, self.now, weight))

    def plan(self, someone: Someone, time: float, kind: int) -> None:
        self.number += 1
        someone.planned = self.number
        if time < self.last_day:
            heapq.heappush(self.planned, (int(time * 24.0), time, kind, self.number, someone))

    def day(self, number: int) -> date:
        return self.network.starts + timedelta(number)
