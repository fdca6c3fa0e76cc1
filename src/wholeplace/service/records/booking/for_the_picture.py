"""Appointments as the feed that the front door sends to the picture: who, where, when, and what came of it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from wholeplace.service.booking import FOR_111, URGENT_CARE, AppointmentStatus
from wholeplace.service.records.booking.models import Appointment, Slot
from wholeplace.service.records.persons.models import Person

ENGLAND = ZoneInfo("Europe/London")
AT_ONCE = 500
STATES = {
    AppointmentStatus.BOOKED: "booked", AppointmentStatus.CAME: "attended", AppointmentStatus.DID_NOT_COME: "did not attend",
    AppointmentStatus.CANCELLED: "cancelled",
}  # fmt: skip
KINDS = {URGENT_CARE: "111", "social-prescribing": "link worker", "resident": "resident", "acts for a resident": "carer"}
"""What whoever books is called in the feed, by their type, where it is not the provider itself."""
HEADERS = (
    "NHS_NUMBER", "LOCAL_ID", "GIVEN_NAME", "FAMILY_NAME", "DATE_OF_BIRTH", "SEX", "POSTCODE", "PROVIDER_CODE", "BOOKING_ID", "SERVICE",
    "SLOT_KIND", "BOOKED_BY", "BOOKED_ON", "APPOINTMENT_DATE", "STATE",
)  # fmt: skip
"""The headers of the contract `bookings`."""


def feed_rows() -> Iterator[Mapping[str, str]]:
    """One row an appointment, in the order of their references. Holds who people are: for the closed folder of feeds only."""
    references = list(Appointment.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(references), AT_ONCE):
        batch = list(Appointment.objects.filter(pk__in=references[first : first + AT_ONCE]).order_by("pk"))
        persons = Person.objects.in_bulk({one.person for one in batch})
        for_111 = set(Slot.objects.filter(pk__in={one.slot for one in batch}, kept_for=FOR_111).values_list("pk", flat=True))
        for one in batch:
            yield {**who(persons.get(one.person)), **_what(one, of_111=one.slot in for_111)}


def who(person: Person | None) -> Mapping[str, str]:
    """The columns of a feed that say who somebody is. All empty for nobody known."""
    if person is None:
        return dict.fromkeys(HEADERS[:7], "")
    born = person.birth_date.isoformat()
    told = (person.nhs_number, person.reference, person.given_name, person.family_name, born, person.sex, person.postcode)
    return dict(zip(HEADERS[:7], told, strict=True))


def day_of(moment: datetime) -> str:
    """The day of a moment in England, as feeds write it."""
    return moment.astimezone(ENGLAND).date().isoformat()


def _what(one: Appointment, *, of_111: bool) -> Mapping[str, str]:
    return {
        "PROVIDER_CODE": one.organisation, "BOOKING_ID": one.reference, "SERVICE": one.kind,
        "SLOT_KIND": "overbooked" if one.over_because else "111" if of_111 else "routine",
        "BOOKED_BY": "provider" if one.booked_by == one.organisation else KINDS.get(one.booked_by_type, one.booked_by_type or "not told"),
        "BOOKED_ON": day_of(one.created), "APPOINTMENT_DATE": day_of(one.start), "STATE": _state(one),
    }  # fmt: skip


def _state(one: Appointment) -> str:
    by_provider = one.status == AppointmentStatus.CANCELLED and one.cancelled_by == one.organisation
    return "cancelled by provider" if by_provider else STATES[AppointmentStatus(one.status)]
