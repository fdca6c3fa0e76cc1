"""A practice's own book: the quota, release, 111 bookings with their reason, overbooking, moving, cancelling, and the report."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.service.records.booking.making import slot
from tests.web.care.booking_examples import a_booking, write_practices
from tests.web.care.conftest import OTHER_PRACTICE, PRACTICE
from tests.web.partner.conftest import Clock
from wholeplace.service.records.booking import models
from wholeplace.web.house import House

SLOTS = f"/care/organisations/{PRACTICE}/slots/"


@pytest.fixture
def desk(house: House, sign_in: Callable[..., Client]) -> Client:
    write_practices(house)
    return sign_in("a.receptionist", ("receptionist", PRACTICE))


def day_of(slots: list[models.Slot]) -> str:
    return f"{SLOTS}?day={slots[0].start.date().isoformat()}"


def some(house: House, count: int, **columns: object) -> list[models.Slot]:
    """Slots of tomorrow from nine o'clock."""
    nine = (house.now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    return [slot(PRACTICE, start=nine + timedelta(minutes=30 * number), **columns) for number in range(count)]


def test_the_quota_is_kept_spread_over_the_day(desk: Client, house: House) -> None:
    day = some(house, 12, bookable=False)
    page = desk.get(day_of(day)).content.decode()
    assert "Keep 3 more for 111" in page
    assert desk.post(day_of(day), {"do": "keep"}).status_code == 302
    kept = models.Slot.objects.filter(kept_for="111")
    assert (kept.count(), set(kept.values_list("types", "bookable"))) == (3, {("|urgent-care|", True)})
    assert "Keep" not in re.sub(r"Kept for 111|kept for 111", "", desk.get(day_of(day)).content.decode())


def test_ticked_slots_are_released_by_type_code_and_embargo(desk: Client, house: House) -> None:
    first, second = day = some(house, 2, bookable=False)
    told = {"do": "release", "slot": [first.reference], "types": ["urgent-care"], "codes": "c01  c02", "from_time": "08:00"}
    tomorrow = first.start.date()
    told |= {"from_day-day": str(tomorrow.day), "from_day-month": str(tomorrow.month), "from_day-year": str(tomorrow.year)}
    assert desk.post(day_of(day), told).status_code == 302
    for each in day:
        each.refresh_from_db()
    assert (first.bookable, first.types, first.codes) == (True, "|urgent-care|", "|C01|C02|")
    assert first.released_from is not None
    assert first.released_from.astimezone(house.now.tzinfo).strftime("%H:%M") == "08:00"
    assert second.bookable is False
    page = desk.get(day_of(day)).content.decode()
    assert "111 and urgent care, C01, C02, from " in page
    desk.post(day_of(day), {"do": "take back", "slot": [first.reference]})
    first.refresh_from_db()
    assert first.bookable is False


def test_slots_of_another_practice_cannot_be_touched(desk: Client, house: House) -> None:
    theirs = slot(OTHER_PRACTICE, start=house.now + timedelta(days=1), bookable=False)
    desk.post(SLOTS, {"do": "release", "slot": [theirs.reference]})
    theirs.refresh_from_db()
    assert theirs.bookable is False
    assert desk.get(f"{SLOTS}{theirs.reference}/").status_code == 404


def test_unused_slots_come_back(desk: Client, house: House) -> None:
    soon = slot(PRACTICE, start=house.now + timedelta(hours=1), kept_for="111", types=("urgent-care",))
    page = desk.get(SLOTS).content.decode()
    assert "came back from 111" in page
    desk.post(SLOTS, {"do": "unused"})
    soon.refresh_from_db()
    assert (soon.bookable, soon.given_back is not None) == (False, True)


def test_bookings_of_111_are_shown_with_their_reason(desk: Client, house: House) -> None:
    told = a_booking(house)
    models.Appointment.objects.get()
    page = desk.get(SLOTS).content.decode()
    assert "Amal Example" in page
    assert "by 111" in page
    assert f"/bookings/{told['booking']}/" in page
    assert "111 booked 1 today" in desk.get("/care/").content.decode()


def test_a_taken_slot_is_overbooked_with_a_reason_only(desk: Client, house: House, amal: str) -> None:
    a_booking(house)
    taken = models.Slot.objects.get()
    address = f"{SLOTS}{taken.reference}/"
    page = desk.get(address).content.decode()
    assert "This slot is taken" in page
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    told = {"version": 0, "once": once.group(1), "nhs_number": "9990000018", "reason": "Fever", "because": ""}
    assert "Somebody else has this slot now" in desk.post(address, told).content.decode()
    assert desk.post(address, {**told, "because": "A child with a fever"}).status_code == 302
    extra = models.Appointment.objects.get(over_because="A child with a fever")
    assert extra.slot != taken.reference
    assert "overbooked" in desk.get(SLOTS).content.decode()


def test_an_appointment_is_moved_then_cancelled(desk: Client, house: House) -> None:
    reference = a_booking(house)["booking"]
    other = slot(PRACTICE, start=house.now + timedelta(hours=5), bookable=False)
    address = f"/care/organisations/{PRACTICE}/bookings/{reference}/"
    answer = desk.post(address, {"version": 1, "do": "move", "slot": other.reference})
    assert answer.status_code == 302
    moved = models.Appointment.objects.get(replaces=reference)
    assert moved.slot == other.reference
    address = answer["Location"]
    assert "Give a reason" in desk.post(address, {"version": 1, "do": "cancel", "reason": ""}).content.decode()
    assert desk.post(address, {"version": 1, "do": "cancel", "reason": "They feel better"}).status_code == 302
    moved.refresh_from_db()
    assert (moved.status, moved.cancelled_by) == ("cancelled", PRACTICE)
    assert "They feel better" in desk.get(address).content.decode()


def test_whoever_is_second_is_told(desk: Client, house: House) -> None:
    reference = a_booking(house)["booking"]
    address = f"/care/organisations/{PRACTICE}/bookings/{reference}/"
    page = desk.post(address, {"version": 7, "do": "cancel", "reason": "They feel better"}).content.decode()
    assert "changed it first" in page


@pytest.mark.parametrize("do", [{}, {"do": "everything"}])
def test_without_a_button_nothing_is_done(desk: Client, house: House, do: dict[str, str]) -> None:
    reference = a_booking(house)["booking"]
    address = f"/care/organisations/{PRACTICE}/bookings/{reference}/"
    page = desk.post(address, {"version": 1, "reason": "They feel better", **do}).content.decode()
    assert "It is not clear which button was pressed." in page
    assert models.Appointment.objects.get().status == "booked"
    theirs = slot(PRACTICE, start=house.now + timedelta(hours=5), bookable=False)
    page = desk.post(SLOTS, {"slot": [theirs.reference], **do}).content.decode()
    assert "It is not clear which button was pressed." in page
    assert not models.Slot.objects.get(pk=theirs.reference).bookable


def test_who_came_is_said_afterwards(desk: Client, house: House, clock: Clock) -> None:
    reference = a_booking(house)["booking"]
    address = f"/care/organisations/{PRACTICE}/bookings/{reference}/"
    assert "They came" not in desk.get(address).content.decode()
    clock.at += timedelta(hours=4)
    desk.post(address, {"version": 1, "do": "came"})
    assert models.Appointment.objects.get().status == "fulfilled"


def test_the_report_counts_and_names_nobody(desk: Client, house: House) -> None:
    a_booking(house)
    models.Slot.objects.update(kept_for="111")
    page = desk.get(f"{SLOTS}used/").content.decode()
    assert "<dt>Booked by 111</dt><dd>1</dd>" in page
    told = desk.get(f"{SLOTS}used.csv").content.decode().splitlines()
    day = house.today.isoformat()
    assert told[1:] == [f"{PRACTICE},{day},3,1,1,0,0,0,0,0,1,1"]
    assert "Amal" not in page
