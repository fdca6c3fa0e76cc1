"""References in order, without gaps, each year anew: ANY-2026-014. Two people who begin at the same moment get two numbers."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max

from wholeplace.agreement.records.decisions.models import Decision, Matter
from wholeplace.ledger import BEGINNING
from wholeplace.ledger.records.keeping import MAIN
from wholeplace.ledger.records.models import Head

LETTERS = 3


@contextmanager
def next_number(kind: type[Decision | Matter], year: int) -> Iterator[int]:
    """The next number of a kind in a year, for a record that is kept inside the block. If it is not, the number is free again.

    Whoever holds the end of the log is alone in taking numbers, as each record is kept with an entry at that end anyway.
    """
    with transaction.atomic():
        Head.objects.get_or_create(book=MAIN, defaults={"seal": BEGINNING})
        Head.objects.select_for_update().get(book=MAIN)
        last = kind.objects.filter(year=year).aggregate(last=Max("number"))["last"]
        yield (last or 0) + 1


def reference_of(place: str, year: int, number: int, *, letter: str = "") -> str:
    """A reference such as ANY-2026-014: the first letters of the place's name, the year, the number. `letter` before the number: M."""
    begins = "".join(sign for sign in place.upper() if sign.isascii() and sign.isalpha())[:LETTERS] or "X"
    return f"{begins}-{year}-{letter}{number:03}"
