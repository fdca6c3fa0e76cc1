"""During the year: outturn, causes that add up, clocks, shares month by month; and Oldham's published figures."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.funds.test_beforehand import FUND
from wholeplace.agreement.funds import LineVariance, RiskRule, ShareOut, TakeFrom, allocate, months_of
from wholeplace.agreement.funds.during import (
    Entry,
    causes_of,
    clocks_of,
    position_of,
    problems_of_entries,
    shares_by_month,
    split_evenly,
)
from wholeplace.agreement.funds.pence import added
from wholeplace.terms import Money

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


def spent(line: str, month: date, pence: int, **more: object) -> Entry:
    return Entry(line=line, month=month, amount=Money(pence), receipt=f"ledger {month:%Y-%m}", **more)


def test_outturn_is_spent_plus_forecast_and_budget_where_nobody_forecast():
    """By hand: beds 700.00 a year. 60.00 and 62.00 spent; June forecast at 70.00; nine months at budget (58.33 or 58.34 each)."""
    entries = [spent("beds", APRIL, 6_000), spent("beds", MAY, 6_200), spent("beds", JUNE, 7_000, forecast=True)]
    beds, care = position_of(FUND, entries, MAY).lines
    months = split_evenly(Money(70_000), 12)
    assert beds.outturn == added([Money(6_000), Money(6_200), Money(7_000), *months[3:]])
    assert beds.budget_to_date == added(months[:2])
    assert len(beds.assumed) == 9
    assert care.spent == Money(0), "nothing was told of it, and the page says so"
    assert beds.receipts == ("ledger 2026-04", "ledger 2026-05", "ledger 2026-06")


def test_volume_and_price_add_up():
    """By hand: 100 weeks planned for 1,000.00, so 10.00 each. 110 weeks for 1,210.00: 100.00 for ten more, 110.00 since each cost 11.00."""
    volume, price = causes_of(Money(100_000), Money(121_000), 100, 110)
    assert (str(volume.amount), str(price.amount)) == ("£100", "£110")
    assert (volume.words, price.words) == ("10 more were bought than the 100 planned.", "Each was dearer than planned.")


def test_causes_are_told_where_units_are_planned_and_counted():
    """By hand: 120 weeks in the year for 700.00, so 10 a month. 12 weeks in April for 60.00 against 58.34: 11.67 for two more weeks,
    and 10.01 less since each cost less."""
    fund = replace(FUND, lines=(replace(FUND.lines[0], units=120), FUND.lines[1]))
    beds, care = position_of(fund, [spent("beds", APRIL, 6_000, units=12), spent("care", APRIL, 1, units=1)], APRIL).lines
    assert [str(cause.amount) for cause in beds.causes] == ["£11.67", "-£10.01"]
    assert care.causes == (), "nobody planned its units"
    (unknown, _) = position_of(fund, [spent("beds", APRIL, 6_000)], APRIL).lines
    assert unknown.causes == (), "nobody counted them"


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 10**5), st.integers(0, 10**5))
def test_causes_always_add_up(budget: int, cost: int, planned: int, units: int):
    assert sum(cause.amount.pence for cause in causes_of(Money(budget), Money(cost), planned, units)) == cost - budget


@given(st.integers(-(10**9), 10**9), st.integers(1, 24))
def test_even_parts_add_up_and_differ_by_a_penny_at_most(pence: int, parts: int):
    months = split_evenly(Money(pence), parts)
    assert added(months).pence == pence
    assert max(month.pence for month in months) - min(month.pence for month in months) <= 1


def test_an_overspend_starts_two_clocks():
    """Told on Thursday 24 December 2026. Working days after it: 29, 30, 31 December, 4 and 5 January. Six weeks: 4 February."""
    position = position_of(FUND, [spent("beds", APRIL, 70_001)], APRIL)
    notice, plan = clocks_of(position, date(2026, 12, 24))
    assert (notice.due, plan.due) == (date(2027, 1, 5), date(2027, 2, 4))
    within = position_of(FUND, [spent("beds", APRIL, 5_834), spent("care", APRIL, 2_500)], APRIL)
    assert clocks_of(within, date(2026, 5, 10)) == ()


BY_CONTRIBUTION = RiskRule(name="shares", title="Shares", source="x", steps=(ShareOut(name="all", basis="contribution"),))
RESERVE_FIRST = RiskRule(
    name="reserve", title="Reserve", source="x",
    steps=(TakeFrom(name="first", source="reserve", up_to=Money(500)), *BY_CONTRIBUTION.steps),
)  # fmt: skip


def _months(pence: list[int], rule: RiskRule) -> tuple[list[dict[str, Money]], dict[str, Money]]:
    """What each bears month by month of what beds cost beyond the budget to date, and what each bears of all of it at once."""
    months = months_of(FUND)[: len(pence)]
    budgets = split_evenly(Money(70_000), 12), split_evenly(Money(30_000), 12)
    entries = [spent("beds", month, each + budgets[0][n].pence) for n, (month, each) in enumerate(zip(months, pence, strict=True))]
    entries += [spent("care", month, budgets[1][n].pence) for n, month in enumerate(months)]
    positions = [position_of(FUND, entries, month) for month in months]
    whole = allocate(rule, [LineVariance(line="beds", amount=Money(sum(pence)), owner="Board", carried_by="")], FUND.put_in())
    return shares_by_month(positions, rule, FUND.put_in()), whole.by_bearer()


@pytest.mark.parametrize("rule", [BY_CONTRIBUTION, RESERVE_FIRST], ids=lambda rule: rule.name)
@given(pence=st.lists(st.integers(-(10**5), 10**5), min_size=1, max_size=12))
def test_rounding_is_fair_over_a_year(rule: RiskRule, pence: list[int]):
    """Every month's pence are borne by somebody, and the months come to the year's own shares."""
    due, whole = _months(pence, rule)
    assert [added(list(month.values())).pence for month in due] == pence
    names = {name for month in due for name in month}
    told = {name: added([month.get(name, Money(0)) for month in due]) for name in names}
    every = {*told, *whole}
    assert {name: told.get(name, Money(0)) for name in every} == {name: whole.get(name, Money(0)) for name in every}


def test_shares_by_month_by_hand():
    """60 and 40. One penny over in April is the board's; a second in May makes 1.2 and 0.8 of two, so one each: May's is the council's."""
    due, _ = _months([1, 1], BY_CONTRIBUTION)
    assert due == [{"Board": Money(1)}, {"Board": Money(0), "Council": Money(1)}]


def test_figures_outside_the_agreement_are_told():
    entries = [spent("bed", APRIL, 1), spent("beds", date(2027, 4, 1), 1)]
    assert [problem.what for problem in problems_of_entries(FUND, entries)] == [
        'it has no line "bed".', "2027-04 lies outside its agreement.",
    ]  # fmt: skip


def test_oldham_2018_19_adds_up():
    """Published: aligned £124.986m, pooled £1.447m, transformation £9.192m make £135.625m; revised £133.462m; adverse £8.812m, of which
    council lines £4.325m (committees.oldham.gov.uk, item 33640). What other lines bear is the rest."""
    parts = [Money.pounds(text) for text in ("124,986,000", "1,447,000", "9,192,000")]
    assert added(parts) == Money.pounds("135,625,000")
    outturn = Money.pounds("133,462,000") + Money.pounds("8,812,000")
    assert str(outturn) == "£142,274,000"
    assert Money.pounds("8,812,000") - Money.pounds("4,325,000") == Money.pounds("4,487,000")


@pytest.mark.parametrize("months", [1, 5, 12])
def test_a_line_spent_as_planned_has_no_variance(months: int):
    budgets = {line.name: split_evenly(line.amount, 12) for line in FUND.lines}
    of = [date(2026 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in range(12)]
    entries = [spent(name, of[n], budgets[name][n].pence) for name in budgets for n in range(months)]
    position = position_of(FUND, entries, of[months - 1])
    assert (position.variance, [one.variance_to_date for one in position.lines]) == (Money(0), [Money(0), Money(0)])
