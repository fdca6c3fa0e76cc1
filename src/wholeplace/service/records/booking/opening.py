"""What a practice does with its slots: holds, releases and takes them back, keeps some for 111, books beside a full one.

Slots are plain rows: each change is one note in the practice's book that names the slots and says what was done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import note
from wholeplace.service.booking import (
    FOR_111,
    URGENT_CARE,
    NotAllowed,
    Practice,
    Practices,
    Slot,
    SlotStatus,
    check_reason,
    check_texts,
    chosen_for_111,
    status_at,
    went_back,
)
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.booking import BookingWanted, appointment_on, keep_on_slot
from wholeplace.service.records.booking.rows import COLUMNS, joined, new_reference, slot_of
from wholeplace.service.records.booking.taking import hold_for, locked, set_free
from wholeplace.service.records.books import book_of
from wholeplace.service.records.events.once import first_time
from wholeplace.service.records.events.outbox import tell
from wholeplace.service.records.turns import in_turn

SLOTS = "slots"
"""The kind of the log's entries about slots."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Released:
    """To whom slots are released, and from when: organisation types, organisation codes (both empty: to all), the end of the embargo."""

    types: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    released_from: datetime | None = None


def hold(reference: str, held_by: str, act: Act) -> Slot:
    """Hold a slot for five minutes while somebody still asks the person. `held_by`: a name that the booking then gives.

    Raises NoSuchSlot, SlotGone, TooLate.
    """

    def held() -> Slot:
        slot = locked(reference)
        hold_for(slot, held_by, act.at)
        _note(act, slot.organisation, [slot], {"done": "held"})
        return locked(reference)

    return in_turn(held)


def let_go(reference: str, held_by: str, act: Act) -> None:
    """Give up a hold. Nothing happens where it ran out, or is somebody else's."""

    def gone() -> None:
        slot = locked(reference)
        if slot.status is SlotStatus.HELD and slot.held_by == held_by:
            set_free(slot)
            _note(act, slot.organisation, [slot], {"done": "let go"})

    in_turn(gone)


_CAN_BE_RELEASED = (SlotStatus.FREE, SlotStatus.HELD)


def release(organisation: str, references: Sequence[str], to: Released, practices: Practices, act: Act) -> int:
    """Release a practice's slots to others, or say anew to whom. How many: taken ones are left as they are, as are slots of others.

    One that was kept for 111 and went back to the practice is from now on a slot like any other.
    """

    def released() -> int:
        practice = practices.by_code.get(organisation) or Practice(code=organisation, name=organisation)
        slots = [slot for slot in _slots(organisation, references) if slot.status in _CAN_BE_RELEASED]
        _rows([slot for slot in slots if slot.given_back is None and went_back(slot, practice, act.at)]).update(given_back=act.at)
        _rows(slots).update(
            bookable=True, types=joined(to.types), codes=joined(to.codes), released_from=to.released_from, version=F("version") + 1
        )
        said = {"done": "released", "types": list(to.types), "codes": list(to.codes)}
        _note(act, organisation, slots, said | {"from": to.released_from.isoformat() if to.released_from else ""})
        return len(slots)

    return in_turn(released)


def take_back(organisation: str, references: Sequence[str], act: Act) -> int:
    """Take free slots back from others: only the practice itself may book them then. How many. Those for 111 count as given back."""

    def taken() -> int:
        slots = [slot for slot in _slots(organisation, references) if status_at(slot, act.at) is SlotStatus.FREE]
        _rows([slot for slot in slots if slot.kept_for and slot.given_back is None]).update(given_back=act.at)
        _rows(slots).update(
            bookable=False, types="", codes="", status=SlotStatus.FREE, held_by="", held_until=None, version=F("version") + 1
        )
        _note(act, organisation, slots, {"done": "taken back"})
        return len(slots)

    return in_turn(taken)


def unused_back(organisation: str, practices: Practices, act: Act) -> int:
    """Take back every slot that was kept for 111 and went back unused, as the practice's rule says. How many there were.

    111 does not see them any more, whether this is done or not: it tidies the practice's own list.
    """

    def back() -> int:
        practice = practices.by_code.get(organisation) or Practice(code=organisation, name=organisation)
        rows = models.Slot.objects.filter(organisation=organisation, kept_for=FOR_111, given_back=None, end__gt=act.at)
        slots = [slot for slot in map(slot_of, rows.values_list(*COLUMNS)) if went_back(slot, practice, act.at)]
        return take_back(organisation, [slot.reference for slot in slots], act) if slots else 0

    return in_turn(back)


def keep_for_111(organisation: str, start: datetime, end: datetime, practice: Practice, act: Act) -> int:
    """Keep the quota of one day for 111 (from `start` to `end`, a day of England), spread over it. How many slots were added to it."""

    def kept() -> int:
        rows = models.Slot.objects.select_for_update().filter(organisation=organisation, start__gte=start, start__lt=end)
        slots = chosen_for_111([slot_of(row) for row in rows.order_by("reference").values_list(*COLUMNS)], practice, act.at)
        _rows(slots).update(kept_for=FOR_111, bookable=True, types=joined([URGENT_CARE]), released_from=None, version=F("version") + 1)
        if slots:
            _note(act, organisation, slots, {"done": "kept for 111"})
        return len(slots)

    return in_turn(kept)


def overbook(wanted: BookingWanted, because: str, act: Act) -> models.Appointment:
    """Book a person beside a slot that is taken: a place is made for it with the same times. Only by the practice itself, with a reason.

    Raises NoSuchSlot, NotAllowed, ReasonMissing, TooLong, Duplicate, ReusedIds, TooLate.
    """
    check_reason(because, "an overbooking")
    check_texts(wanted.description, wanted.comment)

    def overbooked() -> models.Appointment:
        reference = new_reference()
        if wanted.once is not None:
            first_time(wanted.once, {"appointment": reference}, act.at)
        slot = locked(wanted.slot)
        if wanted.asker.code != slot.organisation:
            raise NotAllowed("Only the practice itself may overbook.")
        if slot.start <= act.at or status_at(slot, act.at) is SlotStatus.FREE:
            raise NotAllowed("Overbook only a slot that is taken and has not begun. A free one can be booked.")
        extra = _beside(slot)
        record = appointment_on(extra, reference, wanted, act.at)
        record.over_because = because
        keep_on_slot(record, act)
        tell("appointment booked", reference=reference, organisation=record.organisation, at=act.at)
        return record

    return in_turn(overbooked)


def _beside(slot: Slot) -> Slot:
    """A slot with the times of another, made busy at once and never offered to anybody."""
    row = models.Slot.objects.create(
        reference=new_reference(), organisation=slot.organisation, schedule=slot.schedule, start=slot.start, end=slot.end,
        status=SlotStatus.BUSY.value, bookable=False, channel=slot.channel.value, kind=slot.kind, over=slot.over or slot.reference,
    )  # fmt: skip
    return locked(row.reference)


def _slots(organisation: str, references: Sequence[str]) -> list[Slot]:
    rows = models.Slot.objects.select_for_update().filter(organisation=organisation, pk__in=references)
    return [slot_of(row) for row in rows.order_by("reference").values_list(*COLUMNS)]


def _rows(slots: Sequence[Slot]) -> QuerySet[models.Slot]:
    return models.Slot.objects.filter(pk__in=[slot.reference for slot in slots])


def _note(act: Act, organisation: str, slots: Sequence[Slot], said: Mapping[str, object]) -> None:
    content = {**said, "slots": [slot.reference for slot in slots]}
    note(act, kind=SLOTS, reference=organisation, content=content, book=book_of(organisation))
