"""Book, amend, move and cancel for another system: the same steps, whether it sends a message or an Appointment."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wholeplace.service.access import Doing, What
from wholeplace.service.booking import NoSuchAppointment, NoSuchSlot, Slot
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.reading import AppointmentTold
from wholeplace.service.fhir.writing import AppointmentSaid
from wholeplace.service.records.turns import in_turn
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.persons import may, person_meant
from wholeplace.web.fhir.places import practices_of
from wholeplace.web.fhir.refusing import stale
from wholeplace.web.fhir.slots import asker_of

if TYPE_CHECKING:
    from wholeplace.service.records.booking.booking import BookingWanted
    from wholeplace.service.records.booking.models import Appointment

NOT_YOURS = "There is no such appointment, or none that you may know of."
CANCELLED_BY_THEM = "Cancelled by the organisation that booked it"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What is to become of an appointment: moved to `slot` (empty: it stays), its two texts, or cancelled because of `because`."""

    told: AppointmentTold
    version: int
    cancels: bool


def book(asked: Asked, told: AppointmentTold, *, moves: str = "", version: int = 0) -> "Appointment":
    """An appointment on the slot that was asked for, or none. `moves`: the appointment that is given up for it, at its `version`.

    Raises Refused and what the room of booking raises; Duplicate where the request came before.
    """
    from wholeplace.service.records.booking import booking

    refuse_repeats(asked)
    wanted = wanted_for(asked, told)
    practices, act = practices_of(asked.house), asked.act("appointment moved" if moves else "appointment booked")
    if moves:
        return in_turn(lambda: booking.rebook(moves, version, wanted, practices, act), deadline=asked.left())
    return in_turn(lambda: booking.book(wanted, practices, act), deadline=asked.left())


def wanted_for(asked: Asked, told: AppointmentTold) -> "BookingWanted":
    """What is to be booked, where this system may do it. Raises Refused, NoSuchSlot."""
    slot = _slot(told)
    person = person_meant(asked, told.person)
    _must(may(asked, person.reference, What.BOOKINGS, Doing.WRITE))
    return _wanted(asked, told, slot, person.reference, person.registered_at or told.person.registered_at)


def change(asked: Asked, change: Change) -> "Appointment":
    """The appointment as it is after a change. Raises as `book` does."""

    refuse_repeats(asked)
    told, reference = change.told, change.told.reference
    record = readable(asked, reference)
    _must(may(asked, record.person, What.BOOKINGS, Doing.WRITE))
    if record.version != change.version:
        raise stale(asked.request)
    if change.cancels:
        return in_turn(lambda: _cancelled(asked, change, record), deadline=asked.left())
    if told.slot and told.slot != record.slot:
        of_them = replace(told.person, reference=record.person) if not told.person.family_name else told.person
        return book(asked, replace(told, person=of_them), moves=reference, version=change.version)
    return in_turn(lambda: _amended(asked, change), deadline=asked.left())


def readable(asked: Asked, reference: str) -> "Appointment":
    """An appointment that this system may read; noted. Raises NoSuchAppointment for all others alike, whether there is one or not."""
    from wholeplace.service.records.booking.booking import appointment

    try:
        record = appointment(reference)
    except NoSuchAppointment:
        raise NoSuchAppointment(NOT_YOURS) from None
    if not may(asked, record.person, What.BOOKINGS, Doing.READ):
        raise NoSuchAppointment(NOT_YOURS)
    return record


def said(record: "Appointment") -> AppointmentSaid:
    """An appointment as it stands, as it is told."""
    from wholeplace.ledger.records.keeping import history

    return said_then(record.content(), history(record)[-1]["at"], category=category_of(record))


def category_of(record: "Appointment") -> str:
    """What the list of slots is called that an appointment stands in; empty where the list is gone."""
    from wholeplace.service.records.booking.models import Schedule, Slot

    lists = Slot.objects.filter(pk=record.slot).values("schedule")
    return Schedule.objects.filter(pk__in=lists).values_list("title", flat=True).first() or ""


def said_then(content: dict[str, Any], at: str, *, category: str = "") -> AppointmentSaid:
    """One version of an appointment, from what the log says of it and when it was written."""

    moments: dict[str, Any] = {name: datetime.fromisoformat(content[name]) for name in ("start", "end", "created")}
    same = ("reference", "version", "status", "organisation", "slot", "person", "booked_by", "channel", "kind", "description", "comment")
    return AppointmentSaid(
        **{name: content[name] for name in same}, **moments, changed=datetime.fromisoformat(at), because=content["cancel_reason"],
        category=category, referral=content.get("referral", ""), replaces=content.get("replaces", ""),
    )  # fmt: skip


def _cancelled(asked: Asked, change: Change, read: "Appointment") -> "Appointment":
    """Cancelled; and where a comment came with it, that is kept first."""
    from wholeplace.service.records.booking import booking

    told, version = change.told, change.version
    if told.comment and told.comment != read.comment:
        act = asked.act("appointment amended")
        version = booking.amend(told.reference, version, description=read.description, comment=told.comment, act=act).version
    act = asked.act("appointment cancelled")
    return booking.cancel(told.reference, version, reason=told.because, by=asked.organisation, act=act, once=asked.once())


def _amended(asked: Asked, change: Change) -> "Appointment":
    from wholeplace.service.records.booking import booking
    from wholeplace.service.records.events.once import first_time

    once = asked.once()
    if once is not None:
        first_time(once, {"appointment": change.told.reference}, asked.now)
    told = change.told
    return booking.amend(
        told.reference, change.version, description=told.description, comment=told.comment, act=asked.act("appointment amended"),
    )  # fmt: skip


def refuse_repeats(asked: Asked) -> None:
    """What was done before is told at once, before anybody is taken down or anything is noted. Raises Duplicate or ReusedIds."""
    from wholeplace.service.records.events.once import Duplicate, answered

    once = asked.once()
    before = answered(once) if once is not None else None
    if before is not None:
        raise Duplicate(before)


def _slot(told: AppointmentTold) -> Slot:
    """The slot that was asked for, at the times that the appointment says."""
    from wholeplace.service.records.booking.searching import slot

    if not told.slot:
        raise refused("required", "Say which slot: Appointment.slot.", "Appointment.slot")
    found = slot(told.slot)
    if found is None:
        raise NoSuchSlot("There is no such slot, or none that you may know of.")
    if told.start is None or told.end is None:
        raise refused("required", "Say from when until when: Appointment.start and Appointment.end.", "Appointment.start")
    if (told.start, told.end) != (found.start, found.end):
        raise refused(
            "invariant", "The appointment begins and ends with its slot. Search again: times may have changed.", "Appointment.start"
        )
    return found


def _wanted(asked: Asked, told: AppointmentTold, slot: Slot, person: str, registered_at: str) -> "BookingWanted":
    from wholeplace.service.records.booking.booking import BookingWanted

    return BookingWanted(
        slot=slot.reference, person=person, asker=asker_of(asked), registered_at=registered_at, reason=told.reason,
        description=told.description, comment=told.comment, held_by=asked.key_reference, referral=told.based_on[:80], once=asked.once(),
    )  # fmt: skip


def _must(may_do: bool) -> None:
    if not may_do:
        raise refused("forbidden", "This organisation may not do that for this person.")
