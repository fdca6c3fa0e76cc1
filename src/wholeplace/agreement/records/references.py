"""References of records: short, readable, and never given twice."""

import re
from collections.abc import Collection, Iterator
from itertools import count

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import ChangedMeanwhile, keep
from wholeplace.ledger.records.models import Kept

LONGEST = 60
_NO_LETTER = re.compile(r"[^a-z0-9]+")


def keep_new(record: Kept, words: str, act: Act, *, taken: Collection[str] = ()) -> None:
    """Keep a new record under a reference made of some words. `taken`: references that belong to something else already.

    Two people who add the same words at once get two references.
    """
    for reference in references_from(words):
        if reference in taken or type(record).objects.filter(pk=reference).exists():
            continue
        record.reference = reference
        try:
            keep(record, act)
        except ChangedMeanwhile:
            continue
        return


def references_from(words: str) -> Iterator[str]:
    """References for some words, the plain one first: "more-beds", "more-beds-2" and so on."""
    plain = _NO_LETTER.sub("-", words.lower()).strip("-")[:LONGEST].rstrip("-") or "record"
    yield plain
    yield from (f"{plain}-{number}" for number in count(2))
