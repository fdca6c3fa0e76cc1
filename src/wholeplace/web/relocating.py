"""Moves a place's live records from SQLite in its folder to PostgreSQL: every row of every table, proven before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.models import Model, QuerySet

from wholeplace.ledger import End, Verified
from wholeplace.ledger.records.verifying import verify
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress
from wholeplace.web.settings import database_from

OLD, NEW = "old", "default"
AT_ONCE = 500
_MADE_BY_MIGRATIONS = {"django_content_type", "auth_permission"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Relocated:
    """What was moved: rows in all, how many tables hold some, and where the log ends, on both sides alike."""

    rows: int
    tables: int
    entries: int
    records: int
    ends: tuple[End, ...]


def relocate(folder: Path, progress: Progress) -> Relocated:
    """Copy every row to the database that is open, and prove both sides. All or nothing.

    Raises DataProblem when the new one holds rows already, or either side does not hold together.
    """
    connections.settings[OLD] = connections.configure_settings({NEW: connections.settings[NEW], OLD: database_from("", folder)})[OLD]
    call_command("migrate", database=OLD, verbosity=0, interactive=False)
    # The old one is held for writing all the while, so that nothing is kept there and lost.
    with transaction.atomic(using=OLD), transaction.atomic(using=NEW):
        before = _proven(verify(database=OLD), "old")
        _must_be_empty()
        counts = {model._meta.db_table: _copy(model) for model in _with_progress(progress)}
        _go_on_counting()
        after = _proven(verify(database=NEW, known=before.ends), "new")
        if (after.entries, after.records, after.ends) != (before.entries, before.records, before.ends):
            raise RuntimeError("both sides hold together, and differ")
    tables = sum(count > 0 for count in counts.values())
    return Relocated(rows=sum(counts.values()), tables=tables, entries=after.entries, records=after.records, ends=after.ends)


def _proven(found: Verified, which: str) -> Verified:
    if found.problems:
        raise DataProblem(f"Nothing was moved, because the {which} records do not hold together", found.problems)
    return found


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]


def _must_be_empty() -> None:
    tables = [model._meta.db_table for model in _models() if QuerySet(model, using=NEW).exists()]
    if full := sorted(set(tables) - _MADE_BY_MIGRATIONS):
        problem = Problem(
            where="the database that DATABASE_URL names", what=f"it holds rows already ({', '.join(full)}).",
            why="Two sets of records cannot be made into one.", fix="Name an empty database.",
        )  # fmt: skip
        raise DataProblem("Nothing was moved", [problem])
    with connections[NEW].cursor() as cursor:
        for table in sorted(_MADE_BY_MIGRATIONS, reverse=True):
            cursor.execute(f"DELETE FROM {connections[NEW].ops.quote_name(table)}")


def _with_progress(progress: Progress) -> Iterator[type[Model]]:
    models = _models()
    for number, model in enumerate(models):
        progress("relocating", str(model._meta.verbose_name_plural), number / len(models))
        yield model
    progress("relocating", "", 1.0)


def _copy(model: type[Model]) -> int:
    """Every column of every row as it is. Row by row, because saving would set what is set on saving anew."""
    new = connections[NEW]
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.column]
    columns = ", ".join(new.ops.quote_name(field.column) for field in fields)
    statement = f"INSERT INTO {new.ops.quote_name(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
    rows = QuerySet(model, using=OLD).order_by("pk").values_list(*[field.attname for field in fields]).iterator(chunk_size=AT_ONCE)
    copied = 0
    with new.cursor() as cursor:
        while batch := list(islice(rows, AT_ONCE)):
            cursor.executemany(
                statement, [[field.get_db_prep_save(value, new) for field, value in zip(fields, row, strict=True)] for row in batch]
            )
            copied += len(batch)
    return copied


def _go_on_counting() -> None:
    """Numbers that the database gives itself go on after the last one that came over."""
    with connections[NEW].cursor() as cursor:
        for statement in connections[NEW].ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
