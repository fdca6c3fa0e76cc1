"""The baseline table: counts, means, quartiles and standardised differences, against figures worked out by hand."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.people.cohort.baseline import baseline_table, grouped
from wholeplace.people.cohort.gaps import gaps
from wholeplace.people.cohort.shapes import BaselineRow, RowAsk


def by_group(rows: tuple[BaselineRow, ...], column: str, level: str = "") -> dict[str, BaselineRow]:
    return {row.group: row for row in rows if row.column == column and row.level == level}


def test_numbers_by_group() -> None:
    frame = pl.DataFrame({"nights": [1, 2, 3, 4, 10, None], "late": [True, True, True, False, False, False]})
    rows = by_group(baseline_table(frame, ["nights"], by="late"), "nights")
    assert list(rows) == ["all", "no", "yes"]
    assert (rows["yes"].people, rows["yes"].mean, rows["yes"].sd, rows["yes"].median) == (3, 2.0, 1.0, 2.0)
    assert (rows["yes"].lower_quartile, rows["yes"].upper_quartile) == (1.5, 2.5)
    assert (rows["no"].people, rows["no"].missing, rows["no"].mean) == (2, 1, 7.0)
    assert rows["all"].smd == pytest.approx(5.0 / np.sqrt((1.0 + 18.0) / 2))


def test_two_levels_differ_as_two_shares_do() -> None:
    """For a yes or no the distance is (a - b) / sqrt((a(1-a) + b(1-b)) / 2), as Austin writes it."""
    frame = pl.DataFrame({"carer": [True] * 3 + [False] + [True] + [False] * 4, "group": ["a"] * 4 + ["b"] * 5})
    rows = baseline_table(frame, ["carer"], by="group")
    yes = by_group(rows, "carer", "yes")
    assert (yes["a"].share, yes["b"].share) == (0.75, pytest.approx(0.2))
    assert yes["a"].smd == pytest.approx(0.55 / np.sqrt((0.75 * 0.25 + 0.2 * 0.8) / 2))


def test_whole_numbers_that_name_groups_are_counted_by_level() -> None:
    frame = pl.DataFrame({"deprivation_fifth": [1, 5, 5, None, 10]})
    rows = baseline_table(frame, ["deprivation_fifth"], by=None)
    assert [(row.level, row.people, row.missing) for row in rows] == [("1", 1, 1), ("5", 2, 1), ("10", 1, 1)]


def test_what_nobody_has_recorded_is_said() -> None:
    (row,) = baseline_table(pl.DataFrame({"sex": [None, None]}, schema={"sex": pl.String}), ["sex"], by=None)
    assert (row.people, row.missing, row.share) == (0, 2, None)


def test_numbers_are_cut_into_thirds_and_the_unknown_stand_apart() -> None:
    frame = pl.DataFrame({"no2": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, None]})
    assert grouped(frame, "no2").to_list() == ["lowest third"] * 2 + ["middle third"] * 2 + ["highest third"] * 2 + ["not known"]


def test_the_unknown_are_no_group_to_differ_from() -> None:
    same = pl.DataFrame({"no2": [1.0, 1.1, 2.0, 2.1, 3.0, 3.1, None], "age": [50, 52, 50, 52, 50, 52, 90]})
    assert by_group(baseline_table(same, ["age"], by="no2"), "age")["all"].smd == 0.0


def test_a_comparison_is_weighted() -> None:
    sides = {"in_cohort": [True, True, False, False], "weight": [1.0, 1.0, 1.5, 0.5]}
    frame = pl.DataFrame({**sides, "age": [70, 80, 70, 80], "sex": ["f", "m", "f", "m"]})
    rows = baseline_table(frame, ["age", "sex"], by=None)
    assert by_group(rows, "age")["comparison"].mean == pytest.approx(72.5)
    assert by_group(rows, "sex", "f")["comparison"].share == 0.75
    assert by_group(rows, "sex", "f")["cohort"].share == 0.5
    assert by_group(rows, "sex", "f")["comparison"].people == 1


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from([1, 2, None])), min_size=1, max_size=40))
def test_nobody_is_lost_from_the_table(people: list[tuple[str | None, int | None]]) -> None:
    frame = pl.DataFrame([(kind, str(group)) for kind, group in people], schema={"kind": pl.String, "group": pl.String}, orient="row")
    rows = baseline_table(frame, ["kind"], by="group")
    for name in {row.group for row in rows}:
        of_group = [row for row in rows if row.group == name]
        assert sum(row.people for row in of_group) + of_group[0].missing == (
            len(frame) if name == "all" else (frame["group"] == name).sum()
        )
    assert all(row.smd is None or np.isfinite(row.smd) for row in rows)


def test_a_gap_has_the_limits_of_two_shares() -> None:
    """30 of 100 beside 40 of 400: 0.2, give or take 1.96 sqrt(0.3 * 0.7 / 99 + 0.1 * 0.9 / 399)."""
    ill = [True] * 30 + [False] * 70 + [True] * 40 + [False] * 360
    frame = pl.DataFrame({"in_cohort": [True] * 100 + [False] * 400, "weight": [1.0] * 500, "ill": ill})
    (gap,) = gaps(frame, [RowAsk(name="ill", when="TRUE")])
    assert (gap.in_cohort, gap.in_comparison) == (0.3, 0.1)
    half = 1.959964 * np.sqrt(0.21 / 99 + 0.09 / 399)
    assert (gap.lower, gap.upper) == (pytest.approx(0.2 - half), pytest.approx(0.2 + half))


def test_who_has_nobody_to_be_compared_with_stands_out_of_the_gap() -> None:
    sides = {"in_cohort": [True, True, True, False, False], "weight": [1.0, 1.0, 0.0, 1.0, 1.0]}
    frame = pl.DataFrame({**sides, "times": [1, 3, 99, 0, None]})
    assert gaps(frame, [RowAsk(name="times", when="TRUE")]) == ()
    (gap,) = gaps(frame.with_columns(times=pl.Series([1, 3, 99, 0, 2])), [RowAsk(name="times", when="TRUE")])
    assert (gap.people, gap.in_cohort, gap.difference) == (2, 2.0, 1.0)
