"""Disclosure: points that look back 12 months are no parts of a sum over months; with the same end they are one number."""

from dataclasses import replace

import polars as pl

from tests.picture.made import measure, place, results, steady
from wholeplace.measures.shapes import Status
from wholeplace.measures.statistics import SMALL_NUMBER_RULES
from wholeplace.publish.disclosure.first_sight import with_facts
from wholeplace.publish.disclosure.margins import sums_of
from wholeplace.publish.disclosure.rolling import points_apart

FALLS = measure("falls")


def _sums(rolling: int) -> tuple[list[tuple[int, ...]], pl.DataFrame]:
    told = replace(FALLS, rolling=rolling)
    rows = results(steady(told)).rows.filter((pl.col("area") == "S1") & (pl.col("split") == "all"))
    if rolling:
        yearly = rows.filter((pl.col("grain") == "year") & (pl.col("ends") == rows["ends"].max()))["numerator"][0]
        same = pl.col("ends") == rows["ends"].max()
        rows = rows.with_columns(pl.when(same).then(yearly).otherwise(pl.col("numerator")).alias("numerator"))
    facts = with_facts(rows, {told.name: told}, None).with_row_index("position").with_columns(is_earlier=pl.lit(False))
    return sums_of(facts, "numerator", place()).sums, facts


def test_months_add_up_to_their_period_and_year_unless_they_look_back() -> None:
    sums, facts = _sums(0)
    months = set(facts.filter(pl.col("grain") == "month")["position"])
    assert any(len(months & set(parts)) == 12 for _, *parts in sums)
    sums, facts = _sums(12)
    assert not any(len(months & set(parts)) > 1 for _, *parts in sums)


def test_a_rolling_period_gives_its_last_point_away_and_the_other_way_round() -> None:
    sums, facts = _sums(12)
    last = facts.filter(pl.col("ends") == facts["ends"].max())
    by_grain = {row["grain"]: row["position"] for row in last.to_dicts()}
    assert any(set(each) == {by_grain["period"], by_grain["month"]} for each in sums)


DEFAULT = SMALL_NUMBER_RULES["hide-1-to-7-round-to-5"]


def _points(counts: list[float], *, status: str = Status.COMPLETE) -> pl.DataFrame:
    """Points of one area that look back 12 months, from counts of months; the first stands at the end of the 12th."""
    told = replace(FALLS, rolling=12)
    rows = results(steady(told)).rows.filter((pl.col("area") == "S1") & (pl.col("grain") == "month") & (pl.col("split") == "all"))
    rows = (
        rows.sort("ends")
        .tail(len(counts) - 11)
        .with_columns(
            pl.Series("numerator", [sum(counts[n - 12 : n]) for n in range(12, len(counts) + 1)], dtype=pl.Float64), status=pl.lit(status)
        )
    )
    return with_facts(rows, {told.name: told}, None)


def test_two_points_that_leave_one_small_month_are_not_shown_as_months() -> None:
    """20 in a year, 3 of them in its first month and nothing after it: the points tell each month that falls out."""
    assert points_apart(_points([3.0, 0, 17, *[0.0] * 21]), DEFAULT).is_empty()


def test_points_that_leave_every_month_open_stand() -> None:
    points = _points([10.0] * 24)
    assert len(points_apart(points, DEFAULT)) == len(points) == 13


def test_a_point_without_all_its_months_has_no_count() -> None:
    """Ten deaths in the first month, 18 in two: the second point gives 8 away, and the ninth month the rest."""
    assert _points([2.0] * 14, status=Status.NO_DATA)["numerator"].null_count() == 3
