"""What happened and is to be told to others: one line, written in the transaction of what it is about."""

from datetime import datetime

from wholeplace.service.records.events.models import Told


def tell(kind: str, *, reference: str, organisation: str, at: datetime) -> None:
    """Write down that something happened, such as "appointment booked". Whoever is told gets the reference and asks for the rest.

    Call it inside the transaction of what happened: both are kept, or neither.
    """
    Told.objects.create(kind=kind, reference=reference, organisation=organisation, at=at)
