"""Disclosure: points that look back 12 months are no parts of a sum over months; with the same end they are one number."""

from dataclasses import replace

import polars as pl

from tests.picture.made import measure, place, results, steady
from wholeplace.publish.disclosure.first_sight import with_facts
from wholeplace.publish.disclosure.margins import sums_of

FALLS = measure("falls")


def _sums(rolling: int) -> tuple[list[tuple[int, ...]], pl.DataFrame]:
    told = replace(FALLS, rolling=rolling)
    rows = results(steady(told)).rows.filter((pl.col("area") == "S1") & (pl.col("split") == "all"))
    if rolling:
        yearly = rows.filter((pl.col("grain") == "year") & (pl.col("ends") == rows["ends"].max()))["numerator"][0]
        same = pl.col("ends") == rows["ends"].max()
        rows = rows.with_columns(pl.when(same).then(yearly).otherwise(pl.col("numerator")).alias("numerator"))
    facts = with_facts(rows, {told.name: told}, None).with_row_index("position")
    return sums_of(facts, "numerator", place()), facts


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
