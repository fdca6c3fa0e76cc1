import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.statistics import byar_limits, poisson_limits, student_limits, wilson_limits

COUNTS = st.integers(0, 10_000)
CONFIDENCE = st.sampled_from([0.5, 0.8, 0.95, 0.998])


@pytest.mark.parametrize(("events", "lower", "upper"), [(0, 0, 3.689), (1, 0.0253, 5.572), (4, 1.090, 10.242), (9, 4.115, 17.085)])
def test_exact_limits_of_garwoods_table(events, lower, upper):  # Garwood F. Biometrika 1936; 28: 437-442
    limits = poisson_limits(events)
    assert (round(float(limits.lower), 3), round(float(limits.upper), 3)) == (
        pytest.approx(lower, abs=6e-4),
        pytest.approx(upper, abs=6e-4),
    )


def test_byar_speaks_from_ten_events():
    assert poisson_limits(10).lower == byar_limits(10).lower
    assert poisson_limits(9).lower != byar_limits(9).lower


def test_byar_lower_limit_is_missing_where_its_formula_is_negative():
    assert np.isnan(byar_limits(1, confidence=0.998).lower)
    assert np.isnan(byar_limits(0).lower)


@pytest.mark.parametrize(
    ("events", "total", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_limits_of_newcombes_table(events, total, lower, upper):  # Newcombe RG. Stat Med 1998; 17: 857-872, table I
    limits = wilson_limits(events, total)
    assert (float(limits.lower), float(limits.upper)) == (pytest.approx(lower, abs=6e-5), pytest.approx(upper, abs=6e-5))


@given(COUNTS, CONFIDENCE)
def test_a_count_lies_in_its_limits(events, confidence):
    limits = poisson_limits(events, confidence=confidence)
    assert 0 <= limits.lower <= events < limits.upper < np.inf


@given(COUNTS, st.integers(1, 10_000), CONFIDENCE)
def test_a_share_lies_in_its_limits_and_they_in_0_to_1(some, others, confidence):
    limits = wilson_limits(some, some + others, confidence=confidence)
    assert 0 <= limits.lower <= some / (some + others) <= limits.upper <= 1


@given(st.integers(0, 500))
def test_limits_rise_with_the_count(events):
    limits = poisson_limits([events, events + 1])
    assert limits.lower[0] < limits.lower[1]
    assert limits.upper[0] < limits.upper[1]


@given(COUNTS)
def test_surer_limits_are_wider(events):
    usual, sure = poisson_limits(events), poisson_limits(events, confidence=0.998)
    assert sure.lower <= usual.lower
    assert usual.upper < sure.upper


@given(st.integers(1, 400))
def test_all_and_none_are_mirror_images(total):
    none, everyone = wilson_limits(0, total), wilson_limits(total, total)
    assert none.lower == 0
    assert everyone.upper == 1
    assert float(none.upper) == pytest.approx(1 - float(everyone.lower))


def test_a_missing_count_has_no_limits():
    assert np.isnan(poisson_limits(np.nan).upper)
    assert np.isnan(wilson_limits([0, 5, np.nan], [0, np.nan, 9]).upper).all()


@pytest.mark.parametrize("wrong", [lambda: poisson_limits(-1), lambda: wilson_limits(3, 2), lambda: wilson_limits(1, 2, confidence=95)])
def test_nonsense_is_refused_with_its_number(wrong):
    with pytest.raises(ValueError, match=r"-1|numerator|95"):
        wrong()


def test_a_mean_of_five_values():  # 1..5: mean 3, sd 1.5811, t(4) = 2.7764, half width 1.9632
    limits = student_limits(15, 55, 5)
    assert float(limits.lower) == pytest.approx(3 - 1.96324, abs=1e-4)
    assert float(limits.upper) == pytest.approx(3 + 1.96324, abs=1e-4)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30))
def test_a_mean_lies_in_its_limits(values):
    limits = student_limits(sum(values), sum(v * v for v in values), len(values))
    slack = 1e-9 * (1 + max(map(abs, values)))
    assert limits.lower - slack <= np.mean(values) <= limits.upper + slack


def test_equal_values_have_their_mean_as_limits_and_one_value_has_none():
    assert student_limits(0.3, 0.03, 3).lower == pytest.approx(0.1)
    assert np.isnan(student_limits(7, 49, 1).lower)
