"""The few statements that every kept record costs, in SQL of their own: Django's way of building them anew took longer than the database
takes to carry them out. What they write is what Django would write, by the fields' own words for the database.

All of them run inside a transaction. None leaves it broken where a record is there already, so that no savepoint is needed for that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from wholeplace.ledger.chain import beginning_of, seal_of
from wholeplace.ledger.records.models import Head, Kept, LogEntry

_HEAD, _ENTRY = Head._meta.db_table, LogEntry._meta.db_table
_READ_ENDS = f"SELECT book, number, seal FROM {_HEAD} WHERE book IN ({{places}}) ORDER BY book DESC"
_BEGIN = f"INSERT INTO {_HEAD} (book, number, seal) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING"
_MOVE_ENDS = f"""INSERT INTO {_HEAD} (book, number, seal) VALUES {{places}}
ON CONFLICT (book) DO UPDATE SET number = excluded.number, seal = excluded.seal"""
_ENTER = f"INSERT INTO {_ENTRY} (book, number, says, seal, kind, reference) VALUES {{places}}"
_AT_ONCE = 500
"""Entries of one statement. SQLite takes 32,766 values in one."""
_BEGUN: set[str] = set()
"""Books that this process has seen. None ever goes; where one is missing all the same (its beginning was undone), it is begun again."""

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


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEntry:
    """One entry that is to be appended: in which book, its canonical JSON, and what it is found by."""

    book: str
    text: bytes
    kind: str
    reference: str


def held(books: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Number and seal of the last entry of each book, held until the transaction ends. A book begins when it is first held.

    The last of the alphabet is held first, so that two who need the same books never wait for each other.
    """
    wanted = sorted(set(books), reverse=True)
    ends = _locked(wanted) if _BEGUN.issuperset(wanted) else {}
    if len(ends) < len(wanted):
        # One after the other. Whoever held those that are there, and then began the others, would hold them in another order.
        for book in wanted:
            with connection.cursor() as cursor:
                cursor.execute(_BEGIN, [book, beginning_of(book)])
            ends |= _locked([book])
        _BEGUN.update(wanted)
    return ends


def _locked(books: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The ends of those books that are there."""
    read = _READ_ENDS.format(places=", ".join(["%s"] * len(books)))
    with connection.cursor() as cursor:
        # SQLite has one writer at a time, who holds everything.
        cursor.execute(f"{read} FOR UPDATE" if connection.features.has_select_for_update else read, books)
        return {book: (number, seal) for book, number, seal in cursor.fetchall()}


def appended(entries: Sequence[NewEntry]) -> None:
    """Write entries at the ends of their books, in their order, and where the books end then."""
    ends = held(one.book for one in entries)
    rows = []
    for one in entries:
        number, seal = ends[one.book]
        ends[one.book] = number + 1, seal_of(one.text, after=seal)
        rows.append((one.book, number + 1, one.text.decode(), ends[one.book][1], one.kind, one.reference))
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        statements = [(_ENTER.format(places=_rows_of(6, len(some))), [told for row in some for told in row])]
        if first + _AT_ONCE >= len(rows):
            moved = [told for book, (number, seal) in ends.items() for told in (book, number, seal)]
            statements.append((_MOVE_ENDS.format(places=_rows_of(3, len(ends))), moved))
        _in_one_go(statements)


def _in_one_go(statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """PostgreSQL takes several statements at once. Whoever holds a book waits for its answer once then, and so do all behind them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("; ".join(sql for sql, _ in statements), [told for _, parameters in statements for told in parameters])
            return
        for sql, parameters in statements:
            cursor.execute(sql, parameters)


def _rows_of(columns: int, count: int) -> str:
    return ", ".join([f"({', '.join(['%s'] * columns)})"] * count)


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
