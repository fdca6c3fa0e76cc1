"""Writers take turns, so that one waits no longer than those before it take.

PostgreSQL lets many write at once: a job runs where it is asked for, in a transaction of its own, a few of one process at a time. SQLite
lets one write at a time, and those who wait for it are served by luck: under load some waited for seconds. There one thread writes for
all, in the order in which they came, and what has gathered meanwhile is made durable together (a group commit): each job in a savepoint
of its own, so that one that fails takes nothing of the others with it. No job is answered before its transaction is on the disk.

What a job keeps and notes is entered in the log last of all, so that it holds the ends of its books for the shortest time.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

Done = TypeVar("Done")

DEADLINE = 5.0
"""Seconds after which nobody waits any more: the answer is then that nothing was done (Booking and Referral Standard, 408)."""
AT_ONCE = 64
"""How many jobs are made durable together, at most. More would make the first of them wait for the last."""

TOGETHER = 3
"""How many jobs of one process are at work at once on PostgreSQL. Bookings of one organisation stand in one book, so more would only
wait for one another's locks; and the one that holds the lock would wait for its share of the processor among all of them."""


class TooLate(Exception):
    """The job did not get its turn in time. Nothing was done, so it may safely be tried again."""


def in_turn(job: Callable[[], Done], *, deadline: float = DEADLINE) -> Done:
    """What `job` returns once all that it wrote is on the disk. Raises what it raises, with nothing of it kept, and TooLate.

    Inside a transaction it is part of that one, and still leaves nothing of itself where it raises. `deadline`: seconds to wait for the
    turn; a job that has begun is never broken off.
    """
    if connection.in_atomic_block:
        with _transaction():
            return job()
    if connection.vendor != "sqlite":
        return _with_deadline(job, deadline)
    return _WRITER.ask(job, deadline)


def _with_deadline(job: Callable[[], Done], deadline: float) -> Done:
    """A transaction that gives up waiting for its place, and for others' locks, in time."""
    from django.db.utils import OperationalError

    until = time.monotonic() + deadline
    if not _PLACES.acquire(timeout=max(0.0, deadline)):
        raise TooLate
    try:
        with _transaction():
            with connection.cursor() as cursor:
                left = max(1, int((until - time.monotonic()) * 1000))
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{left}ms"])
            return job()
    except OperationalError as refusal:
        if getattr(refusal.__cause__, "sqlstate", "") in (_LOCK_NOT_AVAILABLE, _DEADLOCK):
            raise TooLate from refusal
        raise
    finally:
        _PLACES.release()


def alone_with(*words: str) -> None:
    """Inside a job: until its transaction ends, nobody else goes on past here with one of these words. For looking before writing, where
    two who write different rows must not both find nothing. SQLite has one writer, who is alone."""
    if connection.vendor == "sqlite":
        return
    keys = sorted({int.from_bytes(sha256(word.encode()).digest()[:8], signed=True) for word in words})
    with connection.cursor() as cursor:
        # In order, so that two who need the same never wait for each other.
        cursor.execute(f"SELECT {', '.join(['pg_advisory_xact_lock(%s)'] * len(keys))}", keys)


@contextmanager
def _transaction() -> Iterator[None]:
    """A transaction, or a savepoint inside one, that enters in the log last of all what was kept and noted in it."""
    from wholeplace.ledger.records.gathering import entries_last

    with transaction.atomic(), entries_last():
        yield


_PLACES = threading.BoundedSemaphore(TOGETHER)
_LOCK_NOT_AVAILABLE = "55P03"
_DEADLOCK = "40P01"


class _Asked:
    """One job that waits for its turn."""

    __slots__ = ("answer", "job", "until")

    def __init__(self, job: Callable[[], Any], until: float) -> None:
        self.job, self.until = job, until
        self.answer: Future[Any] = Future()


class _Writer:
    """The one thread that writes, begun with the first job. It belongs to the process: a fork begins with an idle one."""

    def __init__(self) -> None:
        self._waiting: deque[_Asked] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, job: Callable[[], Done], deadline: float) -> Done:
        """Queue a job and wait for it."""
        asked = _Asked(job, time.monotonic() + deadline)
        with self._changed:
            self._waiting.append(asked)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                self._thread.start()
            self._changed.notify()
        return asked.answer.result()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                batch = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            _write(batch)


def _write(batch: list[_Asked]) -> None:
    """Run a batch in one transaction and answer each job. Where the whole of it could not be kept, none of it was."""
    results: list[tuple[_Asked, Any, BaseException | None]] = []
    try:
        with _transaction():
            for asked in batch:
                results.append((asked, *_tried(asked)))
    except BaseException as refusal:  # noqa: BLE001  whoever waits must be told, whatever it was
        connections[DEFAULT_DB_ALIAS].close()
        for asked in batch:
            asked.answer.set_exception(refusal)
        return
    for asked, done, refused in results:
        asked.answer.set_exception(refused) if refused else asked.answer.set_result(done)


def _tried(asked: _Asked) -> tuple[Any, BaseException | None]:
    """What one job gave, or why it was refused, in a savepoint of its own."""
    if time.monotonic() > asked.until:
        return None, TooLate()
    try:
        with _transaction():
            return asked.job(), None
    except Exception as refusal:  # noqa: BLE001  told to whoever asked; the others' jobs stand
        return None, refusal


_WRITER = _Writer()
