"""Free slots of one practice, of some, or of all that are enabled, in one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

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
from wholeplace.service.records.booking.rows import ONE_SLOT, columns_of, schedules_called, slots_found


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
    alike = _with_the_same_window(services_for(wanted, practices))
    if not alike:
        return []
    if wanted.most is None:
        return slots_found(*_query(wanted, alike, now))
    # The first few of each practice: the index gives them at once, where one query for all would number every slot there is.
    first = _first_of_each_at_once if connection.vendor == "postgresql" else _first_of_each
    return sorted(first(wanted, alike, now, int(wanted.most)), key=lambda one: (one.start, one.reference))


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
    return {one.reference: one for one in schedules_called({slot.schedule for slot in slots})}


def slot(reference: str) -> Slot | None:
    """A slot as it stands, None where there is none."""
    return next(iter(slots_found(ONE_SLOT, [reference])), None)


Window = tuple[int, int, int]
"""Of a practice's bookings: the nearest minutes, the furthest days, hours before which slots for 111 go back."""


def _with_the_same_window(services: Sequence[Practice]) -> dict[Window, list[str]]:
    """The codes of practices, by their window: those with the same one are asked for together."""
    alike: dict[Window, list[str]] = {}
    for one in services:
        alike.setdefault((one.nearest_minutes, one.furthest_days, one.hours_before), []).append(one.code)
    return alike


def _first_of_each(wanted: SlotsWanted, alike: Mapping[Window, Sequence[str]], now: datetime, most: int) -> list[Slot]:
    each = [_query(wanted, {window: [code]}, now) for window, codes in alike.items() for code in codes]
    return [slot for sql, parameters in each for slot in slots_found(f"{sql} LIMIT {most}", parameters)]


def _first_of_each_at_once(wanted: SlotsWanted, alike: Mapping[Window, Sequence[str]], now: datetime, most: int) -> list[Slot]:
    """The same in one question, which SQLite has no words for: it plans once, where forty questions are planned each for itself."""
    found: list[Slot] = []
    for window, codes in alike.items():
        few, told = _query(wanted, {window: codes}, now, of="services.code")
        services = _listed("service", codes, told)
        found += slots_found(_OF_EACH.format(services=services, few=few, most=most), told)
    return found


def _query(wanted: SlotsWanted, alike: Mapping[Window, Sequence[str]], now: datetime, *, of: str = "") -> tuple[str, dict[str, Any]]:
    """All rules of `service.booking.seeing` in the database's words, and their parameters. A test holds the two against each other.
    `of`: which service, in SQL, where that is not said by their codes.

    SQL of our own: Django took longer to put the same together than the database to answer it.
    """
    moment = connection.ops.adapt_datetimefield_value
    told: dict[str, Any] = {
        "now": moment(now), "ends": moment(wanted.end), "held": SlotStatus.HELD.value, "for_111": FOR_111,
        "type": _within(wanted.asker.type), "code": _within(wanted.asker.code), "channel": wanted.channel,
        "after": wanted.after and moment(wanted.after[0]), "after_reference": wanted.after and wanted.after[1],
    }  # fmt: skip
    # The index begins where a window does, so no other lower bound stands beside it.
    begins = max(now, wanted.start, *([wanted.after[0]] if wanted.after else []))
    windows = []
    for number, ((nearest, furthest, hours), codes) in enumerate(alike.items()):
        told[f"nearest{number}"] = moment(max(begins, now + timedelta(minutes=nearest)))
        told[f"furthest{number}"] = moment(now + timedelta(days=furthest))
        told[f"ours{number}"] = moment(now + timedelta(hours=hours))
        windows.append(_WINDOW.format(number=number, codes=of or _listed(f"code{number}_", codes, told)))
    statuses = _listed("status", [str(one) for one in wanted.statuses], told)
    return _SEEN.format(
        windows=" OR ".join(windows), statuses=statuses, or_ran_out=_OR_RAN_OUT if SlotStatus.FREE in wanted.statuses else "",
        of_type=" OR types LIKE %(type)s ESCAPE '!'" if wanted.asker.type else "",
        of_code=" OR codes LIKE %(code)s ESCAPE '!'" if wanted.asker.code else "",
        of_channel=" AND channel = %(channel)s" if wanted.channel is not None else "", and_after=_AND_AFTER if wanted.after else "",
    ), told  # fmt: skip


_SLOTS = models.Slot._meta.db_table
_SEEN = f"""
SELECT {columns_of(_SLOTS)} FROM {_SLOTS}
WHERE ({{windows}})
AND start <> %(now)s AND start <= %(ends)s AND "end" <= %(ends)s AND bookable
AND ((status IN ({{statuses}}) AND NOT (status = %(held)s AND held_until IS NOT NULL AND held_until <= %(now)s)){{or_ran_out}})
AND (types = ''{{of_type}}) AND (codes = ''{{of_code}}) AND (released_from IS NULL OR released_from <= %(now)s){{of_channel}}{{and_after}}
ORDER BY {_SLOTS}.start, {_SLOTS}.reference"""
_OF_EACH = "SELECT few.* FROM unnest(ARRAY[{services}]) AS services(code) CROSS JOIN LATERAL ({few} LIMIT {most}) AS few"
_WINDOW = """(organisation IN ({codes}) AND start >= %(nearest{number})s AND start <= %(furthest{number})s
AND (kept_for <> %(for_111)s OR given_back IS NOT NULL OR start > %(ours{number})s))"""
_AND_AFTER = f" AND (start > %(after)s OR {_SLOTS}.reference > %(after_reference)s)"
"""Beside what begins at that moment or later."""
_OR_RAN_OUT = " OR (status = %(held)s AND held_until <= %(now)s)"


def _listed(name: str, values: Sequence[str], told: dict[str, Any]) -> str:
    """Places for values in a list, which are put among the parameters. A list of none fits nothing."""
    told |= {f"{name}{number}": value for number, value in enumerate(values)}
    return ", ".join(f"%({name}{number})s" for number in range(len(values))) or "NULL"


def _within(word: str) -> str:
    """A word of such a column as "|a|b|", for LIKE."""
    return f"%|{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}|%"
