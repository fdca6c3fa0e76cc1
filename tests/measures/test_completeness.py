"""A figure that is not whole yet is never shown as low."""

from datetime import date

import pytest

from wholeplace.measures.completeness import Coverage, default_period, rests_on, status_of
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.shapes import Status
from wholeplace.measures.windows import Window
from wholeplace.terms import Period

MEASURES = library_measures()
ALL = ("stays", "attendances", "contacts", "care", "register_months", "support", "spend", "person_months")


def covered(until: date, *, first: date = date(2022, 10, 1), **others: Coverage) -> dict[str, Coverage]:
    return dict.fromkeys(ALL, Coverage(first=first, until=until)) | others


def status(name: str, period: str, coverage: dict[str, Coverage]) -> Status:
    return status_of(MEASURES[name], Window(grain="period", span=Period.parse(period)), coverage)


@pytest.mark.parametrize(
    ("name", "until", "expected"),
    [
        ("long-stays", date(2025, 10, 1), Status.COMPLETE),
        ("back-within-30-days", date(2025, 10, 30), Status.NOT_YET_COMPLETE),
        ("back-within-30-days", date(2025, 10, 31), Status.COMPLETE),
        ("still-at-home-91-days", date(2025, 12, 1), Status.NOT_YET_COMPLETE),
        ("long-stays", date(2025, 9, 30), Status.NOT_YET_COMPLETE),
        ("long-stays", date(2025, 7, 1), Status.NO_DATA),
    ],
)
def test_a_period_is_whole_only_when_its_wait_is_over(name: str, until: date, expected: Status) -> None:
    assert status(name, "2025-Q3", covered(until)) is expected


def test_every_feed_that_a_measure_rests_on_must_reach_far_enough() -> None:
    late_care = covered(date(2026, 1, 1), care=Coverage(first=date(2022, 10, 1), until=date(2025, 9, 1)))
    assert rests_on(MEASURES["care-started-within-2-days"]) == ("stays", "care")
    assert status("care-started-within-2-days", "2025-Q3", late_care) is Status.NOT_YET_COMPLETE
    assert status("long-stays", "2025-Q3", late_care) is Status.COMPLETE


def test_before_the_first_day_there_is_no_data() -> None:
    assert status("long-stays", "2022-Q3", covered(date(2026, 1, 1))) is Status.NO_DATA


def test_a_month_that_a_feed_left_out_is_no_data_and_not_zero() -> None:
    hole = covered(date(2026, 1, 1), stays=Coverage(first=date(2022, 10, 1), until=date(2026, 1, 1), gaps=frozenset({date(2025, 8, 1)})))
    assert status("long-stays", "2025-Q3", hole) is Status.NO_DATA
    assert status("long-stays", "2025-Q2", hole) is Status.COMPLETE


def test_registers_are_known_from_the_month_that_people_say() -> None:
    coverage = covered(date(2026, 1, 1), register_months=Coverage(first=date(2023, 9, 1), until=date(2026, 1, 1)))
    assert status("carers-supported", "2023-08", coverage) is Status.NO_DATA
    assert status("carers-supported", "2023-09", coverage) is Status.COMPLETE
    assert status("carers-supported", "2023-Q3", coverage) is Status.COMPLETE  # its last month stands for all of it


def test_the_picture_is_of_the_latest_quarter_that_most_measures_can_speak_of() -> None:
    assert default_period(list(MEASURES.values()), covered(date(2025, 11, 1))) == Period.parse("2025-Q3")
    assert default_period(list(MEASURES.values()), covered(date(2025, 9, 30))) == Period.parse("2025-Q2")


def test_without_data_there_is_no_period() -> None:
    assert default_period(list(MEASURES.values()), {}) is None
    assert default_period(list(MEASURES.values()), covered(date(2025, 2, 1), first=date(2025, 1, 1))) is None
