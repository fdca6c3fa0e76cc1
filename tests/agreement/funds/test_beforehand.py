"""Before the year: possible years, what each partner would bear, and two rules over the same years."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from wholeplace.agreement.bodies import Dates
from wholeplace.agreement.funds import Bear, BudgetLine, Contribution, Fund, FundKind, RiskRule, ShareOut, TakeFrom
from wholeplace.agreement.funds.beforehand import outlook_of, years_from_costs, years_from_model, years_from_ranges
from wholeplace.agreement.funds.shapes import BodyPosition, LineOutlook
from wholeplace.terms import Money

FUND = Fund(
    name="joint", title="Joint", kind=FundKind.POOLED, host="Council", manager="x",
    dates=Dates(since=date(2026, 4, 1), until=date(2027, 4, 1)),
    contributions=(Contribution(partner="Board", amount=Money(60_000)), Contribution(partner="Council", amount=Money(40_000))),
    lines=(
        BudgetLine(name="beds", title="Beds", amount=Money(70_000), owner="Board", provider="x"),
        BudgetLine(name="care", title="Care", amount=Money(30_000), owner="Council", provider="x"),
    ),
    rule="shares", source="by hand",
)  # fmt: skip
SHARES = RiskRule(name="shares", title="", source="", steps=(ShareOut(name="shared", basis="contribution"),))
HOST = RiskRule(name="host", title="", source="", steps=(Bear(name="rest", bearer="Council"),))
BEDS = LineOutlook(fund="joint", line="beds", low=Money(60_000), likely=Money(70_000), high=Money(100_000), source="by hand")


def test_a_line_stays_in_its_range_and_has_the_mean_of_its_triangle():
    years = years_from_ranges(FUND, [BEDS], years=20_000, seed=1)
    assert years["beds"].min() >= -10_000
    assert years["beds"].max() <= 30_000
    assert years["beds"].mean() == pytest.approx((60_000 + 70_000 + 100_000) / 3 - 70_000, abs=200)
    assert not years["care"].any()


def test_one_more_outlook_changes_no_other_lines_luck():
    care = LineOutlook(fund="joint", line="care", low=Money(1), likely=Money(2), high=Money(3), source="x")
    alone, both = (years_from_ranges(FUND, said, years=50, seed=3)["beds"] for said in ([BEDS], [BEDS, care]))
    assert (alone == both).all()


def test_shares_of_a_hundred_years_by_hand():
    """100 years in which beds cost 1 to 100 pounds more: on average £50.50 more, in 1 of 20 years £95 or more, in 1 of 100 £99."""
    years = {"beds": np.arange(100, 10_100, 100), "care": np.zeros(100, dtype=np.int64)}
    outlook = outlook_of(FUND, SHARES, years)
    board = outlook.of("Board")
    assert (str(board.expected), str(board.bad), str(board.worst), str(board.good)) == ("£30.30", "£57", "£59.40", "£3")
    assert board.sentence == "Board bears £30.30 on average. In 1 of 20 years it bears £57 or more."
    assert outlook.of("Council").expected == Money(2_020)


def test_estimates_are_told_to_three_figures():
    years = {"beds": np.full(100, 123_456_700), "care": np.zeros(100, dtype=np.int64)}
    assert outlook_of(FUND, HOST, years).of("Council").sentence == (
        "Council bears about £1,230,000 on average. In 1 of 20 years it bears about £1,230,000 or more."
    )


def test_the_chance_to_break_a_duty_is_counted():
    years = {"beds": np.arange(100, 10_100, 100), "care": np.zeros(100, dtype=np.int64)}
    council = BodyPosition(body="Council", expected=Money(1_000), limit=Money(-1_000), duty="x", source="x")
    (outlook,) = [one for one in outlook_of(FUND, SHARES, years, [council]).partners if one.partner == "Council"]
    assert outlook.breaks == 0.5, "40% of the overspend is more than £20 from the 51st year on"
    assert outlook.sentence.endswith("In 50 of 100 years it would break its own duty.")


def test_two_rules_over_the_same_years_bear_the_same_in_all():
    years = years_from_ranges(FUND, [BEDS], years=500, seed=7)
    sums = [sum(one.expected.pence for one in outlook_of(FUND, rule, years).partners) for rule in (SHARES, HOST)]
    assert sums[0] == pytest.approx(sums[1], abs=1)
    assert outlook_of(FUND, HOST, years).of("Council").bad > outlook_of(FUND, SHARES, years).of("Council").bad


def test_a_reserve_takes_the_usual_years_and_leaves_the_bad_ones():
    rule = RiskRule(name="reserve", title="", source="", steps=(TakeFrom(name="r", source="reserve", up_to=Money(15_000)), *SHARES.steps))
    years = years_from_ranges(FUND, [BEDS], years=2_000, seed=7)
    outlook = outlook_of(FUND, rule, years)
    assert outlook.of("reserve").bad == Money(15_000)
    assert outlook.of("Board").bad < outlook_of(FUND, SHARES, years).of("Board").bad


def test_the_models_costs_say_how_far_and_the_budget_how_much():
    years = years_from_costs(FUND, {"beds": np.array([90.0, 110.0, 100.0])})
    assert years["beds"].tolist() == [-7_000, 7_000, 0]
    with pytest.raises(KeyError, match="no line of joint"):
        years_from_costs(FUND, {"bed": np.ones(3)})


def test_lines_of_the_model_move_together_and_the_others_as_partners_said():
    """Beds pay for acute, 10% dearer in the second run and 10% cheaper in the third: 70.00 a year, so 7.00 over and 7.00 under."""
    fund = replace(FUND, lines=tuple(replace(line, station="acute") if line.name == "beds" else line for line in FUND.lines))
    years = years_from_model(fund, [], {"acute": np.array([100.0, 110.0, 90.0]), "rehab": np.array([1.0, 9.0, 1.0])}, seed=1)
    beds = next(line for line in fund.lines if line.name == "beds")
    assert years["beds"].tolist() == [0, beds.amount.pence // 10, -beds.amount.pence // 10]
    others = years_from_ranges(fund, [], years=3, seed=1)
    assert all((years[name] == others[name]).all() for name in years if name != "beds")


def test_a_fund_that_pays_for_nothing_of_the_model_has_no_years_of_it():
    with pytest.raises(KeyError, match="pays for a service"):
        years_from_model(FUND, [], {"acute": np.ones(3)}, seed=1)
