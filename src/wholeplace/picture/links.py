"""Support for a link between two changes: the same neighbourhoods, the same months. Never proof, and said so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.measures.shapes import Better
from wholeplace.picture.drivers import PATHWAYS, Inside
from wholeplace.picture.figures import MeasureFigures, pair_of
from wholeplace.picture.looks import RATE, SHARE, score_of
from wholeplace.picture.shapes import Driver, Member, Sentence
from wholeplace.picture.where import Where, pooled
from wholeplace.picture.words import is_clear, listed, lower_first, said, together
from wholeplace.terms import AreaCode, MeasureName

SURE_THERE, UNLIKE_ELSEWHERE = 2.576, 1.96
"""Standard errors by which the other measure must have worsened there, and more than elsewhere."""

MOST_OF_IT = 0.5
_LEFT_BY = {
    PATHWAYS["0"]: "went home with no new need", PATHWAYS["1"]: "went home with support",
    PATHWAYS["2"]: "went to a rehabilitation bed", PATHWAYS["3"]: "went to a care home",
}  # fmt: skip
NO_PROOF = "The two may be linked. This does not show that one caused the other."


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """What else worsened in the same neighbourhoods, and the sentences that say so."""

    measure: MeasureName | None = None
    clause: str = ""
    sentence: Sentence | None = None


NO_LINK = Link()


def link(others: Sequence[MeasureFigures], place_of: Where, inside: Inside, spread: Mapping[MeasureName, float]) -> Link:
    """The first of `others` that worsened in the areas that carry the harm, and more there than elsewhere."""
    for figures in others:
        if place_of.codes and _worsened_there(figures, place_of.codes, inside, spread.get(figures.measure.name, 1.0)):
            own = figures.measure.falls if figures.measure.better is Better.HIGHER else figures.measure.rises
            clause = lower_first(own or f"{figures.measure.title}: the figure got worse")
            names = listed([inside.areas[code] for code in place_of.codes])
            told = together((said(f"In {names}, {clause}."), said(NO_PROOF)))
            return Link(measure=figures.measure.name, clause=clause, sentence=told)
    return NO_LINK


def _worsened_there(figures: MeasureFigures, codes: Sequence[AreaCode], inside: Inside, spread: float) -> bool:
    if figures.family not in (RATE, SHARE) or figures.measure.better is Better.NEITHER:
        return False
    sides = [figures.at_level(inside.level, "year", before=earlier) for earlier in (False, True)]
    elsewhere = [code for code in inside.areas if code not in codes]
    now, before = ([pooled(side, codes), pooled(side, elsewhere)] for side in sides)
    if now[0] is None or before[0] is None:
        return False
    bad = 1.0 if figures.measure.better is Better.LOWER else -1.0
    there, rest = bad * score_of(pair_of(now, before), figures.family, spread).scores
    # Two independent scores differ by chance with a spread of the square root of 2.
    return bool(there >= SURE_THERE and not (there - rest) / 2**0.5 < UNLIKE_ELSEWHERE)


def among(drivers: Sequence[Driver]) -> Sentence | None:
    """Which way of leaving hospital makes most of the change: "Most of it is among people who went home with support." """
    of_split = [driver for driver in drivers if driver.split == "pathway"]
    total = sum(driver.events for driver in of_split)
    named = [driver for driver in of_split if driver.label in _LEFT_BY]
    if not named or total == 0 or named[0].events / total < MOST_OF_IT:
        return None
    return said(f"Most of it is among people who {_LEFT_BY[named[0].label]}.")


def same_time(members: Sequence[Member]) -> Sentence | None:
    """Two or more measures of one reading that changed together: said, with what it does not show."""
    clear = [member for member in members if is_clear(member.change)]
    if len(clear) < 2:
        return None
    return said("These changed at the same time. That does not show that one caused the other.")
