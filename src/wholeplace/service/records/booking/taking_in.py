"""Slots that a practice's own system handed over, in the tables. Handed over again, only what differs is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import note
from wholeplace.service.booking import SlotStatus
from wholeplace.service.booking.importing import SlotGiven
from wholeplace.service.records.booking.models import Schedule, Slot
from wholeplace.service.records.booking.rows import joined, new_reference
from wholeplace.service.records.books import book_of
from wholeplace.service.records.turns import in_turn

SLOTS = "slots"
"""The kind of the log's entries about slots."""
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    """How many slots were new, changed, as before, and left as they were because somebody has booked or holds them."""

    new: int = 0
    changed: int = 0
    same: int = 0
    booked: int = 0

    def with_(self, other: "TakenIn") -> "TakenIn":
        """Both together."""
        return TakenIn(
            new=self.new + other.new, changed=self.changed + other.changed, same=self.same + other.same, booked=self.booked + other.booked
        )


def take_in(given: Sequence[SlotGiven], act: Act) -> TakenIn:
    """Take in slots. Each practice is one transaction with one entry in the log.

    To whom a slot is released is the practice's own business once it is here: of a slot that is known, the file changes times, kind,
    channel and whether the practice uses it itself.
    """
    told = TakenIn()
    for code in sorted({one.organisation for one in given}):
        slots = [one for one in given if one.organisation == code]
        told = told.with_(in_turn(lambda code=code, slots=slots: _of_practice(code, slots, act)))  # type: ignore[misc]
    return told


def _of_practice(code: str, given: Sequence[SlotGiven], act: Act) -> TakenIn:
    schedules = {title: _schedule(code, title, given) for title in sorted({one.schedule for one in given})}
    known = {
        row.local_id: row for row in Slot.objects.select_for_update().filter(organisation=code).exclude(local_id="").order_by("reference")
    }
    new = [_row(one, schedules) for one in given if one.local_id not in known]
    both = [(known[one.local_id], _columns(one, schedules)) for one in given if one.local_id in known]
    busy = [row for row, _ in both if row.status in (SlotStatus.BUSY, SlotStatus.HELD)]
    differ = [(row, columns) for row, columns in both if row not in busy and _differs(row, columns)]
    Slot.objects.bulk_create(new, batch_size=AT_ONCE)
    for row, columns in differ:
        Slot.objects.filter(pk=row.pk).update(**columns, version=row.version + 1)
    if new or differ:
        content = {"done": "taken in", "new": len(new), "slots": [row.reference for row, _ in differ]}
        note(act, kind=SLOTS, reference=code, content=content, book=book_of(code))
    return TakenIn(new=len(new), changed=len(differ), same=len(both) - len(busy) - len(differ), booked=len(busy))


def _schedule(code: str, title: str, given: Sequence[SlotGiven]) -> str:
    first = next(one for one in given if one.schedule == title)
    told = {"reference": new_reference(), "role": first.role, "location": first.location}
    row, _ = Schedule.objects.get_or_create(organisation=code, title=title, defaults=told)
    return row.reference


def _columns(one: SlotGiven, schedules: Mapping[str, str]) -> dict[str, Any]:
    """What a file may change of a slot that is known."""
    status = SlotStatus.FREE if one.free else SlotStatus.SHUT
    return {
        "schedule": schedules[one.schedule], "start": one.start, "end": one.end, "kind": one.kind, "channel": one.channel.value,
        "status": status.value,
    }  # fmt: skip


def _row(one: SlotGiven, schedules: Mapping[str, str]) -> Slot:
    return Slot(
        reference=new_reference(), organisation=one.organisation, local_id=one.local_id, bookable=one.bookable, types=joined(one.types),
        codes=joined(one.codes), released_from=one.released_from, **_columns(one, schedules),
    )  # fmt: skip


def _differs(row: Slot, columns: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in columns.items())
