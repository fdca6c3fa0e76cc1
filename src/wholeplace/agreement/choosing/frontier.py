"""The efficiency frontier: the most value that each sum buys, what a stopped option would set free, and what a budget buys."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from wholeplace.agreement.choosing.shapes import FrontierPoint, Option
from wholeplace.terms import Money, WrongUse

MOST_TO_TRY = 24
"""Every set of options is looked at up to so many; 16 million sets take seconds."""


def frontier(options: Sequence[Option]) -> tuple[FrontierPoint, ...]:
    """Every best set of options: no other set gives as much value for as little money. From the cheapest to the dearest.

    Options that release money (below nought) may be in a set; statutory ones that release are never stopped. Exact: sets are built one
    option at a time, and a set that another beats on both counts is dropped, because whatever is added later is added to both
    (dominance; Nemhauser and Ullmann, 1969). Raises WrongUse on more than 24 options: choose among fewer.
    """
    choosable = sorted((one for one in options if not (one.releases and one.statutory)), key=lambda one: one.name)
    if len(choosable) > MOST_TO_TRY:
        raise WrongUse(f"The frontier of {len(choosable)} options is too large to draw. Choose among {MOST_TO_TRY} or fewer.")
    best = [FrontierPoint(options=(), cost=Money(0), value=Fraction(0))]
    for option in choosable:
        added = [_with(point, option) for point in best]
        best = list(_undominated([*best, *added]))
    return tuple(best)


def bought_by(budget: Money, points: Sequence[FrontierPoint]) -> FrontierPoint:
    """The best set that a budget pays for. Raises WrongUse where not even the cheapest is paid for."""
    within = [point for point in points if point.cost <= budget]
    if not within:
        raise WrongUse(f"{budget} pays for none of the sets.")
    return max(within, key=lambda point: point.value)


def by_value_for_money(options: Sequence[Option]) -> tuple[Option, ...]:
    """Options that cost something, the most value for each pound first: the order in which triangles are drawn one after another."""
    return tuple(sorted((one for one in options if one.cost.pence > 0), key=lambda one: (-one.value / one.cost.pence, one.name)))


def _with(point: FrontierPoint, option: Option) -> FrontierPoint:
    """A set with one option more. Stopping something loses the value it has: its value counts against the set."""
    value = -option.value if option.releases else option.value
    return FrontierPoint(options=(*point.options, option.name), cost=point.cost + option.cost, value=point.value + value)


def _undominated(points: Sequence[FrontierPoint]) -> Iterator[FrontierPoint]:
    """Of sets with the same cost and value the one with fewer options, then the first by name, stays."""
    most: Fraction | None = None
    for point in sorted(points, key=lambda one: (one.cost, -one.value, len(one.options), one.options)):
        if most is None or point.value > most:
            most = point.value
            yield point
