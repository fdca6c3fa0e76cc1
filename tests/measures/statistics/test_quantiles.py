"""Parts of a ranked list: ties together, missing apart, each group by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.statistics import quantiles_of


def test_ten_values_in_five_parts():
    assert quantiles_of(np.arange(10), 5).tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert quantiles_of(np.arange(10), 5, highest_first=False).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_ties_take_the_lowest_of_their_ranks():
    assert quantiles_of([1, 2, 2, 2, 5], 5, highest_first=False).tolist() == [1, 2, 2, 2, 5]


def test_missing_values_have_no_part_and_do_not_count():
    assert quantiles_of([1.0, np.nan, 2.0], 2, highest_first=False).tolist() == [1, 0, 2]


def test_each_group_is_ranked_by_itself():
    assert quantiles_of([1, 2, 10, 20], 2, within=["a", "a", "b", "b"], highest_first=False).tolist() == [1, 2, 1, 2]


def test_one_part_is_no_cut():
    with pytest.raises(ValueError, match="2 parts or more, not 1"):
        quantiles_of([1, 2], 1)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(2, 10))
def test_parts_rise_with_rank_and_equal_values_share_one(values, parts):
    found = quantiles_of(values, parts, highest_first=False)
    assert found.min() >= 1
    assert found.max() <= parts
    order = np.argsort(values, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    for value in set(values):
        assert len({part for part, own in zip(found, values, strict=True) if own == value}) == 1
    slow = [-(-(1 + sum(other < value for other in values)) * parts // len(values)) for value in values]
    assert found.tolist() == slow
