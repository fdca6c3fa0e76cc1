"""After an overspend: the clocks start when it was known, what is late is late, and nothing that is still to come is recorded."""

from dataclasses import replace
from datetime import date

from tests.agreement.funds.test_beforehand import FUND
from tests.agreement.funds.test_during import APRIL, spent
from wholeplace.agreement.funds import position_of
from wholeplace.agreement.funds.recovering import (
    DueState,
    OverspendNotice,
    Progress,
    RecoveryPlan,
    dues_of,
    problems_of_notice,
    problems_of_plan,
    problems_of_progress,
    short_of,
)
from wholeplace.terms import Money

OVER = position_of(FUND, [spent("beds", APRIL, 9_999)], APRIL)
WITHIN = position_of(FUND, [], APRIL)
NOTICE = OverspendNotice(
    reference="n", fund="joint", month=APRIL, over=Money(1), known_on=date(2026, 5, 1), given_on=date(2026, 5, 11), words="By letter",
)  # fmt: skip
PLAN = RecoveryPlan(reference="p", fund="joint", notice="n", agreed_on=date(2026, 5, 20), words="Less", saves=Money(400), owner="Board")
TOLD = Progress(plan="p", told_on=date(2026, 6, 1), saved=Money(1), words="One contract")


def test_five_working_days_from_a_friday_over_a_bank_holiday():
    """Known on Friday 1 May 2026; Monday 4 May is a bank holiday: the fifth working day is Monday 11 May."""
    notice, plan = dues_of(OVER, [NOTICE], [], [], date(2026, 5, 12))
    assert (notice.by, notice.state) == (date(2026, 5, 11), DueState.IN_TIME)
    assert (plan.by, plan.state) == (date(2026, 6, 12), DueState.WAITS)
    late = replace(NOTICE, given_on=date(2026, 5, 12))
    assert dues_of(OVER, [late], [], [], date(2026, 6, 13))[0].state is DueState.LATE
    assert dues_of(OVER, [late], [], [], date(2026, 6, 13))[1].state is DueState.MISSED


def test_progress_is_due_six_weeks_after_it_was_told_last():
    assert dues_of(OVER, [NOTICE], [PLAN], [], date(2026, 5, 21))[2].by == date(2026, 7, 1)
    (_, _, due) = dues_of(OVER, [NOTICE], [PLAN], [TOLD], date(2026, 7, 14))
    assert (due.by, due.state) == (date(2026, 7, 13), DueState.MISSED)


def test_a_fund_within_its_budget_owes_nothing():
    assert dues_of(WITHIN, [NOTICE], [PLAN], [], date(2026, 7, 14)) == ()


def test_what_no_plan_brings_back():
    assert short_of([PLAN, PLAN], Money(1_000)) == Money(200)
    assert short_of([PLAN], Money(100)) == Money(0)


def test_letters():
    wrong = replace(NOTICE, over=Money(0), given_on=date(2026, 4, 1))
    assert len(problems_of_notice(wrong, date(2026, 4, 30))) == 3
    early = replace(PLAN, agreed_on=date(2026, 4, 1), saves=Money(0))
    assert [problem.what for problem in problems_of_plan(early, NOTICE, date(2026, 6, 1))] == [
        "it was agreed before the overspend was known.", "it brings back £0.",
    ]  # fmt: skip
    assert problems_of_plan(PLAN, None, date(2026, 6, 1))[0].what == "no notice was given of it."
    assert len(problems_of_progress(replace(TOLD, told_on=date(2026, 5, 1), saved=Money(-1)), PLAN, date(2026, 4, 1))) == 3
    assert problems_of_progress(TOLD, PLAN, date(2026, 6, 1)) == []
