"""What a board's pack tells of money: each fund held together with its bad year, what each programme spent, and what would be fair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.agreement.funds.beforehand import RuleOutlook, outlook_of, years_from_ranges
from wholeplace.agreement.funds.books import books_of, last_month
from wholeplace.agreement.funds.checks import blocked
from wholeplace.agreement.funds.during import Entry
from wholeplace.agreement.funds.pence import added
from wholeplace.agreement.funds.shapes import EquityWeights, Fund, Funds
from wholeplace.agreement.funds.standing import FundStanding, standing_of
from wholeplace.agreement.plans import Plan, Programme
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Money, Period

YEARS, SEED = 2_000, 1
"""How many possible years the pack looks at, and the dice: the same files give the same pack."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FundInPack:
    """One fund as the pack tells it. `standing`: None where its books were not received or do not fit; `outlook`: None where nobody said
    what its lines may come to. `called`: what partners and lines are called."""

    fund: Fund
    standing: FundStanding | None
    outlook: RuleOutlook | None
    lawful: bool
    called: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeMoney:
    """What one programme spent in the months asked for, on lines of funds, and the measures by which its gain would be seen.

    `spent`: None where no line of any fund names it, or no book tells of those months. `lines`: the lines that name it, by title.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    spent: Money | None
    measures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PackMoney:
    """Everything that a pack tells of money that was agreed. `months`: those of the programmes' spend."""

    months: Period
    funds: tuple[FundInPack, ...] = ()
    programmes: tuple[ProgrammeMoney, ...] = ()
    equity: EquityWeights | None = None


def money_in_pack(place: Place, funds: Funds, plan: Plan, months: Period) -> PackMoney:
    """What the pack of `months` tells. Only books up to the end of these months count, so that a pack made later says the same."""
    books = {fund.name: [one for one in books_of(place, fund) if one.forecast or one.month < months.ends] for fund in funds.funds}
    return PackMoney(
        months=months, funds=tuple(_fund(place, funds, fund, books[fund.name]) for fund in funds.funds),
        programmes=tuple(_programme(one, plan, funds, books, months) for one in plan.programmes if _goes_on(one, months)),
        equity=funds.equity,
    )  # fmt: skip


def _fund(place: Place, funds: Funds, fund: Fund, entries: Sequence[Entry]) -> FundInPack:
    called = {str(one.code): one.name for one in place.organisations} | {line.name: line.title for line in fund.lines}
    month, rule = last_month(tuple(entries)), funds.rule(fund.rule)
    try:
        standing = standing_of(funds, fund, entries, month, called) if month and rule else None
    except DataProblem:  # the fund's own page says what is wrong with its books
        standing = None
    outlook = None
    if rule and any(one.fund == fund.name for one in funds.outlooks):
        theirs = [one for one in funds.positions if one.body in fund.put_in()]
        outlook = outlook_of(fund, rule, years_from_ranges(fund, funds.outlooks, years=YEARS, seed=SEED), theirs, called)
    return FundInPack(fund=fund, standing=standing, outlook=outlook, lawful=not blocked(fund), called=called)


def _goes_on(programme: Programme, months: Period) -> bool:
    dates = programme.dates
    return dates.since < months.ends and (dates.until is None or dates.until > months.starts)


def _programme(programme: Programme, plan: Plan, funds: Funds, books: Mapping[str, Sequence[Entry]], months: Period) -> ProgrammeMoney:
    mine = [(fund, line) for fund in funds.funds for line in fund.lines if line.programme == programme.name]
    names = {(fund.name, line.name) for fund, line in mine}
    found = [
        one.amount for name, entries in books.items() for one in entries
        if (name, one.line) in names and not one.forecast and one.month in months
    ]  # fmt: skip
    aims = [ambition.measure for ambition in plan.ambitions if ambition.name in programme.ambitions and ambition.measure]
    return ProgrammeMoney(
        name=programme.name, title=programme.title, lines=tuple(line.title for _, line in mine), spent=added(found) if found else None,
        measures=tuple(dict.fromkeys([*(name for _, line in mine for name in line.measures), *aims])),
    )  # fmt: skip
