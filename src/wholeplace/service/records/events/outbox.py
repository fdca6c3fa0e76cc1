"""What happened and is to be told to others: one line, written in the transaction of what it is about."""

from datetime import datetime

from django.db import connection

from wholeplace.service.records.events.models import Told

_WRITE = f"INSERT INTO {Told._meta.db_table} (kind, reference, organisation, at) VALUES (%s, %s, %s, %s)"


def tell(kind: str, *, reference: str, organisation: str, at: datetime) -> None:
    """Write down that something happened, such as "appointment booked". Whoever is told gets the reference and asks for the rest.

    Call it inside the transaction of what happened: both are kept, or neither.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [kind, reference, organisation, connection.ops.adapt_datetimefield_value(at)])
