"""A call handler books for whoever calls: one screen, safe to send twice, the next three where a slot is gone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.service.records.booking.making import slot
from tests.web.care.booking_examples import write_practices
from tests.web.care.conftest import CALLS, OTHER_PRACTICE, PRACTICE
from wholeplace.service.records.booking import models
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.models import Referral
from wholeplace.web.house import House

BORN = {"born-day": "1", "born-month": "5", "born-year": "1950"}


@pytest.fixture
def caller(house: House, sign_in: Callable[..., Client]) -> Client:
    write_practices(house)
    return sign_in("a.call.handler", ("call handler", CALLS))


def address(person: str) -> str:
    return f"/care/organisations/{CALLS}/calls/{person}/"


def once_of(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found.group(1)


def form(page: str, of: models.Slot, **other: str) -> dict[str, str]:
    return {
        "once": once_of(page),
        "slot": of.reference,
        "reason": "Cough for three weeks",
        "comment": "",
        "risks": "None known",
        "refer": "on",
        **other,
    }


def test_whoever_is_found_opens_at_once(caller: Client, amal: str) -> None:
    answer = caller.post(f"/care/organisations/{CALLS}/calls/", {"version": 0, "family_name": "Example", **BORN})
    assert (answer.status_code, answer["Location"]) == (302, address(amal))
    answer = caller.post(f"/care/organisations/{CALLS}/calls/", {"version": 0, "nhs_number": "999 000 0018"})
    assert answer["Location"] == address(amal)


def test_whoever_is_not_known_is_taken_down_on_the_same_screen(caller: Client, amal: str) -> None:
    here, given = f"/care/organisations/{CALLS}/calls/", {"version": 0, "family_name": "Newcomer", **BORN}
    page = caller.post(here, given).content.decode()
    assert "Nobody fits: add them" in page
    page = caller.post(here, {**given, "new": "on"}).content.decode()
    assert "A new person needs this" in page
    told = {**given, "new": "on", "given_name": "Nia", "postcode": "ab12cd", "registered_at": PRACTICE}
    assert caller.post(here, told).status_code == 302
    made = Person.objects.get(family_name="Newcomer")
    assert (made.postcode, made.registered_at) == ("AB1 2CD", PRACTICE)


def test_every_service_that_takes_them_is_there_and_no_other(caller: Client, house: House, amal: str) -> None:
    slot(PRACTICE, start=house.now + timedelta(hours=3), types=("urgent-care",))
    slot(PRACTICE, start=house.now + timedelta(hours=5), bookable=False, kind="Only for the practice")
    slot("UTC1", start=house.now + timedelta(hours=1))
    slot(OTHER_PRACTICE, start=house.now + timedelta(hours=1), kind="At another practice")
    page = caller.get(address(amal)).content.decode()
    assert "Brook Street Surgery (their own practice)" in page
    assert "Anywhere Urgent Treatment Centre" in page
    assert page.count('name="slot"') == 2
    assert "Anywhere Pharmacy" in page
    assert caller.get(f"{address(amal)}?hours=4").content.decode().count('name="slot"') == 2
    assert "Only for" not in page
    assert "At another" not in page


def test_a_practice_that_is_not_enabled_shows_the_reason_and_alternatives(caller: Client, bea: str) -> None:
    page = caller.get(address(bea)).content.decode()
    assert "Its system takes no bookings yet. Ring it." in page
    assert "Anywhere Pharmacy" in page
    assert "until 22:00" in page


def test_booking_and_referring_is_one_step_and_sending_it_twice_does_it_once(caller: Client, house: House, amal: str) -> None:
    free = slot(PRACTICE, start=house.now + timedelta(hours=3))
    page = caller.get(address(amal)).content.decode()
    for _ in range(2):
        answer = caller.post(address(amal), form(page, free))
        assert (answer.status_code, answer["Location"]) == (302, address(amal))
    booked = models.Appointment.objects.get()
    assert (booked.person, booked.booked_by, booked.reason) == (amal, CALLS, "Cough for three weeks")
    referral = Referral.objects.get()
    assert (referral.booking, referral.turn, referral.risks) == (booked.reference, PRACTICE, "None known")
    page = caller.get(address(amal)).content.decode()
    assert "Booked: Brook Street Surgery" in page
    assert f"/bookings/{booked.reference}/" in page


def test_another_booking_under_the_same_page_is_refused(caller: Client, house: House, amal: str) -> None:
    first, second = (slot(PRACTICE, start=house.now + timedelta(hours=hours)) for hours in (3, 4))
    page = caller.get(address(amal)).content.decode()
    caller.post(address(amal), form(page, first))
    answer = caller.post(address(amal), form(page, second))
    assert "You have booked with this page already" in answer.content.decode()
    assert models.Appointment.objects.count() == 1


def test_where_a_slot_is_gone_the_next_three_are_offered_and_what_was_typed_stays(caller: Client, house: House, amal: str) -> None:
    gone, *others = (slot(PRACTICE, start=house.now + timedelta(hours=hours)) for hours in range(3, 9))
    page = caller.get(address(amal)).content.decode()
    models.Slot.objects.filter(pk=gone.pk).update(status="busy")
    answer = caller.post(address(amal), form(page, gone))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else has just taken this slot" in page
    offered = page[page.index("The next three") :].split("</fieldset>")[0].split("<h3")[0]
    assert re.findall(r'value="([^"]+)"', offered) == [one.reference for one in others[:3]]
    assert "Cough for three weeks" in page
    assert caller.post(address(amal), form(page, others[0])).status_code == 302, "the same page is sent again"
    assert models.Appointment.objects.get().slot == others[0].reference


def test_a_slot_and_a_reason_are_asked_for(caller: Client, house: House, amal: str) -> None:
    free = slot(PRACTICE, start=house.now + timedelta(hours=3))
    page = caller.get(address(amal)).content.decode()
    answer = caller.post(address(amal), form(page, free, slot="", reason="", risks="")).content.decode()
    assert "Choose a slot." in answer
    assert "Write why they call." in answer
    assert "A referral says which risks are known" in answer
    assert not models.Appointment.objects.exists()


def test_too_many_at_once_is_told_and_may_be_sent_again(caller: Client, house: House, amal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from wholeplace.service.records.turns import TooLate
    from wholeplace.web.care.booking import calling

    free = slot(PRACTICE, start=house.now + timedelta(hours=3))
    page = caller.get(address(amal)).content.decode()

    def too_late(*_: object) -> None:
        raise TooLate

    with monkeypatch.context() as told:
        told.setattr(calling.booking, "book", too_late)
        answer = caller.post(address(amal), form(page, free)).content.decode()
    assert "nothing was booked" in answer
    assert once_of(answer) == once_of(page)
    assert caller.post(address(amal), form(answer, free)).status_code == 302


def test_nobody_else_takes_calls(sign_in: Callable[..., Client], house: House, amal: str) -> None:
    write_practices(house)
    assert sign_in("a.receptionist", ("receptionist", PRACTICE)).get(address(amal)).status_code == 403
