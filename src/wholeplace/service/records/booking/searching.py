"""Free slots of one practice, of some, or of all that are enabled, in one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Window
from django.db.models.functions import RowNumber

from wholeplace.service.booking import (
    FOR_111,
    Fallback,
    Practice,
    Practices,
    Schedule,
    Slot,
    SlotStatus,
    SlotsWanted,
    check_range,
    fallback_for,
    nothing_free,
    takes,
)
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.rows import COLUMNS, schedule_of, slot_of, slots_in


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
    rows = models.Slot.objects.filter(_seen(wanted, services_for(wanted, practices), now)).order_by("start", "reference")
    if wanted.most is not None:
        place = Window(RowNumber(), partition_by="organisation", order_by=("start", "reference"))
        rows = rows.annotate(place=place).filter(place__lte=wanted.most)
    return slots_in(rows)


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


def _seen(wanted: SlotsWanted, services: Sequence[Practice], now: datetime) -> Q:
    """All rules of `service.booking.seeing` in the database's words. A test holds the two against each other."""
    asker = wanted.asker
    ran_out = Q(status=SlotStatus.HELD, held_until__lte=now)
    statuses = Q(status__in=wanted.statuses) & ~ran_out
    if SlotStatus.FREE in wanted.statuses:
        statuses |= ran_out
    types = Q(types="") | Q(types__contains=f"|{asker.type}|") if asker.type else Q(types="")
    codes = Q(codes="") | Q(codes__contains=f"|{asker.code}|") if asker.code else Q(codes="")
    released = Q(released_from=None) | Q(released_from__lte=now)
    channel = Q() if wanted.channel is None else Q(channel=wanted.channel)
    inside = Q(start__gte=wanted.start, start__lte=wanted.end, end__lte=wanted.end)
    return _in_the_windows(services, now) & Q(bookable=True) & inside & statuses & types & codes & released & channel


def _in_the_windows(services: Sequence[Practice], now: datetime) -> Q:
    """Slots in the booking windows of their practices; practices with the same window are asked for together."""
    alike: dict[tuple[int, int, int], list[str]] = {}
    for one in services:
        alike.setdefault((one.nearest_minutes, one.furthest_days, one.hours_before), []).append(one.code)
    found = Q(pk__in=[])
    for (nearest, furthest, hours), codes in alike.items():
        window = Q(start__gt=now, start__gte=now + timedelta(minutes=nearest), start__lte=now + timedelta(days=furthest))
        ours_still = ~Q(kept_for=FOR_111) | Q(given_back__isnull=False) | Q(start__gt=now + timedelta(hours=hours))
        found |= Q(organisation__in=codes) & window & ours_still
    return found
