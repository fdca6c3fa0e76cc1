import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.terms import Count, Days, Money, Rate


@given(st.integers(-(10**12), 10**12))
def test_money_reads_back_to_the_penny(pence):
    pounds = f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"
    assert Money.pounds(pounds) == Money(pence)


def test_money_is_shown_as_people_write_it():
    assert str(Money.pounds("1,250,000.50")) == "£1,250,000.50"
    assert str(Money.pounds("-12")) == "-£12"


def test_parts_of_a_penny_are_refused():
    with pytest.raises(ValueError, match="parts of a penny"):
        Money.pounds("0.005")


@pytest.mark.parametrize(("left", "right"), [(Money(1), Days(3)), (Days(1), Count(1)), (Count(1), Money(1))])
def test_units_do_not_mix(left, right):
    with pytest.raises(TypeError, match=f"cannot add {type(right).__name__} to {type(left).__name__}"):
        left + right


def test_a_rate_says_its_unit():
    assert str(Rate(events=412, people=38_204, per=100_000)) == "1,078.4 per 100,000"
    assert Rate(events=0, people=0).value != Rate(events=0, people=0).value  # not a number: nobody was there


def test_days_are_singular_once():
    assert (str(Days(1)), str(Days(2.5))) == ("1 day", "2.5 days")
