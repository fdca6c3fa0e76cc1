"""Options to spend on, or to stop; what each would do for whom and at what cost; and by which criteria they are weighed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wholeplace.terms import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One thing that counts, and how much: `weight` is a share of 100 that the panel agreed. `equity`: it is about who gains, and is
    always shown apart."""

    name: str
    title: str
    weight: Fraction
    source: str
    equity: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One way to spend (or, with a cost below nought, to release) money in a year.

    `benefit`: for one person, on the panel's scale from 0 to 100. `people`: in a year. `chance`: that it works, from 0 to 1.
    `scores`: criterion -> 0 to 100. `statutory`: it may not be stopped. `evidence`: what the figures rest on, by criterion or figure.
    """

    name: str
    title: str
    proposed_by: str
    programme: str
    cost: Money
    benefit: Fraction
    people: int
    chance: Fraction
    source: str
    scores: Mapping[str, Fraction] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    statutory: bool = False
    inside: bool = True

    @property
    def releases(self) -> bool:
        """Would it set money free?"""
        return self.cost.pence < 0

    @property
    def value(self) -> Fraction:
        """Benefit for one person x people x chance of success: what a triangle's height stands for."""
        return self.benefit * self.people * self.chance


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """One option in a ranking: its place (equal ones share one), its score out of 100, the part of it that is equity, and value for
    each £1,000 (None where it costs nothing)."""

    option: Option
    place: int
    score: Fraction
    equity: Fraction
    per_thousand: Fraction | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Swing:
    """What it would take to change the ranking by one criterion's weight: from its weight to another, at which two options change
    places. In words for whoever reads the list."""

    criterion: str
    weight: Fraction
    to: Fraction
    overtakes: str
    overtaken: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontierPoint:
    """The most value for so much money: the options bought, their cost and value."""

    options: tuple[str, ...]
    cost: Money
    value: Fraction
