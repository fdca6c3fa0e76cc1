"""The few statements that every kept record costs, in SQL of their own: Django's way of building them anew took longer than the database
takes to carry them out. What they write is what Django would write, by the fields' own words for the database.

All of them run inside a transaction. None leaves it broken where a record is there already, so that no savepoint is needed for that.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from wholeplace.ledger.chain import beginning_of
from wholeplace.ledger.records.models import Head, Kept, LogEntry

_HEAD, _ENTRY = Head._meta.db_table, LogEntry._meta.db_table
_READ_END = f"SELECT number, seal FROM {_HEAD} WHERE book = %s"
_BEGIN = f"INSERT INTO {_HEAD} (book, number, seal) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING"
_MOVE_END = f"UPDATE {_HEAD} SET number = %s, seal = %s WHERE book = %s"
_ENTER = f"INSERT INTO {_ENTRY} (book, number, says, seal, kind, reference) VALUES (%s, %s, %s, %s, %s, %s)"

_PLAIN: Mapping[Any, type] = {
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.IntegerField: int,
    models.BigIntegerField: int,
    models.PositiveBigIntegerField: int,
    models.DateField: date,
    models.DateTimeField: datetime,
}
"""Kinds of columns, and the one type of value that each is known to give back as it was (tests/ledger/test_writing.py holds both
databases to it). A JSON column belongs to them: what the log can write, they give back."""


def held(book: str) -> tuple[int, str]:
    """Number and seal of the last entry of a book, held until the transaction ends. A book begins when it is first held."""
    # SQLite has one writer at a time, who holds everything.
    read = f"{_READ_END} FOR UPDATE" if connection.features.has_select_for_update else _READ_END
    with connection.cursor() as cursor:
        cursor.execute(read, [book])
        end = cursor.fetchone()
        if end is None:
            cursor.execute(_BEGIN, [book, beginning_of(book)])
            cursor.execute(read, [book])
            end = cursor.fetchone()
    number, seal = end
    return number, seal


def entered(book: str, number: int, text: bytes, seal: str, *, kind: str, reference: str) -> None:
    """Write the next entry of a book that is held, and where it ends now."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [book, number, text.decode(), seal, kind, reference])
        cursor.execute(_MOVE_END, [number, seal, book])


def inserted(record: Kept) -> bool:
    """Write a new row. False where the database refused it because it has one that must not stand beside it; nothing was written then."""
    sql, columns = _insert(type(record), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(getattr(record, field.attname), connection) for field in columns])
        done = cursor.rowcount == 1
    if done:
        record._state.adding, record._state.db = False, connection.alias
    return done


def comes_back_surely(record: Kept) -> bool:
    """Is each column of the one type that it is known to give back as it was? Else only reading the row again can tell."""
    return all(sure(getattr(record, name)) for name, sure in _sure(type(record)))


@lru_cache(maxsize=256)
def _insert(model: type[Kept], vendor: str) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG001  what is quoted how is the vendor's
    """The statement that writes a row of a model, and the columns in its order."""
    columns = tuple(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in columns)
    places = ", ".join("%s" for _ in columns)
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING", columns


@lru_cache(maxsize=256)
def _sure(model: type[Kept]) -> tuple[tuple[str, Callable[[Any], bool]], ...]:
    logged = [field for field in model._meta.concrete_fields if field.attname not in model.NOT_LOGGED]
    return tuple((field.attname, _is_sure(field)) for field in logged)


def _is_sure(field: Any) -> Callable[[Any], bool]:
    """How to tell of one column's values. Of a kind of column that is not known, none is sure."""
    if type(field) is models.JSONField:
        # Encoders and decoders of one's own may change what they are given.
        return lambda _: field.encoder is None and field.decoder is None
    kind = _PLAIN.get(type(field))
    # Exactly that type: True is an int, a moment is a date, a word of an enumeration is a str, and each comes back as something else.
    return lambda value: type(value) is kind or (value is None and field.null)
