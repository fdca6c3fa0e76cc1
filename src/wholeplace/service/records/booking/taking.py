"""The one way in which a slot changes hands: compare and set, inside the transaction of whatever it is for."""

from datetime import datetime

from django.db import connection

from wholeplace.service.booking import HELD_FOR, NoSuchSlot, Slot, SlotGone, SlotStatus, status_at
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.rows import ONE_SLOT, slots_found

_SET = f"""
UPDATE {models.Slot._meta.db_table} SET status = %s, held_by = %s, held_until = %s, version = %s
WHERE reference = %s AND status = %s AND version = %s"""


def locked(reference: str) -> Slot:
    """A slot as it stands, which nobody else changes until the transaction ends. Raises NoSuchSlot."""
    found = slots_found(f"{ONE_SLOT} FOR UPDATE" if connection.features.has_select_for_update else ONE_SLOT, [reference])
    if not found:
        raise NoSuchSlot("There is no such slot.")
    return found[0]


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
    until = connection.ops.adapt_datetimefield_value(held_until)
    with connection.cursor() as cursor:
        cursor.execute(_SET, [status.value, held_by, until, slot.version + 1, slot.reference, slot.status.value, slot.version])
        if cursor.rowcount != 1:
            raise SlotGone(slot.reference)
