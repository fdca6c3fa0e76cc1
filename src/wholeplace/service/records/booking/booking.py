"""Book, amend, cancel and move appointments. Each is one transaction: the message's row, the slot, the appointment and its entry in the
log, and the line of the outbox are kept together or not at all."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import ChangedMeanwhile, history, keep
from wholeplace.service.booking import (
    AppointmentStatus,
    Asker,
    NoSuchAppointment,
    NotAllowed,
    Practices,
    Slot,
    SlotGone,
    check_may_book,
    check_may_change,
    check_reason,
    check_texts,
)
from wholeplace.service.records.booking.models import Appointment
from wholeplace.service.records.booking.rows import new_reference
from wholeplace.service.records.booking.taking import locked, set_free, take
from wholeplace.service.records.events.once import Once, first_time
from wholeplace.service.records.events.outbox import tell
from wholeplace.service.records.turns import in_turn

MOVED = "Moved to another time"
"""Why an appointment was cancelled that was moved."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BookingWanted:
    """What somebody wants to book: a slot for a person. `registered_at`: the practice where the person is registered.

    `held_by`: under which name the slot was held, if it was. `once`: the ids of the message, where it may come twice.
    Other fields as in the appointment.
    """

    slot: str
    person: str
    asker: Asker
    registered_at: str
    reason: str = ""
    description: str = ""
    comment: str = ""
    held_by: str = ""
    referral: str = ""
    sent: dict[str, Any] = field(default_factory=dict)
    once: Once | None = None


def book(wanted: BookingWanted, practices: Practices, act: Act) -> Appointment:
    """Book a slot for a person. Durable when it returns.

    Raises NoSuchSlot, SlotPast, NotAllowed, SlotGone, TooLong; Duplicate or ReusedIds where the message came before; TooLate where it
    did not get its turn in time. Whatever it raises, nothing was written.
    """
    return in_turn(lambda: _booked(wanted, practices, act))


def amend(reference: str, version: int, *, description: str, comment: str, act: Act) -> Appointment:
    """Change the two texts that may be changed. `version`: the one that was read.

    Raises NoSuchAppointment, PastAppointment, CancelledAppointment, TooLong, ledger's ChangedMeanwhile, TooLate.
    """
    check_texts(description, comment)

    def amended() -> Appointment:
        record = _to_change(reference, version, act.at)
        record.description, record.comment = description, comment
        keep(record, act)
        tell("appointment amended", reference=reference, organisation=record.organisation, at=act.at)
        return record

    return in_turn(amended)


def cancel(reference: str, version: int, *, reason: str, by: str, act: Act, once: Once | None = None) -> Appointment:
    """Cancel an appointment, so that its slot is free again. `by`: the organisation that cancels; empty for the resident.

    Raises NoSuchAppointment, PastAppointment, CancelledAppointment, ReasonMissing, ChangedMeanwhile, Duplicate, ReusedIds, TooLate.
    """
    check_reason(reason, "cancelling an appointment")

    def cancelled() -> Appointment:
        if once is not None:
            first_time(once, {"appointment": reference}, act.at)
        record = _to_change(reference, version, act.at)
        set_free(locked(record.slot))
        record.status, record.cancel_reason, record.cancelled_by = AppointmentStatus.CANCELLED.value, reason, by
        keep(record, act)
        tell("appointment cancelled", reference=reference, organisation=record.organisation, at=act.at)
        return record

    return in_turn(cancelled)


def rebook(reference: str, version: int, wanted: BookingWanted, practices: Practices, act: Act) -> Appointment:
    """Move an appointment to another slot: the old one is cancelled and a new one kept that names it, both or neither.

    The new slot may be at another practice. Raises as `book` and `cancel` do.
    """
    check_texts(wanted.description, wanted.comment)

    def moved() -> Appointment:
        new = new_reference()
        if wanted.once is not None:
            first_time(wanted.once, {"appointment": new}, act.at)
        old = _to_change(reference, version, act.at)
        if old.person != wanted.person or old.slot == wanted.slot:
            raise NotAllowed("An appointment moves to another time, for the same person.")
        # In the order of their references, so that two that swap slots never wait for each other.
        slots = {each: locked(each) for each in sorted((old.slot, wanted.slot))}
        _check_and_take(slots[wanted.slot], wanted, practices, act.at)
        set_free(slots[old.slot])
        old.status, old.cancel_reason, old.cancelled_by = AppointmentStatus.CANCELLED.value, MOVED, wanted.asker.code
        record = appointment_on(slots[wanted.slot], new, wanted, act.at)
        record.replaces = old.reference
        for each in sorted((old, record), key=lambda one: one.book):
            keep_on_slot(each, act)
        tell("appointment moved", reference=new, organisation=record.organisation, at=act.at)
        return record

    return in_turn(moved)


def came(reference: str, version: int, *, status: AppointmentStatus, act: Act) -> Appointment:
    """Say whether somebody came: CAME or DID_NOT_COME, once the appointment has begun, and only while nobody said so before."""

    def told() -> Appointment:
        record = _as_read(reference, version)
        if record.status != AppointmentStatus.BOOKED or record.start > act.at or status not in _CAME:
            raise NotAllowed("Say who came once the appointment has begun, and only for one that stands.")
        record.status = status.value
        keep(record, act)
        tell(f"appointment {status}", reference=reference, organisation=record.organisation, at=act.at)
        return record

    return in_turn(told)


_CAME = (AppointmentStatus.CAME, AppointmentStatus.DID_NOT_COME)


def appointment(reference: str) -> Appointment:
    """An appointment as it stands. Raises NoSuchAppointment."""
    record = Appointment.objects.filter(pk=reference).first()
    if record is None:
        raise NoSuchAppointment("There is no such appointment.")
    return record


def appointments_of(person: str, *, starts: datetime | None = None, ends: datetime | None = None) -> list[Appointment]:
    """The appointments of a person, cancelled ones too, by start. `starts`, `ends`: only those that start in between, both included."""
    rows = Appointment.objects.filter(person=person)
    if starts is not None:
        rows = rows.filter(start__gte=starts)
    if ends is not None:
        rows = rows.filter(start__lte=ends)
    return list(rows.order_by("start", "reference"))


def keep_on_slot(record: Appointment, act: Act) -> None:
    """Keep an appointment. Raises SlotGone where the database finds another one on its slot, whatever the slot itself said."""
    try:
        keep(record, act)
    except IntegrityError:
        raise SlotGone(record.slot) from None


def _booked(wanted: BookingWanted, practices: Practices, act: Act) -> Appointment:
    new = new_reference()
    if wanted.once is not None:
        first_time(wanted.once, {"appointment": new}, act.at)
    return book_locked(locked(wanted.slot), new, wanted, practices, act)


def book_locked(slot: Slot, new: str, wanted: BookingWanted, practices: Practices, act: Act) -> Appointment:
    """The second half of `book`, for a job that wrote down the message and locked the slot itself. `new`: the appointment's reference."""
    check_texts(wanted.description, wanted.comment)
    _check_and_take(slot, wanted, practices, act.at)
    record = appointment_on(slot, new, wanted, act.at)
    keep_on_slot(record, act)
    tell("appointment booked", reference=new, organisation=record.organisation, at=act.at)
    return record


def _check_and_take(slot: Slot, wanted: BookingWanted, practices: Practices, now: datetime) -> None:
    practice = practices.by_code.get(slot.organisation)
    if practice is None:
        raise NotAllowed("This service cannot be booked by others.")
    check_may_book(slot, practice, wanted.asker, wanted.registered_at, now)
    take(slot, now, held_by=wanted.held_by)


def appointment_on(slot: Slot, reference: str, wanted: BookingWanted, now: datetime) -> Appointment:
    """The appointment that somebody wants, on a slot, not kept yet."""
    return Appointment(
        reference=reference, organisation=slot.organisation, slot=slot.reference, start=slot.start, end=slot.end, person=wanted.person,
        booked_by=wanted.asker.code, booked_by_type=wanted.asker.type, created=now, channel=slot.channel.value, kind=slot.kind,
        reason=wanted.reason, description=wanted.description, comment=wanted.comment, referral=wanted.referral, sent=wanted.sent,
    )  # fmt: skip


def _to_change(reference: str, version: int, now: datetime) -> Appointment:
    record = _as_read(reference, version)
    check_may_change(record.status, record.start, now)
    return record


def _as_read(reference: str, version: int) -> Appointment:
    """An appointment that is still the version somebody read. Raises ChangedMeanwhile where it is not."""
    record = appointment(reference)
    if record.version != version:
        raise ChangedMeanwhile(record, history(record)[-1])
    return record
