"""A log that only grows, and shows if somebody altered it: each entry is sealed with the seal of the one before.

The seal of an entry is SHA-256 over the seal before it and the entry as canonical JSON (keys sorted, no spaces, UTF-8).
Whoever keeps the last seal elsewhere (in minutes, on paper) also sees if the end was cut off.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest

from wholeplace.terms import Problem

BEGINNING = "0" * 64
"""The seal before the first entry."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry: its place in the log from 1, what it says (JSON values only), and its seal."""

    number: int
    says: Mapping[str, object]
    seal: str


def canonical(says: Mapping[str, object]) -> bytes:
    """The one way to write an entry as bytes. Floats are refused: they do not look the same everywhere."""
    _refuse_floats(says, "entry")
    return json.dumps(says, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def sealed(says: Mapping[str, object], *, after: str) -> str:
    """The seal of what an entry says, after the seal `after`."""
    return sha256(after.encode() + b"\n" + canonical(says)).hexdigest()


def append(log: Sequence[Entry], says: Mapping[str, object]) -> Entry:
    """The next entry of a log. The log itself stays as it is."""
    after = log[-1].seal if log else BEGINNING
    return Entry(number=len(log) + 1, says=dict(says), seal=sealed(says, after=after))


def problems_in(log: Iterable[Entry], *, last_known: Entry | None = None) -> list[Problem]:
    """Where a log is not what was written: entries changed, left out, added or put in another order.

    After the first broken entry each later one is tested against its own forerunner's seal as it stands, so that one change
    is told once. `last_known`: an entry whose number and seal were kept elsewhere; it must still stand in its place.
    """
    entries = list(log)
    problems = list(_broken(entries))
    if last_known is not None:
        kept = next((entry for entry in entries if entry.number == last_known.number), None)
        if kept is None:
            problems.append(_problem(last_known.number, "it is gone.", "The log was cut off before it."))
        elif kept.seal != last_known.seal:
            problems.append(_problem(last_known.number, "its seal is not the one that was kept elsewhere.", "The log was written anew."))
    return problems


def _broken(entries: Sequence[Entry]) -> Iterator[Problem]:
    after = BEGINNING
    for place, entry in enumerate(entries, start=1):
        if entry.number != place:
            yield _problem(place, f"entry {entry.number} stands in its place.", "Something was left out, added or moved.")
        if sealed(entry.says, after=after) != entry.seal:
            yield _problem(entry.number, "its seal does not fit.", "It, or the one before it, is not what was written.")
        after = entry.seal


def first_difference(one: Sequence[Entry], other: Sequence[Entry]) -> int | None:
    """The number of the first entry in which two copies of a log differ; None when they are the same."""
    pairs = enumerate(zip_longest(one, other), start=1)
    return next((number for number, (left, right) in pairs if left != right), None)


def _refuse_floats(value: object, where: str) -> None:
    if isinstance(value, float):
        raise TypeError(f"{where} is a float. Write whole pence, whole days or text.")
    if isinstance(value, Mapping):
        for key, held in value.items():
            _refuse_floats(held, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for held in value:
            _refuse_floats(held, where)


def _problem(number: int, what: str, why: str) -> Problem:
    return Problem(
        where=f"log, entry {number}", what=what, why=why, fix="Compare with the last copy that was kept elsewhere, and find who had access."
    )
