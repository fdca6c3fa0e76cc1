"""The word for measures that are read together. The whole rule is one small function, so that it can be read aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.picture.shapes import Direction, Verdict

A_YEAR = 366
"""Two changes shift into each other only when they lie within this many days."""

GOOD_LEVELS = ("better", "much better")
POOR_LEVELS = ("worse", "much worse")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What one member of a reading tells the verdict: how it changed, when it was last known, and its level."""

    direction: Direction
    until: date | None = None
    level: str = "none"


def verdict_of(chased: Told, counterparts: Sequence[Told]) -> Verdict:
    """The verdict of a measure and those it must be read with.

    - something better and something worse within 12 months of each other: shifting, not improving
    - the measure worse, or a counterpart worse with none better: worsening
    - good level on one and poor on another, where a change cannot be seen on one of them: good on one, poor on the other
    - the measure better, and at least one counterpart known, and none worse: improving
    """
    members = (chased, *counterparts)
    better = [each for each in members if each.direction is Direction.BETTER]
    worse = [each for each in members if each.direction is Direction.WORSE]
    if any(_within_a_year(one, other) for one in better for other in worse):
        return Verdict.SHIFTING
    if worse:
        # Better and worse, but years apart: neither word would be honest.
        return Verdict.CANNOT_SAY if better else Verdict.WORSENING
    if any(each.direction is Direction.UNKNOWN for each in members) and _levels_differ(members):
        return Verdict.GOOD_AND_POOR
    return _without_harm(chased, counterparts)


def _without_harm(chased: Told, counterparts: Sequence[Told]) -> Verdict:
    """The verdict where nothing worsened: what the chased measure did, if enough is known to say so."""
    if chased.direction is Direction.UNKNOWN:
        return Verdict.CANNOT_SAY
    if chased.direction is Direction.CHANGED:
        return Verdict.CHANGED
    if chased.direction is Direction.NONE:
        return Verdict.NO_CLEAR_CHANGE
    seen = [each for each in counterparts if each.direction is not Direction.UNKNOWN and _within_a_year(chased, each)]
    return Verdict.IMPROVING if seen else Verdict.CANNOT_SAY


def _levels_differ(members: Sequence[Told]) -> bool:
    levels = {each.level for each in members}
    return bool(levels.intersection(GOOD_LEVELS)) and bool(levels.intersection(POOR_LEVELS))


def _within_a_year(one: Told, other: Told) -> bool:
    return one.until is None or other.until is None or abs((one.until - other.until).days) <= A_YEAR
