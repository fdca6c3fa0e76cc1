"""What the unlinked could do to a gap, by hand and by trying every multiple."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.statistics import unlinked_range

RATE = st.floats(0, 1_000)
SHARE = st.floats(0, 0.99)


def counted_too(rate: float, unlinked: float, multiple: float, most: float = float("inf")) -> float:
    """The slow road: linked and unlinked rows, each at their own rate."""
    return rate * (1 - unlinked) + min(rate * multiple, max(rate, most)) * unlinked


def test_a_worked_example():
    # 120 against 100 per 1,000, a fifth of the first and a tenth of the second unlinked.
    ours = unlinked_range(120, 0.2, 100, 0.1)
    assert float(ours.gap) == 20
    assert (float(ours.lower), float(ours.upper)) == (pytest.approx(108 - 95), pytest.approx(144 - 110))
    assert (float(ours.widest_lower), float(ours.widest_upper)) == (pytest.approx(108 - 110), pytest.approx(144 - 95))
    assert bool(ours.could_explain)


def test_a_large_gap_is_not_explained_by_few_unlinked():
    assert not bool(unlinked_range(200, 0.02, 100, 0.02).could_explain)
    assert not bool(unlinked_range(100, 0.02, 200, 0.02).could_explain)


def test_nothing_unlinked_leaves_the_gap_as_it_is():
    ours = unlinked_range([30, 10], [0, 0], [20, 20], [0, 0])
    for end in (ours.lower, ours.upper, ours.widest_lower, ours.widest_upper):
        assert end.tolist() == ours.gap.tolist() == [10, -10]
    assert ours.could_explain.tolist() == [False, False]


def test_no_gap_needs_no_explanation():
    assert not bool(unlinked_range(50, 0.3, 50, 0.3).could_explain)


@pytest.mark.parametrize("values", [(10, 1, 20, 0.1), (np.nan, 0.1, 20, 0.1), (10, np.nan, 20, 0.1), (10, 0.1, 20, 1)])
def test_what_is_not_known_explains_nothing(values):
    ours = unlinked_range(*values)
    assert np.isnan([ours.gap, ours.lower, ours.upper, ours.widest_lower, ours.widest_upper]).all()
    assert not bool(ours.could_explain)


@pytest.mark.parametrize(("values", "words"), [((10, 1.2, 20, 0.1), "0 to 1"), ((-1, 0.1, 20, 0.1), "below 0")])
def test_impossible_values_are_refused(values, words):
    with pytest.raises(ValueError, match=words):
        unlinked_range(*values)


def test_multiples_out_of_order_are_refused():
    with pytest.raises(ValueError, match="multiples"):
        unlinked_range(1, 0.1, 1, 0.1, multiples=(2, 0.5))


def test_a_percentage_stops_at_100():
    ours = unlinked_range(80, 0.5, 10, 0, most=100)
    assert float(ours.widest_upper) == pytest.approx(80 * 0.5 + 100 * 0.5 - 10)


@given(RATE, SHARE, RATE, SHARE, st.sampled_from([float("inf"), 1_000.0]))
def test_every_multiple_in_between_lies_within_the_range(rate, unlinked, other, other_unlinked, most):
    ours = unlinked_range(rate, unlinked, other, other_unlinked, most=most)
    slack = 1e-9 * (1 + rate + other)
    for multiple in np.linspace(0.5, 2, 13):
        alike = counted_too(rate, unlinked, multiple, most) - counted_too(other, other_unlinked, multiple, most)
        assert float(ours.lower) - slack <= alike <= float(ours.upper) + slack
        for apart in (0.5, 0.8, 1, 1.4, 2):
            own_way = counted_too(rate, unlinked, multiple, most) - counted_too(other, other_unlinked, apart, most)
            assert float(ours.widest_lower) - slack <= own_way <= float(ours.widest_upper) + slack


@given(RATE, SHARE, RATE, SHARE)
def test_turned_round_the_range_changes_its_sign(rate, unlinked, other, other_unlinked):
    there, back = unlinked_range(rate, unlinked, other, other_unlinked), unlinked_range(other, other_unlinked, rate, unlinked)
    assert float(there.lower) == pytest.approx(-float(back.upper), abs=1e-9)
    assert float(there.widest_upper) == pytest.approx(-float(back.widest_lower), abs=1e-9)
    assert bool(there.could_explain) == bool(back.could_explain)
