from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.terms import Period, months_later

months = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(lambda day: day.replace(day=1))


@pytest.mark.parametrize(
    ("text", "starts", "ends", "words"),
    [
        ("2025-Q3", date(2025, 7, 1), date(2025, 10, 1), "July to September 2025"),
        ("2025-09", date(2025, 9, 1), date(2025, 10, 1), "September 2025"),
        ("2024/25", date(2024, 4, 1), date(2025, 4, 1), "April 2024 to March 2025"),
        ("2025", date(2025, 1, 1), date(2026, 1, 1), "January to December 2025"),
    ],
)
def test_a_period_reads_back(text, starts, ends, words):
    period = Period.parse(text)
    assert (period.starts, period.ends, period.in_words, period.name) == (starts, ends, words, text)


@pytest.mark.parametrize("text", ["2025-Q5", "2025-13", "last winter", "2025-9", "2024/26"])
def test_what_is_not_a_period_says_how_to_write_one(text):
    with pytest.raises(ValueError, match="Write a quarter as 2025-Q3"):
        Period.parse(text)


def test_the_end_is_not_in_the_period():
    assert date(2025, 9, 30) in Period.parse("2025-Q3")
    assert date(2025, 10, 1) not in Period.parse("2025-Q3")


def test_a_period_is_whole_months():
    with pytest.raises(ValueError, match="2025-07-02"):
        Period(starts=date(2025, 7, 2), ends=date(2025, 8, 1))


@given(months, st.integers(-600, 600))
def test_months_later_goes_there_and_back(month, count):
    assert months_later(months_later(month, count), -count) == month


@given(months, st.integers(1, 60))
def test_a_period_has_as_many_months_as_its_length(month, count):
    period = Period(starts=month, ends=months_later(month, count))
    assert len(list(period.months())) == len(period) == count
    assert all(day in period for day in period.months())
    assert len(period.earlier(12)) == count
