"""Medians and quantiles with limits: known answers, a second road by numpy, and named edge cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from wholeplace.measures.statistics import quantile_ranks, quantiles_by_group


def of(values: list[float], *, quantile: float = 0.5) -> tuple[float, float, float]:
    found = quantiles_by_group(np.zeros(len(values)), values, np.ones(len(values)), groups=1, quantile=quantile)
    return float(found.value[0]), float(found.lower[0]), float(found.upper[0])


@pytest.mark.parametrize(("count", "lower", "upper"), [(6, 1, 6), (8, 1, 8), (9, 2, 8), (10, 2, 9), (20, 6, 15), (25, 8, 18), (50, 18, 33)])
def test_the_ranks_of_the_median_are_those_of_the_sign_test(count: int, lower: int, upper: int) -> None:
    """Known: the critical values of the two-sided sign test at 5% are 0, 0, 1, 1, 5, 7 and 17; a limit is the next rank."""
    ranks = quantile_ranks(count)
    assert (int(ranks.lower), int(ranks.upper)) == (lower, upper)


@pytest.mark.parametrize(("quantile", "least"), [(0.1, 36), (0.25, 13), (0.5, 6), (0.9, 36), (0.95, 72)])
def test_how_many_values_both_limits_need(quantile: float, least: int) -> None:
    """The farther limit needs 0.9^n or (1 - 0.9)^n at most 2.5%: 35 values are too few for the 90th centile, 36 are enough."""
    ranks = quantile_ranks(np.array([least - 1, least]), quantile=quantile)
    both = (ranks.lower > 0) & (ranks.upper > 0)
    assert both.tolist() == [False, True]


@given(st.integers(0, 3000), st.sampled_from([0.05, 0.1, 0.5, 0.75, 0.9, 0.99]))
def test_limits_cover_by_the_binomial_itself(count: int, quantile: float) -> None:
    ranks = quantile_ranks(count, quantile=quantile)
    if ranks.lower:
        assert binom.cdf(ranks.lower - 1, count, quantile) < 0.025 + 1e-12
        assert binom.cdf(ranks.lower, count, quantile) >= 0.025 - 1e-12
    if ranks.upper:
        assert binom.sf(ranks.upper - 1, count, quantile) <= 0.025 + 1e-12
        assert binom.sf(ranks.upper - 2, count, quantile) > 0.025 - 1e-12


@given(st.lists(st.integers(-5, 30), min_size=1, max_size=60), st.sampled_from([0.1, 0.25, 0.5, 0.9]))
def test_the_quantile_is_numpys_averaged_one(values: list[int], quantile: float) -> None:
    assert of(values, quantile=quantile)[0] == np.quantile(values, quantile, method="averaged_inverted_cdf")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(1, 4)), max_size=40))
def test_groups_at_once_are_as_groups_apart_and_the_order_of_rows_says_nothing(rows: list[tuple[int, int, int]]) -> None:
    together = quantiles_by_group(*([row[part] for row in reversed(rows)] for part in range(3)), groups=4)
    for group in range(4):
        values = [value for owner, value, times in rows if owner == group for _ in range(times)]
        assert together.count[group] == len(values)
        apart = of(values) if values else (np.nan, np.nan, np.nan)
        assert np.array_equal((together.value[group], together.lower[group], together.upper[group]), apart, equal_nan=True)


def test_an_even_number_has_its_median_between_the_two_in_the_middle() -> None:
    assert of([1, 2, 4, 8])[0] == 3


def test_of_10_values_the_90th_centile_is_between_the_9th_and_the_10th() -> None:
    """10 x 0.9 is a little above 9 on a machine; it is 9."""
    assert of(list(range(1, 11)), quantile=0.9)[0] == 9.5


def test_values_all_alike_have_limits_that_are_the_value() -> None:
    assert of([3.0] * 12) == (3, 3, 3)


def test_one_value_has_a_median_and_no_limits() -> None:
    value, lower, upper = of([7.5])
    assert value == 7.5
    assert np.isnan([lower, upper]).all()


def test_no_value_has_nothing() -> None:
    found = quantiles_by_group([], [], [], groups=2)
    assert found.count.tolist() == [0, 0]
    assert np.isnan(found.value).all()


def test_what_cannot_be_put_in_order_is_refused() -> None:
    with pytest.raises(ValueError, match="no place in an order"):
        quantiles_by_group([0], [np.nan], [1], groups=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile_ranks(5, quantile=1)
    with pytest.raises(ValueError, match="fewer than 0"):
        quantile_ranks(-1)
