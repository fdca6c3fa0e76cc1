"""Follows every book of the log from its first entry to its last, holding one entry at a time."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from wholeplace.ledger.chain import Chain, End, StoredEntry, beginning_of, name_of
from wholeplace.ledger.records.findings import Findings
from wholeplace.ledger.records.keeping import kept_kinds
from wholeplace.ledger.records.models import Head, LogEntry
from wholeplace.terms import Problem

AT_ONCE = 2_000
"""Entries fetched at once: some megabytes."""
_NOBODY_ANSWERS = "It is not what was written, and nobody answers for it."
_COMPARE = "Compare with the last copy that was kept elsewhere, and find who had access."


@dataclass(kw_only=True, slots=True)
class _Odd:
    """What is odd across entries, and no break in the chain."""

    set_back: int = 0
    first_set_back: str = ""
    kinds_with_versions: set[str] = field(default_factory=set)
    _at_before: dict[str, str] = field(default_factory=dict)

    def look(self, book: str, number: object, says: Mapping[str, Any]) -> None:
        """At one more entry. Moments are in UTC, so that as text they stand in their own order."""
        at = str(says.get("at", ""))
        if at < self._at_before.get(book, ""):
            self.set_back += 1
            self.first_set_back = self.first_set_back or f"entry {number} of the {book} book"
        self._at_before[book] = at
        if "version" in says:
            self.kinds_with_versions.add(str(says.get("kind")))


def follow_books(database: str, findings: Findings, known: Sequence[End], step: Callable[[int], None]) -> None:
    """Tell what does not hold in any book. `known`: ends that were kept elsewhere. `step` is called with how many were read."""
    odd = _Odd()
    entries, heads = LogEntry.objects.using(database), {head.book: head for head in Head.objects.using(database)}
    books = {*entries.values_list("book", flat=True).distinct(), *heads}
    for book in sorted(books | {end.book for end in known}, key=str):
        chain = Chain(book=book, known=[end for end in known if end.book == book])
        for number, text, seal, kind, reference in _read_on(entries.filter(book=book)):
            for problem in chain.follow(StoredEntry(number=number, text=_bytes(text), seal=seal)):
                findings.tell(problem)
            says = _read(text)
            if (says.get("kind"), says.get("reference")) != (kind, reference):
                findings.tell(_entry_problem(book, number, "the columns that find it do not say what it says."))
            odd.look(book, number, says)
            findings.entries += 1
            if findings.entries % AT_ONCE == 0:
                step(findings.entries)
        _end(chain, heads.get(book), findings)
    _remark(odd, findings)


def _end(chain: Chain, head: Head | None, findings: Findings) -> None:
    for problem in chain.unseen():
        findings.tell(problem)
    _compare_with_head(chain, head, findings)
    if chain.length:
        findings.ends.append(End(book=chain.book, number=chain.length, seal=chain.seal))


def _read_on(entries: QuerySet[LogEntry]) -> Iterator[tuple[Any, ...]]:
    rows = entries.order_by("number").values_list("number", "says", "seal", "kind", "reference")
    return rows.iterator(chunk_size=AT_ONCE)


def _bytes(text: object) -> bytes:
    """As it is stored. SQLite may hold bytes that are no text: they come as bytes, or as half signs (see `moment.py`)."""
    return text if isinstance(text, bytes) else str(text).encode(errors="surrogateescape")


def _read(text: Any) -> dict[str, Any]:
    try:
        says = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return {}
    return says if isinstance(says, dict) else {}


def _compare_with_head(chain: Chain, head: Head | None, findings: Findings) -> None:
    stands = (head.number, head.seal) if head else (0, beginning_of(chain.book))
    if stands != (chain.length, chain.seal):
        what = f"it ends with entry {chain.length:,}, and the note of its end says {stands[0]}."
        why = "Its end was cut off, or added to, past the log."
        findings.tell(Problem(where=name_of(chain.book), what=what, why=why, fix=_COMPARE))


def _entry_problem(book: str, number: object, what: str) -> Problem:
    return Problem(where=f"{name_of(book)}, entry {number}", what=what, why=_NOBODY_ANSWERS, fix=_COMPARE)


def _remark(odd: _Odd, findings: Findings) -> None:
    if odd.set_back:
        many = "One entry carries" if odd.set_back == 1 else f"{odd.set_back:,} entries carry"
        findings.remarks.append(
            f"{many} an earlier time than the entry before (the first is {odd.first_set_back}). A clock was set back. "
            "The order of the entries is what counts, and it holds."
        )
    for kind in sorted(odd.kinds_with_versions - kept_kinds().keys()):
        what = "the log keeps records of this kind, and this version of wholeplace knows none."
        why = "Their rows could not be compared with the log."
        findings.tell(Problem(where=kind, what=what, why=why, fix="Verify with the version of wholeplace that wrote them."))
