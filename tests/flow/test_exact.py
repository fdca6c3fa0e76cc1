"""The simulation against exact answers: mean of 20 seeds within 3 standard errors. The slow ones run ten times as long."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest

from tests.flow.chains import mean_of, one_station, stationary
from wholeplace.flow.running import run
from wholeplace.flow.shapes import (
    Arrivals,
    Group,
    Law,
    Length,
    Network,
    Overflow,
    OverflowRule,
    Return,
    Route,
    Run,
    Service,
    Station,
    Step,
    Unit,
)

STARTS = date(2025, 1, 1)
SEEDS = range(20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A network, what to read of a run, and what that must come to."""

    network: Network
    read: Callable[[Run], float]
    exact: float


def exponential(mean: float) -> Length:
    return Length(law=Law.EXPONENTIAL, mean=mean)


def station(name: str, capacity: float, **rule) -> Station:
    overflow = OverflowRule(**rule)
    return Station(name=name, title=name, kind=Unit.BEDS, capacity=(Step(since=STARTS, value=capacity),), overflow=overflow)


def line(*stations: Station, stays: list[float], per_day: float, **more) -> Network:
    """One group through stations in turn, exponential stays."""
    names = [one.name for one in stations]
    told = {
        "name": "exact", "starts": STARTS, "days": 1500, "warm_up": 100, "stations": stations, "groups": (Group(name="g", title="g"),),
        "arrivals": (Arrivals(group="g", to=names[0], per_day=per_day),),
        "services": tuple(Service(group="g", station=name, length=exponential(mean)) for name, mean in zip(names, stays, strict=True)),
        "routes": tuple(Route(group="g", after=a, to=b, share=1.0) for a, b in zip(names, [*names[1:], ""], strict=True)),
    }  # fmt: skip
    return Network(**told | more)


def mean(series: str) -> Callable[[Run], float]:
    return lambda ran: float(ran.daily[0, :, ran.series.index(series)].mean())


def share(part: str, whole: str) -> Callable[[Run], float]:
    return lambda ran: mean(part)(ran) / mean(whole)(ran)


def erlang_c() -> Case:
    shares = one_station(8.0, 0.3, 3, 400)
    waiting = mean_of(shares, lambda n: max(0, n - 3))
    return Case(network=line(station("s", 3), stays=[0.3], per_day=8.0), read=mean("queue:s"), exact=waiting)


def erlang_b() -> Case:
    load, servers = 8.0 * 0.5, 5
    blocked = (load**servers / math.factorial(servers)) / sum(load**n / math.factorial(n) for n in range(servers + 1))
    network = line(station("s", servers, policy=Overflow.DIVERT), stays=[0.5], per_day=8.0)
    return Case(network=network, read=share("turned_away:s", "arrived:s"), exact=blocked)


def erlang_a() -> Case:
    shares = one_station(12.0, 0.5, 5, 200, patience=0.4)
    lost = mean_of(shares, lambda n: max(0, n - 5)) / 0.4 / 12.0
    network = line(station("s", 5, policy=Overflow.LEAVE, patience=0.4), stays=[0.5], per_day=12.0)
    return Case(network=network, read=share("gave_up:s", "arrived:s"), exact=lost)


def finite_room() -> Case:
    shares = one_station(12.0, 0.5, 5, 9)
    network = line(station("s", 5, policy=Overflow.DIVERT, threshold=4), stays=[0.5], per_day=12.0)
    return Case(network=network, read=mean("queue:s"), exact=mean_of(shares, lambda n: max(0, n - 5)))


def tandem() -> Case:
    """Two beds before one: who is done at the first keeps its bed until the second is free."""

    def moves(state):
        waiting, first, blocked, second = state
        working = first - blocked
        if first < 2:
            yield 3.0, (waiting, first + 1, blocked, second)
        elif waiting < 4:
            yield 3.0, (waiting + 1, first, blocked, second)
        done = (waiting, first, blocked + 1, second) if second else entered(waiting, first - 1, blocked, 1)
        yield working / 0.4, done
        if second:
            yield 1 / 0.3, (entered(waiting, first - 1, blocked - 1, 1) if blocked else (waiting, first, blocked, 0))

    def entered(waiting, first, blocked, second):
        return (waiting - 1, first + 1, blocked, second) if waiting else (waiting, first, blocked, second)

    shares = stationary((0, 0, 0, 0), moves)
    network = line(station("a", 2, policy=Overflow.DIVERT, threshold=4), station("b", 1), stays=[0.4, 0.3], per_day=3.0)
    return Case(network=network, read=mean("blocked:a:b"), exact=mean_of(shares, lambda state: state[2]))


def emergency_acute_home(read: str, place: int) -> Case:
    """Half of all go on from A&E to a bed; three in ten of those who leave for home come back."""
    come, seen, bed, away, back = 6.0, 0.2, 0.5, 1.5, 0.3

    def moves(state):
        waiting, there, blocked, beds, home = state
        for rate, fewer in ((come, 0), (home / away, 1)):
            if there < 2:
                yield rate, (waiting, there + 1, blocked, beds, home - fewer)
            elif waiting < 3:
                yield rate, (waiting + 1, there, blocked, beds, home - fewer)
            else:
                yield rate, (waiting, there, blocked, beds, home - fewer)
        done = (there - blocked) / seen
        yield from out(done / 2, left(waiting, there, blocked, beds), home)
        if beds < 2:
            yield done / 2, (*left(waiting, there, blocked, beds + 1), home)
        else:
            yield done / 2, (waiting, there, blocked + 1, beds, home)
        after = left(waiting, there, blocked - 1, beds) if blocked else (waiting, there, blocked, beds - 1)
        yield from out(beds / bed, after, home)

    def left(waiting, there, blocked, beds):
        return (waiting - 1, there, blocked, beds) if waiting else (0, there - 1, blocked, beds)

    def out(rate, rest, home):
        yield rate * (1 - back), (*rest, home)
        yield rate * back, (*rest, min(home + 1, 24))

    shares = stationary((0, 0, 0, 0, 0), moves)
    network = line(
        station("ed", 2, policy=Overflow.DIVERT, threshold=3), station("acute", 2), stays=[seen, bed], per_day=come,
        routes=(
            Route(group="g", after="ed", to="acute", share=0.5), Route(group="g", after="ed", to="", share=0.5),
            Route(group="g", after="acute", to="", share=1.0),
        ),
        returns=(Return(group="g", share=back, to="ed", after=exponential(away), becomes=(("g", 1.0),)),),
    )  # fmt: skip
    return Case(network=network, read=mean(read), exact=mean_of(shares, lambda state: state[place]))


def visits(backfill: bool) -> Case:
    """Five visits a day, shared by people who need 1, 2 or 4; at most three wait."""
    needs, parts, come, stay = (1, 2, 4), (0.5, 0.3, 0.2), 5.0, 0.4

    def settled(there, waiting):
        free = 5 - sum(n * units for n, units in zip(there, needs, strict=True))
        for i, kind in enumerate(waiting):
            if needs[kind] <= free:
                more = tuple(n + (k == kind) for k, n in enumerate(there))
                return settled(more, waiting[:i] + waiting[i + 1 :])
            if not backfill:
                break
        return there, waiting

    def moves(state):
        there, waiting = state
        for kind, part in enumerate(parts):
            then = settled(there, (*waiting, kind))
            yield come * part, (then if len(then[1]) <= 3 else state)
            if there[kind]:
                yield there[kind] / stay, settled(tuple(n - (k == kind) for k, n in enumerate(there)), waiting)

    shares = stationary(((0, 0, 0), ()), moves)
    network = line(station("v", 5, policy=Overflow.DIVERT, threshold=3), stays=[stay], per_day=come)
    services = tuple(replace(one, units=tuple(zip(needs, parts, strict=True))) for one in network.services)
    network = replace(network, stations=(replace(network.stations[0], backfill=backfill),), services=services)
    used = mean_of(shares, lambda state: sum(n * units for n, units in zip(state[0], needs, strict=True)))
    return Case(network=network, read=mean("units:v"), exact=used)


CASES = {
    "M/M/c": erlang_c,
    "Erlang B": erlang_b,
    "Erlang A": erlang_a,
    "M/M/c/K": finite_room,
    "tandem with blocking after service": tandem,
    "A&E, acute and home: people at home": lambda: emergency_acute_home("home", 4),
    "A&E, acute and home: waiting": lambda: emergency_acute_home("queue:ed", 0),
    "A&E, acute and home: blocked": lambda: emergency_acute_home("blocked:ed:acute", 2),
    "visits of 1, 2 and 4, strict": lambda: visits(False),
    "visits of 1, 2 and 4, backfill": lambda: visits(True),
}


def within_three_standard_errors(case: Case, days: int) -> None:
    network = replace(case.network, days=days)
    found = np.array([case.read(run(network, seed=seed, replications=1)) for seed in SEEDS])
    error = found.std(ddof=1) / math.sqrt(len(found))
    assert error < 0.05 * case.exact  # else the next line could not fail
    assert abs(found.mean() - case.exact) < 3 * error


@pytest.mark.parametrize("name", CASES)
def test_exact_answers(name):
    within_three_standard_errors(CASES[name](), 1500)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_exact_answers_over_forty_years(name):
    within_three_standard_errors(CASES[name](), 15_000)
