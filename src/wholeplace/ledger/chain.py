"""A log that only grows, and shows if somebody altered it: each entry is sealed with the seal of the one before.

The seal of an entry is SHA-256 over the seal before it and the entry as canonical JSON (keys sorted, no spaces, UTF-8).
Whoever keeps the last seal elsewhere (in minutes, on paper) also sees if the end was cut off.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from hashlib import sha256
from itertools import zip_longest

from wholeplace.terms import Problem, WrongUse

BEGINNING = "0" * 64
"""The seal before the first entry of the main book."""
MAIN = "main"
"""The book of everything that partners do."""

_END = re.compile(r"(?:(?P<book>[a-z_]+):)?(?P<number>[0-9]{1,18}):(?P<seal>[0-9a-f]{64})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry: its place in the log from 1, what it says (JSON values only), and its seal."""

    number: int
    says: Mapping[str, object]
    seal: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredEntry:
    """One entry as it is stored: its place, the very bytes under its seal, and the seal."""

    number: int
    text: bytes
    seal: str


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """Where a book ended at some moment: the number and the seal of its last entry. Worth keeping elsewhere."""

    book: str = MAIN
    number: int
    seal: str

    def __str__(self) -> str:
        """As it is written down: NUMBER:SEAL, with the book's name before it unless it is the main one."""
        return f"{self.number}:{self.seal}" if self.book == MAIN else f"{self.book}:{self.number}:{self.seal}"

    @classmethod
    def read(cls, text: str) -> "End":
        """The end that was written down as `text`. Raises WrongUse when it is none."""
        found = _END.fullmatch(text.strip())
        if found is None:
            raise WrongUse(f"“{text}” is no seal. One looks like 12:{'ab' * 3}…, the number of an entry and 64 signs of 0-9 and a-f.")
        return cls(book=found["book"] or MAIN, number=int(found["number"]), seal=found["seal"])


def canonical(says: Mapping[str, object]) -> bytes:
    """The one way to write an entry as bytes: text, whole numbers, true, false, null, lists, and objects with text keys.

    Raises TypeError on anything else (floats do not look the same everywhere), ValueError on signs that not every database keeps.
    """
    _refuse(says, "entry")
    return json.dumps(says, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def sealed(says: Mapping[str, object], *, after: str) -> str:
    """The seal of what an entry says, after the seal `after`."""
    return seal_of(canonical(says), after=after)


def seal_of(text: bytes, *, after: str) -> str:
    """The seal of an entry's bytes, after the seal `after`."""
    return sha256(after.encode(errors="replace") + b"\n" + text).hexdigest()


def beginning_of(book: str) -> str:
    """The seal before the first entry of a book. It differs from book to book, so that none can stand in for another."""
    return BEGINNING if book == MAIN else seal_of(book.encode(errors="replace"), after=BEGINNING)


def name_of(book: str) -> str:
    """What letters call a book."""
    return "log" if book == MAIN else f"log of {book}"


def append(log: Sequence[Entry], says: Mapping[str, object]) -> Entry:
    """The next entry of a log. The log itself stays as it is."""
    after = log[-1].seal if log else BEGINNING
    return Entry(number=len(log) + 1, says=dict(says), seal=sealed(says, after=after))


def problems_in(log: Iterable[Entry], *, last_known: Entry | None = None) -> list[Problem]:
    """Where a log is not what was written: entries changed, left out, added or put in another order.

    `last_known`: an entry whose number and seal were kept elsewhere; it must still stand in its place.
    """
    known = [] if last_known is None else [End(number=last_known.number, seal=last_known.seal)]
    chain = Chain(known=known)
    stored = (StoredEntry(number=entry.number, text=canonical(entry.says), seal=entry.seal) for entry in log)
    problems = [problem for entry in stored for problem in chain.follow(entry)]
    return [*problems, *chain.unseen()]


@dataclass(kw_only=True, slots=True)
class Chain:
    """Follows a book entry by entry, holding nothing but the last seal, and says where it does not hold.

    After a broken entry the next is tested against that entry's own seal as it stands, so that one change is told once.
    """

    book: str = MAIN
    known: InitVar[Iterable[End]] = ()
    """Ends of this book that were kept elsewhere."""
    length: int = 0
    seal: str = ""
    _expected: dict[int, set[str]] = field(default_factory=dict)

    def __post_init__(self, known: Iterable[End]) -> None:
        """Before its first entry, with the ends by their number for a quick look at each."""
        self.seal = beginning_of(self.book)
        for end in known:
            self._expected.setdefault(end.number, set()).add(end.seal)

    def follow(self, entry: StoredEntry) -> Iterator[Problem]:
        """What is wrong with the next entry. It is the last one then."""
        self.length += 1
        if entry.number != self.length:
            why = "Something was left out, added or moved."
            yield self._problem(self.length, f"entry {entry.number} stands in its place.", why)
        if seal_of(entry.text, after=self.seal) != entry.seal:
            yield self._problem(entry.number, "its seal does not fit.", "It, or the one before it, is not what was written.")
        if self._expected.pop(entry.number, {entry.seal}) != {entry.seal}:
            yield self._problem(entry.number, "its seal is not the one that was kept elsewhere.", "The log was written anew.")
        self.seal = entry.seal

    def unseen(self) -> Iterator[Problem]:
        """Ends kept elsewhere that the book, all of it followed, did not reach."""
        for number, seals in sorted(self._expected.items()):
            if number or seals != {beginning_of(self.book)}:
                yield self._problem(number, "it is gone.", "The log was cut off before it.")

    def _problem(self, number: object, what: str, why: str) -> Problem:
        fix = "Compare with the last copy that was kept elsewhere, and find who had access."
        return Problem(where=f"{name_of(self.book)}, entry {number}", what=what, why=why, fix=fix)


def first_difference(one: Sequence[Entry], other: Sequence[Entry]) -> int | None:
    """The number of the first entry in which two copies of a log differ; None when they are the same."""
    pairs = enumerate(zip_longest(one, other), start=1)
    return next((number for number, (left, right) in pairs if left != right), None)


def _refuse(value: object, where: str) -> None:
    if isinstance(value, Mapping):
        for key, held in value.items():
            _refuse_key(key, where)
            _refuse(held, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for held in value:
            _refuse(held, where)
    elif isinstance(value, str):
        _refuse_signs(value, where)
    elif isinstance(value, float):
        raise TypeError(f"{where} is a float. Write whole pence, whole days or text.")
    elif not (value is None or isinstance(value, int)):
        raise TypeError(f"{where} is a {type(value).__name__}. An entry holds text, whole numbers, yes or no, lists, and objects of these.")


def _refuse_key(key: object, where: str) -> None:
    if not isinstance(key, str):
        raise TypeError(f"{where} has the key {key!r}, which is no text: it would come back as another one.")
    _refuse_signs(key, where)


def _refuse_signs(text: str, where: str) -> None:
    if "\x00" in text:
        raise ValueError(f"{where} holds an empty sign (NUL), which not every database can keep.")
