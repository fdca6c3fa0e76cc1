"""Tables of the log, and the form of every record that is kept with it."""

from datetime import date, datetime
from typing import Any

from django.db import models


class LogEntry(models.Model):
    """One entry as it was sealed. `says` is its canonical JSON: the very bytes under the seal. The other columns only find it."""

    book = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    says = models.TextField()
    seal = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=80)

    class Meta:
        """An entry has one place in one book; nobody can stand in it twice."""

        db_table = "ledger_entry"
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="one_entry_a_place")]
        indexes = [models.Index(fields=["kind", "reference", "number"], name="entries_of_a_record")]


class Head(models.Model):
    """The end of a book: whoever appends holds this row, so that entries follow one another."""

    book = models.CharField(max_length=20, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64)


class Kept(models.Model):
    """A record that changes only through `keep`, which writes the change into the log. `version` counts from 1."""

    reference = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        """Each room has tables of its own."""

        abstract = True

    def content(self) -> dict[str, Any]:
        """Everything it says, as JSON values: what the log keeps and what `verify` compares."""
        return {field.attname: _plain(getattr(self, field.attname)) for field in self._meta.concrete_fields}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
