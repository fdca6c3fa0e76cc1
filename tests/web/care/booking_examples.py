"""A record for each address about slots and bookings to name, at the practice of the tests."""

from collections.abc import Mapping
from datetime import timedelta

from tests.service.records.booking.making import slot
from tests.web.care.conftest import AMAL, PRACTICE
from wholeplace.ledger.records import Act
from wholeplace.service.booking import FILE, Asker, read_practices
from wholeplace.service.records.booking.booking import BookingWanted, book
from wholeplace.service.records.persons.finding import find_or_make
from wholeplace.web.house import House

PRACTICES = """
[[practice]]
code = "P81001"
name = "Brook Street Surgery"
list_size = 9000
phone = "01632 960010"
instead = ["Anywhere Pharmacy"]

[[practice]]
code = "P81002"
name = "Hill Surgery"
list_size = 4000
enabled = false
why_not = "Its system takes no bookings yet. Ring it."

[[practice]]
code = "UTC1"
name = "Anywhere Urgent Treatment Centre"
kind = "urgent treatment"
takes = "anyone"

[[alternative]]
name = "Anywhere Pharmacy"
why = "For a cough, a sore throat or a rash"
open = "until 22:00"
phone = "01632 960020"
"""


def write_practices(house: House) -> None:
    """The place's file of services."""
    (house.folder / FILE).parent.mkdir(exist_ok=True)
    (house.folder / FILE).write_text(PRACTICES, "utf-8")


def at_the_practice(house: House) -> Mapping[str, str]:
    write_practices(house)
    return {"organisation": PRACTICE}


def a_caller(house: House) -> Mapping[str, str]:
    found = find_or_make(Act(account="example", acting_as="example", event="made for a test", at=house.now), AMAL)
    return {**at_the_practice(house), "person": found.person.reference if found.person else ""}


def a_slot(house: House) -> Mapping[str, str]:
    return {**at_the_practice(house), "slot": slot(PRACTICE, start=house.now + timedelta(hours=3)).reference}


def a_booking(house: House) -> Mapping[str, str]:
    told, act = a_caller(house), Act(account="example", acting_as="example", event="booked", at=house.now)
    of = slot(PRACTICE, start=house.now + timedelta(hours=3))
    wanted = BookingWanted(slot=of.reference, person=told["person"], asker=Asker(code="C01", type="urgent-care"), registered_at=PRACTICE)
    return {"organisation": PRACTICE, "booking": book(wanted, read_practices(house.folder), act).reference}


BOOKING_EXAMPLES = {
    **dict.fromkeys(("care-calls", "care-slots", "care-slots-report", "care-slots-file"), at_the_practice),
    "care-call": a_caller,
    "care-slot": a_slot,
    "care-booking": a_booking,
    "my-booking": lambda house: {"booking": a_booking(house)["booking"]},
}
