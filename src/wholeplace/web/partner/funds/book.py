"""Money of a place as its pages read it: funds, rules and awards from the files, books as they were received."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.http import Http404

from wholeplace.agreement.funds import (
    Entry,
    Fund,
    Funds,
    ModelCosts,
    RuleOutlook,
    books_of,
    last_month,
    model_kept,
    outlook_of,
    position_of,
    read_funds,
    shares_by_month,
    years_from_model,
    years_from_ranges,
)
from wholeplace.agreement.funds.standing import FundStanding, standing_of
from wholeplace.terms import DataProblem, Money
from wholeplace.web.house import AGREEMENT, House, last_changed

YEARS, SEED = 2_000, 1
"""How many possible years a page looks at, and the dice: the same for everybody who looks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """One fund with all that a page needs: what everybody is called, and every figure that was received of it."""

    funds: Funds
    fund: Fund
    called: Mapping[str, str]
    entries: tuple[Entry, ...]

    @property
    def months(self) -> tuple[date, ...]:
        """The months with something spent, the last first."""
        return tuple(sorted({one.month for one in self.entries if not one.forecast}, reverse=True))

    def at(self, month: date) -> FundStanding:
        """The fund at the end of a month."""
        return standing_of(self.funds, self.fund, self.entries, month, self.called)

    def by_month(self, month: date) -> list[tuple[date, Mapping[str, Money]]]:
        """What each bears of the variance to date, month by month up to one; empty where the fund has no rule."""
        rule = self.funds.rule(self.fund.rule)
        months = [one for one in reversed(self.months) if one <= month]
        positions = [position_of(self.fund, self.entries, one) for one in months]
        return list(zip(months, shares_by_month(positions, rule, self.fund.put_in()), strict=True)) if rule else []

    def now(self) -> FundStanding | None:
        """The fund after the last month that was spent; None before any."""
        month = last_month(self.entries)
        return self.at(month) if month else None


def funds_of(house: House) -> Funds:
    """What the place agreed about money. Raises DataProblem with everything that is wrong in it."""
    return _funds(house, _changed(house))


def book_of(house: House, fund: Fund) -> Book:
    """One fund with its books."""
    return Book(funds=funds_of(house), fund=fund, called=called_in(house, fund), entries=books_of(house.place, fund))


def book_or_404(house: House, name: str) -> Book:
    """The book of a fund by its name. Raises Http404 where there is no such fund."""
    fund = funds_of(house).fund(name)
    if fund is None:
        raise Http404
    return book_of(house, fund)


def standings_of(house: House) -> dict[str, FundStanding]:
    """Where each fund stands after the last month that was spent, by its name. Funds whose books were not received, or do not fit, are
    left out: the fund's own page says why."""
    found = {}
    for fund in funds_of(house).funds:
        try:
            standing = book_of(house, fund).now()
        except DataProblem:
            continue
        if standing is not None:
            found[fund.name] = standing
    return found


def last_day(fund: Fund) -> date | None:
    """The last day on which a fund holds; None where no end was agreed."""
    return fund.dates.until - timedelta(days=1) if fund.dates.until else None


def names_in(house: House) -> dict[str, str]:
    """What partners are called: an organisation by its code or its name."""
    return {str(one.code): one.name for one in house.place.organisations}


def called_in(house: House, fund: Fund) -> dict[str, str]:
    """What the partners and the lines of a fund are called."""
    return names_in(house) | {line.name: line.title for line in fund.lines}


def outlooks_of(house: House, fund: Fund, rules: Sequence[str]) -> tuple[RuleOutlook, ...]:
    """What each partner would bear over the same possible years under each of some rules, by name."""
    return tuple(_outlook(house, _changed(house), fund.name, rule) for rule in rules)


def model_of(house: House, fund: Fund) -> ModelCosts | None:
    """The runs of the flow model that were kept, where a line of the fund pays for one of its services and nothing changed since."""
    kept = model_kept(house.place)
    return kept if kept and any(line.station in kept.costs for line in fund.lines) else None


def outlooks_by_model(house: House, fund: Fund, kept: ModelCosts, rules: Sequence[str]) -> tuple[RuleOutlook, ...]:
    """What each partner would bear in the years of the model's runs, under each of some rules, by name."""
    funds = funds_of(house)
    years = years_from_model(fund, funds.outlooks, kept.costs, seed=SEED)
    theirs = [one for one in funds.positions if one.body in fund.put_in()]
    found = [funds.rule(name) for name in rules]
    return tuple(outlook_of(fund, rule, years, theirs, called_in(house, fund)) for rule in found if rule)


def _changed(house: House) -> int:
    return last_changed(house.folder, house.folder / AGREEMENT)


@lru_cache(maxsize=4)
def _funds(house: House, changed: int) -> Funds:  # noqa: ARG001  `changed` is part of the key
    return read_funds(house.place)


@lru_cache(maxsize=32)
def _outlook(house: House, changed: int, name: str, rule: str) -> RuleOutlook:  # noqa: ARG001  `changed` is part of the key
    funds = funds_of(house)
    fund, by = funds.fund(name), funds.rule(rule)
    if fund is None or by is None:
        raise Http404
    years = years_from_ranges(fund, funds.outlooks, years=YEARS, seed=SEED)
    theirs = [one for one in funds.positions if one.body in fund.put_in()]
    return outlook_of(fund, by, years, theirs, called_in(house, fund))
