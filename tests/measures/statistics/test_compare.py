import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.statistics import benjamini_hochberg, proportion_difference, rate_ratio, value_difference


def test_the_difference_of_newcombes_table():  # Newcombe RG. Stat Med 1998; 17: 873-890, table II, case (a) 56/70 - 48/80, method 10
    ours = proportion_difference(56, 70, 48, 80)
    assert (round(float(ours.lower), 4), round(float(ours.value), 4), round(float(ours.upper), 4)) == (0.0524, 0.2, 0.3339)


@pytest.mark.parametrize(
    ("now", "n", "before", "m", "lower", "upper"),
    [(9, 10, 3, 10, 0.1705, 0.8090), (10, 10, 0, 20, 0.6791, 1.0), (0, 10, 0, 20, -0.1611, 0.2775)],
)
def test_small_differences_of_newcombes_table(now, n, before, m, lower, upper):
    ours = proportion_difference(now, n, before, m)
    assert (float(ours.lower), float(ours.upper)) == (pytest.approx(lower, abs=6e-5), pytest.approx(upper, abs=6e-5))


EVENTS = st.integers(1, 5_000)


@given(EVENTS, EVENTS, st.floats(0.1, 100), st.floats(0.1, 100))
def test_a_ratio_turned_round_has_its_limits_turned_round(now, before, exposed, exposed_before):
    there, back = rate_ratio(now, exposed, before, exposed_before), rate_ratio(before, exposed_before, now, exposed)
    assert there.lower < there.value < there.upper
    assert float(there.lower) == pytest.approx(1 / float(back.upper), rel=1e-6)


def test_no_events_before_is_an_infinite_ratio_and_none_at_all_is_no_ratio():
    assert np.isinf(rate_ratio(5, 1, 0, 1).value)
    assert rate_ratio(0, 1, 5, 1).lower == 0
    assert np.isnan(rate_ratio(0, 1, 0, 1).value)


@given(EVENTS, EVENTS, st.floats(1.01, 20))
def test_counts_that_vary_more_than_chance_have_wider_limits(now, before, dispersion):
    usual, wide = rate_ratio(now, 1, before, 1), rate_ratio(now, 1, before, 1, dispersion=dispersion)
    assert wide.value == usual.value
    assert wide.lower < usual.lower
    assert wide.upper > usual.upper


def test_the_limits_of_a_ratio_hold_as_often_as_they_say():
    dice = np.random.default_rng(7)
    now, before = dice.poisson(40, 20_000), dice.poisson(80, 20_000)
    limits = rate_ratio(now, 1, before, 2)
    assert np.mean((limits.lower <= 1) & (limits.upper >= 1)) == pytest.approx(0.95, abs=0.006)


def test_values_with_their_own_errors():
    ours = value_difference(10, 3, 4, 4)
    assert (float(ours.value), round(float(ours.upper), 2)) == (6, 15.8)


def slow_benjamini_hochberg(p_values, rate):
    ranked = sorted(p for p in p_values if not np.isnan(p))
    lines = [p for place, p in enumerate(ranked, 1) if p <= rate * place / len(ranked)]
    return [bool(lines) and p <= max(lines) for p in p_values]


@given(st.lists(st.sampled_from([0.0, 0.001, 0.008, 0.02, 0.02, 0.04, 0.06, 0.3, 0.9, 1.0, np.nan]), max_size=25))
def test_benjamini_hochberg_agrees_with_the_slow_road(p_values):
    assert list(benjamini_hochberg(p_values, rate=0.1)) == slow_benjamini_hochberg(p_values, 0.1)


def test_benjamini_and_hochbergs_own_example():  # J R Stat Soc B 1995; 57: 289-300, section 3.3: 4 of 15 at 5%
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert benjamini_hochberg(p, rate=0.05).sum() == 4
