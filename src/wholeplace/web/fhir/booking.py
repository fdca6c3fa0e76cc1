"""Book, amend, move and cancel for another system: the same steps, whether it sends a message or an Appointment."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from wholeplace.service.access import Doing, What
from wholeplace.service.booking import NoSuchAppointment, NoSuchSlot, Slot
from wholeplace.service.fhir.bundle import PersonTold
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.reading import AppointmentTold
from wholeplace.service.fhir.writing import AppointmentSaid
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.persons import may, person_meant
from wholeplace.web.fhir.places import practices_of
from wholeplace.web.fhir.refusing import stale
from wholeplace.web.fhir.slots import asker_of

if TYPE_CHECKING:
    from wholeplace.service.records.booking.booking import BookingWanted
    from wholeplace.service.records.booking.models import Appointment
    from wholeplace.service.records.persons.models import Person

Done = TypeVar("Done")

NOT_YOURS = "There is no such appointment, or none that you may know of."
NOT_FOR_THEM = "This organisation may not do that for this person."
OF_ANOTHER_SERVICE = "The slot is not one of the HealthcareService of the message."
CANCELLED_BY_THEM = "Cancelled by the organisation that booked it"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What is to become of an appointment: moved to `slot` (empty: it stays), its two texts, or cancelled because of `because`."""

    told: AppointmentTold
    version: int
    cancels: bool


def book(asked: Asked, told: AppointmentTold, *, service: str | None = None) -> "Appointment":
    """An appointment on the slot that was asked for. One transaction: the ids of the message, the person found or taken down, the look
    that the rules allowed, the slot, the appointment. `service`: the HealthcareService that a message names; None: it is no message.

    Raises Refused and what the room of booking raises; Duplicate where the request came before. Nothing is kept then, but that the rules
    of access said no, where they did.
    """
    from wholeplace.service.records.access.audit import decided
    from wholeplace.service.records.booking.booking import book_locked
    from wholeplace.service.records.booking.rows import new_reference
    from wholeplace.service.records.booking.taking import locked
    from wholeplace.service.records.events.once import first_time

    known = known_before(asked, told.person)
    practices, act, once, new = practices_of(asked.house), asked.act("appointment booked"), asked.once(), new_reference()

    def job() -> "Appointment":
        if once is not None:
            first_time(once, {"appointment": new}, act.at)
        slot = _slot(told, locked, service)
        person = known or person_meant(asked, told.person)
        look = decided(asked.asker, person.reference, What.BOOKINGS, doing=Doing.WRITE)
        wanted = _wanted(asked, told, slot, person.reference, person.registered_at or told.person.registered_at)
        look.note()
        return book_locked(slot, new, wanted, practices, act)

    return in_one_turn(asked, job)


def move(asked: Asked, told: AppointmentTold, *, moves: str, version: int) -> "Appointment":
    """An appointment on another slot, for the one that is given up for it: `moves`, at its `version`. Raises as `book` does."""
    from wholeplace.service.records.booking import booking

    known, practices, act = known_before(asked, told.person), practices_of(asked.house), asked.act("appointment moved")
    return in_one_turn(asked, lambda: booking.rebook(moves, version, wanted_for(asked, told, known), practices, act))


def wanted_for(asked: Asked, told: AppointmentTold, known: "Person | None", *, service: str | None = None) -> "BookingWanted":
    """Inside a job: what is to be booked, with the look that lets this system do it. `known`: see `known_before`; `service`: the
    HealthcareService that a message names. Raises Refused, also that of the rules, and NoSuchSlot."""
    from wholeplace.service.records.access.audit import decided
    from wholeplace.service.records.booking.searching import slot as slot_called

    slot = _slot(told, slot_called, service)
    person = known or person_meant(asked, told.person)
    decided(asked.asker, person.reference, What.BOOKINGS, doing=Doing.WRITE).note()
    return _wanted(asked, told, slot, person.reference, person.registered_at or told.person.registered_at)


def change(asked: Asked, change: Change) -> "Appointment":
    """The appointment as it is after a change, kept in one transaction with the look. Raises as `book` does."""
    from wholeplace.service.records.access.audit import decided

    refuse_repeats(asked)
    told, reference = change.told, change.told.reference
    record = readable(asked, reference)
    if record.version != change.version:
        raise stale(asked.request)
    if told.slot and told.slot != record.slot and not change.cancels:
        of_them = replace(told.person, reference=record.person) if not told.person.family_name else told.person
        return move(asked, replace(told, person=of_them), moves=reference, version=change.version)

    def job() -> "Appointment":
        decided(asked.asker, record.person, What.BOOKINGS, doing=Doing.WRITE).note()
        return _cancelled(asked, change, record) if change.cancels else _amended(asked, change)

    return in_one_turn(asked, job)


def readable(asked: Asked, reference: str) -> "Appointment":
    """An appointment that this system may read; noted. Raises NoSuchAppointment for all others alike, whether there is one or not."""
    from wholeplace.service.records.booking.booking import appointment

    try:
        record = appointment(reference)
    except NoSuchAppointment:
        raise NoSuchAppointment(NOT_YOURS) from None
    if record.person not in asked.looked and not may(asked, record.person, What.BOOKINGS, Doing.READ):
        raise NoSuchAppointment(NOT_YOURS)
    asked.looked.add(record.person)
    return record


def said(record: "Appointment") -> AppointmentSaid:
    """An appointment as it stands, as it is told."""
    return said_in(record, category_of(record))


def said_in(record: "Appointment", category: str) -> AppointmentSaid:
    """The same, where it is known what the list of slots is called. The first version was written when it was made; of others the log
    says when they were."""
    from wholeplace.ledger.records.keeping import history

    at = record.created.isoformat() if record.version == 1 else history(record)[-1]["at"]
    return said_then(record.content(), at, category=category)


def category_of(record: "Appointment") -> str:
    """What the list of slots is called that an appointment stands in; empty where the list is gone."""
    from wholeplace.service.records.booking.rows import slot_and_schedule

    found = slot_and_schedule(record.slot)
    return found[1].title if found else ""


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


def in_one_turn(asked: Asked, job: Callable[[], Done], *, not_allowed: str = NOT_FOR_THEM) -> Done:
    """A job that decides about a person, in time or not at all: one that waited for others' locks again and again is undone (408).
    Raises Refused (403, `not_allowed`) where the rules of access say no; that is noted by itself."""
    from wholeplace.service.records.access.audit import Refused, in_turn_noting_refusals

    def in_time() -> Done:
        done = job()
        asked.left()
        return done

    try:
        return in_turn_noting_refusals(in_time, deadline=asked.left())
    except Refused:
        raise refused("forbidden", not_allowed) from None


def known_before(asked: Asked, told: PersonTold) -> "Person | None":
    """Somebody of whom a request says only which of our persons it is: to read that is a look of its own. None where it says who they
    are, so that they are found, or taken down, in the job; or nothing at all, which is refused there."""
    if told.says_who or not (told.reference or told.nhs_number):
        return None
    refuse_repeats(asked)
    return person_meant(asked, told)


def refuse_repeats(asked: Asked) -> None:
    """What was done before is told at once, before anybody is taken down or anything is noted. Raises Duplicate or ReusedIds."""
    from wholeplace.service.records.events.once import Duplicate, answered

    once = asked.once()
    before = answered(once) if once is not None else None
    if before is not None:
        raise Duplicate(before)


def _slot(told: AppointmentTold, called: Callable[[str], Slot | None], service: str | None) -> Slot:
    """The slot that was asked for (`called` gives it), at the times that the appointment says, of the service that a message names."""
    if not told.slot:
        raise refused("required", "Say which slot: Appointment.slot.", "Appointment.slot")
    found = called(told.slot)
    if found is None:
        raise NoSuchSlot("There is no such slot, or none that you may know of.")
    if service is not None and service != found.organisation:
        raise refused("invariant", OF_ANOTHER_SERVICE, "HealthcareService.id")
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
