"""Entries of the log that wait for the end of their transaction, and are then written in one go.

Whoever appends to a book holds its end until their transaction is on the disk, and everybody else who appends to it waits for them.
So all that a job reads, checks and writes comes first, and its entries last. A row is safe meanwhile by itself: whoever changes it, too,
waits for the row.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from wholeplace.ledger.records.writing import NewEntry, appended, held


class _Here(threading.local):
    """What waits in the transaction of this thread. None: nothing waits, entries are written at once."""

    waiting: list[NewEntry] | None = None


_HERE = _Here()


@contextmanager
def entries_last() -> Iterator[None]:
    """Inside a transaction: what is kept and noted in this block is entered in the log at its end. Where the block raises, none of it is.

    A block inside another leaves its entries to that one's end.
    """
    outer = _HERE.waiting
    waiting = _HERE.waiting = [] if outer is None else outer
    before = len(waiting)
    try:
        yield
        if outer is None and waiting:
            appended(waiting)
    except BaseException:
        del waiting[before:]
        raise
    finally:
        _HERE.waiting = outer


def hold_for_entries(book: str) -> None:
    """Hold the end of a book before a row is written, unless entries come last here."""
    if _HERE.waiting is None:
        held([book])


def enter(entry: NewEntry) -> None:
    """Append an entry to its book, now or at the end of the block."""
    if _HERE.waiting is None:
        appended([entry])
    else:
        _HERE.waiting.append(entry)


def waiting_of(book: str, kind: str, reference: str) -> Sequence[bytes]:
    """The texts of the entries about a record that still wait here, in their order."""
    same = (book, kind, reference)
    return [one.text for one in _HERE.waiting or () if (one.book, one.kind, one.reference) == same]
