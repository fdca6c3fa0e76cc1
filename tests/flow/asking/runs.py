"""Runs made by hand, so that what a question answers can be worked out beside it."""

from dataclasses import replace
from datetime import date

import numpy as np

from wholeplace.flow.asking.asked import Asked
from wholeplace.flow.scenarios import BASE
from wholeplace.flow.shapes import (
    Arrivals,
    Group,
    Law,
    Length,
    Move,
    Network,
    Return,
    Route,
    Run,
    Scenario,
    Service,
    Station,
    Step,
    Unit,
)
from wholeplace.terms import Money

DAYS, RUNS = 28, 40
STARTS = date(2025, 11, 3)
SCENARIO = Scenario(
    name="s", title="More home care", proposed_by="", why="", one_off_cost=Money(500_00),
    changes=(Move(what="stations.home.capacity", add=1),),
)  # fmt: skip


def small() -> Network:
    """A door, a ward of 10 that the trust runs and the board funds, and home care for 20 that the council runs and funds."""

    def station(name: str, title: str, kind: Unit, units: float, who: tuple[str, str], costs: tuple[int, int]) -> Station:
        capacity = (Step(since=STARTS, value=units),)
        return Station(
            name=name, title=title, kind=kind, capacity=capacity, run_by=who[0], funded_by=who[1], cost_in_use=Money(costs[0] * 100),
            cost_idle=Money(costs[1] * 100),
        )  # fmt: skip

    def length(mean: float) -> Length:
        return Length(law=Law.EXPONENTIAL, mean=mean)

    days = (("door", 0.2), ("ward", 5.0), ("home", 10.0))
    return Network(
        name="Small", starts=STARTS, days=DAYS, warm_up=0,
        stations=(
            station("door", "The door", Unit.PLACES, 5, ("Trust", "Board"), (0, 0)),
            station("ward", "The ward", Unit.BEDS, 10, ("Trust", "Board"), (300, 200)),
            station("home", "Home care", Unit.PLACES, 20, ("Council", "Council"), (100, 50)),
        ),
        groups=(Group(name="a", title="People", pathway=1),),
        arrivals=(Arrivals(group="a", to="door", per_day=1.0),),
        services=tuple(Service(group="a", station=name, length=length(mean)) for name, mean in days),
        routes=(
            Route(group="a", after="door", to="ward", share=1.0), Route(group="a", after="ward", to="home", share=1.0),
            Route(group="a", after="home", to="", share=1.0),
        ),
        returns=(Return(group="a", share=0.1, to="door", after=length(5.0), becomes=(("a", 1.0),)),),
    )  # fmt: skip


def run_of(levels: dict[str, object], totals: dict[str, object] | None = None, network: Network | None = None) -> Run:
    """A run with these series (a number, one for each day, or one for each run and day) and totals (a number, or one for each run)."""
    network = network or small()
    daily = np.stack([np.broadcast_to(np.asarray(value, float), (RUNS, DAYS)) for value in levels.values()], axis=2)
    capacity = np.array([[station.capacity[0].value for station in network.stations]] * DAYS)
    return Run(
        network=network, seed=1, series=tuple(levels), daily=daily, capacity=capacity, events=0,
        totals={name: np.broadcast_to(np.asarray(value, float), (RUNS,)) for name, value in (totals or {}).items()},
    )  # fmt: skip


def asked_of(run: Run, base: Run | None = None) -> Asked:
    scenario = SCENARIO if base else replace(BASE)
    return Asked(scenario=scenario, run=run, against=BASE if base else None, base=base, starts=STARTS)
