"""The log that only grows: who did what to which record, each entry sealed with the one before, so that an alteration shows."""

from wholeplace.ledger.chain import BEGINNING, Entry, append, canonical, first_difference, problems_in, sealed

__all__ = ["BEGINNING", "Entry", "append", "canonical", "first_difference", "problems_in", "sealed"]
