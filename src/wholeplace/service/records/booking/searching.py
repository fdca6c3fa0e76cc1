"""Free slots of one practice, of some, or of all that are enabled, in one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from wholeplace.service.booking import (
    Fallback,
    Practice,
    Practices,
    Schedule,
    Slot,
    SlotStatus,
    SlotsWanted,
    check_range,
    fallback_for,
    may_see,
    nothing_free,
    status_at,
    takes,
)
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.rows import COLUMNS, schedule_of, slot_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Everywhere:
    """What one search over a place found: the slots of each service in the order of their start, those services that take this person
    and have nothing free, and what to offer where the person's own practice is no help (None: it has slots)."""

    slots: Mapping[str, Sequence[Slot]]
    nothing_at: Sequence[Practice]
    fallback: Fallback | None


def search_slots(wanted: SlotsWanted, practices: Practices, now: datetime) -> list[Slot]:
    """Slots that this asker may see at `now`, by start and reference. Practices that are not enabled have none.

    A slot whose hold has run out counts as free. Raises RangeRefused or RangeTooWide.
    """
    check_range(wanted.start, wanted.end)
    services = {one.code: one for one in services_for(wanted, practices)}
    rows = models.Slot.objects.filter(_in_the_database(wanted, tuple(services), now)).order_by("start", "reference")
    seen: dict[str, int] = {}
    found = []
    for slot in map(slot_of, rows.values_list(*COLUMNS)):
        most = wanted.most is None or seen.get(slot.organisation, 0) < wanted.most
        if most and status_at(slot, now) in wanted.statuses and may_see(slot, services[slot.organisation], wanted.asker, now):
            seen[slot.organisation] = seen.get(slot.organisation, 0) + 1
            found.append(slot)
    return found


def search_everywhere(wanted: SlotsWanted, practices: Practices, now: datetime) -> Everywhere:
    """Slots of every enabled service that takes the person, by service, and what to offer where their own practice has none.

    `wanted.registered_at` says where they are registered ("" where nobody knows).
    """
    found: dict[str, list[Slot]] = {}
    for slot in search_slots(wanted, practices, now):
        found.setdefault(slot.organisation, []).append(slot)
    at = wanted.registered_at or ""
    fallback = fallback_for(at, practices)
    if fallback is None and at not in found:
        fallback = nothing_free(at, practices)
    services = services_for(wanted, practices)
    slots = {one.code: found[one.code] for one in services if one.code in found}
    return Everywhere(slots=slots, nothing_at=[one for one in services if one.code not in found], fallback=fallback)


def next_slots(gone: Slot, wanted: SlotsWanted, practices: Practices, now: datetime, *, count: int = 3) -> list[Slot]:
    """The next slots after one that somebody else took: of the same service first, then of the others, the earliest first.

    `wanted` is the search that showed the slot. Fewer where the search now finds fewer.
    """
    found = [slot for slot in search_slots(wanted, practices, now) if slot.reference != gone.reference]
    later = sorted(found, key=lambda slot: (slot.organisation != gone.organisation, slot.start < gone.start, slot.start, slot.reference))
    return later[:count]


def services_for(wanted: SlotsWanted, practices: Practices) -> list[Practice]:
    """The enabled services that a search covers, in the order of the place's file: those it names, and of these those that take the
    person where it says where they are registered."""
    named = [one for one in practices.enabled() if not wanted.organisations or one.code in wanted.organisations]
    return [one for one in named if wanted.registered_at is None or takes(one, wanted.registered_at)]


def schedules_of(slots: Iterable[Slot]) -> dict[str, Schedule]:
    """The schedules of some slots, by reference."""
    references = {slot.schedule for slot in slots}
    return {row.reference: schedule_of(row) for row in models.Schedule.objects.filter(pk__in=references)}


def slot(reference: str) -> Slot | None:
    """A slot as it stands, None where there is none."""
    row = models.Slot.objects.filter(pk=reference).values_list(*COLUMNS).first()
    return None if row is None else slot_of(row)


def _in_the_database(wanted: SlotsWanted, organisations: tuple[str, ...], now: datetime) -> Q:
    """All rules that the database can apply; the booking window of each practice is left to the rules themselves."""
    asker = wanted.asker
    statuses = Q(status__in=wanted.statuses)
    if SlotStatus.FREE in wanted.statuses:
        statuses |= Q(status=SlotStatus.HELD, held_until__lte=now)
    types = Q(types="") | Q(types__contains=f"|{asker.type}|") if asker.type else Q(types="")
    codes = Q(codes="") | Q(codes__contains=f"|{asker.code}|") if asker.code else Q(codes="")
    released = Q(released_from=None) | Q(released_from__lte=now)
    channel = Q() if wanted.channel is None else Q(channel=wanted.channel)
    inside = Q(start__gte=wanted.start, start__lte=wanted.end, end__lte=wanted.end)
    return Q(organisation__in=organisations, bookable=True) & inside & statuses & types & codes & released & channel
