"""Keep a record and say so in the log, both or neither; and tell the second of two people who change the same record."""

import json
from collections.abc import Sequence
from datetime import UTC
from functools import cache
from typing import Any, Never

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from wholeplace.ledger.chain import MAIN, End, beginning_of, canonical
from wholeplace.ledger.records.acts import Act
from wholeplace.ledger.records.gathering import enter, hold_for_entries, waiting_of
from wholeplace.ledger.records.models import Head, Kept, LogEntry
from wholeplace.ledger.records.writing import NewEntry, comes_back_surely, held, inserted


class ChangedMeanwhile(Exception):
    """Somebody else kept another version first. `current` is the record as it stands, `says` the entry that made it so."""

    def __init__(self, current: Kept, says: dict[str, Any]) -> None:
        super().__init__(f"{current.reference} was changed meanwhile")
        self.current = current
        self.says = says


def keep(record: Kept, act: Act) -> None:
    """Keep a new record, or a new version of one, with its entry in the log.

    Raises ChangedMeanwhile when the version it was made from is not the last any more: nothing is written then. Raises TypeError or
    ValueError when a column holds what the log or one of the databases could not give back as it was (a float, text that is too long);
    IntegrityError where a rule of the table forbids the row. A transaction of the caller's goes on after any of these. A failure of the
    database itself (a full disk, a lost connection) breaks it, too.
    """
    before = record.version
    record.version = before + 1
    try:
        text = canonical(_says(record, act))
        _fits(record)
        if before or not comes_back_surely(record):
            _keep_or_undo(record, before, text)
        elif not _entered_as_new(record, text):
            _tell_why_not(record)
    except BaseException:
        record.version = before
        raise


def note(act: Act, *, kind: str, reference: str, content: dict[str, Any], book: str = MAIN) -> None:
    """An entry in the log about something that is no record of ours: a sign-in, a page looked at, a role given.

    Raises ValueError when `kind` is a kind of records: what happens to those is said by `keep`.
    """
    if kind in _names_of_kinds():
        raise ValueError(f"{kind} is a kind of records: keep() writes their entries.")
    text = canonical({"kind": kind, "reference": reference, "content": content, **_who(act)})
    with transaction.atomic(savepoint=False):  # what fails here has broken the transaction around it, too
        enter(NewEntry(book=book, text=text, kind=kind, reference=reference))


def history(record: Kept) -> Sequence[dict[str, Any]]:
    """Every entry about a record, the first first, and those that its transaction will write. Empty for one that was never kept."""
    kind = kind_of(record)
    entries = LogEntry.objects.filter(book=record.book, kind=kind, reference=record.reference).order_by("number")
    texts = [*entries.values_list("says", flat=True), *waiting_of(record.book, kind, record.reference)]
    return [json.loads(says) for says in texts]


def hold(book: str) -> None:
    """Hold the end of a book until the transaction ends: nobody else keeps anything in it meanwhile. For looking before keeping."""
    held([book])


def end_of(book: str = MAIN) -> End:
    """Where a book ends now: its text (`str`) is worth printing in minutes or on a public register."""
    head = Head.objects.filter(book=book).first()
    return End(book=book, number=head.number if head else 0, seal=head.seal if head else beginning_of(book))


def kind_of(record: Kept | type[Kept]) -> str:
    """What the log calls records of this model."""
    return str((record._meta.concrete_model or record)._meta.label_lower)


def kept_kinds() -> dict[str, type[Kept]]:
    """Every kind of record, by what the log calls it."""
    return {kind_of(model): model for model in apps.get_models() if issubclass(model, Kept) and not model._meta.proxy}


@cache
def _names_of_kinds() -> frozenset[str]:
    return frozenset(kept_kinds())


def _entered_as_new(record: Kept, text: bytes) -> bool:
    """A new row and its entry. False where the database has a row that must not stand beside it: nothing was written then.

    Without a savepoint: the two statements that can fail before the entry write nothing where they do.
    """
    with transaction.atomic(savepoint=False):
        hold_for_entries(record.book)
        done = inserted(record)
        if done:
            _enter(record, text)
    return done


def _keep_or_undo(record: Kept, before: int, text: bytes) -> None:
    """A row, new or changed, and its entry, undone where it does not come back from the database as it was given."""
    with transaction.atomic():
        hold_for_entries(record.book)
        if not (_update(record, before) if before else inserted(record)):
            _tell_why_not(record)
        if not comes_back_surely(record):
            _comes_back_as_it_was(record, json.loads(text)["content"])
        _enter(record, text)


def _tell_why_not(record: Kept) -> Never:
    """Somebody kept it before; or the new row breaks a rule of its table."""
    current = _rows(record).first()
    if current is None:
        raise IntegrityError(f"Another {kind_of(record)} stands where {record.reference} would.")
    raise ChangedMeanwhile(current, history(current)[-1])


def _update(record: Kept, before: int) -> bool:
    columns = {field.attname for field in record._meta.concrete_fields if not field.primary_key} - record.NOT_LOGGED
    values = {name: getattr(record, name) for name in columns}
    return bool(_rows(record).filter(version=before).update(**values))


def _rows(record: Kept) -> models.QuerySet[Kept]:
    return models.QuerySet(type(record)).filter(pk=record.pk)


def _comes_back_as_it_was(record: Kept, said: dict[str, Any]) -> None:
    """What is in the log is what any database gives back, so that `verify` compares like with like."""
    read = _rows(record).get().content()
    if canonical(read) != canonical(said):
        differ = sorted(name for name in said if canonical({"is": said[name]}) != canonical({"is": read.get(name)}))
        raise TypeError(f"{kind_of(record)} comes back from the database with another {', '.join(differ)}: give the right kind of value.")


def _fits(record: Kept) -> None:
    """PostgreSQL refuses what does not fit into a column, SQLite keeps it. So that both do the same, it is refused here."""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        if isinstance(value, str) and field.max_length is not None and len(value) > field.max_length:
            raise ValueError(f"{kind_of(record)}.{field.attname} holds {field.max_length} letters, and was given {len(value)}.")
        bounds = BaseDatabaseOperations.integer_field_ranges.get(field.get_internal_type())
        if bounds and isinstance(value, int) and not bounds[0] <= value <= bounds[1]:
            raise ValueError(f"{kind_of(record)}.{field.attname} holds {bounds[0]} to {bounds[1]}, and was given {value}.")


def _enter(record: Kept, text: bytes) -> None:
    enter(NewEntry(book=record.book, text=text, kind=kind_of(record), reference=record.reference))


def _says(record: Kept, act: Act) -> dict[str, Any]:
    return {"kind": kind_of(record), "reference": record.reference, "version": record.version, "content": record.content(), **_who(act)}


def _who(act: Act) -> dict[str, Any]:
    if act.at.tzinfo is None:
        raise TypeError("An act happens at a moment with a zone.")
    at = act.at.astimezone(UTC).isoformat()
    return {"account": act.account, "acting_as": act.acting_as, "event": act.event, "at": at, "why": act.why}
