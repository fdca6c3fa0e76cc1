"""Who may see a slot: GP Connect's published table row by row, embargo, booking window, and slots of 111 that went back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.booking import (
    Asker,
    Practice,
    RangeRefused,
    RangeTooWide,
    Slot,
    SlotStatus,
    Takes,
    check_range,
    gives_back_at,
    is_for,
    is_open,
    may_see,
    status_at,
    takes,
    within,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NOBODY, TYPE, CODE, BOTH = Asker(), Asker(type="urgent-care"), Asker(code="A11111"), Asker(type="urgent-care", code="A11111")
FREE = ((), ())
TYPE_FITS, TYPE_DIFFERS = (("gp-practice", "urgent-care"), ()), (("gp-practice",), ())
CODE_FITS, CODE_DIFFERS = ((), ("B22222", "A11111")), ((), ("B22222",))
BOTH_FIT = (("urgent-care",), ("A11111",))
ONLY_TYPE_FITS, ONLY_CODE_FITS = (("urgent-care",), ("B22222",)), (("gp-practice",), ("A11111",))
NEITHER_FITS = (("gp-practice",), ("B22222",))
EVERY = (FREE, TYPE_FITS, TYPE_DIFFERS, CODE_FITS, CODE_DIFFERS, BOTH_FIT, ONLY_TYPE_FITS, ONLY_CODE_FITS, NEITHER_FITS)
# GP Connect, Slot availability management, "matching rules for a provider system when applying the search filter":
# which restrictions (types, codes) of a slot let it be returned to each search filter.
PUBLISHED = {NOBODY: {FREE}, TYPE: {FREE, TYPE_FITS}, CODE: {FREE, CODE_FITS}, BOTH: {FREE, TYPE_FITS, CODE_FITS, BOTH_FIT}}


def slot(**fields: object) -> Slot:
    told = {"reference": "s", "organisation": "P", "schedule": "c", "start": NOW + timedelta(hours=6), "end": NOW + timedelta(hours=7)}
    return Slot(**told | fields)  # type: ignore[arg-type]


def practice(**fields: object) -> Practice:
    return Practice(code="P", name="P", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("restriction", EVERY)
@pytest.mark.parametrize("asker", PUBLISHED)
def test_the_published_table(asker: Asker, restriction: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    types, codes = restriction
    assert is_for(slot(types=types, codes=codes), asker) == (restriction in PUBLISHED[asker])
    assert not is_for(slot(types=types, codes=codes, bookable=False), asker), "what the practice did not release is for nobody else"


@pytest.mark.parametrize(
    ("fields", "rules", "open_"),
    [
        ({}, {}, True),
        ({"released_from": NOW}, {}, True),
        ({"released_from": NOW + timedelta(microseconds=1)}, {}, False),
        ({"start": NOW + timedelta(minutes=30)}, {"nearest_minutes": 30}, True),
        ({"start": NOW + timedelta(minutes=29)}, {"nearest_minutes": 30}, False),
        ({"start": NOW + timedelta(days=7)}, {"furthest_days": 7}, True),
        ({"start": NOW + timedelta(days=7, minutes=1)}, {"furthest_days": 7}, False),
        ({"start": NOW - timedelta(minutes=1)}, {}, False),
        ({"kept_for": "111", "start": NOW + timedelta(hours=2, minutes=1)}, {}, True),
        ({"kept_for": "111", "start": NOW + timedelta(hours=2)}, {}, False),
        ({"kept_for": "111", "start": NOW + timedelta(hours=2)}, {"hours_before": 1}, True),
        ({"start": NOW + timedelta(hours=2)}, {}, True),
        ({"kept_for": "111", "given_back": NOW, "start": NOW + timedelta(hours=2)}, {}, True),
    ],
)
def test_embargo_window_and_what_went_back(fields: dict[str, object], rules: dict[str, object], open_: bool) -> None:
    assert is_open(slot(**fields), practice(**rules), NOW) == open_
    assert may_see(slot(**fields), practice(**rules), BOTH, NOW) == open_
    assert not may_see(slot(**fields), practice(**rules, enabled=False), BOTH, NOW)


def test_a_slot_goes_back_by_rule_or_by_hand_whichever_is_first() -> None:
    kept = slot(kept_for="111")
    assert gives_back_at(kept, practice()) == kept.start - timedelta(hours=2)
    assert gives_back_at(slot(kept_for="111", given_back=kept.start), practice()) == kept.start - timedelta(hours=2)
    assert gives_back_at(slot(), practice()) is None


@pytest.mark.parametrize(("start", "end", "inside"), [(0, 60, True), (1, 60, False), (0, 59, False), (-9, 99, True), (60, 120, False)])
def test_a_slot_lies_wholly_in_the_range_or_is_not_found(start: int, end: int, inside: bool) -> None:
    six = NOW + timedelta(hours=6)
    assert within(slot(), six + timedelta(minutes=start), six + timedelta(minutes=end)) == inside


def test_a_search_covers_two_weeks_at_most() -> None:
    check_range(NOW, NOW)
    check_range(NOW, NOW + timedelta(days=14))
    with pytest.raises(RangeTooWide):
        check_range(NOW, NOW + timedelta(days=14, seconds=1))
    with pytest.raises(RangeRefused):
        check_range(NOW, NOW - timedelta(seconds=1))


def test_a_hold_that_ran_out_is_no_hold() -> None:
    held = slot(status=SlotStatus.HELD, held_until=NOW)
    assert status_at(held, NOW - timedelta(seconds=1)) is SlotStatus.HELD
    assert status_at(held, NOW) is SlotStatus.FREE
    assert status_at(slot(status=SlotStatus.BUSY), NOW) is SlotStatus.BUSY


def test_whom_a_service_takes() -> None:
    assert takes(practice(), "P")
    assert not takes(practice(), "Q")
    assert not takes(practice(), "")
    assert takes(practice(takes=Takes.ANYONE), "")
    assert takes(practice(takes=Takes.LISTED, listed=("Q", "R")), "Q")
    assert not takes(practice(takes=Takes.LISTED, listed=("Q", "R")), "P")


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")), st.sampled_from(["", "a", "b"]), st.sampled_from(["", "a", "c"]))
def test_saying_more_never_hides_a_slot(types: list[str], codes: list[str], type_: str, code: str) -> None:
    seen = slot(types=tuple(types), codes=tuple(codes))
    if is_for(seen, Asker()):
        assert is_for(seen, Asker(type=type_, code=code))
    if is_for(seen, Asker(type=type_)):
        assert is_for(seen, Asker(type=type_, code=code))
