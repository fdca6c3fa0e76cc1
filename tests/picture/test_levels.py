"""Levels: held against the partners' standard, else the country, else the system; and published series."""

from datetime import date

import pytest

from tests.picture.made import measure, place, published, results, share, steady
from tests.picture.spoken import spoken
from tests.picture.test_draw import reading
from wholeplace.measures.shapes import Better
from wholeplace.picture import Direction, Verdict, draw
from wholeplace.place.shapes import Standard

NATIONAL = Standard(value=12.5, source="National standard", since=date(2020, 1, 1))


def level_of(series, area="S1", **settings):
    picture = draw(results(series), place(**settings))
    return reading(picture, series.measure.name, area).members[0].level


@pytest.mark.parametrize(
    ("events", "better", "stands"),
    [
        (50, "lower", "within"),
        (80, "lower", "much worse"),
        (30, "lower", "much better"),
        (80, "higher", "much better"),
        (30, "neither", "none"),
    ],
)
def test_against_the_partners_own_standard(events, better, stands):
    series = steady(share("returns", better=Better(better)), level=events)  # of 400: 12.5% is the standard
    assert level_of(series, standards={"returns": NATIONAL}).stands == stands


def test_without_a_standard_lower_levels_are_held_against_the_system_and_the_system_against_nothing():
    series = steady(share("returns"), seed=4)
    series.events[0] *= 2
    assert level_of(series).stands == "none"
    worse = level_of(series, "N1")
    assert (worse.stands, worse.standard_source) == ("worse", "the whole system")


def test_the_chart_holds_the_standard_against_its_limits_strictly():
    series = steady(share("returns"), level=30)
    picture = draw(results(series), place(standards={"returns": NATIONAL}))
    assert reading(picture, "returns").members[0].change.assurance == "pass"
    assert reading(draw(results(series), place()), "returns").members[0].change.assurance == "no target"


DELAYS = measure("delays", kind="published", table="published", unit="per cent", read_with=("returns",), people_counted=False)
RETURNS = measure("returns", kind="published", table="published", unit="per cent", read_with=("delays",), people_counted=False)
ENGLAND = "E92000001"


def published_picture(rows):
    return draw(results(extra=rows, measures=(DELAYS, RETURNS)), place())


def test_few_delays_and_many_returns_without_a_series_are_good_on_one_and_poor_on_the_other():
    rows = [published(DELAYS, "P1", 2024, 7.3, 0.2), published(DELAYS, ENGLAND, 2024, 10.3)]
    rows += [published(RETURNS, "P1", 2024, 14.7, 0.35), published(RETURNS, ENGLAND, 2024, 14.2)]
    picture = published_picture(rows)
    found = reading(picture, "delays", "P1")
    assert found.verdict is Verdict.GOOD_AND_POOR
    assert spoken(found.sentence) == "Delays: 7.3%, better than 10.3% (England). But returns: 14.7%, worse than 14.2% (England)."
    assert spoken(picture.headline[0]).startswith("East is good on one measure and poor on another.")


def test_two_levels_just_beyond_chance_are_a_reading_but_no_headline():
    """7.3 against 7.8 and 14.7 against 14.2: each beyond 95% and neither beyond 99.8%, as some pairs will be by chance."""
    rows = [published(DELAYS, "P1", 2024, 7.3, 0.4), published(DELAYS, ENGLAND, 2024, 7.8)]
    rows += [published(RETURNS, "P1", 2024, 14.7, 0.4), published(RETURNS, ENGLAND, 2024, 14.2)]
    picture = published_picture(rows)
    assert reading(picture, "delays", "P1").verdict is Verdict.GOOD_AND_POOR
    assert not any("East" in spoken(sentence) for sentence in (*picture.headline, *picture.findings))


def test_published_values_change_by_their_own_limits():
    rows = [published(DELAYS, "S1", year, value, 0.5) for year, value in ((2023, 10.0), (2024, 8.0))]
    change = reading(published_picture(rows), "delays").members[0].change
    assert (change.direction, change.spoke) == (Direction.BETTER, "year before")
    assert change.now.starts == date(2024, 1, 1)


def test_published_values_without_limits_cannot_be_told_from_chance():
    rows = [published(DELAYS, "S1", year, value) for year, value in ((2023, 10.0), (2024, 8.0))]
    change = reading(published_picture(rows), "delays").members[0].change
    assert (change.direction, change.why_not) == (Direction.UNKNOWN, "its limits are not published, so chance cannot be told from change")


def test_a_span_of_three_years_is_compared_with_the_one_that_does_not_overlap():
    rows = [
        published(DELAYS, "S1", year, value, 0.5, ends=date(year + 3, 1, 1))
        for year, value in ((2018, 10.0), (2019, 10.0), (2020, 10.0), (2021, 8.0))
    ]
    change = reading(published_picture(rows), "delays").members[0].change
    assert (change.before.starts, change.now.starts) == (date(2018, 1, 1), date(2021, 1, 1))


def test_an_old_figure_says_nothing_about_today():
    rows = [published(DELAYS, "S1", year, value, 0.1) for year, value in ((2018, 10.0), (2019, 8.0))]
    assert reading(published_picture(rows), "delays").members[0].change.why_not == "the last figure is for 2019"
