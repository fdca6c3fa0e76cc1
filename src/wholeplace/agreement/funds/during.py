"""During the year: where a fund stands each month, why, and which clocks that starts.

The outturn of a line is what was spent so far and what is forecast for the months that are left; a month without a forecast is
taken at its budget, and that is said. Shares are those of the variance to date, month by month less the month before, so that
rounding never adds up over a year.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

from wholeplace.agreement.clocks import working_day_after
from wholeplace.agreement.funds.checks import months_of
from wholeplace.agreement.funds.pence import added, nearest
from wholeplace.agreement.funds.rules import RiskRule
from wholeplace.agreement.funds.shapes import BudgetLine, Fund
from wholeplace.agreement.funds.sharing import LineVariance, allocate
from wholeplace.terms import Money, Problem

_FILE = Path(__file__).with_name("clocks.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One figure of a fund's books: what was spent on a line in a month (first day), or is forecast for it. `receipt`: where the
    figure came from, so that anybody can go back to it. `units`: how much was bought, where the provider tells."""

    line: str
    month: date
    amount: Money
    receipt: str
    forecast: bool = False
    units: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """A part of a line's variance: `what` it comes from, and how much. The parts of a line add up to its variance."""

    what: str
    amount: Money
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LinePosition:
    """One line at the end of a month. `spent` against `budget_to_date` so far; `outturn` against the whole `budget` by the year's end.

    `assumed`: months that had no forecast and were taken at their budget. `receipts`: what the figures rest on.
    """

    line: BudgetLine
    budget_to_date: Money
    spent: Money
    outturn: Money
    assumed: tuple[date, ...]
    causes: tuple[Cause, ...]
    receipts: tuple[str, ...]

    @property
    def variance_to_date(self) -> Money:
        """Above nought: more was spent than planned so far."""
        return self.spent - self.budget_to_date

    @property
    def variance(self) -> Money:
        """Above nought: the year is expected to end over budget."""
        return self.outturn - self.line.amount


@dataclass(frozen=True, kw_only=True, slots=True)
class FundPosition:
    """A fund at the end of a month: every line, and what all of them come to."""

    fund: Fund
    month: date
    lines: tuple[LinePosition, ...]

    @property
    def variance(self) -> Money:
        """Of the whole fund, at the end of the year."""
        return added([one.variance for one in self.lines])

    def variances(self) -> list[LineVariance]:
        """The lines as a risk rule shares them."""
        return [
            LineVariance(line=one.line.name, amount=one.variance, owner=one.line.owner, carried_by=one.line.carried_by)
            for one in self.lines
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class FundClock:
    """Something that must be done by a day because of what a fund is forecast to be."""

    name: str
    due: date
    words: str
    source: str


def position_of(fund: Fund, entries: Sequence[Entry], month: date) -> FundPosition:
    """Where a fund stands at the end of a month (its first day).

    A figure of a month after `month` counts as a forecast only; what was spent counts up to it. A corrected figure is a further entry.
    """
    months = months_of(fund)
    lines = tuple(_line(line, entries, month, months) for line in fund.lines)
    return FundPosition(fund=fund, month=month, lines=lines)


def problems_of_entries(fund: Fund, entries: Sequence[Entry]) -> list[Problem]:
    """Figures that no fund can hold: of lines that it has not, of months outside its agreement."""
    months = set(months_of(fund))
    problems = []
    for one in entries:
        where = f"fund {fund.name}, {one.receipt}"
        if fund.line(one.line) is None:
            fix = f"Lines: {', '.join(line.name for line in fund.lines)}."
            problems.append(Problem(where=where, what=f'it has no line "{one.line}".', why="The figure would be lost.", fix=fix))
        if one.month not in months:
            what = f"{one.month:%Y-%m} lies outside its agreement."
            problems.append(
                Problem(where=where, what=what, why="It cannot be paid from this fund.", fix="Correct the month, or use another fund.")
            )
    return problems


def shares_by_month(positions: Sequence[FundPosition], rule: RiskRule, put_in: Mapping[str, Money]) -> list[dict[str, Money]]:
    """What each bears of the variance to date under a rule, month by month: its share to date less that of the month before.

    So the months of a year come to the year's own shares, and rounding never adds up: whoever bears a penny more in one month bears
    it less in another. Below nought: a month gives something back.
    """
    months: list[dict[str, Money]] = []
    before: dict[str, Money] = {}
    for position in positions:
        now = allocate(rule, [_to_date(line) for line in position.lines], put_in).by_bearer()
        names = sorted({*before, *now})
        months.append({name: now.get(name, Money(0)) - before.get(name, Money(0)) for name in names})
        before = now
    return months


def _to_date(one: LinePosition) -> LineVariance:
    return LineVariance(line=one.line.name, amount=one.variance_to_date, owner=one.line.owner, carried_by=one.line.carried_by)


def clocks_of(position: FundPosition, known_on: date) -> tuple[FundClock, ...]:
    """What must be done, and by when, because an overspend was forecast on a day. None where the fund is forecast within its budget."""
    if position.variance.pence <= 0:
        return ()
    rules = _clocks()
    notice, plan = rules["notice"], rules["recovery_plan"]
    return (
        FundClock(name="notice", due=working_day_after(known_on, notice["working_days"]), words=notice["words"], source=notice["source"]),
        FundClock(name="recovery plan", due=known_on + timedelta(days=plan["days"]), words=plan["words"], source=plan["source"]),
    )


def causes_of(budget: Money, spent: Money, planned_units: int, units: int) -> tuple[Cause, ...]:
    """A variance split into what more (or fewer) units cost at the planned price, and what another price costs for the units bought.

    Volume is the change in units at the planned price, rounded to the penny; price is the rest, so that both add up exactly.
    """
    volume = nearest(budget.pence * (units - planned_units), planned_units) if planned_units else Money(0)
    price = (spent - budget) - volume
    more = "more" if units > planned_units else "fewer"
    dearer = "dearer" if price.pence > 0 else "cheaper"
    return (
        Cause(what="volume", amount=volume, words=f"{abs(units - planned_units):,} {more} were bought than the {planned_units:,} planned."),
        Cause(what="price", amount=price, words=f"Each was {dearer} than planned." if price.pence else "Each cost what was planned."),
    )


def _line(line: BudgetLine, entries: Sequence[Entry], month: date, months: Sequence[date]) -> LinePosition:
    own = [one for one in entries if one.line == line.name]
    budgets = dict(zip(months, line.months or split_evenly(line.amount, len(months)), strict=True))
    spent = [one for one in own if not one.forecast and one.month <= month]
    ahead = {later: [one for one in own if one.forecast and one.month == later] for later in months if later > month}
    assumed = tuple(later for later, told in ahead.items() if not told)
    rest = [one.amount for told in ahead.values() for one in told] + [budgets[later] for later in assumed]
    so_far = added([one.amount for one in spent])
    to_date = added([amount for of, amount in budgets.items() if of <= month])
    return LinePosition(
        line=line, budget_to_date=to_date, spent=so_far, outturn=so_far + added(rest), assumed=assumed,
        causes=_causes(line, spent, to_date, len(months)), receipts=tuple(dict.fromkeys(one.receipt for one in own)),
    )  # fmt: skip


def _causes(line: BudgetLine, spent: Sequence[Entry], to_date: Money, months: int) -> tuple[Cause, ...]:
    """By volume and price where the line's units are planned and every month of it tells them; else none can be told."""
    if not line.units or not spent or any(one.units is None for one in spent):
        return ()
    planned = round(Fraction(line.units * len({one.month for one in spent}), months))
    return causes_of(to_date, added([one.amount for one in spent]), planned, sum(one.units or 0 for one in spent))


def split_evenly(amount: Money, parts: int) -> list[Money]:
    """A sum in equal parts, to the penny: earlier parts hold the pence that are left over."""
    each, over = divmod(abs(amount.pence), parts)
    sign = -1 if amount.pence < 0 else 1
    return [Money(sign * (each + (number < over))) for number in range(parts)]


@cache
def _clocks() -> dict[str, dict]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
