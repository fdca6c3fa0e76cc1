"""How many slots a practice keeps for 111, and that they lie spread over its day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.booking import Practice, Slot, SlotStatus, chosen_for_111, quota_of

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def slot(minutes: int, **fields: object) -> Slot:
    start = MIDNIGHT + timedelta(minutes=minutes)
    told = {"reference": f"s-{minutes:05}", "organisation": "P", "schedule": "c", "start": start, "end": start + timedelta(minutes=10)}
    return Slot(**told | fields)  # type: ignore[arg-type]


def practice(list_size: int, **fields: object) -> Practice:
    return Practice(code="P", name="P", list_size=list_size, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("size", "quota"), [(1, 1), (2999, 1), (3000, 1), (5999, 1), (6000, 2), (9000, 3), (30_000, 10), (0, 0)])
def test_one_slot_a_day_for_each_3000_persons_and_at_least_one(size: int, quota: int) -> None:
    assert quota_of(practice(size)) == quota


def test_a_practice_may_promise_another_number() -> None:
    assert quota_of(practice(9000, quota=5)) == 5
    assert quota_of(practice(9000, quota=0)) == 0


def test_they_lie_spread_over_the_day() -> None:
    day = [slot(minutes) for minutes in range(8 * 60, 18 * 60, 10)]
    chosen = chosen_for_111(day, practice(9000), MIDNIGHT)
    assert [one.start.strftime("%H:%M") for one in chosen] == ["09:40", "12:50", "16:10"]


def test_what_is_kept_already_counts_and_its_part_of_the_day_stays_free() -> None:
    day = [slot(minutes) for minutes in range(8 * 60, 18 * 60, 10)]
    day[0] = slot(480, kept_for="111")
    chosen = chosen_for_111(day, practice(9000), MIDNIGHT)
    assert [one.start.strftime("%H:%M") for one in chosen] == ["12:50", "16:10"]
    assert chosen_for_111([slot(1, kept_for="111", status=SlotStatus.BUSY), slot(20)], practice(3000), MIDNIGHT) == ()


@pytest.mark.parametrize(
    "fields", [{"status": SlotStatus.BUSY}, {"types": ("gp-practice",)}, {"codes": ("A",)}, {"status": SlotStatus.HELD}]
)
def test_what_is_promised_to_others_or_taken_is_not_chosen(fields: dict[str, object]) -> None:
    assert chosen_for_111([slot(600, **fields)], practice(9000), MIDNIGHT) == ()


def test_what_has_begun_is_not_chosen_and_an_empty_day_gives_none() -> None:
    assert chosen_for_111([slot(600)], practice(9000), MIDNIGHT + timedelta(minutes=600)) == ()
    assert chosen_for_111([], practice(9000), MIDNIGHT) == ()


@given(st.sets(st.integers(0, 1400), max_size=40), st.integers(0, 40_000), st.randoms(use_true_random=False))
def test_never_more_than_the_quota_never_fewer_than_there_are(minutes: set[int], size: int, order: object) -> None:
    day = [slot(each) for each in sorted(minutes)]
    chosen = chosen_for_111(day, practice(size), MIDNIGHT - timedelta(days=1))
    assert len(chosen) == min(quota_of(practice(size)), len(day)) == len(set(chosen))
    mixed = list(day)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert chosen_for_111(mixed, practice(size), MIDNIGHT - timedelta(days=1)) == chosen
    kept = [slot(int(one.reference[2:]), kept_for="111") if one in chosen else one for one in day]
    assert chosen_for_111(kept, practice(size), MIDNIGHT - timedelta(days=1)) == (), "choosing again adds none"
