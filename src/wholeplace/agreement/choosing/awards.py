"""Bids to a fund: scored, decided, awarded. Awards come to the fund and never beyond it, and every step can be followed."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.agreement.choosing.shapes import Ranked
from wholeplace.agreement.funds.pence import added
from wholeplace.terms import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Awarded:
    """What one bid gets, and why it gets that."""

    option: str
    asked: Money
    gets: Money
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FundAwards:
    """What a fund gives, in the order of the ranking, and what is left of it."""

    fund: Money
    awards: tuple[Awarded, ...]
    left: Money
    notes: tuple[str, ...]


def award(fund: Money, ranked: Sequence[Ranked], *, least_score: int = 0, parts: bool = False) -> FundAwards:
    """Give a fund to bids in order of their ranking. `least_score`: below it nothing is given. `parts`: a bid that the rest does not
    pay for in full gets that rest; else it gets nothing and the next that fits is paid. Equal bids stand by name, and that is noted.
    """
    left, awards = fund, []
    for one in ranked:
        gets, words = _one(one, left, least_score, parts)
        left = left - gets
        awards.append(Awarded(option=one.option.name, asked=one.option.cost, gets=gets, words=words))
    outside = [one.option.title for one in ranked if not one.option.inside]
    notes = [f"“{title}” would be paid to somebody outside the partnership." for title in outside]
    ties = [one.option.title for one, before in zip(ranked[1:], ranked, strict=False) if one.place == before.place]
    notes += [f"“{title}” has the same score as the bid before it; they stand by name." for title in ties]
    given = added([one.gets for one in awards])
    return FundAwards(fund=fund, awards=tuple(awards), left=fund - given, notes=tuple(notes))


def _one(one: Ranked, left: Money, least_score: int, parts: bool) -> tuple[Money, str]:
    asked, nothing = one.option.cost, Money(0)
    if one.score < least_score:
        return nothing, f"It scored {float(one.score):.4g}, below the {least_score} that is asked."
    if asked <= left:
        return asked, f"Paid in full, in place {one.place}."
    if parts and left.pence > 0:
        return left, f"It asked for {asked}, and {left} was left."
    return nothing, f"It asked for {asked}, and only {left} was left."
