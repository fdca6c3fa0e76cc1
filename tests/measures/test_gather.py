"""From a place folder to results: what the feeds cover, where figures come from, the same answer every time."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.measures.towns import town
from wholeplace import demo, feeds
from wholeplace.feeds.receipt import Receipt
from wholeplace.measures import Results, compute
from wholeplace.measures.gather import _gaps, _missing, _span
from wholeplace.place import Place, read_place
from wholeplace.terms import DataProblem, Period


def receipt(*, months: dict[str, int], covers: tuple[date | None, date | None], feed: str = "a", table: str = "contacts") -> Receipt:
    return Receipt(
        feed=feed, contract="contacts", table=table, title="", files=(), rows_in=1, accepted=1, quarantined=0, repeated=0, replaced=0,
        left_out=0, faults=(), completeness={}, months=months, covers_from=covers[0], covers_to=covers[1],
    )  # fmt: skip


SPAN = (date(2025, 1, 1), date(2025, 4, 1))


def test_a_month_that_a_busy_feed_did_not_send_is_missing() -> None:
    assert _missing(receipt(months={"2025-01-01": 90, "2025-03-01": 80}, covers=SPAN)) == [date(2025, 2, 1)]


def test_a_quiet_feed_may_have_a_month_without_rows() -> None:
    assert _missing(receipt(months={"2025-01-01": 3, "2025-03-01": 2}, covers=SPAN)) == []


def test_a_month_between_two_surveys_is_no_missing_file() -> None:
    springs = receipt(months={"2025-01-01": 90, "2025-03-01": 80}, covers=SPAN, table="answers")
    assert _gaps([springs], "answers") == frozenset()
    assert _gaps([receipt(months=springs.months, covers=SPAN)], "contacts") == {date(2025, 2, 1)}


def test_money_is_covered_when_every_feed_covers_it_and_published_series_when_any_does() -> None:
    both = [receipt(months={}, covers=SPAN), receipt(months={}, covers=(date(2025, 2, 1), date(2025, 6, 1)))]
    assert _span(both, every=True) == (date(2025, 2, 1), date(2025, 4, 1))
    assert _span(both, every=False) == (date(2025, 1, 1), date(2025, 6, 1))
    assert _span([receipt(months={}, covers=(None, None))], every=True) is None


@pytest.fixture(scope="module")
def aldermoor(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder: Path = tmp_path_factory.mktemp("demo") / "place"
    demo.make(folder, people=2_500, seed=3)
    place = read_place(folder)
    feeds.receive(place)
    return place


@pytest.fixture(scope="module")
def results(aldermoor: Place) -> Results:
    return compute(aldermoor)


def test_the_picture_of_the_demo_place_is_of_its_last_whole_quarter(results: Results) -> None:
    assert results.period == Period.parse("2025-Q3")
    complete = results.rows.filter((pl.col("status") == "complete") & (pl.col("level") == "system"))
    assert complete["measure"].n_unique() >= 30


def test_what_waits_for_day_91_is_not_yet_complete(results: Results) -> None:
    late = results.rows.filter(
        (pl.col("measure") == "still-at-home-91-days") & (pl.col("grain") == "period") & (pl.col("level") == "system")
    )
    assert "not yet complete" in late["status"]
    assert late.filter(pl.col("status") == "not yet complete")["value"].is_null().all()


def test_every_figure_can_be_traced_to_files(results: Results) -> None:
    assert results.measure_feeds["care-started-within-2-days"] == ("admitted_patient_care", "social_care")
    for feed in results.measure_feeds["delayed-days"]:
        assert all(len(sha256) == 64 for _, sha256 in results.sources[feed].files)


def test_the_same_place_gives_the_same_rows_and_leaves_its_cells_alone(aldermoor: Place, results: Results) -> None:
    cells = sorted((aldermoor.folder / ".wholeplace" / "cells").glob("*.parquet"))
    before = [path.stat().st_mtime_ns for path in cells]
    assert compute(aldermoor).rows.equals(results.rows)
    assert [path.stat().st_mtime_ns for path in cells] == before


def test_another_period_can_be_asked_for(aldermoor: Place) -> None:
    earlier = compute(aldermoor, period=Period.parse("2024-Q4"))
    assert earlier.rows["ends"].max() == date(2025, 1, 1)


def test_20_per_cent_of_social_care_spend_is_on_older_people(results: Results) -> None:
    shares = results.rows.filter((pl.col("measure") == "social-care-spend-older-people") & (pl.col("level") == "system"))
    assert shares["value"].drop_nulls().to_list() == pytest.approx([20.0] * len(shares.drop_nulls("value")), abs=0.01)


def test_a_place_without_received_files_gets_a_letter(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="nothing was received yet"):
        compute(town(tmp_path))
