"""Proves log and records: nothing was altered, added or taken away past `keep`. Reads one moment, and holds little of it at once."""

from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from wholeplace.ledger.chain import End
from wholeplace.ledger.records.books import follow_books
from wholeplace.ledger.records.findings import Findings
from wholeplace.ledger.records.growing import is_shut
from wholeplace.ledger.records.keeping import kept_kinds
from wholeplace.ledger.records.models import Head, LogEntry
from wholeplace.ledger.records.moment import one_moment
from wholeplace.ledger.records.rows import columns_lacking, compare
from wholeplace.ledger.verified import Verified
from wholeplace.terms import Problem
from wholeplace.terms.progress import Progress, quiet


def verify(*, known: Sequence[End] = (), database: str = DEFAULT_DB_ALIAS, progress: Progress = quiet) -> Verified:
    """Follow every book, and compare every record with the last entry about it. `known`: ends that were kept elsewhere.

    Whoever can write the database can also cut off the end of a book and everything it says, or go on with it in others' names.
    Ends that were kept elsewhere show the first; nothing in a database can show the second.
    """
    findings = Findings()
    with one_moment(database):
        if problems := _no_log(database):
            return Verified(entries=0, records=0, ends=(), problems=problems, remarks=())
        if not is_shut(connections[database]):
            findings.tell(_open_log())
        entries = max(1, LogEntry.objects.using(database).count())
        progress("ledger", "following the log", 0.0)
        follow_books(database, findings, known, lambda done: progress("ledger", "following the log", 0.7 * done / entries))
        _compare_records(database, findings, progress)
    progress("ledger", "", 1.0)
    return findings.whole()


def _compare_records(database: str, findings: Findings, progress: Progress) -> None:
    kinds = {kind: QuerySet(model, using=database) for kind, model in sorted(kept_kinds().items())}
    count = max(1, sum(rows.count() for rows in kinds.values() if not columns_lacking(rows.model, database)))
    for kind, rows in kinds.items():
        compare(rows, kind, findings, lambda done: progress("ledger", "comparing the records", 0.7 + 0.3 * done / count))


def _no_log(database: str) -> tuple[Problem, ...]:
    lacking = {model._meta.db_table: columns_lacking(model, database) for model in (LogEntry, Head)}
    return tuple(
        Problem(
            where=f"table {table}", what=f"it lacks {', '.join(columns)}.", why="Without it there is no log to follow.",
            fix="Bring back the last copy of the records (docs/how-to/keep-the-records.md).",
        )
        for table, columns in lacking.items() if columns
    )  # fmt: skip


def _open_log() -> Problem:
    return Problem(
        where="table ledger_entry", what="it no longer refuses changes.", why="Somebody took away the triggers that let it only grow.",
        fix="Find who had access, and what they changed. docs/how-to/keep-the-records.md says how to put them back.",
    )  # fmt: skip
