"""Small numbers: three conventions, numbers hidden beside them, and what two figures give away when subtracted."""

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from wholeplace.measures.statistics import (
    SMALL_NUMBER_RULES,
    CountTable,
    counts_hidden,
    counts_shown,
    counts_small,
    counts_told,
    differencing,
    secondary_suppression,
)

HES, MIDPOINT, TEN = (SMALL_NUMBER_RULES[name] for name in ("hide-1-to-7-round-to-5", "midpoint-6", "hide-under-10"))


# --- the three conventions ---


def test_one_to_seven_are_hidden_and_the_others_rounded_to_five():
    counts = np.array([0, 1, 7, 8, 12, 13, 242])
    assert counts_hidden(counts, HES).tolist() == [False, True, True, False, False, False, False]
    assert counts_shown(counts, HES).tolist() == [0, 0, 5, 10, 10, 15, 240]


def test_midpoint_six_is_the_middle_of_each_run():
    counts = np.array([0, 1, 6, 7, 12, 13, 600])
    assert counts_shown(counts, MIDPOINT).tolist() == [0, *(np.ceil(counts[1:] / 6) * 6 - 3)] == [0, 3, 3, 9, 9, 15, 597]
    assert not counts_hidden(counts, MIDPOINT).any()
    assert counts_small(counts, MIDPOINT).tolist() == [False, True, True, False, False, False, False]


def test_under_ten_are_hidden_and_the_others_shown_as_they_are():
    assert counts_hidden([0, 1, 9, 10], TEN).tolist() == [False, True, True, False]
    assert counts_shown([0, 10, 11, 242], TEN).tolist() == [0, 10, 11, 242]


@pytest.mark.parametrize("rule", [HES, MIDPOINT, TEN], ids=lambda rule: rule.name)
def test_nothing_missing_and_negative_are_never_small(rule):
    odd = [0.0, -3.0, np.nan]
    assert not counts_small(odd, rule).any()
    assert not counts_hidden(odd, rule).any()
    assert np.isnan(counts_shown(odd, rule)[2])
    assert rule.hides(None) is False


@pytest.mark.parametrize("rule", [HES, MIDPOINT, TEN], ids=lambda rule: rule.name)
@given(count=st.integers(0, 5000))
def test_what_is_told_is_true_and_a_fall_shows_like_a_rise(rule, count):
    told = counts_told(count, rule)
    assert told.least <= count <= told.most
    assert counts_shown(-count, rule) == -counts_shown(count, rule)
    assert rule.shown(count) == slow_shown(count, rule.name)
    assert rule.hides(count) == (0 < count < {"midpoint-6": 0}.get(rule.name, rule.hides_below))


def slow_shown(count, name):
    """Each convention in words: the nearest 5, halves up; the middle of a run of six; as it is."""
    if name == "hide-1-to-7-round-to-5":
        return next(five for five in range(0, count + 6, 5) if five - 2.5 <= count < five + 2.5)
    if name == "midpoint-6":
        return next((start + 2 for start in range(1, count + 1, 6) if start <= count < start + 6), 0)
    return count


def test_an_empty_table_and_any_shape():
    assert counts_shown(np.zeros((0, 3)), HES).shape == (0, 3)
    assert counts_shown(np.full((2, 3), 13), HES).tolist() == [[15.0] * 3] * 2


# --- numbers hidden beside them ---


def table(grid: np.ndarray) -> CountTable:
    """A table of rows and columns with its margins: the cells, then row totals, column totals and the total of all."""
    rows, columns = grid.shape
    cell = lambda r, c: r * columns + c  # noqa: E731
    of_row, of_column, whole = rows * columns, rows * columns + rows, rows * columns + rows + columns
    sums = [(of_row + r, *(cell(r, c) for c in range(columns))) for r in range(rows)]
    sums += [(of_column + c, *(cell(r, c) for r in range(rows))) for c in range(columns)]
    sums += [(whole, *range(of_row, of_column)), (whole, *range(of_column, whole))]
    values = np.array([*grid.ravel(), *grid.sum(axis=1), *grid.sum(axis=0), grid.sum()], dtype=float)
    told = counts_told(values, HES)
    return CountTable(
        values=values.tolist(), sums=sums, least=[0.0] * len(values), most=[np.inf] * len(values),
        told_least=told.least.tolist(), told_most=told.most.tolist(), cost=(1 + np.log1p(values)).tolist(),
    )  # fmt: skip


def small_of(of: CountTable) -> set[int]:
    return set(np.flatnonzero(counts_small(of.values, HES)).tolist())


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from([0, 0, 1, 3, 7, 8, 20, 90]), min_size=3, max_size=3), min_size=2, max_size=4))
def test_a_linear_programme_finds_no_small_number_of_a_table(rows):
    of = table(np.array(rows))
    found = secondary_suppression(of, small_of(of))
    free = sorted(found.cells)
    for cell in small_of(of):
        least, most = (ends(of, free, found.untold, cell, sign) for sign in (1, -1))
        assert most - least >= 1 - 1e-6


def ends(of, free, untold, cell, sign):
    """The least or the most of a cell when only `free` may differ from what is shown."""
    at = {n: k for k, n in enumerate(free)}
    equal = np.zeros((len(of.sums), len(free)))
    for row, one in enumerate(of.sums):
        for place, m in enumerate(one):
            if m in at:
                equal[row, at[m]] = -1.0 if place == 0 else 1.0
    right = [sum((1.0 if n == 0 else -1.0) * of.values[m] for n, m in enumerate(one) if m not in at) for one in of.sums]
    bounds = [(of.least[m], None) if m in untold else (of.told_least[m], of.told_most[m]) for m in free]
    aim = [sign * float(m == cell) for m in free]
    found = linprog(aim, A_eq=equal, b_eq=right, bounds=bounds)
    assert found.status in (0, 3)
    return sign * found.fun if found.status == 0 else -sign * np.inf


def test_a_lone_small_number_takes_a_companion_in_its_row_and_its_column():
    of = table(np.array([[3, 50, 40], [60, 70, 80], [90, 30, 20]]))
    found = secondary_suppression(of, small_of(of))
    assert 0 in found.cells
    assert len(found.cells) >= 4


def test_nothing_small_hides_nothing():
    of = table(np.full((3, 3), 20))
    assert secondary_suppression(of, set()).cells == set()


def test_a_total_that_readers_know_cannot_protect():
    """100 = 3 + 97, and both the total and the 97 are known from elsewhere: nothing is left to hide behind, so all is hidden."""
    known = CountTable(
        values=[100.0, 3.0, 97.0], sums=[(0, 1, 2)], least=[100.0, 0.0, 97.0], most=[100.0, np.inf, 97.0],
        told_least=[100.0, 1.0, 97.0], told_most=[100.0, 7.0, 97.0], cost=[9.0, 1.0, 1.0],
    )  # fmt: skip
    assert secondary_suppression(known, {1}).cells == {0, 1, 2}


# --- one figure less another ---


def months(*days: tuple[int, int]) -> tuple[list[int], list[int]]:
    return [start for start, _ in days], [end for _, end in days]


def test_a_quarter_is_what_two_years_and_another_quarter_leave():
    """The year to June 40, the year to September 38, the summer before 7: this summer has 5."""
    starts, ends = months((0, 12), (3, 15), (0, 3), (12, 15))
    found = differencing(starts, ends, [40, 38, 7, np.nan])
    assert [float(end[0]) for end in found.of([12], [15])] == [5, 5]
    assert bool(found.found(HES))


def test_without_the_other_quarter_it_stays_open():
    starts, ends = months((0, 12), (3, 15), (12, 15))
    found = differencing(starts, ends, [40, 38, np.nan])
    least, most = found.of([12], [15])
    assert (float(least[0]), float(most[0])) == (0, 38)
    assert not bool(found.found(HES))


def test_the_same_figure_hidden_in_one_release_and_shown_in_another():
    starts, ends = months((0, 3), (0, 3))
    found = differencing(starts, ends, [np.nan, 4], least=[1, 0], most=[7, np.inf])
    assert bool(found.found(HES))


def test_rolling_points_give_months_away_where_nothing_follows():
    last = np.arange(12, 25)
    counts = [20.0, *[17.0] * 11, 0.0]
    assert bool(differencing(last - 12, last, counts).found(HES))
    assert not bool(differencing(last - 12, last, [120.0] * 13).found(HES))


def test_figures_that_were_revised_contradict_each_other_and_tell_nothing():
    starts, ends = months((0, 12), (0, 3), (3, 12))
    found = differencing(starts, ends, [[40, 3, 30], [40, 3, 37]])
    assert found.agrees.tolist() == [False, True]
    assert found.found(HES).tolist() == [False, True]


def test_a_span_that_does_not_end_later_is_refused():
    with pytest.raises(ValueError, match="ends after it starts"):
        differencing([3], [3], [1])


def test_series_without_spans_tell_nothing():
    found = differencing([], [], np.zeros((2, 0)))
    assert found.found(HES).tolist() == [False, False]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=6), st.data())
def test_two_roads_to_what_spans_tell(counts, data):
    """The slow road: every history of months up to a ceiling that agrees with the spans shown."""
    length = len(counts)
    every = list(itertools.combinations(range(length + 1), 2))
    chosen = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True))
    shown = [*chosen, (0, length)]
    found = differencing(*months(*shown), [sum(counts[a:b]) for a, b in shown])
    histories = [
        each for each in itertools.product(range(max(counts) + 1), repeat=length)
        if all(sum(each[a:b]) == sum(counts[a:b]) for a, b in shown)
    ]  # fmt: skip
    for a, b in itertools.combinations(found.days.tolist(), 2):
        sizes = [sum(each[a:b]) for each in histories]
        least, most = (float(end[0]) for end in found.of([a], [b]))
        assert least <= min(sizes)
        assert max(sizes) <= most
        if sum(counts) <= max(counts):  # then the ceiling leaves no history out
            assert (least, most) == (min(sizes), max(sizes))


def test_days_may_be_any_whole_numbers():
    first, last = date(2024, 4, 1).toordinal(), date(2025, 4, 1).toordinal()
    assert differencing([first], [last], [12]).of([first], [last])[0].tolist() == [12]
