"""One moment of the database, looked at while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction


@contextmanager
def one_moment(database: str) -> Iterator[None]:
    """Everything read inside is of the same moment, nothing is written, and no writer waits for us.

    Text that is no text (SQLite keeps any bytes) comes as half signs instead of an error. Inside a transaction, it is that one's moment.
    """
    with _any_text(database), _snapshot(database):
        yield


@contextmanager
def _snapshot(database: str) -> Iterator[None]:
    connection = connections[database]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django would begin IMMEDIATE, which keeps writers out for as long as we read.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using=database), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _any_text(database: str) -> Iterator[None]:
    connection = connections[database]
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    connection.connection.text_factory = lambda stored: stored.decode(errors="surrogateescape")
    try:
        yield
    finally:
        connection.connection.text_factory = str
