"""Primary suppression: which counts are small, how the others are shown, and what a reader is told of each.

Sources of the three conventions: (a) NHS Digital, Hospital Episode Statistics analysis guide, small number rule: 1 to 7
hidden, others to the nearest 5; (b) OpenSAFELY, output checking, midpoint 6 rounding: ceil(x / 6) x 6 - 3; (c) a plain
threshold of 10, as several national clinical audits use.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.measures.statistics.limits import Floats

Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule for counts of people. `hides_below`: counts from 1 to one less are hidden; 0 hides none.
    `rounds_to`: what is shown is the nearest multiple. `midpoint`: what is shown is the middle of a run of so many."""

    name: str
    hides_below: int
    rounds_to: int = 1
    midpoint: int = 0

    @property
    def smallest_shown(self) -> int:
        """The least count, other than 0, that need not be protected."""
        return self.midpoint + 1 if self.midpoint else self.hides_below

    def hides(self, count: float | None) -> bool:
        """Is this count too small to show? Nothing (0) is never small."""
        return count is not None and bool(counts_hidden(count, self))

    def shown(self, count: float) -> float:
        """The count as it is shown. A zero stays a zero; halves round away from zero."""
        return float(counts_shown(count, self))

    @property
    def small(self) -> str:
        """What stands in the place of a small number."""
        return f"fewer than {self.hides_below}"

    @property
    def in_words(self) -> tuple[str, ...]:
        """The rule, for a reader, in plain sentences."""
        if self.midpoint:
            return (
                f"Counts of people are shown as the middle of a run of {self.midpoint}.",
                f"So 1 to {self.midpoint} all show as {self.midpoint // 2}, and nobody can tell them apart.",
                "A few counts are hidden as well, where sums could give a small number away.",
            )
        rounding = f" and round the others to the nearest {self.rounds_to}" if self.rounds_to > 1 else ""
        return (
            f"We hide counts of people from 1 to {self.hides_below - 1}{rounding}.",
            "We also hide some larger counts beside them, so that no sum gives a small number away.",
            "There is one exception: sums can show how many people have no area or group recorded.",
            "A 0 is a real 0. It is never a hidden number.",
        )


SMALL_NUMBER_RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(name="hide-1-to-7-round-to-5", hides_below=8, rounds_to=5),
        Rule(name="midpoint-6", hides_below=0, midpoint=6),
        Rule(name="hide-under-10", hides_below=10),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The least and the most that a reader is told of each count by what stands in its place. No end: infinite."""

    least: Floats
    most: Floats


def counts_small(counts: ArrayLike, rule: Rule) -> Bools:
    """Which counts the rule protects, so that nobody can work them out: 1 to 7, 1 to 9, or of a midpoint rule the first run
    (1 to 6). Any one shape. A 0 is never small; a missing count (nan) is not; nor is a number below 0 (a change)."""
    given = np.asarray(counts, dtype=float)
    return (given > 0) & (given < rule.smallest_shown)


def counts_hidden(counts: ArrayLike, rule: Rule) -> Bools:
    """Which small counts the rule puts words in the place of: all of `counts_small`, and under a midpoint rule none, since
    its runs protect. Any one shape."""
    return counts_small(counts, rule) & (rule.midpoint == 0)


def counts_shown(counts: ArrayLike, rule: Rule) -> Floats:
    """The counts as the rule shows them, of any one shape: the nearest multiple of `rounds_to`, or for a midpoint rule of m
    the middle of the run, ceil(x / m) x m - m // 2 (methods: ceil(x / 6) x 6 - 3). Nothing is hidden here: `counts_hidden` says what is.

    A 0 stays a 0. A half rounds away from 0, so that a rise and an equal fall show alike. Missing stays missing.
    """
    given = np.asarray(counts, dtype=float)
    size = np.abs(given)
    if rule.midpoint:
        shown = np.where(size > 0, np.ceil(size / rule.midpoint) * rule.midpoint - rule.midpoint // 2, size)
    else:
        shown = size if rule.rounds_to == 1 else np.floor(size / rule.rounds_to + 0.5) * rule.rounds_to
    return np.copysign(shown, given) + 0.0  # no -0


def counts_told(counts: ArrayLike, rule: Rule) -> Told:
    """What the words or the midpoint in the place of each count tell: "fewer than 8" says 1 to 7; the midpoint 3 says 1 to 6.

    Of a count that is shown as it is (or to the nearest 5) nothing is taken for granted beyond 0 or more: rates beside
    rounded counts give the exact count away, so exact counts are protected as such. Missing: 0 to infinite.
    """
    given = np.asarray(counts, dtype=float)
    least, most = np.zeros(given.shape), np.full(given.shape, np.inf)
    if rule.midpoint:
        runs, some = np.ceil(given / rule.midpoint) * rule.midpoint, given > 0
        return Told(least=np.where(some, runs - rule.midpoint + 1, least), most=np.where(some, runs, most))
    small = counts_hidden(given, rule)
    return Told(least=np.where(small, 1.0, least), most=np.where(small, rule.hides_below - 1.0, most))
