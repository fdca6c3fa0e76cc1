"""The bids of a call weighed: the ranking, how far it hangs on the weights, equity apart, value for money, the frontier."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.agreement.choosing import (
    FrontierPoint,
    FundAwards,
    Option,
    Ranked,
    Swing,
    award,
    bought_by,
    by_value_for_money,
    frontier,
    rank,
    swings,
)
from wholeplace.agreement.choosing.calls import (
    CallForBids,
    Scored,
    moves,
    panel_scores,
    ranked_by_panel,
    still_to_score,
    to_award,
    without_equity,
)
from wholeplace.publish.charts.frontier import Bought, frontier_chart
from wholeplace.publish.charts.triangles import Triangle, triangles
from wholeplace.terms import Money, Problem, WrongUse


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """Bids by the panel's scores, what would change their order, what equity changes, and what the call's rules give to whom."""

    ranked: tuple[Ranked, ...]
    swings: tuple[Swing, ...]
    without_equity: tuple[str, ...]
    awards: FundAwards


@dataclass(frozen=True, kw_only=True, slots=True)
class Worth:
    """What the options are worth for their money: in order, drawn, and the best set for the sum there is (None: too many to try)."""

    ordered: tuple[Option, ...]
    triangles: str
    frontier: str
    best: FrontierPoint | None
    stops: tuple[Option, ...]
    moves: tuple[str, ...]
    problem: str = ""


def ranking_of(call: CallForBids, options: Sequence[Option], scored: Sequence[Scored]) -> tuple[Ranking | None, list[Problem]]:
    """The ranking, or why there is none yet: bids that too few have scored."""
    waiting = still_to_score(call, options, scored)
    if waiting or not to_award(options):
        return None, waiting
    ranked = ranked_by_panel(call, options, scored)
    judged = panel_scores(to_award(options), scored, call.criteria)
    rest = without_equity(call.criteria)
    alone = rank(judged, rest) if rest and len(rest) < len(call.criteria) else ()
    awards = award(call.amount, ranked, least_score=call.least_score, parts=call.parts)
    return Ranking(
        ranked=ranked, swings=swings(judged, call.criteria), without_equity=moves(ranked, alone) if alone else (), awards=awards
    ), []


def worth_of(call: CallForBids, options: Sequence[Option], ranking: Ranking | None) -> Worth:
    """Value for money of the options, and how its order differs from the ranking's."""
    ordered = by_value_for_money(options)
    stops = tuple(one for one in options if one.releases)
    drawn = triangles(
        [Triangle(number=number, cost=one.cost.pence, value=float(one.value)) for number, one in enumerate(ordered, start=1)],
        says="Each option as a triangle, as wide as its cost and as high as its value: "
        + "; ".join(f"{number}, {one.title}" for number, one in enumerate(ordered, start=1)),
    )
    moved = moves(ranking.ranked, _as_ranked(ordered, ranking)) if ranking else ()
    try:
        points = frontier(options)
    except WrongUse as problem:
        return Worth(ordered=ordered, triangles=drawn, frontier="", best=None, stops=stops, moves=moved, problem=str(problem))
    best = bought_by(call.amount, points)
    return Worth(ordered=ordered, triangles=drawn, frontier=_drawn(points, best, call.amount), best=best, stops=stops, moves=moved)


def _as_ranked(ordered: Sequence[Option], ranking: Ranking) -> list[Ranked]:
    """The order of value for money as a ranking: options of the same value for each pound share a place."""
    by_name = {one.option.name: one for one in ranking.ranked}
    worth = [by_name[one.name].per_thousand for one in ordered]
    return [
        Ranked(option=one, place=worth.index(each) + 1, score=by_name[one.name].score, equity=by_name[one.name].equity, per_thousand=each)
        for one, each in zip(ordered, worth, strict=True)
    ]


def _drawn(points: Sequence[FrontierPoint], best: FrontierPoint, budget: Money) -> str:
    bought = [Bought(cost=one.cost.pence, value=float(one.value), chosen=one is best) for one in points]
    whole = f"{budget} pays for a set of {len(best.options)} that costs {best.cost}."
    ends = (str(points[0].cost), str(points[-1].cost))
    return frontier_chart(bought, budget=(budget.pence, f"{budget} to give"), ends=ends, says=f"The most value that each sum buys. {whole}")
