"""Prevention over years: who lives here in each year ahead, and what that does to how many come.

Coarse on purpose: expected numbers by age band, sex, deprivation and number of conditions, a year at a time. It drives the demand of
a five-year plan; the simulation of each year says what the demand does to services.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from wholeplace.flow.changing import revise_of
from wholeplace.flow.projection.reading import people_of, read_transitions
from wholeplace.flow.projection.shapes import Transitions, YearAhead, YearOfPeople
from wholeplace.flow.projection.stepping import Factors, as_it_is, demand, next_year
from wholeplace.flow.shapes import Arrivals, Network, Scenario, Step

if TYPE_CHECKING:
    from wholeplace.place import Place

__all__ = ["Transitions", "YearAhead", "YearOfPeople", "factors_of", "over_years", "project", "projected", "years_ahead"]

_FROM_65, _TWO_OR_MORE = 13, 2


def project(first: YearOfPeople, told: Transitions, years: int, factors: Factors = as_it_is) -> tuple[YearOfPeople, ...]:
    """The first year and so many after it. People are conserved in each."""
    found = [first]
    for _ in range(years):
        found.append(next_year(found[-1], told, factors))
    return tuple(found)


def factors_of(scenario: Scenario) -> Factors:
    """What a scenario's changes under `projection.` come to in each year: a lever holds for a year when it holds on its 1 July.

    Each lever is 1 as it is; `projection.onset` is for all, `projection.onset.1` for the most deprived fifth.
    """
    moved = [change for change in scenario.changes if change.what.startswith("projection.")]

    def factor(lever: str, year: int, fifth: int) -> float:
        path = f"projection.{lever}.{fifth}" if fifth else f"projection.{lever}"
        value, day = 1.0, date(year, 7, 1)
        for change in moved:
            if change.what == path and (not change.since or change.since <= day) and (not change.until or day < change.until):
                value = revise_of(change)(value)
        return max(0.0, value)

    return factor


def years_ahead(people: Sequence[YearOfPeople], told: Transitions) -> tuple[YearAhead, ...]:
    """Each year in the numbers that a plan is read by; demand of each group as times that of the first year."""
    first = {group: demand(people[0].people, use) for group, use in told.use.items()}
    return tuple(
        YearAhead(
            year=each.year, people=float(each.people.sum()), from_65=float(each.people[_FROM_65:].sum()),
            with_two_or_more=float(each.people[..., _TWO_OR_MORE:].sum()),
            demand={group: demand(each.people, use) / first[group] if first[group] else 1.0 for group, use in told.use.items()},
        )
        for each in people
    )  # fmt: skip


def over_years(network: Network, ahead: Sequence[YearAhead]) -> Network:
    """The network with each group's arrivals moved, from 1 January of each year, by that year's demand.

    The first year is the one that the network's arrivals are of. Their own yearly trend is set to 0: the projection is the trend.
    """
    return replace(network, arrivals=tuple(_moved(each, ahead) for each in network.arrivals))


def _moved(stream: Arrivals, ahead: Sequence[YearAhead]) -> Arrivals:
    years = {date(each.year, 1, 1): each.demand.get(stream.group, 1.0) for each in ahead[1:]}
    days = sorted({*years, *(step.since for step in stream.factors)})

    def factor(day: date) -> float:
        own = [step.value for step in stream.factors if step.since <= day]
        of_year = [value for since, value in sorted(years.items()) if since <= day]
        return (own[-1] if own else 1.0) * (of_year[-1] if of_year else 1.0)

    return replace(stream, yearly=0.0, factors=tuple(Step(since=day, value=factor(day)) for day in days))


def projected(place: "Place", network: Network, scenario: Scenario) -> tuple[YearAhead, ...]:
    """The years ahead of a place under a scenario, from its own population and assumptions/projection.toml."""
    told, shares, years = read_transitions(place, network)
    return years_ahead(project(people_of(place, shares), told, years, factors_of(scenario)), told)
