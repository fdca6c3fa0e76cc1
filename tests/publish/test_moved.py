"""How many figures moved since the release before."""

from datetime import date

import polars as pl

from tests.publish import builder
from wholeplace import publish
from wholeplace.publish import figures_moved


def moved_to(value):
    """The whole place's figure of returns to hospital in the quarter, as another value."""
    now = (pl.col("measure") == "back-within-30-days") & (pl.col("area") == "E9S000001") & (pl.col("starts") == date(2025, 7, 1))
    now = now & (pl.col("grain") == "period") & (pl.col("split") == "all")
    return pl.when(now).then(value).otherwise(pl.col("value")).alias("value")


def test_the_first_release_has_none_before_it(released):
    assert figures_moved(released) is None


def test_figures_that_differ_are_counted_among_those_that_both_show(picture, tmp_path):
    place = builder.place(tmp_path)
    older = publish.release(picture, place)
    newer = publish.release(builder.with_results(picture, picture.results.rows.with_columns(moved_to(20.0))), place)
    told = figures_moved(newer)
    assert told is not None
    assert (told.since, told.moved, told.same_files) == (older.name, 1, True)
    assert told.compared == sum(len(pl.read_csv(path)) for path in (older / "data" / "measures").glob("*.csv"))


def test_a_release_is_compared_with_the_one_before_it_not_the_newest(picture, tmp_path):
    place = builder.place(tmp_path)
    releases = [
        publish.release(builder.with_results(picture, picture.results.rows.with_columns(moved_to(value))), place)
        for value in (20.0, 21.0, 20.0)
    ]
    told = [figures_moved(release) for release in releases]
    assert told[0] is None
    assert [(one.since, one.moved) for one in told[1:] if one] == [(releases[0].name, 1), (releases[1].name, 1)]
