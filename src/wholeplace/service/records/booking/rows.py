"""Rows of the database as the rules know them, and back."""

from collections.abc import Collection, Iterable
from datetime import UTC
from typing import Any
from uuid import uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from wholeplace.service.booking import Channel, Schedule, Slot, SlotStatus
from wholeplace.service.records.booking import models

COLUMNS = (
    "reference", "organisation", "schedule", "start", "end", "status", "bookable", "channel", "kind", "types", "codes", "released_from",
    "kept_for", "given_back", "held_until", "held_by", "over", "version",
)  # fmt: skip
"""Of a slot, in the order in which `slot_of` takes them."""
NAMED = ", ".join(f'"{name}"' for name in COLUMNS)
ONE_SLOT = f"SELECT {NAMED} FROM {models.Slot._meta.db_table} WHERE reference = %s"
_OF_A_SCHEDULE = ("reference", "organisation", "title", "practitioner", "role", "location")
_SCHEDULES = f"SELECT {', '.join(_OF_A_SCHEDULE)} FROM {models.Schedule._meta.db_table} WHERE reference IN ({{places}})"
_SLOT_AND_SCHEDULE = f"""
SELECT {", ".join(f'slot."{name}"' for name in COLUMNS)}, {", ".join(f"list.{name}" for name in _OF_A_SCHEDULE)}
FROM {models.Slot._meta.db_table} slot JOIN {models.Schedule._meta.db_table} list ON list.reference = slot.schedule
WHERE slot.reference = %s"""
_MOMENTS = tuple(map(COLUMNS.index, ("start", "end", "released_from", "given_back", "held_until")))
_BOOKABLE = COLUMNS.index("bookable")
_STATUS = {one.value: one for one in SlotStatus}
_CHANNEL = {one.value: one for one in Channel}


def slot_of(row: tuple[Any, ...]) -> Slot:
    """A slot from its columns."""
    reference, organisation, schedule, start, end, status, bookable, channel, kind, types, codes, *rest = row
    released_from, kept_for, given_back, held_until, held_by, over, version = rest
    return Slot(
        reference=reference, organisation=organisation, schedule=schedule, start=start, end=end, status=_STATUS[status],
        bookable=bookable, channel=_CHANNEL[channel], kind=kind, types=split(types), codes=split(codes), released_from=released_from,
        kept_for=kept_for, given_back=given_back, held_until=held_until, held_by=held_by, over=over, version=version,
    )  # fmt: skip


def slots_in(rows: QuerySet[models.Slot]) -> list[Slot]:
    """The slots of a query, in its order.

    Past Django, which looks at each moment of each row three times: a search over forty practices is twice as fast so.
    """
    try:
        return slots_found(*rows.values_list(*COLUMNS).query.sql_with_params())
    except EmptyResultSet:  # Django knows without asking that nothing can be found, as where no service is enabled
        return []


def slots_found(sql: str, parameters: Any) -> list[Slot]:
    """The same for a query in SQL, which gives COLUMNS."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()
    return [slot_of(_as_it_is(row)) for row in found]


def schedules_called(references: Collection[str]) -> list[Schedule]:
    """The schedules of some references."""
    if not references:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SCHEDULES.format(places=", ".join(["%s"] * len(references))), list(references))
        return [_schedule(row) for row in cursor.fetchall()]


def slot_and_schedule(reference: str) -> tuple[Slot, Schedule] | None:
    """A slot as it stands, and its schedule. None where either is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_SLOT_AND_SCHEDULE, [reference])
        found = cursor.fetchone()
    return None if found is None else (slot_of(_as_it_is(found[: len(COLUMNS)])), _schedule(found[len(COLUMNS) :]))


def _as_it_is(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row if connection.vendor != "sqlite" else _in_utc(row)


def _in_utc(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row as SQLite gives it: its moments are of UTC without saying so, and what is true is 1."""
    told = list(row)
    for place in _MOMENTS:
        if told[place] is not None:
            told[place] = told[place].replace(tzinfo=UTC)
    told[_BOOKABLE] = bool(told[_BOOKABLE])
    return tuple(told)


def _schedule(row: tuple[Any, ...]) -> Schedule:
    """A schedule from its columns."""
    reference, organisation, title, practitioner, role, location = row
    return Schedule(
        reference=reference, organisation=organisation, title=title, practitioner=practitioner, role=role, location=location
    )  # fmt: skip


def joined(words: Iterable[str]) -> str:
    """Words as one column that a database can search for "|word|": empty for none, in order of the alphabet."""
    given = sorted({word for word in words if word})
    return f"|{'|'.join(given)}|" if given else ""


def split(text: str) -> tuple[str, ...]:
    """The words of such a column."""
    return tuple(text.strip("|").split("|")) if text else ()


def new_reference() -> str:
    """A reference that says nothing about what it names, in a form that FHIR takes as an id."""
    return str(uuid4())
