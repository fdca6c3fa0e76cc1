"""A file of slots: good lines are taken, each other is told with its number and what to do."""

from datetime import UTC, datetime

import pytest

from wholeplace.service.booking import Channel
from wholeplace.service.booking.importing import SlotsRead, read_slots

GOOD = "P1,a,2027-07-14T09:20,2027-07-14T09:30"


def read(*lines: str, headings: str = "PRACTICE_CODE,SLOT_ID,START,END") -> SlotsRead:
    return read_slots("\n".join((headings, *lines)), "slots.csv", ["P1"])


def test_a_line_with_everything() -> None:
    headings = "practice_code,SLOT_ID,START,END,SCHEDULE,KIND,CHANNEL,STATUS,RELEASED,TYPES,CODES,RELEASED_FROM,ROLE,LOCATION"
    line = "p1,a,2027-01-14T09:20,2027-01-14T09:30Z,Nurse,Dressing,telephone,busy,yes,"
    line += "Urgent-Care gp-practice,z9t,2027-01-13T08:00,Nurse,Room 3"
    (slot,) = read(line, headings=headings).slots
    assert (slot.organisation, slot.schedule, slot.kind, slot.channel) == ("P1", "Nurse", "Dressing", Channel.TELEPHONE)
    assert (slot.free, slot.bookable, slot.types, slot.codes) == (False, True, ("urgent-care", "gp-practice"), ("Z9T",))
    assert (slot.released_from, slot.role, slot.location) == (datetime(2027, 1, 13, 8, tzinfo=UTC), "Nurse", "Room 3")


def test_moments_without_a_zone_are_of_england() -> None:
    (slot,) = read(GOOD).slots
    assert slot.start == datetime(2027, 7, 14, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("P2,a,2027-07-14T09:20,2027-07-14T09:30", "PRACTICE_CODE is none of this place's services"),
        ("P1,,2027-07-14T09:20,2027-07-14T09:30", "SLOT_ID is empty"),
        ("P1,a,14/07/2027 09:20,2027-07-14T09:30", "START is no moment"),
        ("P1,a,2027-07-14T09:20,2027-07-14T09:20", "END is not after START"),
        ("P1,a,2027-10-31T01:30,2027-10-31T01:40", "START is in the hour in which the clocks change"),
        ("P1,a,2027-03-28T01:30,2027-03-28T02:40", "START is in the hour in which the clocks change"),
        ("P1,a", "START is no moment"),
    ],
)
def test_a_line_that_is_wrong_is_told_with_its_number(line: str, what: str) -> None:
    told = read(GOOD.replace("a", "z"), line)
    assert len(told.slots) == 1
    (refused,) = told.refused
    assert refused.number == 3
    assert what in refused.what
    assert refused.fix


def test_a_second_line_of_the_same_slot_is_refused() -> None:
    told = read(GOOD, GOOD)
    assert (len(told.slots), [one.number for one in told.refused]) == (1, [3])


@pytest.mark.parametrize(
    ("headings", "what"),
    [
        ("SLOT_ID,START,END", "It has no column PRACTICE_CODE"),
        ("PRACTICE_CODE,SLOT_ID,START,END,CHANEL", '"CHANEL" is no heading'),
        ("PRACTICE_CODE,SLOT_ID,START,END,END", "The heading END is there twice"),
        ("", "It has no column START"),
    ],
)
def test_a_file_with_wrong_headings_is_refused_whole(headings: str, what: str) -> None:
    told = read(GOOD, headings=headings)
    assert told.slots == ()
    assert any(what in one.what for one in told.problems)
