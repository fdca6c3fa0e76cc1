"""A decision as it is recorded: what was proposed and why, what it does to everyone, who decided, and when it is looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wholeplace.terms import Money


class Lens(StrEnum):
    """One of three views. There is no average of them."""

    OUTCOMES = "outcomes"
    QUALITY = "quality"
    MONEY = "money"


class Effect(StrEnum):
    """What a proposal is expected to do, seen through one lens."""

    BETTER = "better"
    SAME = "no change"
    WORSE = "worse"
    UNKNOWN = "not known"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A proposal through one lens: the effect, in words why, and, where it is worse, why it is proposed all the same."""

    effect: Effect
    why: str
    all_the_same: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A paper that cannot change any more: a reading of a release, a forecast, a document; with the fingerprint of its bytes."""

    title: str
    address: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What should be seen, on which measure, by when: so that it can be said later whether it came true."""

    measure: str
    change: str
    by: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Exemption:
    """Why a part is not published: the ground, the public-interest test each way, and what it came to."""

    ground: str
    for_disclosure: str
    against_disclosure: str
    weighs_more: str  # "for", "against" or "equal"

    @property
    def withheld(self) -> bool:
        """Only when the interest in withholding weighs more: a tie discloses."""
        return self.weighs_more == "against"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What a body is asked to decide. `money`: what each body gains (+) or pays (-) in a full year. `leads`: exactly one."""

    reference: str
    title: str
    body: str
    matter: str
    asks: str
    reasons: str
    rejected_options: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    expected: tuple[Expected, ...]
    lenses: Mapping[Lens, Seen]
    money: Mapping[str, Money]
    gains: str
    pays: str
    leads: tuple[str, ...]
    review_on: date | None
    conditions: tuple[str, ...] = ()
    population_first: str = ""
    exemption: Exemption | None = None
