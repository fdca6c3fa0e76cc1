"""The log in plain words: who did what, in what role, when, and what it changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.ledger.records.keeping import MAIN, end_of, kind_of
from wholeplace.ledger.records.models import Kept, LogEntry
from wholeplace.publish import wording
from wholeplace.web.accounts.noting import BOOK
from wholeplace.web.house import ENGLAND

A_PAGE = 50
BOOKS = {MAIN: "What partners did", BOOK: "Who signed in"}
LONG = 300
"""Letters of a value after which it is cut on the page. The log itself has all of it."""

NOT_TOLD = ("reference", "version")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One entry as it is told. `changes`: (what, before, after); for a new record only what it says."""

    number: int
    kind: str
    reference: str
    event: str
    who: str
    acting_as: str
    when: str
    why: str
    version: int | None
    changes: tuple[tuple[str, str, str], ...]
    seal: str


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The log newest first, of one book, about one record or all, fifty entries a page."""
    book = request.GET.get("book", MAIN)
    book = book if book in BOOKS else MAIN
    about, before = request.GET.get("about", "").strip(), _number(request.GET.get("before", ""))
    found = LogEntry.objects.filter(book=book).order_by("-number")
    found = found.filter(reference=about) if about else found
    entries = list((found.filter(number__lt=before) if before else found)[: A_PAGE + 1])
    lines = [_line(entry) for entry in entries[:A_PAGE]]
    older = lines[-1].number if len(entries) > A_PAGE else None
    given = {"here": "log", "books": BOOKS, "book": book, "about": about, "before": before, "lines": lines, "older": older}
    return render(request, "accounts/log.html", {**given, "end": end_of(book)})


def lines_about(*records: Kept) -> Sequence[Line]:
    """Everything that was done with some records, newest first."""
    found: Iterable[LogEntry] = (
        entry for one in records for entry in LogEntry.objects.filter(book=MAIN, kind=kind_of(one), reference=one.reference)
    )
    return [_line(entry) for entry in sorted(found, key=lambda entry: -entry.number)]


def _line(entry: LogEntry) -> Line:
    says = json.loads(entry.says)
    at = datetime.fromisoformat(says["at"]).astimezone(ENGLAND)
    return Line(
        number=entry.number, kind=_plain(says["kind"].rpartition(".")[2]), reference=says["reference"], event=says["event"],
        who=says["account"], acting_as=says["acting_as"], when=f"{wording.day_in_words(at.date())} at {at:%H:%M:%S}", why=says["why"],
        version=says.get("version"), changes=_changes(_before(entry, says), says["content"]), seal=entry.seal,
    )  # fmt: skip


def _before(entry: LogEntry, says: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the record said before this entry; None for a new one, and for what is no record."""
    if says.get("version", 1) == 1:
        return None
    same = LogEntry.objects.filter(book=entry.book, kind=entry.kind, reference=entry.reference, number__lt=entry.number)
    last = same.order_by("-number").first()
    return json.loads(last.says)["content"] if last else None


def _changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    told = [name for name in after if name not in NOT_TOLD]
    if before is None:
        return tuple((_plain(name), "", in_words(after[name])) for name in told if after[name] not in (None, "", [], {}))
    return tuple((_plain(name), in_words(before.get(name)), in_words(after[name])) for name in told if before.get(name) != after[name])


def in_words(value: Any) -> str:
    """A value of the log as somebody reads it: days in words, yes and no, lists one after the other."""
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _cut("; ".join(in_words(one) for one in value))
    if isinstance(value, dict):
        return _cut(", ".join(f"{_plain(str(name))}: {in_words(held)}" for name, held in value.items()))
    text = str(value)
    try:
        return wording.day_in_words(date.fromisoformat(text)) if len(text) == len("2026-11-22") else _cut(text)
    except ValueError:
        return _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def _plain(name: str) -> str:
    words = name.removesuffix("_id").replace("_", " ").replace(".", " ").replace("-", " ")
    return {"is active": "open", "roleheld": "role", "signing in": "sign-in"}.get(words, words)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None
