"""The quarterly return of a pooled fund as a table: what each line was given, spent and is expected to come to, and who bears the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.agreement.funds.checks import months_of
from wholeplace.agreement.funds.during import Entry, position_of
from wholeplace.agreement.funds.pence import added
from wholeplace.agreement.funds.shapes import Fund, Funds
from wholeplace.agreement.funds.sharing import allocate
from wholeplace.terms import Money, WrongUse

COLUMNS = (
    "part",
    "name",
    "provider or partner",
    "budget for the year",
    "budget to date",
    "spent to date",
    "expected for the year",
    "variance",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnRow:
    """One row of a return. `part`: "line", "all lines", or "who bears it". Sums that a row has not are None."""

    part: str
    name: str
    of: str = ""
    budget: Money | None = None
    budget_to_date: Money | None = None
    spent: Money | None = None
    outturn: Money | None = None
    variance: Money | None = None

    def cells(self) -> tuple[str | Money | None, ...]:
        """The row in the order of COLUMNS."""
        return (self.part, self.name, self.of, self.budget, self.budget_to_date, self.spent, self.outturn, self.variance)


@dataclass(frozen=True, kw_only=True, slots=True)
class FundReturn:
    """The return of one fund at the end of a quarter (or of its year): its rows, and what they rest on."""

    title: str
    until: date
    rows: tuple[ReturnRow, ...]
    receipts: tuple[str, ...]


def quarter_ends(fund: Fund) -> tuple[date, ...]:
    """The last month (first day) of each quarter of a fund, counted from its own first month."""
    months = months_of(fund)
    return tuple(month for number, month in enumerate(months, start=1) if number % 3 == 0 or number == len(months))


def return_of(funds: Funds, fund: Fund, entries: Sequence[Entry], month: date, called: Mapping[str, str] | None = None) -> FundReturn:
    """The return as of the end of a month. `called`: names of partners and providers in words.

    The rows of the lines add up to that of all lines, and those of who bears it to its variance, to the penny. Raises WrongUse where
    the fund's rule is not among the rules.
    """
    named = called or {}
    rule = funds.rule(fund.rule)
    if rule is None:
        raise WrongUse(f"The fund {fund.name} has no rule, so nobody can say who bears its variance.")
    position = position_of(fund, entries, month)
    rows = [
        ReturnRow(
            part="line", name=one.line.title, of=named.get(one.line.provider, one.line.provider), budget=one.line.amount,
            budget_to_date=one.budget_to_date, spent=one.spent, outturn=one.outturn, variance=one.variance,
        )
        for one in position.lines
    ]  # fmt: skip
    rows.append(
        ReturnRow(
            part="all lines", name=fund.title, budget=fund.budget(), budget_to_date=added([one.budget_to_date for one in position.lines]),
            spent=added([one.spent for one in position.lines]), outturn=added([one.outturn for one in position.lines]),
            variance=position.variance,
        )
    )  # fmt: skip
    shared = allocate(rule, position.variances(), fund.put_in())
    rows += [
        ReturnRow(part="who bears it", name=rule.title, of=named.get(bearer, bearer), variance=amount)
        for bearer, amount in shared.by_bearer().items() if amount.pence
    ]  # fmt: skip
    receipts = tuple(sorted({receipt for one in position.lines for receipt in one.receipts}))
    return FundReturn(title=fund.title, until=month, rows=tuple(rows), receipts=receipts)
