"""The source documents' rows about money that partners hold together: one test each, by the row's number."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from wholeplace.agreement.bodies import Dates
from wholeplace.agreement.choosing import Criterion, Option, award, rank, swings
from wholeplace.agreement.choosing.calls import CallForBids, Scored, award_call, problems_of_call
from wholeplace.agreement.funds import (
    Award,
    Bear,
    BodyPosition,
    BudgetLine,
    Contribution,
    Fund,
    FundKind,
    Funds,
    LineVariance,
    OwnLines,
    RiskRule,
    ShareOut,
    TakeFrom,
    allocate,
    blocked,
    problems_of_funds,
    problems_of_rule,
    statutory_terms,
    stops,
    whole_gain,
)
from wholeplace.agreement.funds.standing import left_of
from wholeplace.terms import DataProblem, Money

YEAR = Dates(since=date(2026, 4, 1), until=date(2027, 4, 1))
RULE = RiskRule(
    name="rule", title="Rule", source="x",
    steps=(
        TakeFrom(name="reserve", source="reserve", up_to=Money.pounds("1,000,000")),
        ShareOut(name="shared", basis="contribution", up_to=Money.pounds("1,000,000")),
        Bear(name="rest", bearer="Board"),
    ),
)  # fmt: skip
FUND = Fund(
    name="fund", title="Fund", kind=FundKind.POOLED, host="Board", manager="Head of joint commissioning", dates=YEAR, rule="rule",
    source="x", terms=dict.fromkeys(statutory_terms(), "Stated"),
    contributions=(
        Contribution(partner="Board", amount=Money.pounds("60")), Contribution(partner="Council", amount=Money.pounds("40")),
    ),
    lines=(BudgetLine(name="care", title="Care", amount=Money.pounds("100"), owner="Council", provider="Trust"),),
)  # fmt: skip
FUND_VARIANCE = (LineVariance(line="care", amount=Money.pounds("3,000,000"), owner="Council"),)
GRANTS = Award(
    name="staying-well", title="Staying Well", giver="Council", amount=Money.pounds("200,000"), purpose="Fewer lonely people", dates=YEAR,
    holder="Council", source="x", outside=False, grants={name: Money.pounds("50,000") for name in ("A", "B", "C", "D")},
)  # fmt: skip
CRITERIA = (
    Criterion(name="health", title="Better health", weight=Fraction(60), source="panel"),
    Criterion(name="fair", title="Those with least gain most", weight=Fraction(40), source="panel", equity=True),
)
CALL = CallForBids(
    reference="call", title="Capacity for change", body="committee", amount=Money.pounds("100,000"), criteria=CRITERIA,
    opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 30), scorers=2,
)  # fmt: skip


def bid(name: str, cost: str, **more: object) -> Option:
    given = {"benefit": Fraction(10), "people": 10, "chance": Fraction(1), "proposed_by": "x", "programme": "x", "source": "x"} | more
    return Option(name=name, title=name, cost=Money.pounds(cost), **given)  # type: ignore[arg-type]


def said(of: str, member: str, health: int, fair: int) -> Scored:
    reasons = {"health": "Tried before.", "fair": "Where the need is."}
    return Scored(bid=of, member=member, scores={"health": Fraction(health), "fair": Fraction(fair)}, reasons=reasons)


BIDS = (bid("walks", "70,000"), bid("teas", "40,000", inside=False), bid("classes", "30,000"))
SCORES = [
    said("walks", "one", 80, 60), said("walks", "two", 71, 60), said("teas", "one", 70, 90), said("teas", "two", 60, 90),
    said("classes", "one", 20, 10), said("classes", "two", 20, 10),
]  # fmt: skip


def test_row_14_four_grants_of_50_000_cannot_be_overspent():
    assert problems_of_funds(Funds(awards=(GRANTS,)), ()) == []
    assert left_of(GRANTS) == Money(0)
    fifth = replace(GRANTS, grants={**GRANTS.grants, "E": Money(1)})
    (problem,) = problems_of_funds(Funds(awards=(fifth,)), ())
    assert problem.what == "its grants come to £200,000.01, and it is £200,000."


def test_row_33_a_ranking_by_hand_with_its_sensitivity():
    """walks: 0.6 x 80 + 0.4 x 60 = 72. teas: 42 + 36 = 78. Level where 10 h = 30 (100 - h): health at 75 of 100."""
    walks, teas = (replace(one, scores={"health": Fraction(health), "fair": Fraction(fair)}) for one, health, fair in (
        (BIDS[0], 80, 60), (BIDS[1], 70, 90),
    ))  # fmt: skip
    assert [(one.option.name, one.score, one.equity) for one in rank([walks, teas], CRITERIA)] == [("teas", 78, 36), ("walks", 72, 24)]
    (more,) = [one for one in swings([walks, teas], CRITERIA) if one.criterion == "health"]
    assert (more.to, more.words) == (
        75, "If “Better health” counted more (75 of 100 and not 60), “walks” would draw level with “teas”.",
    )  # fmt: skip


def test_row_47_what_is_given_on_never_goes_beyond_the_award():
    ten_million = replace(GRANTS, name="sport", amount=Money.pounds("10,000,000"), outside=True)
    assert left_of(ten_million) == Money.pounds("9,800,000")
    beyond = replace(CALL, amount=Money.pounds("9,800,000.01"))
    (problem,) = problems_of_call(beyond, left_of(ten_million))
    assert problem.what == "it gives £9,800,000.01, and its award has £9,800,000 left."
    assert problems_of_call(replace(beyond, amount=Money.pounds("9,800,000")), left_of(ten_million)) == []


@pytest.mark.parametrize("parts", [False, True])
def test_row_60_awards_and_what_is_left_sum_to_the_fund(parts: bool):
    given = award_call(replace(CALL, parts=parts), BIDS, SCORES, date(2026, 10, 1))
    assert sum(one.gets.pence for one in given.awards) + given.left.pence == CALL.amount.pence
    assert [str(one.gets) for one in given.awards] == (["£40,000", "£60,000", "£0"] if parts else ["£40,000", "£0", "£30,000"])
    assert all(one.words for one in given.awards)


def test_row_75_scores_and_awards_can_be_followed_and_nobody_decides_on_too_few():
    """teas: 0.6 x 65 + 36 = 75. walks: 0.6 x 75.5 + 24 = 69.3. Both are exact means of two members."""
    given = award_call(CALL, BIDS, SCORES, date(2026, 10, 1))
    assert given.awards[0].words == "Paid in full, in place 1."
    with pytest.raises(DataProblem, match="1 of 2 members have scored it"):
        award_call(CALL, BIDS, SCORES[1:], date(2026, 10, 1))
    with pytest.raises(DataProblem, match="it was decided"):
        award_call(replace(CALL, decided_on=date(2026, 10, 1)), BIDS, SCORES, date(2026, 10, 2))


def test_row_84_a_blocked_risk_share_is_explained():
    without_bearer = replace(RULE, steps=RULE.steps[:2])
    told = problems_of_rule(without_bearer, FUND.put_in(), ["care"])
    assert told
    assert all(problem.what and problem.why and problem.fix for problem in told)
    (missing,) = blocked(replace(FUND, terms={**FUND.terms, "g": ""}))
    assert "Without it the fund is not lawful." in missing.why


def test_row_86_a_gain_for_all_that_breaks_one_bodys_duty_is_a_stop():
    """The board's line ends £3.0m under and the council's £0.5m over, each borne alone: all gain £2.5m, and the council fails."""
    lines = (
        LineVariance(line="beds", amount=Money.pounds("-3,000,000"), owner="Board", carried_by="Board"),
        LineVariance(line="care", amount=Money.pounds("500,000"), owner="Council", carried_by="Council"),
    )
    shared = allocate(replace(RULE, steps=(OwnLines(name="own"), Bear(name="rest", bearer="Board"))), lines, FUND.put_in())
    positions = [
        BodyPosition(body="Board", expected=Money(0), limit=Money(0), duty="Break even", source="law"),
        BodyPosition(body="Council", expected=Money(0), limit=Money.pounds("-499,999.99"), duty="Balance the budget", source="law"),
    ]
    assert whole_gain(shared, positions) == Money.pounds("2,500,000")
    (stop,) = stops(shared, positions)
    assert stop.where == "Council"
    assert "A gain for all does not lift it." in stop.why


def test_row_92_the_worked_example_to_the_penny():
    """60/40, £3.0m over: £1.0m from the reserve, the next by contribution, the rest the board's: 1.6, 0.4 and 1.0."""
    borne = allocate(RULE, FUND_VARIANCE, FUND.put_in()).by_bearer()
    assert {name: str(amount) for name, amount in borne.items()} == {"Board": "£1,600,000", "Council": "£400,000", "reserve": "£1,000,000"}


def test_row_108_the_seven_terms_are_there_or_the_fund_is_blocked():
    assert blocked(FUND) == []
    assert sorted(statutory_terms()) == list("abcdefg")
    for letter in statutory_terms():
        (problem,) = blocked(replace(FUND, terms={**FUND.terms, letter: " "}))
        assert problem.where == f"fund fund, term ({letter})"
    assert blocked(replace(FUND, kind=FundKind.ALIGNED, terms={})) == [], "what is only planned together is no pooled fund"


def test_row_109_an_award_outside_the_partnership_is_flagged():
    given = award(CALL.amount, rank([replace(one, scores={"health": Fraction(1), "fair": Fraction(1)}) for one in BIDS], CRITERIA))
    assert "“teas” would be paid to somebody outside the partnership." in given.notes
