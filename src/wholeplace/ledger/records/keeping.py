"""Keep a record and say so in the log, both or neither; and tell the second of two people who change the same record."""

import json
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db import IntegrityError, transaction

from wholeplace.ledger.chain import BEGINNING, canonical, sealed
from wholeplace.ledger.records.acts import Act
from wholeplace.ledger.records.models import Head, Kept, LogEntry

MAIN = "main"
"""The book of everything that partners do."""


class ChangedMeanwhile(Exception):
    """Somebody else kept another version first. `current` is the record as it stands, `says` the entry that made it so."""

    def __init__(self, current: Kept, says: dict[str, Any]) -> None:
        super().__init__(f"{current.reference} was changed meanwhile")
        self.current = current
        self.says = says


def keep(record: Kept, act: Act) -> None:
    """Keep a new record, or a new version of one, with its entry in the log.

    Raises ChangedMeanwhile when the version it was made from is not the last any more: nothing is written then.
    """
    with transaction.atomic():
        before = record.version
        record.version = before + 1
        try:
            kept = _insert(record) if before == 0 else _update(record, before)
            if not kept:
                raise ChangedMeanwhile(*_as_it_stands(record))
            _append(MAIN, _kind(record), record.reference, _says(record, act))
        except BaseException:
            record.version = before
            raise


def note(act: Act, *, kind: str, reference: str, content: dict[str, Any], book: str = MAIN) -> None:
    """An entry in the log about something that is no record of ours: a sign-in, a page looked at, a role given."""
    with transaction.atomic():
        _append(book, kind, reference, {"kind": kind, "reference": reference, "content": content, **_who(act)})


def history(record: Kept) -> Sequence[dict[str, Any]]:
    """Every entry about a record, the first first."""
    entries = LogEntry.objects.filter(book=MAIN, kind=_kind(record), reference=record.reference).order_by("number")
    return [json.loads(entry.says) for entry in entries]


def _insert(record: Kept) -> bool:
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError:
        if type(record).objects.filter(pk=record.pk).exists():
            return False
        raise
    return True


def _update(record: Kept, before: int) -> bool:
    values = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields if not field.primary_key}
    return bool(type(record).objects.filter(pk=record.pk, version=before).update(**values))


def _as_it_stands(record: Kept) -> tuple[Kept, dict[str, Any]]:
    current = type(record).objects.get(pk=record.pk)
    return current, history(current)[-1]


def _append(book: str, kind: str, reference: str, says: dict[str, Any]) -> None:
    Head.objects.get_or_create(book=book, defaults={"seal": BEGINNING})
    head = Head.objects.select_for_update().get(book=book)
    head.number, head.seal = head.number + 1, sealed(says, after=head.seal)
    LogEntry.objects.create(book=book, number=head.number, says=canonical(says).decode(), seal=head.seal, kind=kind, reference=reference)
    head.save(force_update=True)


def _says(record: Kept, act: Act) -> dict[str, Any]:
    return {"kind": _kind(record), "reference": record.reference, "version": record.version, "content": record.content(), **_who(act)}


def _who(act: Act) -> dict[str, Any]:
    at = act.at.astimezone(UTC).isoformat()
    return {"account": act.account, "acting_as": act.acting_as, "event": act.event, "at": at, "why": act.why}


def _kind(record: Kept) -> str:
    return record._meta.label_lower
