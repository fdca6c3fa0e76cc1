import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.statistics import directly_standardised, expected_events, indirectly_standardised, poisson_limits

BANDS = st.integers(2, 19)


@given(st.floats(0.001, 0.9), st.lists(st.integers(1_000, 90_000), min_size=3, max_size=19))
def test_one_rate_in_every_band_is_the_standardised_rate(rate, population):
    people = np.array(population, float)
    standard = np.arange(1, people.size + 1)
    ours = directly_standardised(people * rate * 10, people * 10, standard, per=100)
    assert float(ours.value) == pytest.approx(100 * rate)
    assert ours.lower < ours.value < ours.upper


@given(st.lists(st.tuples(st.integers(10, 400), st.integers(500, 9_000)), min_size=2, max_size=19))
def test_the_areas_own_structure_as_standard_gives_the_crude_rate_and_byars_limits(bands):
    events, people = np.array(bands, float).T
    ours = directly_standardised(events, people, people, per=1000)
    crude = 1000 / people.sum()
    assert float(ours.value) == pytest.approx(events.sum() * crude)
    limits = poisson_limits(events.sum())
    assert float(ours.lower) == pytest.approx(float(limits.lower) * crude)
    assert float(ours.upper) == pytest.approx(float(limits.upper) * crude)


def test_a_missing_count_is_no_event():
    assert directly_standardised([np.nan, 20], [100, 100], [1, 1]).value == directly_standardised([0, 20], [100, 100], [1, 1]).value


@pytest.mark.parametrize("population", [[100, 0], [100, np.nan]])
def test_a_missing_or_zero_population_is_refused(population):
    assert np.isnan(directly_standardised([20, 20], population, [1, 1]).value)


def test_a_band_without_weight_is_left_out():
    ours = directly_standardised([7, 20], [0, 100], [0, 1], per=1)
    assert float(ours.value) == pytest.approx(0.2)


def test_fewer_than_ten_events_give_no_rate():
    ours = directly_standardised([[5, 4], [5, 5]], [[100, 100], [100, 100]], [1, 1])
    assert np.isnan(ours.value[0])
    assert ours.value[1] > 0


def test_people_with_several_events_widen_the_limits():
    once = directly_standardised([50, 50], [1000, 1000], [1, 1])
    often = directly_standardised([50, 50], [1000, 1000], [1, 1], event_variance=[200, 200])
    assert often.value == once.value
    assert float((often.upper - often.value) / (once.upper - once.value)) == pytest.approx(2)


def test_a_standardised_ratio():  # 15 seen where 10 are due: SMR 150, Byar 83.9 to 247.4
    ours = indirectly_standardised(15, 10, per=100)
    assert float(ours.value) == pytest.approx(150)
    assert (round(float(ours.lower), 1), round(float(ours.upper), 1)) == (83.9, 247.4)
    assert np.isnan(indirectly_standardised(0, 0).value)


def test_bands_join_by_label_and_a_stranger_is_refused():
    assert expected_events({"65 to 69": 100, "70 to 74": 50}, {"70 to 74": 0.2, "65 to 69": 0.1}) == pytest.approx(20)
    with pytest.raises(ValueError, match=r"55 to 69, 65 to 69"):
        expected_events({"55 to 69": 100}, {"65 to 69": 0.1})


def test_a_standard_without_weight_gives_no_rate():
    found = directly_standardised([[50.0, 50.0]], [[0.0, 0.0]], [0.0, 0.0])
    assert np.isnan(found.value).all()
