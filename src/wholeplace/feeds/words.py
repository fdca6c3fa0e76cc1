"""A receipt for people to read. It shows columns, counts and dates, never a value of one person."""

from collections.abc import Iterator
from datetime import date

from wholeplace.feeds.receipt import Fault, Receipt

_SPARSE = 0.9
"""Columns filled in fewer than 9 of 10 rows are named, for a reader to judge."""
_EFFECTS = {"refuse": "rows kept apart", "empty": "cells emptied, rows kept", "note": "rows kept as they are"}


def in_words(receipt: Receipt) -> str:
    """The whole receipt in plain words, one line for each thing to know."""
    return "\n".join(_lines(receipt)) + "\n"


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _lines(receipt: Receipt) -> Iterator[str]:
    yield f"{receipt.feed}: {receipt.title}"
    yield f"  Rows that came in: {receipt.rows_in:,}. Accepted: {receipt.accepted:,}."
    for count, words in (
        (receipt.quarantined, "In quarantine, for they broke the contract"),
        (receipt.repeated, "The same as another row, counted once"),
        (receipt.replaced, "Sent again later with other content, which counts instead"),
        (receipt.left_out, "Left out: not of this feed, or without a value"),
    ):
        if count:
            yield f"  {words}: {count:,}."
    yield f"  {_coverage(receipt)}"
    for file in receipt.files:
        if file.same_as:
            yield f"  {file.name} holds the same as {file.same_as} and was not read again."
        for note in file.notes:
            yield f"  {file.name}: {note}."
    for effect, words in _EFFECTS.items():
        faults = [fault for fault in receipt.faults if fault.effect == effect]
        if faults:
            yield f"  Faults ({words}):"
            yield from (f"    {_fault(fault)}" for fault in faults)
    yield from _columns(receipt)
    yield from (f"  Since the last drop: {sentence}" for sentence in receipt.change)


def _coverage(receipt: Receipt) -> str:
    if receipt.covers_to is None:
        return "It is not known until when the feed is complete."
    starts = f"from {day_in_words(receipt.covers_from)} " if receipt.covers_from else ""
    return f"It covers the days {starts}to before {day_in_words(receipt.covers_to)}."


def _fault(fault: Fault) -> str:
    rows = f" {fault.rows:,} {'row' if fault.rows == 1 else 'rows'}." if fault.rows else ""
    seen = f" Seen: {', '.join(fault.examples)}." if fault.examples else ""
    return f"{fault.column}: {fault.reason}.{rows}{seen} {fault.why} {fault.fix}".rstrip()


def _columns(receipt: Receipt) -> Iterator[str]:
    empty = [name for name, share in receipt.completeness.items() if share == 0]
    sparse = [f"{name} {share:.0%}" for name, share in receipt.completeness.items() if 0 < share < _SPARSE]
    if sparse:
        yield f"  Filled in part: {', '.join(sparse)}."
    if empty:
        yield f"  Never filled: {', '.join(empty)}."
    if receipt.ignored_columns:
        yield f"  Columns in the files that the contract does not use: {', '.join(receipt.ignored_columns)}."
    if receipt.lacking_columns:
        yield f"  Columns the contract would use and the files do not have: {', '.join(receipt.lacking_columns)}."
