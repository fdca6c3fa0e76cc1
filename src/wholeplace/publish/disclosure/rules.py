"""The rules for small numbers: what is hidden at first sight, and how what stays is rounded.

Sources: (a) NHS England, Hospital Episode Statistics disclosure rule: 1 to 7 hidden, others to the nearest 5;
(b) OpenSAFELY output checking, midpoint 6 rounding; (c) a plain threshold of 10, as several national audits use.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from wholeplace.terms import DataProblem, Problem


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
        return count is not None and 0 < count < self.hides_below

    def shown(self, count: float) -> float:
        """The count as it is shown. A zero stays a zero; halves round away from zero."""
        if self.midpoint:
            return math.copysign(math.ceil(abs(count) / self.midpoint) * self.midpoint - self.midpoint // 2, count) if count else 0.0
        if self.rounds_to == 1:
            return count
        return math.copysign(math.floor(abs(count) / self.rounds_to + 0.5) * self.rounds_to, count) if count else 0.0

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


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(name="hide-1-to-7-round-to-5", hides_below=8, rounds_to=5),
        Rule(name="midpoint-6", hides_below=0, midpoint=6),
        Rule(name="hide-under-10", hides_below=10),
    )
}


def rule_named(name: str) -> Rule:
    """The rule that place.toml names; a letter when there is none of that name."""
    if name not in RULES:
        raise DataProblem(
            "place.toml",
            [
                Problem(
                    where="[disclosure] rule",
                    what=f'"{name}" is not a rule for small numbers.',
                    why="Nothing can be published without one.",
                    fix=f"Write one of: {', '.join(sorted(RULES))}.",
                )
            ],
        )
    return RULES[name]
