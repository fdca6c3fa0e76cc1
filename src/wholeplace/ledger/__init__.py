"""The log that only grows: who did what to which record, each entry sealed with the one before, so that an alteration shows."""

from wholeplace.ledger.chain import (
    BEGINNING,
    MAIN,
    Chain,
    End,
    Entry,
    StoredEntry,
    append,
    beginning_of,
    canonical,
    first_difference,
    problems_in,
    seal_of,
    sealed,
)
from wholeplace.ledger.verified import Verified

__all__ = [
    "BEGINNING", "MAIN", "Chain", "End", "Entry", "StoredEntry", "Verified", "append", "beginning_of", "canonical", "first_difference",
    "problems_in", "seal_of", "sealed",
]  # fmt: skip
