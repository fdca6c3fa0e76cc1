"""A resident books, sees and cancels; whoever acts for them does too; nobody sees another's."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.service.records.booking.making import slot
from tests.web.care.booking_examples import a_booking, write_practices
from tests.web.care.conftest import OTHER_PRACTICE, PRACTICE
from wholeplace.service.records.booking import models
from wholeplace.web.house import House


@pytest.fixture
def amals(house: House, resident_in: Callable[..., Client], amal: str) -> Client:
    write_practices(house)
    return resident_in(amal)


def form(page: str, of: models.Slot, **other: str) -> dict[str, str]:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return {"once": found.group(1), "slot": of.reference, "reason": "A sore knee", **other}


def test_only_what_is_released_to_everybody_is_offered(amals: Client, house: House) -> None:
    for columns in (
        {},
        {"types": ("resident",)},
        {"types": ("urgent-care",)},
        {"bookable": False},
        {"kept_for": "111", "types": ("urgent-care",)},
    ):
        slot(PRACTICE, start=house.now + timedelta(hours=5), **columns)
    slot(OTHER_PRACTICE, start=house.now + timedelta(hours=5))
    assert amals.get("/my/bookings/new/").content.decode().count('name="slot"') == 2


def test_booking_twice_with_one_page_books_once(amals: Client, house: House, amal: str) -> None:
    free = slot(PRACTICE, start=house.now + timedelta(hours=5))
    page = amals.get("/my/bookings/new/").content.decode()
    first, answer = (amals.post("/my/bookings/new/", form(page, free)) for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, answer["Location"])
    booked = models.Appointment.objects.get()
    assert (booked.person, booked.booked_by, booked.booked_by_type, booked.reason) == (amal, "", "resident", "A sore knee")
    assert "Brook Street Surgery" in amals.get(answer["Location"]).content.decode()
    assert "Appointment at Brook Street Surgery" in amals.get("/my/").content.decode()


def test_a_time_that_is_gone_is_told_and_what_was_typed_stays(amals: Client, house: House) -> None:
    gone, other = (slot(PRACTICE, start=house.now + timedelta(hours=hours)) for hours in (5, 6))
    page = amals.get("/my/bookings/new/").content.decode()
    models.Slot.objects.filter(pk=gone.pk).update(status="busy")
    answer = amals.post("/my/bookings/new/", form(page, gone))
    assert answer.status_code == 409
    assert "Somebody else has just taken this time" in answer.content.decode()
    assert "A sore knee" in answer.content.decode()
    assert amals.post("/my/bookings/new/", form(page, other)).status_code == 302


def test_an_appointment_is_cancelled_with_a_few_words(amals: Client, house: House) -> None:
    address = f"/my/bookings/{a_booking(house)['booking']}/"
    assert "Write a few words" in amals.post(address, {"version": 1, "reason": ""}).content.decode()
    assert "changed this appointment first" in amals.post(address, {"version": 5, "reason": "Better"}).content.decode()
    assert amals.post(address, {"version": 1, "reason": "Better"}).status_code == 302
    record = models.Appointment.objects.get()
    assert (record.status, record.cancelled_by, record.cancel_reason) == ("cancelled", "", "Better")
    assert "cancelled" in amals.get("/my/bookings/").content.decode()


def test_nobody_sees_the_appointment_of_another(house: House, resident_in: Callable[..., Client], bea: str) -> None:
    address = f"/my/bookings/{a_booking(house)['booking']}/"
    client = resident_in(bea)
    assert client.get(address).status_code == 404
    assert client.post(address, {"version": 1, "reason": "Better"}).status_code == 404


def test_who_has_not_proven_who_they_are_sees_what_they_booked_themselves(
    house: House, resident_in: Callable[..., Client], amal: str
) -> None:
    reference = a_booking(house)["booking"]
    client = resident_in(amal, proven="P0")
    assert client.get(f"/my/bookings/{reference}/").status_code == 404
    page = client.get("/my/bookings/new/").content.decode()
    assert "Book an appointment" in page
