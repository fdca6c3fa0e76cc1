"""What the whole system costs, idle capacity included; what each partner gains and loses; and what a freed bed costs."""

from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.asking.asked import Asked, capacity_of, series, total
from wholeplace.flow.asking.ranges import Range, range_of
from wholeplace.flow.asking.sentences import RUNS, Words, difference, level, number, told, without
from wholeplace.flow.shapes import Answer, Run, Scenario, Station, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

WHOLE = Words(
    question="What does the whole system cost?", says="over the forecast, idle capacity included", unit="£", thing="its cost", least=1,
    less="less",
)  # fmt: skip
IDLE = Words(
    question="How much of that is for idle capacity?", says="for idle capacity", unit="£", thing="its idle cost", least=1, less="less"
)
PARTNER = Words(question="Who gains and who loses?", says="for what it funds", unit="£", thing="what it pays", least=1, less="less")
HELD = Words(
    question="In whose places do people wait?", says="people are ready to leave and still in its places", unit="people",
    thing="people ready to leave and still in its places",
)  # fmt: skip
PER_POUND = Words(question="How many bed days does each £1,000 free?", says="bed days", unit="bed days")


def answers(asked: Asked) -> tuple[Answer, ...]:
    """The whole system, its idle part, each partner, and bed days for each £1,000 (only where something is compared)."""
    if not any(station.cost_in_use.pence or station.cost_idle.pence for station in asked.network.stations):
        return (without(WHOLE, "all", "Nothing can be said of costs: no station of the network has any."),)
    found = [level(WHOLE, "all", "The whole system", range_of(spent(asked.run, asked.scenario)))]
    change = cost_change(asked)
    if change is not None:
        found.append(difference(WHOLE, "all", "The whole system", change))
    found += asked.answers(IDLE, "all", "The whole system", lambda run: _of_all(run, idle_cost))
    for partner in partners(asked.run):
        if any(station.funded_by == partner for station in asked.network.stations):
            found += asked.answers(PARTNER, partner, partner, lambda run, name=partner: partner_cost(run, name))
        if any(_held(run, partner, asked).any() for run in (asked.run, asked.base or asked.run)):
            found += asked.answers(HELD, partner, partner, lambda run, name=partner: _held(run, name, asked))
    return (*found, *beds_for_money(asked))


def station_cost(run: Run, station: Station) -> "NDArray[np.float64]":
    """Pounds over the forecast for one station, in use and idle, [replication]."""
    in_use = series(run, f"units:{station.name}").sum(axis=1) * station.cost_in_use.pence / 100
    return in_use + idle_cost(run, station)


def cost_by_station(run: Run) -> "dict[str, NDArray[np.float64]]":
    """Pounds over the forecast for each station that costs anything, [replication]: how far one possible year is from another."""
    found = {station.name: station_cost(run, station) for station in run.network.stations}
    return {name: cost for name, cost in found.items() if cost.mean()}


def idle_cost(run: Run, station: Station) -> "NDArray[np.float64]":
    """Pounds over the forecast for units that nobody used, [replication]. A station without limit has none."""
    if station.kind is Unit.OPEN:
        return np.zeros(run.daily.shape[0])
    idle = np.maximum(0.0, capacity_of(run, station.name)[None, :] - series(run, f"units:{station.name}"))
    return idle.sum(axis=1) * station.cost_idle.pence / 100


def spent(run: Run, scenario: Scenario) -> "NDArray[np.float64]":
    """Pounds over the forecast for all stations, and what the scenario costs to set up, [replication]."""
    return _of_all(run, station_cost) + scenario.one_off_cost.pence / 100


def _of_all(run: Run, of_one: "Callable[[Run, Station], NDArray[np.float64]]") -> "NDArray[np.float64]":
    return sum((of_one(run, station) for station in run.network.stations), np.zeros(run.daily.shape[0]))


def partners(run: Run) -> tuple[str, ...]:
    """Every organisation that funds or runs a station, in the network's order."""
    return tuple(dict.fromkeys(name for each in run.network.stations for name in (each.funded_by, each.run_by) if name))


def partner_cost(run: Run, partner: str) -> "NDArray[np.float64]":
    """Pounds over the forecast for the stations that a partner funds, [replication]. What a scenario costs to set up is nobody's."""
    funded = [station_cost(run, station) for station in run.network.stations if station.funded_by == partner]
    return sum(funded, np.zeros(run.daily.shape[0]))


def _held(run: Run, partner: str, asked: Asked) -> "NDArray[np.float64]":
    places = [station.name for station in run.network.stations if station.run_by == partner and station.name not in asked.front_doors]
    names = [f"delay_days:{group.name}:{place}" for group in run.network.groups for place in places]
    return sum((total(run, name) for name in names), np.zeros(run.daily.shape[0])) / run.daily.shape[1]


def cost_change(asked: Asked) -> Range | None:
    """The difference in pounds for the whole system, setting up included; None where nothing is compared."""
    if asked.base is None or asked.against is None:
        return None
    return range_of(spent(asked.run, asked.scenario) - spent(asked.base, asked.against))


def delayed_bed_days(run: Run, asked: Asked) -> "NDArray[np.float64]":
    """Days in beds of people who were ready to leave them, over the forecast, [replication]."""
    beds = [station.name for station in run.network.stations if station.kind is Unit.BEDS and station.name not in asked.front_doors]
    names = [f"delay_days:{group.name}:{bed}" for group in run.network.groups for bed in beds]
    return sum((total(run, name) for name in names), np.zeros(run.daily.shape[0]))


def beds_for_money(asked: Asked) -> tuple[Answer, ...]:
    """Bed days freed from delay for each £1,000 that the change costs; no number where it frees none clearly, or costs nothing."""
    if asked.base is None or asked.against is None:
        return ()
    freed = delayed_bed_days(asked.base, asked) - delayed_bed_days(asked.run, asked)
    cost = spent(asked.run, asked.scenario) - spent(asked.base, asked.against)
    beds, pounds = range_of(freed), range_of(cost)
    title = asked.scenario.title
    if beds.low <= 0:
        sentence = f"{title}: it does not clearly free beds, so there is no price of a bed to give."
        return (without(PER_POUND, "all", sentence, compared=True),)
    days = f"{number(beds.mean)} bed days"
    if pounds.low <= 0:
        saying = "saves money as well" if pounds.high < 0 else "does not clearly cost more"
        return (without(PER_POUND, "all", f"{title}: it frees {days} over the forecast and {saying}.", compared=True),)
    each = range_of(1000 * freed / cost)
    mean = Range(mean=1000 * beds.mean / pounds.mean, low=each.low, high=each.high)
    limits = f"{RUNS} {number(mean.low)} to {number(mean.high)}"
    sentence = f"{title}: each £1,000 frees {number(mean.mean)} bed days ({limits}), {days} in all."
    return (told(PER_POUND, "all", sentence, mean, compared=True),)
