"""Slots from sessions: only those that are not there yet and have not begun, each booked one left alone, the quota kept for 111."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.service.booking.test_sessions import MORNING
from tests.service.records.booking.making import PRACTICES, act, wanted
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.booking.sessions import Weekday
from wholeplace.service.records.booking.booking import book
from wholeplace.service.records.booking.from_sessions import make_slots
from wholeplace.service.records.booking.models import Schedule, Slot
from wholeplace.web import slots_of

pytestmark = pytest.mark.django_db
DAILY = replace(MORNING, days=tuple(Weekday))
FIRST, END = date(2026, 11, 23), date(2026, 11, 25)
EARLY = datetime(2026, 11, 23, 6, tzinfo=UTC)


def test_they_are_made_once_and_none_that_has_begun() -> None:
    at_nine = act("made", at=datetime(2026, 11, 23, 8, 40, tzinfo=UTC))
    assert make_slots([DAILY], FIRST, END, at_nine) == {"Z90001": 3}
    assert make_slots([DAILY], FIRST, END, at_nine) == {"Z90001": 0}
    assert make_slots([DAILY], FIRST, END + timedelta(days=1), at_nine) == {"Z90001": 2}
    assert Schedule.objects.count() == 1
    assert verify().problems == ()


def test_one_that_was_booked_stays_as_it_is() -> None:
    make_slots([DAILY], FIRST, END, act("made", at=EARLY))
    slot = Slot.objects.order_by("start").first()
    assert slot is not None
    book(wanted(slot), PRACTICES, act(at=EARLY))
    make_slots([DAILY], FIRST, END, act("made", at=EARLY))
    assert Slot.objects.filter(start=slot.start).count() == 1
    assert Slot.objects.get(pk=slot.pk).status == "busy"


def test_two_services_with_a_session_of_one_name_have_slots_of_their_own() -> None:
    other = replace(DAILY, practice="Z90002", begins=time(14), ends=time(15))
    assert make_slots([DAILY, other], FIRST, END, act("made", at=EARLY)) == {"Z90001": 4, "Z90002": 6}


def test_the_verb_keeps_the_quota_of_each_day_for_111(partnership: Path) -> None:
    (partnership / "place.toml").write_text((partnership / "place.toml").read_text().replace('"agreement"', '"agreement", "front-door"'))
    (partnership / "front_door").mkdir()
    (partnership / "front_door" / "practices.toml").write_text('[[practice]]\ncode = "Z1"\nname = "One"\nlist_size = 6500\n')
    (partnership / "front_door" / "sessions.toml").write_text(
        '[[session]]\npractice = "Z1"\ntitle = "Day"\ndays = ["Monday", "Tuesday"]\nbegins = 09:00:00\nends = 12:00:00\nminutes = 15\n'
    )
    made = slots_of(partnership, by="AB", clock=lambda: EARLY).make(1)
    assert (made.new, made.kept_for_111) == ({"Z1": 24}, {"Z1": 4})
    again = slots_of(partnership, by="AB", clock=lambda: EARLY).make(1)
    assert (again.new, again.kept_for_111) == ({"Z1": 0}, {"Z1": 0})
