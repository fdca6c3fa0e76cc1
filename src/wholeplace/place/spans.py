"""Rows that hold for a span of days: the checks that every dated file of the place shares."""

import polars as pl

from wholeplace.place.csvs import tell
from wholeplace.terms import Problem

FOREVER = pl.date(9999, 12, 31)
"""Only inside comparisons: an open end is None wherever a person or another room sees it."""


def check_spans(problems: list[Problem], frame: pl.DataFrame, name: str) -> None:
    """Each span ends after it starts, and two spans of one code never hold on the same day."""
    backwards = frame.filter(pl.col("valid_to") <= pl.col("valid_from"))
    letter = Problem(
        where=name,
        what="valid_to is not after valid_from.",
        why="valid_to is the first day on which the row no longer holds, so no day would be left.",
        fix="Correct the dates, or leave valid_to empty if it still holds.",
    )
    tell(problems, backwards, letter)
    ordered = frame.filter(pl.col("code").is_not_null() & pl.col("valid_from").is_not_null()).sort("code", "valid_from", "row")
    ends = pl.col("valid_to").fill_null(FOREVER)
    overlapping = ordered.filter(pl.col("valid_from") < ends.cum_max().over("code").shift(1).over("code"))
    letter = Problem(
        where=name,
        what='code "{value}" holds twice on the same day.',
        why="A query as of that day would have two answers.",
        fix="End the earlier row on the day the later one starts.",
    )
    tell(problems, overlapping, letter, by="code")


def within(problems: list[Problem], *, inner: pl.DataFrame, outer: pl.DataFrame, on: str, letter: Problem) -> None:
    """Each row of `inner` names, in column `on`, a code that `outer` holds for every day of the row. Told with `letter`.

    Codes that `outer` does not know at all are not told here.
    """
    spans = outer.select(
        pl.col("code").alias(on), pl.col("valid_from").alias("outer_from"), pl.col("valid_to").fill_null(FOREVER).alias("outer_to")
    )
    both = inner.filter(pl.col(on).is_not_null()).with_columns(pl.col("valid_to").fill_null(FOREVER)).join(spans, on=on)
    shared = pl.min_horizontal("valid_to", "outer_to") - pl.max_horizontal("valid_from", "outer_from")
    days = both.group_by("row").agg(
        pl.col(on).first(),
        shared.dt.total_days().clip(0).sum().alias("held"),
        (pl.col("valid_to") - pl.col("valid_from")).first().dt.total_days().alias("needed"),
    )
    tell(problems, days.filter(pl.col("held") < pl.col("needed")), letter, by=on)
