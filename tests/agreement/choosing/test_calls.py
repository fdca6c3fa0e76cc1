"""Calls for bids: the mean of a panel is exact, awards never go beyond the sum, and every problem is told at once."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.test_register_rows_of_money import BIDS, CALL, CRITERIA, SCORES, bid, said
from wholeplace.agreement.choosing.calls import (
    CallState,
    award_call,
    criteria_from,
    moves,
    panel_scores,
    problems_of_call,
    problems_of_score,
    ranked_by_panel,
    state_of_call,
    without_equity,
)
from wholeplace.terms import DataProblem, Money

AFTER = date(2026, 10, 1)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=7), st.randoms())
def test_the_mean_is_exact_and_the_order_of_members_is_of_no_matter(given_scores: list[tuple[int, int]], dice) -> None:
    scored = [said("walks", f"m{n}", *each) for n, each in enumerate(given_scores)]
    shuffled = list(scored)
    dice.shuffle(shuffled)
    (one,), (other,) = (panel_scores(BIDS[:1], each, CRITERIA) for each in (scored, shuffled))
    assert one == other
    assert one.scores["health"] * len(scored) == sum(health for health, _ in given_scores)


@given(
    st.lists(st.tuples(st.integers(1, 10_000_000), st.integers(0, 100)), min_size=1, max_size=8), st.integers(1, 20_000_000),
    st.integers(0, 100), st.booleans(),
)  # fmt: skip
def test_what_is_given_and_what_is_left_are_the_sum(bids: list[tuple[int, int]], pence: int, least: int, parts: bool) -> None:
    options = [replace(bid(f"b{n}", "1"), cost=Money(cost)) for n, (cost, _) in enumerate(bids)]
    scored = [said(f"b{n}", member, score, score) for n, (_, score) in enumerate(bids) for member in ("one", "two")]
    made = award_call(replace(CALL, amount=Money(pence), least_score=least, parts=parts), options, scored, AFTER)
    assert sum(one.gets.pence for one in made.awards) + made.left.pence == pence
    assert made.left.pence >= 0
    assert all(Money(0) <= one.gets <= one.asked for one in made.awards)


def test_what_would_set_money_free_is_never_awarded_anything() -> None:
    stop = replace(bid("old", "1"), cost=Money(-5_000_00))
    made = award_call(CALL, [*BIDS, stop], SCORES, AFTER)
    assert "old" not in [one.option for one in made.awards]
    with pytest.raises(DataProblem, match="nobody bid"):
        award_call(CALL, [stop], SCORES, AFTER)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 8, 31), CallState.ANNOUNCED), (date(2026, 9, 1), CallState.OPEN), (date(2026, 9, 30), CallState.OPEN),
        (date(2026, 10, 1), CallState.SCORED),
    ],
)  # fmt: skip
def test_the_days_of_a_call(day: date, state: CallState) -> None:
    assert state_of_call(CALL, day) is state


def test_everything_wrong_with_a_call_is_told_at_once() -> None:
    one, other = CRITERIA
    wrong = replace(
        CALL, amount=Money(0), criteria=(one, replace(one, weight=Fraction(0)), other), closes_on=date(2026, 8, 1), least_score=101,
        scorers=0,
    )  # fmt: skip
    assert [problem.what for problem in problems_of_call(wrong, None)] == [
        "two criteria are called the same.", "a criterion weighs nothing.", "it gives £0.", "it closes before it opens.",
        "its least score is 101.", "nobody has to score a bid.",
    ]  # fmt: skip


def test_criteria_as_somebody_writes_them() -> None:
    found, problems = criteria_from(["Better health: 62.5", "Time: to act: 75/2"], ["Better health"], "panel")
    assert [(one.name, one.weight, one.equity) for one in found] == [
        ("better-health", Fraction(125, 2), True), ("time:-to-act", Fraction(75, 2), False),
    ]  # fmt: skip
    assert problems == []
    _, problems = criteria_from(["Better health", "Cost: much"], ["Fairness"], "panel")
    assert len(problems) == 3


def test_a_score_off_the_scale_or_without_a_reason_does_not_count() -> None:
    off = replace(said("walks", "one", 101, 50), reasons={"health": "x", "fair": " "})
    assert [problem.what for problem in problems_of_score(off, CRITERIA)] == ["it is 101.", "it has no reason."]
    assert problems_of_score(replace(off, interest="I am its trustee"), CRITERIA) == []


def test_a_ranking_that_changed_is_said_in_words() -> None:
    """walks 0.6 x 75.5 + 24 = 69.3, teas 75, classes 16. By health alone: walks 75.5, teas 65, classes 20."""
    before = ranked_by_panel(CALL, BIDS, SCORES)
    alone = ranked_by_panel(replace(CALL, criteria=without_equity(CRITERIA)), BIDS, SCORES)
    assert moves(before, alone) == ("“walks” goes up from place 2 to place 1.", "“teas” goes down from place 1 to place 2.")
    assert moves(before, before) == ()
    assert moves(before[:2], before[1:]) == ("“classes” is new, in place 3.", "“teas” is not in it any more.")
    assert without_equity(CRITERIA[1:]) == ()
