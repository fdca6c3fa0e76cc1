"""The winter plan: expected demand with bands, gaps by week, options compared, and the capacity-and-demand table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.asking import Effort, answers_of, forecast_of, part_of, run_with
from wholeplace.flow.asking.asked import Asked, capacity_of, limited, series, waiting_for, weekly
from wholeplace.flow.asking.delayed import BY_PATHWAY
from wholeplace.flow.asking.money import PER_POUND, WHOLE
from wholeplace.flow.asking.over_capacity import demand_by_day
from wholeplace.flow.asking.ranges import Range, range_of
from wholeplace.flow.asking.returns import WORDS as RETURNS
from wholeplace.flow.asking.waits import OVER_4
from wholeplace.flow.loads import Load, capacity_on, loads_of
from wholeplace.flow.moving import moved_to
from wholeplace.flow.numbers import unit_of
from wholeplace.flow.reading import read_network
from wholeplace.flow.scenarios import BASE, scenarios_of, with_changes
from wholeplace.flow.shapes import Answer, Forecast, Network, Run, Scenario, Snapshot, Station, Unit
from wholeplace.flow.winter_settings import WinterSettings, settings_of
from wholeplace.terms.progress import Progress, quiet

if TYPE_CHECKING:
    from wholeplace.place import Place

COMPARED = (BY_PATHWAY.question, RETURNS.question, OVER_4.question, WHOLE.question, PER_POUND.question)
"""The questions by which options are compared: delays never without returns, money never without people."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthOfService:
    """One service in one month, in people: who need it to start, who could start, the gap (above 0: too few could).

    `month` is its first day; a month that the plan only partly covers is counted for those days. `pathway`: of those who come to
    it from hospital. `days_until_start`: mean days waited for it; `days_of_stay`: mean length.
    """

    month: date
    pathway: int
    station: str
    service: str
    demand: Range
    capacity: float
    gap: Range
    days_until_start: Range
    days_of_stay: float


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekGap:
    """One station in one week from the day `week`, in units of its capacity: asked for, there, and short of (above 0)."""

    week: date
    station: str
    title: str
    unit: str
    demand: Range
    capacity: float
    gap: Range


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One scenario beside the winter as it is: the differences that matter, delays and returns together."""

    scenario: Scenario
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WinterPlan:
    """The plan for the days from `starts` until `ends` (not included): forecast as it is, table, gaps by week, options."""

    place: str
    starts: date
    ends: date
    forecast: Forecast
    table: tuple[MonthOfService, ...]
    weeks: tuple[WeekGap, ...]
    options: tuple[Option, ...]
    settings: WinterSettings
    notes: tuple[str, ...] = ()


def winter_plan(
    place: "Place", *, today: date, snapshot: Snapshot | None = None, effort: Effort | None = None, progress: Progress = quiet
) -> WinterPlan:  # fmt: skip
    """The plan for the winter that has not ended on `today`, from the place's network, scenarios and assumptions/winter.toml.

    With a snapshot the plan begins on its day when that lies in the winter; before the winter it is not used. Raises DataProblem
    as `read_network` and `scenarios_of` do.
    """
    network, settings = read_network(place), settings_of(place)
    begins, ends = settings.winter_after(today)
    use = snapshot if snapshot is not None and begins <= snapshot.on < ends else None
    first = use.on if use else begins
    return plan_of(moved_to(network, first, (ends - first).days), scenarios_of(place, network), settings, use, effort or Effort(), progress)


def plan_of(
    network: Network, options: Sequence[Scenario], settings: WinterSettings, snapshot: Snapshot | None, effort: Effort, progress: Progress
) -> WinterPlan:  # fmt: skip
    """The plan for the measured days of a network. The winter as it is runs once; every option runs beside it with the same luck."""
    share = 1 / (1 + len(options))
    base = run_with(network, snapshot=snapshot, effort=effort, progress=part_of(progress, 0, share))
    starts = snapshot.on if snapshot else network.starts + timedelta(network.warm_up)
    asked = Asked(scenario=BASE, run=base, against=None, base=None, starts=starts)
    compared = []
    for number, option in enumerate(options, start=1):
        part = part_of(progress, number * share, (number + 1) * share)
        run = run_with(with_changes(network, option), snapshot=snapshot, effort=effort, progress=part)
        beside = Asked(scenario=option, run=run, against=BASE, base=base, starts=starts)
        answers = tuple(each for each in answers_of(beside) if each.compared and each.question in COMPARED)
        compared.append(Option(scenario=option, answers=answers))
    forecast = forecast_of(asked, answers_of(asked), effort)
    return WinterPlan(
        place=network.name, starts=starts, ends=starts + timedelta(asked.days), forecast=forecast, table=tuple(_table(asked)),
        weeks=tuple(_weeks(asked)), options=tuple(compared), settings=settings, notes=forecast.notes,
    )  # fmt: skip


def _table(asked: Asked) -> Iterator[MonthOfService]:
    loads = loads_of(asked.network)
    for station, pathway in services_after_hospital(asked.network, asked.front_doors):
        for month, first, last in _months(asked):
            yield _month(asked, station, pathway, month, slice(first, last), loads[station.name])


def services_after_hospital(network: Network, front_doors: frozenset[str]) -> list[tuple[Station, int]]:
    """Stations to which people go straight from a hospital bed, with the lowest pathway of those who do (1 to 3).

    A hospital bed is a station where people of pathway 0 are looked after, or nobody's pathway is 0: any that is not a front door
    and that people come to from one.
    """
    pathways = {group.name: group.pathway for group in network.groups}
    hospital = {each.station for each in network.services if pathways.get(each.group) == 0} - front_doors
    hospital = hospital or {each.to for each in network.routes if each.after in front_doors and each.to}
    found: dict[str, int] = {}
    for route in network.routes:
        pathway = pathways.get(route.group)
        if pathway and route.to and route.share > 0 and route.after in hospital and route.to not in hospital:
            found[route.to] = min(pathway, found.get(route.to, pathway))
    return sorted(((each, found[each.name]) for each in network.stations if each.name in found), key=lambda pair: pair[1])


def _months(asked: Asked) -> Iterator[tuple[date, int, int]]:
    """First day of each month that the plan touches, with the plan's days in it."""
    days = [asked.day(number).replace(day=1) for number in range(asked.days)]
    for month in dict.fromkeys(days):
        first = days.index(month)
        yield month, first, first + days.count(month)


def _month(asked: Asked, station: Station, pathway: int, month: date, days: slice, load: Load) -> MonthOfService:
    run = asked.run
    demand = wanted(run, station.name)[:, days].sum(axis=1)
    could = sum(capacity_on(station, asked.day(number)) for number in range(days.start, days.stop)) / load.units_each / load.days
    waiting = waiting_for(run, station.name)[:, days].sum(axis=1)
    starts = series(run, f"started:{station.name}")[:, days].sum(axis=1)
    unlimited = station.kind is Unit.OPEN
    return MonthOfService(
        month=month, pathway=pathway, station=station.name, service=station.title, demand=range_of(demand),
        capacity=float("inf") if unlimited else could,
        gap=range_of(demand * 0 if unlimited else demand - could),
        days_until_start=range_of(waiting / np.maximum(1.0, starts)), days_of_stay=load.days,
    )  # fmt: skip


def wanted(run: Run, station: str) -> np.ndarray:
    """People who come to need a station, by day: who started, and by how many more wait than the day before, [replication, day]."""
    waiting = waiting_for(run, station)
    more = np.diff(waiting, axis=1, prepend=waiting[:, :1])
    return series(run, f"started:{station}") + more


def _weeks(asked: Asked) -> Iterator[WeekGap]:
    loads = loads_of(asked.network)
    for station in limited(asked.network):
        demand = weekly(demand_by_day(asked.run, station, loads[station.name].units_each))
        there = weekly(capacity_of(asked.run, station.name)[None, :])[0]
        for week in range(demand.shape[1]):
            yield WeekGap(
                week=asked.day(7 * week), station=station.name, title=station.title, unit=unit_of(station),
                demand=range_of(demand[:, week]), capacity=float(there[week]), gap=range_of(demand[:, week] - there[week]),
            )  # fmt: skip
