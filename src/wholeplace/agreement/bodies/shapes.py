"""Bodies, the powers they hold, and what partners signed. Everything has dates (ends exclusive) and a source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wholeplace.agreement.deciding import QuorumRule, Seat, Standing, VotingRule
from wholeplace.terms import Money


class Regime(StrEnum):
    """Whose rules of notice, scrutiny and publication a power comes with."""

    NHS = "NHS"
    COUNCIL = "council"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dates:
    """From a day on, until (not including) another; None: no end is known."""

    since: date
    until: date | None = None

    def hold(self, day: date) -> bool:
        """Do they hold on that day?"""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """What a body may do in a time, and on what evidence the stage was reached (a stage beyond shadow needs some)."""

    standing: Standing
    dates: Dates
    source: str
    evidence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """One board, committee or forum. `areas` are those it may decide for, by code. `members`: the organisations behind its seats."""

    name: str
    title: str
    kind: str
    level: str
    areas: tuple[str, ...]
    stages: tuple[Stage, ...]
    seats: tuple[Seat, ...]
    source: str
    accountable_to: str = ""
    quorum: QuorumRule = field(default_factory=QuorumRule)
    voting: VotingRule | None = None
    in_public: bool = True
    scrutinises: tuple[str, ...] = ()


EACH_HOLDER, EACH_GIVER = "each holder", "each giver"


@dataclass(frozen=True, kw_only=True, slots=True)
class Power:
    """Something that may be decided, and those whom the law gives it to, each for its own people.

    `matters`: the kinds of matter it covers. `accountable`: who answers for it, or "each holder".
    """

    name: str
    title: str
    held_by: tuple[str, ...]
    regime: Regime
    matters: tuple[str, ...]
    dates: Dates
    accountable: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Delegation:
    """A power given on to a body: by which holders, for which areas, up to which sum (None: no limit), from when.

    `accountable`: who answers for what the body does with it, or "each giver". `memorandum`: the paper that a giver must
    have signed. `areas`: empty for all that the body may decide for.
    """

    power: str
    by: tuple[str, ...]
    to: str
    dates: Dates
    accountable: str
    source: str
    areas: tuple[str, ...] = ()
    limit: Money | None = None
    memorandum: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Memorandum:
    """One version of what partners agreed: its clauses (number -> text) and who signed when. Who has not signed is not bound."""

    name: str
    version: str
    title: str
    dates: Dates
    clauses: Mapping[str, str]
    signed: Mapping[str, date]
    source: str
    binding_in_law: bool = False

    def binds(self, organisation: str, day: date) -> bool:
        """Had the organisation signed this version by that day, and does the version hold?"""
        on = self.signed.get(organisation)
        return on is not None and on <= day and self.dates.hold(day)


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Everything that a place has written down about who decides."""

    bodies: tuple[Body, ...] = ()
    powers: tuple[Power, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    memoranda: tuple[Memorandum, ...] = ()

    def body(self, name: str) -> Body | None:
        """The body of that name; None where there is none."""
        return next((body for body in self.bodies if body.name == name), None)
