"""The best use of one budget: the set of near-best splits, what each costs each partner, and how sure we are."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.asking import Effort, run_with
from wholeplace.flow.asking.asked import Asked, capacity_of, series, total
from wholeplace.flow.asking.delayed import people_delayed
from wholeplace.flow.asking.money import partners
from wholeplace.flow.asking.ranges import range_of
from wholeplace.flow.asking.sentences import RUNS, Words, amount, difference_in_words
from wholeplace.flow.asking.waits import over_4_hours
from wholeplace.flow.budget.reading import budget_in, read_budget
from wholeplace.flow.budget.searching import as_scenario, searched, split_of, starting_split
from wholeplace.flow.budget.selecting import best_in, clearly_above_0, in_order, kept
from wholeplace.flow.budget.shapes import Aim, BestUse, Budget, Buyable, NearBest, Split
from wholeplace.flow.numbers import title_of
from wholeplace.flow.scenarios import BASE, with_changes
from wholeplace.flow.shapes import Network, Run, Snapshot, Station, Unit
from wholeplace.terms.progress import Progress, quiet

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Aim", "BestUse", "Budget", "Buyable", "NearBest", "Split", "best_use", "budget_in", "read_budget"]

SEARCHED_WITH = 10
"""Replications of a split while the search looks around."""
CANDIDATES = 8
"""How many of the splits that look best are compared in earnest."""
_WORDS = {
    Aim.DELAYED: Words(question="", says="people are delayed on an average day", unit="people", thing="people delayed on an average day"),
    Aim.COST: Words(question="", says="for the whole system", unit="£", thing="the whole system's cost", least=1, less="less"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tried:
    split: Split
    run: Run
    aim: "NDArray[np.float64]"


def best_use(
    network: Network, budget: Budget, *, snapshot: Snapshot | None = None, effort: Effort | None = None, progress: Progress = quiet
) -> BestUse:  # fmt: skip
    """The near-best splits of one budget between the services it may buy more of.

    The marginal rule gives a start, a neighbourhood search with common random numbers improves on it, and ranking and selection
    with fresh luck says which of the best looking cannot be told apart. Spending nothing is a candidate too. Splits that clearly
    break a condition are left out, and it is said why. The same arguments give the same answer.
    """
    effort = effort or Effort()
    few = replace(effort, replications=min(effort.replications, SEARCHED_WITH))
    aim = _aim_of(budget, network, snapshot)

    def judged(split: Split) -> float:
        done = run_with(_bought(network, split), snapshot=snapshot, effort=few)
        progress("flow", "looking at ways to split the budget", 0.3)
        return float(aim(done, split).mean())

    looked_at = searched(budget, starting_split(budget, network), judged)
    best = sorted(looked_at.values(), key=lambda pair: (pair[0], tuple(pair[1].added.values())))[:CANDIDATES]
    fresh = replace(effort, seed=effort.seed + 1)
    tried = []
    for number_, split in enumerate([split_of(budget, {}), *(split for _, split in best)]):
        run = run_with(_bought(network, split), snapshot=snapshot, effort=fresh)
        tried.append(_Tried(split=split, run=run, aim=aim(run, split)))
        progress("flow", "comparing the best of them", 0.5 + 0.5 * number_ / (len(best) + 1))
    return _selected(budget, tried, len(looked_at), fresh.seed)


def _bought(network: Network, split: Split) -> Network:
    return with_changes(network, as_scenario(split, network))


def _aim_of(budget: Budget, network: Network, snapshot: Snapshot | None) -> "Callable[[Run, Split], NDArray[np.float64]]":
    """What a run of a split comes to. Costs are those of each partner's own capacity and what the split itself costs."""
    starts = snapshot.on if snapshot else network.starts + timedelta(network.warm_up)

    def aim(run: Run, split: Split) -> "NDArray[np.float64]":
        asked = Asked(scenario=BASE, run=run, against=None, base=None, starts=starts)
        if budget.aim is Aim.DELAYED:
            return people_delayed(run, asked)
        own = sum(own_cost(run, station, split) for station in run.network.stations)
        return np.asarray(own) + split.spent.pence / 100

    return aim


def own_cost(run: Run, station: Station, split: Split) -> "NDArray[np.float64]":
    """Pounds over the forecast for a station's capacity without what the split bought, which the pool pays, [replication]."""
    in_use = series(run, f"units:{station.name}")
    if station.kind is Unit.OPEN:
        return in_use.sum(axis=1) * station.cost_in_use.pence / 100
    own = np.maximum(0.0, capacity_of(run, station.name) - split.added.get(station.name, 0))[None, :]
    extra = station.overflow.extra  # escalation beds are the partner's own, and count when in use
    used = np.minimum(in_use, own + extra)
    return (used * station.cost_in_use.pence + np.maximum(0.0, own - used) * station.cost_idle.pence).sum(axis=1) / 100


def _partner_changes(tried: _Tried, nothing: _Tried) -> "dict[str, NDArray[np.float64]]":
    changes = {}
    for partner in partners(tried.run):
        funded = [station for station in tried.run.network.stations if station.funded_by == partner]
        if funded:
            now = sum(own_cost(tried.run, station, tried.split) for station in funded)
            before = sum(own_cost(nothing.run, station, nothing.split) for station in funded)
            changes[partner] = np.asarray(now - before)
    return changes


def _broken(budget: Budget, tried: _Tried, nothing: _Tried) -> str:
    """Why a split breaks a condition, in words; "" when it does not."""
    network = tried.run.network
    if budget.no_partner_worse_off:
        for partner, change in _partner_changes(tried, nothing).items():
            if clearly_above_0(change):
                return f"{partner} would be worse off by about {amount(float(change.mean()), '£')}"
    for name in budget.no_wait_worse_at:
        if clearly_above_0(over_4_hours(tried.run, name) - over_4_hours(nothing.run, name)):
            return f"more people would be over 4 hours in {title_of(network, name)}"
        if clearly_above_0(_wait(tried.run, name) - _wait(nothing.run, name)):
            return f"people would wait longer for {title_of(network, name)}"
    return ""


def _wait(run: Run, name: str) -> "NDArray[np.float64]":
    return total(run, f"waited_days:{name}")


def _selected(budget: Budget, tried: list[_Tried], looked_at: int, seed: int) -> BestUse:
    nothing = tried[0]
    reasons = {id(each): _broken(budget, each, nothing) for each in tried[1:]}
    fair = [each for each in tried if not reasons.get(id(each))]
    values = np.stack([each.aim for each in fair])
    near = [which for which, stays in enumerate(kept(values)) if stays]
    shares = best_in(values, seed)
    order = [near[place] for place in in_order([float(shares[which]) for which in near], [float(values[which].mean()) for which in near])]
    found = tuple(_near_best(budget, fair[which], nothing, float(shares[which])) for which in order)
    left_out = tuple(f"{_said(each)}: {reasons[id(each)]}." for each in tried[1:] if reasons[id(each)])
    return BestUse(
        budget=budget, as_it_is=range_of(nothing.aim), near_best=found, tried=looked_at + 1, left_out=left_out,
        sentence=_sentence(budget, found, left_out),
    )  # fmt: skip


def _near_best(budget: Budget, tried: _Tried, nothing: _Tried, share: float) -> NearBest:
    change = range_of(tried.aim - nothing.aim)
    sentence = (
        f"{_said(tried)} for {tried.split.spent}: {difference_in_words(_WORDS[budget.aim], change)}; best in {100 * share:.0f} of 100."
    )
    return NearBest(
        split=tried.split, aim=range_of(tried.aim), change=change, best_in=share, sentence=sentence,
        partners={partner: range_of(pounds) for partner, pounds in _partner_changes(tried, nothing).items()},
    )  # fmt: skip


def _said(tried: _Tried) -> str:
    return as_scenario(tried.split, tried.run.network).title


def _sentence(budget: Budget, found: tuple[NearBest, ...], left_out: tuple[str, ...]) -> str:
    out = f" {len(left_out)} others broke a condition." if left_out else ""
    if len(found) == 1 and not found[0].split.spent.pence:
        return f"{budget.title}: no way to split {budget.sum} is clearly better than to spend nothing.{out}"
    many = "1 split is" if len(found) == 1 else f"{len(found)} splits cannot be told apart and are"
    best = found[0].change
    return f"{budget.title}: {many} best for {budget.sum} ({RUNS} {_span(budget, best.low, best.high)} with the likeliest).{out}"


def _span(budget: Budget, low: float, high: float) -> str:
    unit = _WORDS[budget.aim].unit
    noun = "people delayed" if budget.aim is Aim.DELAYED else "for the whole system"
    return f"{_signed(low, unit)} to {_signed(high, unit)} {noun}"


def _signed(value: float, unit: str) -> str:
    """With its sign; what is too small to be said has none."""
    said = amount(abs(value), unit)
    sign = "+" if value > 0 else "-" if value < 0 else ""
    return said if said == amount(0.0, unit) else f"{sign}{said}"
