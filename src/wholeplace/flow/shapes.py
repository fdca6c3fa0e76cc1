"""The nouns of what if: stations, the people who pass through them, a scenario, and what a run hands on.

Times are in days from midnight at the start of `Network.starts`. Nobody here is an individual: a group is a kind of
person, and everything learned from a place's records came as counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from wholeplace.terms import Money

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALL_WEEK = frozenset(range(7))
"""Every weekday; 0 is Monday."""


class Law(StrEnum):
    """The family of a length of time."""

    FIXED = "fixed"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"
    GAMMA = "gamma"
    WEIBULL = "weibull"
    EMPIRICAL = "empirical"


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """How long something takes, in days: a law with mean and standard deviation.

    FIXED and EXPONENTIAL have no `sd` of their own. EMPIRICAL: `quantiles` are the lengths at equally spaced
    probabilities from 0 to 1, joined by straight lines; `mean` and `sd` then only say what they come to.
    `longest`: draws above it are not possible (the law is cut there and scaled, by its inverse distribution).
    """

    law: Law
    mean: float
    sd: float = 0.0
    quantiles: tuple[float, ...] = ()
    longest: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A value that holds from a day on."""

    since: date
    value: float


class Unit(StrEnum):
    """What one unit of a station's capacity is."""

    BEDS = "beds"
    PLACES = "places"
    VISITS = "visits a day"
    OPEN = "without limit"


class Waits(StrEnum):
    """Where a person waits who is ready for a station that is full."""

    WHERE_THEY_ARE = "where they are"  # and hold that place: blocking after service
    IN_A_QUEUE = "in a queue"  # and hold nothing


class Overflow(StrEnum):
    """What happens at a full station to those who come from outside."""

    WAIT = "wait"
    LEAVE = "leave"  # after a patience of mean `patience` days, without being seen
    DIVERT = "divert"  # to another place, while `threshold` or more wait
    ESCALATE = "escalate"  # `extra` further units open while `threshold` or more wait, and close as they empty


@dataclass(frozen=True, kw_only=True, slots=True)
class OverflowRule:
    """An overflow policy with its numbers. Without one, a station above its capacity has no steady state."""

    policy: Overflow = Overflow.WAIT
    threshold: int = 0
    extra: int = 0
    patience: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Station:
    """One place of care with a dated capacity: beds, places, or visits a day that people share by need (1, 2 or 4).

    `backfill`: a person further back who fits may start before one who does not (else strict order). A person whose
    stay ends on a day not in `leaves_on` leaves at the first moment of the next day that is; starts wait likewise.
    Costs are for each unit and day: in use, and idle. `run_by` and `funded_by` are organisations' names or codes.
    """

    name: str
    title: str
    kind: Unit
    capacity: tuple[Step, ...] = ()
    waits: Waits = Waits.WHERE_THEY_ARE
    backfill: bool = False
    overflow: OverflowRule = OverflowRule()
    starts_on: frozenset[int] = ALL_WEEK
    leaves_on: frozenset[int] = ALL_WEEK
    run_by: str = ""
    funded_by: str = ""
    cost_in_use: Money = Money(0)
    cost_idle: Money = Money(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A kind of person: how they leave hospital (pathway 0 to 3, or none), and who goes first (0 before 1)."""

    name: str
    title: str
    pathway: int | None = None
    priority: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrivals:
    """People of one group who come to one station from outside, as a Poisson process whose rate is constant in each hour.

    rate(hour) = per_day / 24 x hours[h] x weekdays[w] x months[m] x (1 + amplitude cos(2 pi (d - peak) / 365))
    x (1 + yearly)^(years since the start) x the last of `factors` that began (1 before the first). `spread` is variance over
    mean of a day's count given its rate: 1 is Poisson; above, each day's rate is multiplied by a gamma of mean 1 (negative
    binomial counts). `peak` counts days from the start of the network.
    """

    group: str
    to: str
    per_day: float
    hours: tuple[float, ...] = (1.0,) * 24
    weekdays: tuple[float, ...] = (1.0,) * 7
    months: tuple[float, ...] = (1.0,) * 12
    amplitude: float = 0.0
    peak: float = 0.0
    yearly: float = 0.0
    spread: float = 1.0
    factors: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """How long one group needs at one station, and how much of its capacity one person takes: (units, share of people).

    `arranging`: days from the end of that stay until the way out is arranged, spent in the same place whatever room there is
    further on. They count as delay, as do the days that a full station further on adds. None: none.
    """

    group: str
    station: str
    length: Length
    units: tuple[tuple[int, float], ...] = ((1, 1.0),)
    arranging: Length | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """Where a group goes after a station: `to` another one, or home (empty). Shares of one group and station add up to 1."""

    group: str
    after: str
    to: str
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Return:
    """Who comes back after leaving for home.

    odds = share / (1 - share) x odds_each_delay_day ^ (days delayed, at most `delay_days_counted`) x odds_when_late if
    support started more than `late_after` days after the person was ready. The chance follows from the odds. They come
    back after `after`, to station `to`, as one of the groups `becomes` (group, share).
    """

    group: str
    share: float
    to: str
    after: Length
    becomes: tuple[tuple[str, float], ...]
    odds_each_delay_day: float = 1.0
    delay_days_counted: float = 30.0
    late_after: float = 2.0
    odds_when_late: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumption:
    """One number that a place agreed on, under its path in the network (such as "stations.home-care.capacity").

    `low` and `high`: the range that is thought to hold it in 9 of 10 cases; equal to `value` when not uncertain.
    `fitted`: from the place's own records. `agreed_by` and `since`: who agreed it, from when.
    """

    path: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    fitted: bool = False
    agreed_by: str = ""
    since: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """A whole system as stations, groups and the ways between them. `days` are measured, after `warm_up` days."""

    name: str
    starts: date
    days: int
    warm_up: int
    stations: tuple[Station, ...]
    groups: tuple[Group, ...]
    arrivals: tuple[Arrivals, ...]
    services: tuple[Service, ...]
    routes: tuple[Route, ...]
    returns: tuple[Return, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Present:
    """People who are there at the start: how many of a group hold a place at a station, since how many days.

    `elapsed` None: not known, so the equilibrium residual is drawn. `ready_days`: days since their stay was over, where
    they wait there for `waits_for`; None: not over. `station` empty: they hold nothing and wait in the queue of `waits_for`.
    """

    group: str
    station: str
    people: int
    elapsed: float | None
    ready_days: float | None = None
    waits_for: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Who was there at midnight at the start of a day. No warm-up follows from it."""

    on: date
    present: tuple[Present, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """One thing done otherwise: the number at `what` is set `to`, or has `add` added, or is taken `times`, between two days.

    `what` is a path: stations.NAME.capacity, stations.NAME.cost_in_use, arrivals.GROUP.per_day, services.GROUP.STATION.mean,
    routes.GROUP.AFTER.TO.share (the others of that group and station give or take in proportion), returns.GROUP.share ...
    Without `since` it holds always; `until` is the first day for which it no longer holds. `says`: what is done, in words.
    """

    what: str
    to: float | None = None
    add: float | None = None
    times: float | None = None
    since: date | None = None
    until: date | None = None
    says: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """A named set of changes: who proposed it, why, and what it would cost to set up."""

    name: str
    title: str
    proposed_by: str
    why: str
    changes: tuple[Move, ...]
    one_off_cost: Money = Money(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What one network did: every replication, every measured day, every series.

    `daily`: float64 [replication, day, series]; columns are named in `series`, as "what:station" or "what:station:other":
      present:S        people who hold a place at S, mean over the day
      units:S          units of S's capacity in use, mean over the day
      in_service:S     of those present, whose stay is not over
      blocked:S:T      people who hold S, are ready, and wait for T, mean over the day
      queue:S          people who wait for S and hold nothing, mean over the day
      arrived:S        people who came to S from outside (returns included)
      started:S, left:S, turned_away:S, gave_up:S   people in that day
      returned         people who came back that day
      home             people at home who will come back, mean over the day
    `totals`: float64 [replication] over the measured days, such as delay_days:GROUP, waited_hours:S, over_4_hours:S.
    `capacity`: float64 [day, station], the units there are. The same seed gives the same digits on any number of processes.
    """

    network: Network
    seed: int
    series: tuple[str, ...]
    daily: "NDArray[np.float64]"
    totals: "Mapping[str, NDArray[np.float64]]"
    capacity: "NDArray[np.float64]"
    events: int
    warm_up: str = ""
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer of a run or of two compared: the number with its range, and the plain sentence that says it.

    `compared`: the number is a difference from what the scenario is held against. None: there is no such number, and the
    sentence says why.
    """

    question: str
    about: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    sentence: str
    compared: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """One series by day, over replications: mean and the 5, 25, 50, 75 and 95 in 100 points, one number a day."""

    series: str
    mean: tuple[float, ...]
    points: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """What flow hands on: bands by day and answers in words, for one scenario, beside another where one was asked for.

    `network` is the one that was run, changes included: its stations give titles, capacities and who funds. `bands_against`
    are the same series without the changes, empty where nothing was compared. Bands begin on `starts`.
    """

    place: str
    network: Network
    scenario: Scenario
    against: Scenario | None
    starts: date
    days: int
    replications: int
    seed: int
    bands: tuple[Band, ...]
    bands_against: tuple[Band, ...]
    answers: tuple[Answer, ...]
    assumptions: tuple[Assumption, ...]
    warm_up: str
    notes: tuple[str, ...] = ()
