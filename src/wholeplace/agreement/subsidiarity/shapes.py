"""A matter, as somebody describes it, and where it belongs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wholeplace.terms import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """Something to be decided. `places`, `neighbourhoods`, `councils`, `wards`: what it touches, by name.

    `tests`: which tests for working at system level it is said to meet, each with its reason; one without a reason is not
    met. `decided_by`: "NHS", "council" or both: whose powers it needs.
    """

    kind: str
    title: str
    on: date
    money: Money
    decided_by: tuple[str, ...]
    places: tuple[str, ...]
    councils: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    tests: Mapping[str, str] = field(default_factory=dict)
    substantial_change: bool = False
    changes_offer: bool = False
    bed_based: bool = False
    private_part: bool = False
    pools_money: bool = False
    sets_priority: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a place has agreed: the sum neighbourhoods may spend, the sum that is significant for a council, the kinds of
    matter that the system decides, and those that the law gives to health and wellbeing boards."""

    neighbourhood: Money
    significant: Money
    for_the_system: tuple[str, ...] = ()
    for_wellbeing_boards: tuple[str, ...] = ("needs assessment", "health and wellbeing strategy")


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelRule:
    """A rule that puts a matter at a level when all of its facts hold and none of the others does."""

    name: str
    level: str
    words: str
    source: str
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """Something that must be done before (or after) deciding. `any`: at least one of these facts holds, where there are some.
    `call_in`: it opens the decision to call-in by the councils it touches."""

    name: str
    kind: str
    regime: str
    words: str
    source: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    notice: str = ""
    call_in: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Where a matter belongs: the level, the rule that put it there, its duties, and what would give another answer."""

    level: str
    rule: LevelRule
    duties: tuple[Duty, ...]
    facts: Mapping[str, bool]
    otherwise: tuple[str, ...]
    notes: tuple[str, ...] = ()
