"""Tables of the log, and the form of every record that is kept with it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Never

from django.db import models

from wholeplace.ledger.chain import MAIN
from wholeplace.terms import Money


class LogEntry(models.Model):
    """One entry as it was sealed. `says` is its canonical JSON: the very bytes under the seal. Kind and reference only find it."""

    place = models.CompositePrimaryKey("book", "number")
    book = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    says = models.TextField()
    seal = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=80)

    class Meta:
        """An entry has one place in one book; nobody can stand in it twice. The table only grows: see growing.py."""

        db_table = "ledger_entry"
        indexes = [models.Index(fields=["kind", "reference", "number"], name="entries_of_a_record")]


class Head(models.Model):
    """The end of a book: whoever appends holds this row, so that entries follow one another."""

    book = models.CharField(max_length=20, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64)


class ReadRows(models.QuerySet["Kept"]):
    """Rows of records to read. All ways to change them without an entry in the log are shut."""

    def _shut(self, *_: object, **__: object) -> Never:
        raise TypeError(f"{self.model.__name__} changes only through wholeplace.ledger.records.keeping.keep, which writes the log.")

    create = update = delete = bulk_create = bulk_update = get_or_create = update_or_create = _shut
    acreate = aupdate = adelete = abulk_create = abulk_update = aget_or_create = aupdate_or_create = _shut


class Kept(models.Model):
    """A record that changes only through `keep`, which writes the change into the log. `version` counts from 1.

    A migration may add a column with a default, or take one away, and `verify` still holds. One that changes what rows say must
    keep each of them anew.
    """

    reference = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ReadRows.as_manager()

    NOT_LOGGED: ClassVar[frozenset[str]] = frozenset()
    """Columns that the framework writes by itself (when an account last signed in). The log does not know them, `verify` neither."""

    class Meta:
        """Each room has tables of its own."""

        abstract = True

    @property
    def book(self) -> str:
        """The book of the log that its entries stand in: the same for all versions of a record."""
        return MAIN

    def content(self) -> dict[str, Any]:
        """Everything it says, as JSON values: what the log keeps and what `verify` compares. Raises TypeError on what is none."""
        logged = [field.attname for field in self._meta.concrete_fields if field.attname not in self.NOT_LOGGED]
        return {name: plain(getattr(self, name), name) for name in logged}

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Shut: see `keep`. Open only for columns that the log does not know, named in `update_fields`."""
        columns = frozenset(update_fields or ())
        if not columns or columns - self.NOT_LOGGED:
            raise TypeError(f"{type(self).__name__} changes only through wholeplace.ledger.records.keeping.keep, which writes the log.")
        super().save(*args, update_fields=columns, **kwargs)

    def delete(self, *_: object, **__: object) -> Never:
        """Shut: what was kept stays. Withdraw it, or replace it, with a new version."""
        raise TypeError(f"{type(self).__name__} is never deleted. Keep a version that says it is withdrawn.")


def plain(value: Any, where: str) -> Any:
    """A column's value as the log writes it: days as 2026-11-22, moments in UTC, money in pence, all else as it is."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"{where} is a moment without a zone: nobody knows when that was.")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.pence if isinstance(value, Money) else value
