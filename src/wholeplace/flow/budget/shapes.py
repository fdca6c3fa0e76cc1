"""The nouns of one budget: what may be bought, a way to split the sum, and what a split comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wholeplace.flow.asking.ranges import Range
from wholeplace.terms import Money


class Aim(StrEnum):
    """What a budget is split for."""

    DELAYED = "people delayed"
    COST = "whole-system cost"


@dataclass(frozen=True, kw_only=True, slots=True)
class Buyable:
    """More of one station: what each unit costs for the time of the budget, at most how many, and how many at once."""

    station: str
    each: Money
    most: int
    step: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """One pooled sum, what it may buy, its aim and its conditions.

    `no_partner_worse_off`: a split is left out when what any partner pays for its own capacity clearly rises (what is bought is
    paid by the pool). `no_wait_worse_at`: stations at which neither more people may be over 4 hours nor more may wait, clearly.
    """

    title: str
    sum: Money
    aim: Aim
    buys: tuple[Buyable, ...]
    no_partner_worse_off: bool = False
    no_wait_worse_at: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """Units added by station, and what they cost together."""

    added: Mapping[str, int]
    spent: Money


@dataclass(frozen=True, kw_only=True, slots=True)
class NearBest:
    """A split that none is clearly better than: what it does to the aim and to each partner, and how sure we are.

    `aim`: the number itself; `change`: its difference from spending nothing; `partners`: the change in pounds of what each pays
    for its own capacity; `best_in`: the share of resamples of the runs in which it is the best of all.
    """

    split: Split
    aim: Range
    change: Range
    partners: Mapping[str, Range]
    best_in: float
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BestUse:
    """The near-best splits of one budget, never one winner: likeliest best first.

    `as_it_is`: the aim when nothing is spent. `tried`: how many splits were run. `left_out`: why splits broke a condition, in words.
    """

    budget: Budget
    as_it_is: Range
    near_best: tuple[NearBest, ...]
    tried: int
    left_out: tuple[str, ...]
    sentence: str
