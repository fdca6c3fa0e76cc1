"""The first few slots of a search over all its services together, for a page of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wholeplace.service.booking import Practices, Slot, SlotsWanted
from wholeplace.service.records.booking.searching import search_slots, services_for

FEWEST = 4
"""Slots that are asked of each service at once, at least."""

Place = tuple[datetime, str]


def few_slots(wanted: SlotsWanted, practices: Practices, now: datetime, *, count: int) -> list[Slot]:
    """The first `count` (1 or more) of what `search_slots` finds, in its order; fewer only where it finds fewer.

    Each service is asked for its own next few, which its index gives at once: nobody sorts or counts what lies behind. Those are asked
    again that may have more before the last slot of the page.
    """
    known: dict[str, list[Slot]] = {one.code: [] for one in services_for(wanted, practices)}
    told: list[Slot] = []
    behind, most = list(known), 0
    while behind:
        most = min(count, max(FEWEST, 2 * most, 2 * -(-count // len(behind))))
        asked = replace(wanted, organisations=tuple(behind), most=most)
        new = _by_service(search_slots(asked, practices, now), behind)
        for code, slots in new.items():
            known[code] = [slot for slot in known[code] if wanted.after is not None and _place(slot) <= wanted.after] + slots
        told = sorted((slot for slots in known.values() for slot in slots), key=_place)[:count]
        last = {code: _place(slots[-1]) for code, slots in new.items() if len(slots) == most}
        behind = [code for code, place in last.items() if len(told) < count or place < _place(told[-1])]
        if behind:
            wanted = replace(wanted, after=min(last[code] for code in behind))
    return told


def _by_service(slots: Sequence[Slot], codes: Sequence[str]) -> Mapping[str, list[Slot]]:
    found: dict[str, list[Slot]] = {code: [] for code in codes}
    for slot in slots:
        found[slot.organisation].append(slot)
    return found


def _place(slot: Slot) -> Place:
    return slot.start, slot.reference
