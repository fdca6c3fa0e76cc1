import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.statistics import funnel_limits, overdispersion_of, wilson_limits


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.01, 0.99))
def test_a_share_is_outside_the_funnel_when_its_wilson_limits_leave_the_standard_out(some, others, standard):
    total = some + others
    funnel, wilson = funnel_limits(total, standard, kind="proportion", per=1), wilson_limits(some, total)
    outside = not funnel.lower - 1e-12 <= some / total <= funnel.upper + 1e-12
    if min(abs(standard - wilson.lower), abs(standard - wilson.upper)) > 1e-9:
        assert outside == bool(standard < wilson.lower or standard > wilson.upper)


@given(st.floats(0.5, 5_000), st.floats(0.1, 50))
def test_the_standard_lies_inside_and_surer_limits_are_wider(size, standard):
    usual = funnel_limits(size, standard, kind="rate", per=10)
    sure = funnel_limits(size, standard, kind="rate", per=10, confidence=0.998)
    assert 0 <= sure.lower <= usual.lower <= standard <= usual.upper <= sure.upper


def test_limits_for_ten_expected_events():  # exact Poisson limits of 10 are 4.80 and 18.39
    limits = funnel_limits([100, 0, np.nan], 10, kind="rate", per=100)
    assert (round(float(limits.lower[0]), 2), round(float(limits.upper[0]), 2)) == (4.80, 18.39)
    assert np.isnan(limits.upper[1:]).all()


def test_chance_alone_is_not_overdispersed_and_true_differences_are():
    dice = np.random.default_rng(5)
    size = np.full(60, 400.0)
    even = dice.binomial(400, 0.2, 60)
    uneven = dice.binomial(400, np.clip(dice.normal(0.2, 0.08, 60), 0, 1))
    assert overdispersion_of(even, size, 0.2, kind="proportion", per=1) < 2e-4
    between = overdispersion_of(uneven, size, 0.2, kind="proportion", per=1)
    plain = funnel_limits(400, 0.2, kind="proportion", per=1)
    wide = funnel_limits(400, 0.2, kind="proportion", per=1, overdispersion=between)
    assert wide.upper - wide.lower > 1.5 * (plain.upper - plain.lower)


def test_few_areas_cannot_show_overdispersion():
    assert overdispersion_of([1, 50, 90, 5], [100] * 4, 20, kind="proportion") == 0


def test_a_stranger_kind_is_refused():
    with pytest.raises(ValueError, match="'mean'"):
        funnel_limits(10, 5, kind="mean")
