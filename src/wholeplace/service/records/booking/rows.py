"""Rows of the database as the rules know them, and back."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from wholeplace.service.booking import Channel, Schedule, Slot, SlotStatus
from wholeplace.service.records.booking import models

COLUMNS = (
    "reference", "organisation", "schedule", "start", "end", "status", "bookable", "channel", "kind", "types", "codes", "released_from",
    "kept_for", "given_back", "held_until", "held_by", "over", "version",
)  # fmt: skip
"""Of a slot, in the order in which `slot_of` takes them."""
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


def schedule_of(row: models.Schedule) -> Schedule:
    """A schedule from its row."""
    return Schedule(
        reference=row.reference, organisation=row.organisation, title=row.title, practitioner=row.practitioner, role=row.role,
        location=row.location,
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
