"""A message is done once, however often it is sent: its ids are written down in the transaction that does it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection

from wholeplace.service.records.events.models import Answered

_WRITE = (
    f"INSERT INTO {Answered._meta.db_table} (sender, request, correlation, digest, answer, at) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Once:
    """The ids of one message: who sent it, its request id, its correlation id (may be empty), and the digest of its body."""

    sender: str
    request: str
    correlation: str = ""
    digest: str = ""


class Duplicate(Exception):
    """The same message was done before. `answer` is what came of it then."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("This message was done before.")
        self.answer = answer


class ReusedIds(Exception):
    """Another message was done before under the same ids. Nothing was done with this one."""

    def __init__(self) -> None:
        super().__init__("Another message was sent under these ids before. Give each message ids of its own.")


def first_time(once: Once, answer: dict[str, Any], at: datetime) -> None:
    """Write a message down with what will come of it. Raises Duplicate or ReusedIds where it was done before.

    Call it first inside the transaction that does the message. Where that fails, this is not kept either, and the message may be
    sent again. Two of the same at once: the second waits for the first here.
    """
    with connection.cursor() as cursor:
        # The second of two waits here for the first, and then writes nothing. Whatever else is wrong with the row still raises.
        cursor.execute(
            _WRITE,
            [
                once.sender, once.request, once.correlation, once.digest, json.dumps(answer),
                connection.ops.adapt_datetimefield_value(at),
            ],
        )  # fmt: skip
        if cursor.rowcount == 1:
            return
    before = answered(once)
    if before is None:
        raise IntegrityError("A message was written down by somebody else, and then it was not.")
    raise Duplicate(before)


def answered(once: Once) -> dict[str, Any] | None:
    """What came of a message that was done before, None where it was not. Raises ReusedIds where another had the same ids."""
    found = Answered.objects.filter(sender=once.sender, request=once.request, correlation=once.correlation).first()
    if found is None:
        return None
    if found.digest != once.digest:
        raise ReusedIds
    return found.answer
