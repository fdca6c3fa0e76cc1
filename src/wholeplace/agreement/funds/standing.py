"""A fund as it stands at the end of a month, whole: its position, who bears what by its rule, and whom the law stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.agreement.funds.checks import blocked
from wholeplace.agreement.funds.during import Entry, FundPosition, position_of, problems_of_entries
from wholeplace.agreement.funds.duties import AfterSharing, after_sharing, stops, whole_gain
from wholeplace.agreement.funds.pence import added
from wholeplace.agreement.funds.rules import RiskRule
from wholeplace.agreement.funds.shapes import Award, Fund, Funds
from wholeplace.agreement.funds.sharing import Allocation, allocate
from wholeplace.terms import DataProblem, Money, Problem, WrongUse


@dataclass(frozen=True, kw_only=True, slots=True)
class FundStanding:
    """One fund at the end of a month.

    `after`: each body after its share, those that fail first. `stops`: what forbids it, as letters. `gain`: what all bodies whose
    position is known gain together (below nought: lose); None where none is known.
    """

    fund: Fund
    rule: RiskRule
    position: FundPosition
    shared: Allocation
    after: tuple[AfterSharing, ...]
    stops: tuple[Problem, ...]
    blocked: tuple[Problem, ...]
    gain: Money | None = None

    @property
    def sums(self) -> Mapping[str, Money]:
        """What all lines come to, by column: budget, to date, spent, expected, variance so far, variance of the year."""
        lines = self.position.lines
        return {
            "budget": self.fund.budget(), "to_date": added([one.budget_to_date for one in lines]),
            "spent": added([one.spent for one in lines]), "outturn": added([one.outturn for one in lines]),
            "variance_to_date": added([one.variance_to_date for one in lines]), "variance": self.position.variance,
        }  # fmt: skip

    @property
    def sentence(self) -> str:
        """Where it stands in one sentence."""
        variance = self.position.variance
        if not variance.pence:
            return f"It is expected to end on its budget of {self.fund.budget()}."
        way = "over" if variance.pence > 0 else "under"
        return f"It is expected to end {Money(abs(variance.pence))} {way} its budget of {self.fund.budget()}."


def standing_of(funds: Funds, fund: Fund, entries: Sequence[Entry], month: date, called: Mapping[str, str] | None = None) -> FundStanding:
    """The fund at the end of a month (its first day). `called`: what partners and lines are called.

    Raises DataProblem where the books hold what the fund has not, and WrongUse where the fund's rule is not among the rules.
    """
    problems = problems_of_entries(fund, entries)
    if problems:
        raise DataProblem(f"The books of {fund.title} do not fit it", problems)
    rule = funds.rule(fund.rule)
    if rule is None:
        raise WrongUse(f"The fund {fund.name} has no rule, so nobody can say who bears its variance.")
    position = position_of(fund, entries, month)
    shared = allocate(rule, position.variances(), fund.put_in(), called)
    theirs = [one for one in funds.positions if one.body in fund.put_in()]
    return FundStanding(
        fund=fund, rule=rule, position=position, shared=shared, after=after_sharing(shared, theirs, called),
        stops=tuple(stops(shared, theirs, called)), blocked=tuple(blocked(fund)),
        gain=whole_gain(shared, theirs) if theirs else None,
    )  # fmt: skip


def left_of(award: Award) -> Money:
    """What is left of an award after its grants. Never below nought in files that were read: they are refused."""
    return award.amount - added(list(award.grants.values()))
