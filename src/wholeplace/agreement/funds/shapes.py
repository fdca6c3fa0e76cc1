"""Funds as partners agree them: who puts in what and when, on which lines it is spent, who holds it, and what is awarded from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from wholeplace.agreement.bodies import Dates
from wholeplace.agreement.funds.pence import added
from wholeplace.agreement.funds.rules import RiskRule
from wholeplace.terms import Money


class FundKind(StrEnum):
    """How closely money is held together (the three are different in law and in risk)."""

    POOLED = "pooled"  # one fund under section 75, one host
    ALIGNED = "aligned"  # planned together, each partner keeps and spends its own
    IN_VIEW = "in view"  # shown beside the others, decided alone


@dataclass(frozen=True, kw_only=True, slots=True)
class Instalment:
    """One part of a contribution, and the day on which it is due."""

    on: date
    amount: Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Contribution:
    """What one partner puts in over the fund's time. `instalments` add up to `amount`; none: it is due in one on the first day.

    `varied`: how it may be varied, in words. `function`: which of the partner's functions it pays for.
    """

    partner: str
    amount: Money
    instalments: tuple[Instalment, ...] = ()
    varied: str = ""
    function: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetLine:
    """What is to be bought from whom. `owner`: the partner whose line it would be without the fund. `carried_by`: who bears its
    variance alone ("fixed"); empty: it is shared ("variable"). `months`: what of `amount` falls in each month of the fund, in
    order; empty: equally. `committed`: begun, so that it cannot be stopped. `units`: how many its budget buys in the fund's time (places
    a week, people); nought where nobody counts. `station`: the service of the flow model that it pays for; empty: the model does not
    know it."""

    name: str
    title: str
    amount: Money
    owner: str
    provider: str
    programme: str = ""
    carried_by: str = ""
    months: tuple[Money, ...] = ()
    committed: bool = True
    units: int = 0
    measures: tuple[str, ...] = ()
    station: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fund:
    """One fund over a time (`dates` end exclusive). `rule`: the risk rule by name. `terms`: what the law wants the agreement to
    state, by its letter. `manager`: the post that manages it. `consents`: trusts that take part -> the paper of their commissioner."""

    name: str
    title: str
    kind: FundKind
    host: str
    manager: str
    dates: Dates
    contributions: tuple[Contribution, ...]
    lines: tuple[BudgetLine, ...]
    rule: str
    source: str
    terms: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, str] = field(default_factory=dict)

    def put_in(self) -> dict[str, Money]:
        """What each partner puts in, by name."""
        names = dict.fromkeys(one.partner for one in self.contributions)
        return {name: added([one.amount for one in self.contributions if one.partner == name]) for name in names}

    def budget(self) -> Money:
        """What all lines come to."""
        return added([line.amount for line in self.lines])

    def line(self, name: str) -> BudgetLine | None:
        """The line of that name."""
        return next((line for line in self.lines if line.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Award:
    """Money that somebody outside gave for a purpose, and how it was given on. Neither spending nor grants may go beyond it.

    `outside`: the giver is no partner. `grants`: name -> sum, such as four micro-grants of £50,000.
    """

    name: str
    title: str
    giver: str
    amount: Money
    purpose: str
    dates: Dates
    holder: str
    source: str
    grants: Mapping[str, Money] = field(default_factory=dict)
    outside: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class LineOutlook:
    """What a line may come to in the year, as whoever agreed it says: the least, the likeliest and the most."""

    fund: str
    line: str
    low: Money
    likely: Money
    high: Money
    source: str
    agreed_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyPosition:
    """Where a body stands before anything is shared: its expected surplus (above nought) or deficit, and the worst that its duty
    allows (`limit`, at or below nought for one that may draw on reserves)."""

    body: str
    expected: Money
    limit: Money
    duty: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EquityWeights:
    """How much partners agreed to spend on a person in each fifth of deprivation, the most deprived first, beside 1 for one in the least
    deprived. They say what would be fair by that agreement; they never change a figure."""

    weights: tuple[Fraction, ...]
    source: str
    agreed_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Funds:
    """Everything that a place agreed about money held together."""

    funds: tuple[Fund, ...] = ()
    rules: tuple[RiskRule, ...] = ()
    awards: tuple[Award, ...] = ()
    outlooks: tuple[LineOutlook, ...] = ()
    positions: tuple[BodyPosition, ...] = ()
    equity: EquityWeights | None = None

    def fund(self, name: str) -> Fund | None:
        """The fund of that name."""
        return next((fund for fund in self.funds if fund.name == name), None)

    def rule(self, name: str) -> RiskRule | None:
        """The risk rule of that name."""
        return next((rule for rule in self.rules if rule.name == name), None)
