from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.statistics import das_gupta

GROUPS = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 9_000), st.integers(0, 900), st.integers(0, 9_000)), min_size=1, max_size=12
)


def sides(rows):
    """Events never above what could have had one."""
    now, exposed, before, exposed_before = np.array(rows, float).T
    return np.minimum(now, exposed), exposed, np.minimum(before, exposed_before), exposed_before


@given(GROUPS)
def test_parts_add_up_to_the_last_person(rows):
    now, exposed, before, exposed_before = sides(rows)
    parts = das_gupta(now, exposed, before, exposed_before)
    np.testing.assert_allclose(parts.total, now - before, atol=1e-6)
    np.testing.assert_allclose((parts.volume + parts.mix + parts.rate).sum(), now.sum() - before.sum(), atol=1e-6)


@given(GROUPS)
def test_turning_time_round_turns_every_part_round(rows):
    now, exposed, before, exposed_before = sides(rows)
    there, back = das_gupta(now, exposed, before, exposed_before), das_gupta(before, exposed_before, now, exposed)
    np.testing.assert_allclose(there.mix, -back.mix, atol=1e-6)
    np.testing.assert_allclose(there.rate, -back.rate, atol=1e-6)


def slow_parts(now, exposed, before, exposed_before):
    """Every order in which size, share and rate could have changed, averaged."""
    size, size_before = sum(exposed), sum(exposed_before)
    parts = np.zeros((3, len(now)))
    for group in range(len(now)):
        new = (size, exposed[group] / size, now[group] / exposed[group])
        old = (size_before, exposed_before[group] / size_before, before[group] / exposed_before[group])
        for order in permutations(range(3)):
            state = list(old)
            for factor in order:
                start = np.prod(state)
                state[factor] = new[factor]
                parts[factor, group] += (np.prod(state) - start) / 6
    return parts


@given(st.lists(st.tuples(*[st.integers(1, 500)] * 4), min_size=1, max_size=6))
def test_two_roads_to_the_parts(rows):
    now, exposed, before, exposed_before = sides(rows)
    ours = das_gupta(now, exposed, before, exposed_before)
    np.testing.assert_allclose([ours.volume, ours.mix, ours.rate], slow_parts(now, exposed, before, exposed_before), atol=1e-8)


def test_only_what_changed_has_a_part():
    same_rates = das_gupta([10, 40], [100, 200], [10, 20], [100, 100])
    assert same_rates.rate == pytest.approx([0, 0])
    doubled = das_gupta([20, 40], [200, 200], [10, 20], [100, 100])
    assert doubled.mix == pytest.approx([0, 0])
    assert doubled.volume == pytest.approx([10, 20])


def test_a_group_that_came_is_mix_and_not_rate():
    parts = das_gupta([10, 6], [100, 30], [10, 0], [130, 0])
    assert parts.rate[1] == pytest.approx(0)
    assert parts.total[1] == pytest.approx(6)


def test_events_without_anyone_are_refused():
    with pytest.raises(ValueError, match="before"):
        das_gupta([1], [10], [1], [0])
