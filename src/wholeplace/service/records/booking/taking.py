"""The one way in which a slot changes hands: compare and set, inside the transaction of whatever it is for."""

from datetime import datetime

from wholeplace.service.booking import HELD_FOR, NoSuchSlot, Slot, SlotGone, SlotStatus, status_at
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.rows import COLUMNS, slot_of


def locked(reference: str) -> Slot:
    """A slot as it stands, which nobody else changes until the transaction ends. Raises NoSuchSlot."""
    row = models.Slot.objects.select_for_update().filter(pk=reference).values_list(*COLUMNS).first()
    if row is None:
        raise NoSuchSlot("There is no such slot.")
    return slot_of(row)


def take(slot: Slot, now: datetime, *, held_by: str = "") -> None:
    """Make a slot busy that is free, whose hold has run out, or that whoever takes it holds. Raises SlotGone where it is none of these.

    `slot` is what was read; one that was changed since is gone too.
    """
    own = slot.status is SlotStatus.HELD and bool(held_by) and slot.held_by == held_by
    if not (own or status_at(slot, now) is SlotStatus.FREE):
        raise SlotGone(slot.reference)
    _set(slot, SlotStatus.BUSY)


def set_free(slot: Slot) -> None:
    """Give back a slot whose appointment was cancelled. One that was made for an overbooking is shut: there is no such place."""
    _set(slot, SlotStatus.SHUT if slot.over else SlotStatus.FREE)


def hold_for(slot: Slot, held_by: str, now: datetime) -> None:
    """Hold a free slot for five minutes, or hold on to one that is held already by the same. Raises SlotGone."""
    own = slot.status is SlotStatus.HELD and slot.held_by == held_by
    if not (own or status_at(slot, now) is SlotStatus.FREE):
        raise SlotGone(slot.reference)
    _set(slot, SlotStatus.HELD, held_by=held_by, held_until=now + HELD_FOR)


def _set(slot: Slot, status: SlotStatus, *, held_by: str = "", held_until: datetime | None = None) -> None:
    as_read = models.Slot.objects.filter(pk=slot.reference, status=slot.status, version=slot.version)
    if not as_read.update(status=status, held_by=held_by, held_until=held_until, version=slot.version + 1):
        raise SlotGone(slot.reference)
