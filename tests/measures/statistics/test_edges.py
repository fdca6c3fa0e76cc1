"""The edges that reference programs of this field fall over, each by name: what has no answer says so and never fails."""

import numpy as np
import pytest

from wholeplace.measures.statistics import (
    LOG,
    benjamini_hochberg,
    byar_limits,
    das_gupta,
    directly_standardised,
    expected_events,
    funnel_limits,
    healthy_life_expectancy,
    indirectly_standardised,
    life_expectancy,
    overdispersion_of,
    poisson_limits,
    proportion_difference,
    quantiles_of,
    rate_ratio,
    slope_index,
    student_limits,
    value_difference,
    wilson_limits,
)

FIVE = [1.0] * 5


# --- zero counts ---


def test_zero_counts_have_a_lower_limit_of_0_and_a_finite_upper_one():
    limits = poisson_limits([0, 0.0])
    assert limits.lower.tolist() == [0, 0]
    assert limits.upper == pytest.approx([3.68888, 3.68888], abs=1e-5)
    assert np.isnan(byar_limits(0).lower)
    assert np.isfinite(byar_limits(0).upper)


def test_zero_of_many_is_a_share_of_0_with_a_finite_upper_limit():
    limits = wilson_limits(0, 50)
    assert float(limits.lower) == 0
    assert 0 < float(limits.upper) < 0.08


def test_zero_events_standardised():
    assert np.isnan(directly_standardised([0, 0], [100, 100], [1, 1]).value)
    ratio = indirectly_standardised(0, 12.5)
    assert (float(ratio.value), float(ratio.lower)) == (0, 0)
    assert np.isfinite(ratio.upper)


def test_zero_counts_compared():
    assert np.isnan(rate_ratio(0, 10, 0, 10).value)
    assert float(rate_ratio(0, 10, 7, 10).value) == 0
    same = proportion_difference(0, 20, 0, 20)
    assert (float(same.value), float(same.lower) < 0 < float(same.upper)) == (0, True)


def test_zero_deaths_in_every_band_but_the_last():
    deaths = np.zeros(20)
    deaths[-1] = 80
    assert np.isfinite(life_expectancy(deaths, np.full(20, 2_000.0)).value[0])


def test_zero_is_a_value_like_any_other_on_a_plain_slope_and_none_on_a_logarithm():
    assert float(slope_index([0.0] * 5, FIVE, FIVE).absolute) == 0
    assert np.isnan(slope_index([0.0] * 5, FIVE, FIVE).relative), "nothing divided by nothing"
    assert np.isnan(slope_index([0.0, 1, 2, 3, 4], FIVE, FIVE, scale=LOG).absolute)


def test_a_standard_of_zero_has_a_funnel_that_starts_at_zero():
    for kind in ("rate", "proportion"):
        limits = funnel_limits([100, 1000], 0, kind=kind)
        assert limits.lower.tolist() == [0, 0]
        assert np.isfinite(limits.upper).all()


def test_nothing_before_and_nothing_now_has_no_parts():
    assert das_gupta([0, 0], [10, 10], [0, 0], [10, 10]).total.tolist() == [0, 0]


# --- one band, missing bands, mislabelled bands ---


def test_one_band_gives_the_crude_rate():
    ours, byar = directly_standardised([40], [1000], [5], per=100), byar_limits(40)
    assert float(ours.value) == pytest.approx(4)
    assert float(ours.lower) == pytest.approx(float(byar.lower) / 10)


def test_a_missing_band_is_refused_whether_its_people_are_missing_or_left_out():
    assert np.isnan(directly_standardised([20, 20], [100, np.nan], [1, 1]).value)
    with pytest.raises(ValueError, match=r"broadcast|shape"):
        directly_standardised([20, 20], [100, 100], [1, 1, 1])


def test_a_mislabelled_band_is_refused_by_its_name():
    """A known port joins by position here, and expects 842.4 instead of 857.5."""
    rates = {"0 to 4": 0.01, "5 to 9": 0.02, "10 to 14": 0.05}
    with pytest.raises(ValueError, match="5 to 9, 5-9"):
        expected_events({"0 to 4": 100, "5-9": 100, "10 to 14": 100}, rates)


def test_bands_in_another_order_are_still_the_same_bands():
    people, rates = {"a": 100, "b": 300}, {"b": 0.02, "a": 0.01}
    assert expected_events(people, rates) == pytest.approx(7)


def test_a_missing_band_of_the_reference_is_refused_by_its_name():
    with pytest.raises(ValueError, match="10 to 14"):
        expected_events({"10 to 14": 100}, {})


def test_a_missing_fifth_has_no_slope_and_one_fifth_alone_has_none():
    assert np.isnan(slope_index([1, np.nan, 3, 4, 5], FIVE, FIVE).absolute)
    assert np.isnan(slope_index([3.0], [1.0], [1.0]).absolute)


def test_a_life_table_of_too_few_bands_is_refused():
    with pytest.raises(ValueError, match="20 bands"):
        life_expectancy([1.0], [100.0])


# --- constant values ---


def test_constant_values_have_no_slope_and_a_relative_gap_of_1():
    ours = slope_index([7.0] * 5, [0.5] * 5, FIVE)
    assert float(ours.absolute) == pytest.approx(0, abs=1e-12)
    assert float(ours.relative) == pytest.approx(1)


def test_constant_values_have_their_mean_as_limits():
    limits = student_limits(14, 28, 7)
    assert (float(limits.lower), float(limits.upper)) == (2, 2)


def test_constant_areas_are_not_overdispersed():
    assert overdispersion_of([10] * 8, [100] * 8, 10, kind="proportion") == 0


def test_constant_values_all_stand_in_the_first_part():
    assert set(quantiles_of([4.0] * 9, 5)) == {1}


# --- negative values ---

NEGATIVE = {
    "poisson": lambda: poisson_limits(-1),
    "byar": lambda: byar_limits([3, -2]),
    "wilson above": lambda: wilson_limits(-1, 3),
    "wilson below": lambda: wilson_limits(1, -3),
    "events": lambda: directly_standardised([-1, 20], [10, 10], [1, 1]),
    "people": lambda: directly_standardised([10, 20], [-10, 10], [1, 1]),
    "standard": lambda: directly_standardised([10, 20], [10, 10], [-1, 1]),
    "observed": lambda: indirectly_standardised(-4, 3),
    "expected": lambda: indirectly_standardised(4, -3),
    "deaths": lambda: life_expectancy([-1.0] * 20, [100.0] * 20),
    "funnel": lambda: funnel_limits(-5, 10, kind="rate"),
    "standard below 0": lambda: funnel_limits(5, -10, kind="rate"),
    "shares of people": lambda: slope_index(FIVE, FIVE, [-1.0] * 5),
    "errors": lambda: value_difference(1, -1, 1, 1),
    "parts": lambda: das_gupta([-1], [1], [1], [1]),
    "p-values": lambda: benjamini_hochberg([-0.1]),
    "count of values": lambda: student_limits(1, 1, -1),
}


@pytest.mark.parametrize("name", NEGATIVE)
def test_a_negative_count_is_refused(name):
    with pytest.raises(ValueError, match=r"below 0|between 0 and 1|not for"):
        NEGATIVE[name]()


def test_negative_values_that_are_no_counts_are_welcome():
    limits = student_limits(-15, 55, 5)
    assert float(limits.lower) < -3 < float(limits.upper) < 0
    assert float(slope_index([-1.0, -2, -3, -4, -5], FIVE, FIVE, better="higher").absolute) == pytest.approx(-5)
    assert quantiles_of([-3.0, -1, -2], 3, highest_first=False).tolist() == [1, 3, 2]


# --- populations of 0 ---


def test_populations_of_0_give_no_figure_and_no_limits():
    assert np.isnan(wilson_limits(0, 0).lower)
    assert np.isnan(wilson_limits(0, 0).upper)
    assert np.isnan(directly_standardised([0, 20], [0, 100], [1, 1]).value)
    assert np.isnan(indirectly_standardised(3, 0).value)
    assert np.isnan(indirectly_standardised(3, 0).upper)
    assert np.isnan(funnel_limits(0, 5, kind="proportion").upper)
    assert np.isnan(rate_ratio(0, 0, 5, 10).value)
    assert np.isnan(proportion_difference(0, 0, 1, 2).value)
    assert np.isnan(student_limits(0, 0, 0).lower)
    assert np.isnan(slope_index(FIVE, FIVE, [0.0] * 5).absolute)


def test_a_band_of_0_people_has_no_life_table():
    people = np.full(20, 2_000.0)
    people[7] = 0
    assert np.isnan(life_expectancy(np.full(20, 1.0), people).value).all()
    assert np.isnan(healthy_life_expectancy(np.full(20, 1.0), people, np.full(20, 0.5), np.full(20, 90)).value).all()


def test_nobody_asked_in_a_band_leaves_no_healthy_years_before_it():
    asked = np.full(20, 90.0)
    asked[7] = 0
    deaths = np.geomspace(0.0005, 0.2, 20) * 2_000
    found = healthy_life_expectancy(deaths, np.full(20, 2_000.0), np.full(20, 0.5), asked)
    assert np.isnan([found.value[:8], found.lower[:8], found.upper[:8]]).all(), "a figure never stands without its interval"
    assert np.isfinite(found.upper[8])


def test_a_fifth_without_people_weighs_nothing():
    whole = slope_index([5.0, 9, 4, 3, 2], FIVE, [1.0, 0, 1, 1, 1])
    left_out = slope_index([5.0, 4, 3, 2], FIVE[:4], [1.0] * 4)
    assert float(whole.absolute) == pytest.approx(float(left_out.absolute))


def test_areas_without_people_do_not_count_as_areas():
    assert overdispersion_of([1, 50, 90, 5, 0], [100, 100, 100, 100, 0], 20, kind="proportion") == 0


# --- no values at all ---


@pytest.mark.parametrize("shape", [(0,), (3, 0)])
def test_no_rows_are_no_rows(shape):
    none = np.zeros(shape)
    assert poisson_limits(none).upper.shape == wilson_limits(none, none).upper.shape == shape
    assert student_limits(none, none, none).lower.shape == shape
    assert benjamini_hochberg(none).shape == shape
