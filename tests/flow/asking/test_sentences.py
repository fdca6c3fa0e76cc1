"""Each sentence at more, fewer and nothing: as sure as its number, and never surer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.flow.asking.ranges import Range, chance_of, change_of_chance, range_of
from wholeplace.flow.asking.sentences import Words, amount, difference, level, number

PEOPLE = Words(question="How many?", says="people delayed on an average day", unit="people")
POUNDS = Words(question="What cost?", says="for what it funds", unit="£", thing="what it pays", least=1, less="less")
SHARE = Words(question="How many wait?", says="people there over 4 hours", unit="in 100", least=0.001)


def span(low: float, mean: float, high: float) -> Range:
    return Range(low=low, mean=mean, high=high)


TWO_MILLION = "£2.00 million less for what it funds"
UNCLEAR = "All: no clear difference in"


@pytest.mark.parametrize(
    ("words", "range_", "says"),
    [
        (PEOPLE, span(3, 6, 9), "All: 6.0 more people delayed on an average day (in 9 of 10 runs 3.0 to 9.0 more)."),
        (PEOPLE, span(-9, -6, -3), "All: 6.0 fewer people delayed on an average day (in 9 of 10 runs 3.0 to 9.0 fewer)."),
        (PEOPLE, span(-2, 1, 3), f"{UNCLEAR} people delayed on an average day (in 9 of 10 runs between 2.0 fewer and 3.0 more)."),
        (PEOPLE, span(0, 1, 3), f"{UNCLEAR} people delayed on an average day (in 9 of 10 runs between no change and 3.0 more)."),
        (PEOPLE, span(0, 0, 0), "All: no difference to speak of in people delayed on an average day."),
        (PEOPLE, span(0.01, 0.02, 0.04), "All: no difference to speak of in people delayed on an average day."),
        (POUNDS, span(12_000, 40_000, 51_499), "All: £40,000 more for what it funds (in 9 of 10 runs £12,000 to £51,500 more)."),
        (POUNDS, span(-2.5e6, -2e6, -1.5e6), f"All: {TWO_MILLION} (in 9 of 10 runs £1.50 million to £2.50 million less)."),
        (POUNDS, span(-10_000, 0, 9_000), f"{UNCLEAR} what it pays (in 9 of 10 runs between £10,000 less and £9,000 more)."),
        (SHARE, span(-0.06, -0.04, -0.02), "All: 4.0 in 100 fewer people there over 4 hours (in 9 of 10 runs 2.0 to 6.0 in 100 fewer)."),
    ],
)  # fmt: skip
def test_a_difference_says_its_direction_only_when_it_has_one(words: Words, range_: Range, says: str) -> None:
    answer = difference(words, "all", "All", range_)
    assert answer.sentence == says
    assert answer.compared
    assert (answer.value, answer.low, answer.high) == (range_.mean, range_.low, range_.high)


def test_a_level_says_its_range_and_no_range_where_there_is_none() -> None:
    assert level(PEOPLE, "all", "All", span(28, 34, 41)).sentence == "All: 34 people delayed on an average day (in 9 of 10 runs 28 to 41)."
    assert level(PEOPLE, "all", "All", span(5, 5, 5)).sentence == "All: 5.0 people delayed on an average day."
    assert (
        level(SHARE, "all", "All", span(0.2, 0.25, 0.3)).sentence
        == "All: 25 in 100 people there over 4 hours (in 9 of 10 runs 20 to 30 in 100)."
    )


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=60))
def test_whatever_the_runs_a_direction_is_said_only_when_nine_in_ten_agree(values: list[float]) -> None:
    range_ = range_of(np.array(values))
    sentence = difference(PEOPLE, "all", "All", range_).sentence
    unsure = "no clear difference" in sentence or "to speak of" in sentence
    if not unsure:
        share = np.mean(np.sign(values) == np.sign(range_.mean if range_.low > 0 or range_.high < 0 else 0))
        assert share >= 0.9 or len(values) < 20
        assert ("more" in sentence) == (range_.low > 0)
    assert "-" not in sentence.replace("-0", "")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"), (0.04, "0"), (0.063, "0.06"), (0.37, "0.37"), (1.25, "1.2"), (9.96, "10"), (34.4, "34"), (1234.5, "1,230"),
        (4.56e6, "4.56 million"),
    ],
)  # fmt: skip
def test_numbers_are_as_people_say_them(value: float, said: str) -> None:
    assert number(value) == said
    assert amount(value, "£") == f"£{said}"


def test_a_chance_has_limits_even_when_it_never_or_always_happens() -> None:
    never, always = chance_of(np.zeros(20, bool)), chance_of(np.ones(20, bool))
    assert never.mean == never.low == 0 < never.high < 0.2
    assert 0.8 < always.low < always.mean == always.high == 1


def test_a_chance_of_half_in_100_has_wilsons_limits() -> None:
    """By hand: 8 of 20 at 90%: (0.4 + 0.0676 -+ 1.645 sqrt(0.012 + 0.00169)) / 1.1353."""
    found = chance_of(np.arange(20) < 8)
    assert (found.low, found.mean, found.high) == pytest.approx((0.2425, 0.4, 0.5816), abs=2e-4)


def test_a_change_of_chance_in_few_runs_is_not_clear_and_in_many_is() -> None:
    for runs, clear in ((3, False), (100, True)):
        now, before = np.arange(runs) < runs * 0.9, np.arange(runs) < runs * 0.3
        assert change_of_chance(now, before).is_clear is clear
    same = change_of_chance(np.ones(50, bool), np.ones(50, bool))
    assert same.mean == 0
    assert not same.is_clear
