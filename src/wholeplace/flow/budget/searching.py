"""Which splits to look at: one to start from by formula, then its neighbours, run with the same luck, as long as one is better."""

import math
from collections.abc import Callable, Iterator, Mapping

from wholeplace.flow.budget.shapes import Budget, Buyable, Split
from wholeplace.flow.loads import loads_of
from wholeplace.flow.screening import marginal_rule
from wholeplace.flow.shapes import Move, Network, Scenario
from wholeplace.terms import Money

ROUNDS = 6
"""How often the search moves on at most."""

Judged = Callable[[Split], float]
"""What a split comes to, from few runs: lower is better."""


def as_scenario(split: Split, network: Network) -> Scenario:
    """The split as a scenario: capacity added where it buys some."""
    added = {name: units for name, units in split.added.items() if units}
    titles = {station.name: station.title for station in network.stations}
    changes = tuple(Move(what=f"stations.{name}.capacity", add=units) for name, units in added.items())
    title = ", ".join(f"{units} more for {titles[name]}" for name, units in added.items()) or "Nothing is bought"
    return Scenario(name="split", title=title, proposed_by="", why="", changes=changes)


def split_of(budget: Budget, added: Mapping[str, int]) -> Split:
    """A split in the budget's own order, with what it costs."""
    units = {buy.station: added.get(buy.station, 0) for buy in budget.buys}
    return Split(added=units, spent=Money(sum(units[buy.station] * buy.each.pence for buy in budget.buys)))


def starting_split(budget: Budget, network: Network) -> Split:
    """The marginal rule's split, as if each station stood alone: what shortens the queues most for each pound, in whole steps."""
    loads = loads_of(network)
    names = [buy.station for buy in budget.buys]
    each = {name: max(loads[name].units_each, 1e-9) for name in names}
    servers = {name: math.floor((loads[name].capacity or 0) / each[name]) for name in names}
    costs = {buy.station: buy.each.pence * each[buy.station] for buy in budget.buys}
    wanted = {name: loads[name].units / each[name] for name in names}
    then = marginal_rule(wanted, servers, costs, float(budget.sum.pence))
    added = {buy.station: _whole_steps((then[buy.station] - servers[buy.station]) * each[buy.station], buy) for buy in budget.buys}
    return _filled(budget, split_of(budget, added))


def _whole_steps(units: float, buy: Buyable) -> int:
    return min(buy.most // buy.step, int(units + 1e-9) // buy.step) * buy.step


def _filled(budget: Budget, split: Split, first: str = "") -> Split:
    """The split with what is left of the sum spent too: on one station first, then on the others in the budget's order."""
    added, left = dict(split.added), budget.sum.pence - split.spent.pence
    for buy in sorted(budget.buys, key=lambda buy: buy.station != first):
        steps = min((buy.most - added[buy.station]) // buy.step, left // (buy.each.pence * buy.step))
        added[buy.station] += max(0, steps) * buy.step
        left -= max(0, steps) * buy.step * buy.each.pence
    return split_of(budget, added)


def neighbours(budget: Budget, split: Split) -> Iterator[Split]:
    """Splits one move away: as few steps of one station as pay for a step of another, or a quarter of its units; each once."""
    seen = {tuple(split.added.values())}
    for giver in budget.buys:
        for taker in budget.buys:
            for steps in _given(budget, split, giver, taker):
                fewer = split.added[giver.station] - steps * giver.step
                found = _filled(budget, split_of(budget, {**split.added, giver.station: fewer}), first=taker.station)
                if tuple(found.added.values()) not in seen:
                    seen.add(tuple(found.added.values()))
                    yield found


def _given(budget: Budget, split: Split, giver: Buyable, taker: Buyable) -> list[int]:
    """How many steps one station gives up for another: none more than it has."""
    missing = taker.each.pence * taker.step - (budget.sum.pence - split.spent.pence)
    enough = max(1, -(-missing // (giver.each.pence * giver.step)))
    there = split.added[giver.station] // giver.step
    many = {enough, max(enough, there // 4)}
    return [] if giver is taker else sorted(steps for steps in many if steps <= there)


def searched(budget: Budget, start: Split, judged: Judged) -> dict[tuple[int, ...], tuple[float, Split]]:
    """Every split that the search looked at, with what it came to: from the start to better neighbours until none is better."""
    found: dict[tuple[int, ...], tuple[float, Split]] = {}

    def look(split: Split) -> float:
        key = tuple(split.added.values())
        if key not in found:
            found[key] = (judged(split), split)
        return found[key][0]

    here = start
    look(here)
    for _ in range(ROUNDS):
        around = list(neighbours(budget, here))
        best = min(around, key=lambda split: (look(split), tuple(split.added.values())), default=here)
        if look(best) >= look(here):
            break
        here = best
    return found
