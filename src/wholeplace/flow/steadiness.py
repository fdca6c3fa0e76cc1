"""Whether a network can hold: demand beside capacity, said in one plain sentence for each station that is asked too much."""

from wholeplace.flow.loads import Load, excess, loads_of
from wholeplace.flow.numbers import title_of, unit_of
from wholeplace.flow.shapes import Network, Overflow, Station
from wholeplace.flow.ways import waiting_for_each_other
from wholeplace.terms import Problem

_SWAMPED = 1.0
"""Demand of twice the capacity is a slip of units, not a hard winter."""

_RELIEVED = (Overflow.LEAVE, Overflow.DIVERT)
"""With these a full station sheds people, so it holds whatever comes."""


def unsteady(network: Network) -> dict[str, str]:
    """A plain sentence for each station whose demand exceeds its capacity over the forecast, by the station's name.

    Such a station has no steady state: its queue grows as long as this lasts. Extra beds under escalation are counted as there.
    """
    loads = loads_of(network)
    stations = {each.name: each for each in network.stations}
    found = {}
    for name in excess(loads):
        station, load = stations[name], loads[name]
        room = (load.capacity or 0.0) + (station.overflow.extra if station.overflow.policy is Overflow.ESCALATE else 0)
        if station.overflow.policy not in _RELIEVED and load.units > room:
            found[name] = _sentence(network, station, load, room)
    return found


def _sentence(network: Network, station: Station, load: Load, room: float) -> str:
    title = title_of(network, station.name)
    if room <= 0:
        return f"{title}: {load.people_a_day:.3g} people a day need it and it has no {unit_of(station)}."
    growth = load.people_a_day * (1 - room / load.units)
    per_cent = 100 * (load.units / room - 1)
    return f"{title}: demand exceeds capacity by {_per_cent(per_cent)}; the queue grows by about {_growth(growth)}."


def _growth(a_day: float) -> str:
    if a_day >= 1.5:
        return f"{a_day:,.0f} people a day"
    a_week = max(1, round(7 * a_day))
    return f"{a_week} {'person' if a_week == 1 else 'people'} a week"


def _per_cent(value: float) -> str:
    return f"{value:.0f}%" if value >= 1 else f"{value:.1g}%"


def remarks_on(network: Network) -> tuple[str, ...]:
    """What a reader must know of a network that can be run: stations asked too much, and stations that wait for each other."""
    return (*unsteady(network).values(), *waiting_for_each_other(network))


def swamped(network: Network) -> list[Problem]:
    """A letter for each station that is asked more than twice what it can do: a slip of units, nearly always."""
    loads = loads_of(network)
    sentences = unsteady(network)
    return [
        Problem(
            where=f"stations.{name}",
            what=sentences[name],
            why="Nothing could be forecast but its collapse.",
            fix=f"Look for a slip of units: lengths are in days (here {loads[name].days:.3g} on average), arrivals in people a day.",
        )
        for name, share in excess(loads).items()
        if share > _SWAMPED and name in sentences
    ]
