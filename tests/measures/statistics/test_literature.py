"""Numbers printed in the literature, each with where it stands."""

import numpy as np
import pytest

from wholeplace.measures.statistics import (
    directly_standardised,
    funnel_limits,
    indirectly_standardised,
    poisson_limits,
    student_limits,
    wilson_limits,
    xmr,
)

# Fleiss, Statistical methods for rates and proportions, 2nd edition 1981, table 14.4 (births in Michigan 1950-64 of mothers with
# four children or more, and with Down syndrome, by age of mother under 20, 20-24 ... 40 and over); also Fay and Feuer, Stat Med
# 1997; 16: 791-801. The births are from memory, checked by the published rate, which they give to every digit.
CASES = [0, 8, 63, 112, 262, 295]
BIRTHS = [327, 30_666, 123_419, 149_919, 104_088, 34_392]
ALL_BIRTHS = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]


def test_the_directly_standardised_rate_of_fleiss():
    ours = directly_standardised(CASES, BIRTHS, ALL_BIRTHS)
    assert round(float(ours.value), 5) == 75.52901
    assert float(ours.lower) < 75.5 < float(ours.upper)


def test_zero_cases_in_a_band_make_the_gamma_limits_wider_than_dobsons():
    """Fay and Feuer print 188.30 as the upper limit by their own method, because nobody knows the rate of the 327 youngest.
    Dobson's limits rest on the events that were seen, as the normal ones do, so that the upper one lies far below."""
    ours = directly_standardised(CASES, BIRTHS, ALL_BIRTHS)
    assert float(ours.upper) < 90


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [(1, 0.0253, 5.57), (2, 0.121, 3.61), (5, 0.324, 2.33), (10, 0.480, 1.84), (20, 0.611, 1.54), (50, 0.742, 1.32), (100, 0.814, 1.22)],
)
def test_the_limit_factors_of_a_standardised_ratio(events, lower, upper):
    """Breslow and Day, Statistical methods in cancer research II, 1987, table 2.10: exact limit factors of observed counts."""
    ours = indirectly_standardised(events, events, per=1)
    assert (float(ours.lower), float(ours.upper)) == (pytest.approx(lower, rel=3e-3), pytest.approx(upper, rel=5e-3))


@pytest.mark.parametrize(("events", "lower", "upper"), [(10, 4.7954, 18.3904), (20, 12.2165, 30.8884), (100, 81.3640, 121.6272)])
def test_byar_beside_the_exact_limits_of_garwood(events, lower, upper):
    """Garwood, Biometrika 1936; 28: 437-442. Byar's are within 0.2%, as OHID's technical guide to confidence intervals says."""
    ours = poisson_limits(events)
    assert (float(ours.lower), float(ours.upper)) == (pytest.approx(lower, rel=2e-3), pytest.approx(upper, rel=2e-3))


def test_wilsons_limits_in_newcombes_first_table():
    """Newcombe, Stat Med 1998; 17: 857-872, table I, method 3."""
    limits = wilson_limits([81, 15, 0, 1], [263, 148, 20, 29])
    np.testing.assert_allclose(limits.lower, [0.2553, 0.0624, 0, 0.0061], atol=6e-5)
    np.testing.assert_allclose(limits.upper, [0.3662, 0.1605, 0.1611, 0.1718], atol=6e-5)


def test_the_mean_of_students_own_example():
    """Student, Biometrika 1908; 6: 1-25, section IX: hours of sleep gained by ten patients; mean difference 1.58, sd (n - 1) 1.23."""
    gained = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    limits = student_limits(gained.sum(), (gained**2).sum(), len(gained))
    assert gained.mean() == pytest.approx(1.58)
    assert (round(float(limits.lower), 2), round(float(limits.upper), 2)) == (0.70, 2.46)


def test_the_constants_of_the_individuals_chart():
    """Wheeler, Understanding variation, 1993: 2.66 is 3 / 1.128, where 1.128 is d2 for ranges of two."""
    values = np.array([1.0, 3.0] * 10)
    assert float(xmr(values, improvement="neither").upper[0]) == pytest.approx(2 + 2.66 * 2)
    assert pytest.approx(3 / 1.128, abs=5e-4) == 2.66


def test_the_funnel_round_ten_expected_deaths():
    """Exact 95% limits of 10 are 4.80 and 18.39 (Garwood 1936)."""
    limits = funnel_limits(10, 1, kind="rate", per=1)
    assert (round(float(limits.lower) * 10, 2), round(float(limits.upper) * 10, 2)) == (4.80, 18.39)
