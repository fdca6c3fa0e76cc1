"""Compares every row of a kind of records with the last entry about it, some hundred rows at a time."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, Exists, Field, Max, Model, OuterRef, QuerySet

from wholeplace.ledger.chain import canonical
from wholeplace.ledger.records.findings import Findings
from wholeplace.ledger.records.models import Kept, LogEntry, plain
from wholeplace.terms import Problem

AT_ONCE = 500
_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError, ValidationError)
"""What a row raises when a column holds what it cannot hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Last:
    """The last entry about a record, and how many there are."""

    number: int
    count: int
    content: Mapping[str, Any]


def columns_lacking(model: type[Model], database: str) -> list[str]:
    """The columns of a model that its table does not have; all of them where there is no table."""
    table, connection = model._meta.db_table, connections[database]
    with connection.cursor() as cursor:
        found = set()
        if table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} WHERE 1 = 0")
            found = {column[0] for column in cursor.description or ()}
    return [field.column for field in model._meta.concrete_fields if field.column and field.column not in found]


def compare(rows: QuerySet[Kept], kind: str, findings: Findings, step: Callable[[int], None]) -> None:
    """Tell which rows of a model are not what was last kept, which the log does not know, and which are gone."""
    model = rows.model
    if lacking := columns_lacking(model, rows.db):
        findings.tell(_problem(f"table {model._meta.db_table}", f"it lacks {', '.join(lacking)}.", "Its rows could not be compared."))
        return
    entries = LogEntry.objects.using(rows.db).filter(kind=kind)
    for references in _in_batches(rows.order_by("pk").values_list("pk", flat=True).iterator(), AT_ONCE):
        texts = [reference for reference in references if _is_text(reference)]
        last, found, stored = _last_entries(entries, texts), _found(rows, texts), _stored(rows, texts)
        for reference in references:
            if what := _wrong(last.get(reference), found.get(reference), stored.get(reference, {})):
                findings.tell(_problem(_name(model, reference), what, "It was changed past the log, so nobody answers for it."))
        findings.records += len(references)
        step(findings.records)
    for reference in _without_row(rows, entries):
        findings.tell(_problem(_name(model, reference), "the log keeps it, and its row is gone.", "It was taken away past the log."))


def _wrong(last: _Last | None, row: Kept | None, stored: Mapping[str, Any]) -> str:
    """What is wrong with one row, in words; empty when it is what the log last kept."""
    if last is None:
        return "the log does not know it."
    if row is None:
        return f"a column holds what it cannot hold, so it cannot be read (the log last kept it in entry {last.number})."
    if differing := _differing(row, last.content):
        return f"it is not what entry {last.number} kept: {', '.join(differing)}."
    if last.count != row.version:
        return f"it is version {row.version}, and the log holds {last.count} entries about it."
    if strange := _in_another_form(row, stored):
        return f"it is stored in a form that we do not write: {', '.join(strange)}."
    return ""


def _differing(row: Kept, kept: Mapping[str, Any]) -> list[str]:
    """Columns whose value is another than the log's. One that is newer than the entry must hold its default."""
    now = row.content()
    if _same(now, kept):
        return []
    defaults = {field.attname: field.get_default for field in row._meta.concrete_fields}
    return [name for name in now if not _same(now[name], kept[name] if name in kept else plain(defaults[name](), name))]


def _same(one: Any, other: Any) -> bool:
    try:
        return canonical({"is": one}) == canonical({"is": other})
    except _UNREADABLE:
        return False


def _last_entries(entries: QuerySet[LogEntry], references: Sequence[str]) -> dict[str, _Last]:
    about = entries.filter(reference__in=references).order_by().values_list("reference")
    counts = {ref: (last, count) for ref, last, count in about.annotate(Max("number"), Count("number"))}
    numbers = [last for last, _ in counts.values()]
    lasts = entries.filter(reference__in=references, number__in=numbers).values_list("reference", "number", "says")
    return {
        ref: _Last(number=number, count=counts[ref][1], content=_content(says))
        for ref, number, says in lasts
        if number == counts[ref][0]  # numbers count anew in each book
    }


def _content(says: Any) -> Mapping[str, Any]:
    try:
        content = json.loads(says)["content"]
    except (*_UNREADABLE, KeyError):
        return {}
    return content if isinstance(content, dict) else {}


def _found(rows: QuerySet[Kept], references: Sequence[str]) -> dict[str, Kept]:
    """The rows that can be read: all at once or, where one of them cannot, one by one."""
    try:
        return {row.reference: row for row in rows.filter(pk__in=references) if row.content()}
    except _UNREADABLE:
        if len(references) == 1:
            return {}
        return {key: row for reference in references for key, row in _found(rows, [reference]).items()}


def _stored(rows: QuerySet[Kept], references: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What SQLite holds, unread. It keeps anything in any column, and what we read as the same it may find as something else."""
    connection, fields = connections[rows.db], _logged(rows.model)
    if connection.vendor != "sqlite" or not references:
        return {}
    quote = connection.ops.quote_name
    columns = ", ".join(f"+{quote(field.column)}" for field in fields)  # the sign keeps the driver from reading it as a day or a moment
    wanted = ", ".join(["%s"] * len(references))
    with connection.cursor() as cursor:
        table = quote(rows.model._meta.db_table)
        cursor.execute(f"SELECT {columns} FROM {table} WHERE {quote('reference')} IN ({wanted})", list(references))
        found = [dict(zip([field.attname for field in fields], row, strict=True)) for row in cursor.fetchall()]
    return {row["reference"]: row for row in found}


def _in_another_form(row: Kept, stored: Mapping[str, Any]) -> list[str]:
    return [field.attname for field in _logged(type(row)) if stored and not _is_as_written(field, row, stored[field.attname])]


def _is_as_written(field: Any, row: Kept, stored: Any) -> bool:
    written = field.get_db_prep_save(getattr(row, field.attname), connections[row._state.db or DEFAULT_DB_ALIAS])
    written = int(written) if isinstance(written, bool) else written
    return type(stored) is type(written) and stored == written


def _logged(model: type[Kept]) -> list["Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if field.attname not in model.NOT_LOGGED]


def _without_row(rows: QuerySet[Kept], entries: QuerySet[LogEntry]) -> Iterator[str]:
    kept = entries.filter(~Exists(rows.filter(pk=OuterRef("reference"))))
    return kept.order_by("reference").values_list("reference", flat=True).distinct().iterator()


def _is_text(reference: object) -> bool:
    return isinstance(reference, str) and not any("\ud800" <= sign <= "\udfff" for sign in reference)


def _in_batches(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def _name(model: type[Kept], reference: object) -> str:
    return f"{model._meta.verbose_name} {str(reference).encode(errors='replace').decode()}"


def _problem(where: str, what: str, why: str) -> Problem:
    fix = "Find who had access to the database, and keep it anew as what is right, with the reason."
    return Problem(where=where, what=what, why=why, fix=fix)
