"""Brings the inputs together: journeys from people, money and published series from feeds, receipts as sources."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import median

from wholeplace.feeds import received
from wholeplace.feeds.receipt import Receipt
from wholeplace.measures.completeness import Coverage
from wholeplace.measures.inputs import Inputs
from wholeplace.measures.joined import joined_groups
from wholeplace.measures.shapes import Source
from wholeplace.measures.vocabulary import RECEIVED_AS, TOLD_IN_BURSTS
from wholeplace.people import build_journeys
from wholeplace.place.shapes import Place
from wholeplace.terms import Period, month_of
from wholeplace.terms.progress import Progress, quiet

NEVER_EMPTY_FROM = 20
"""Rows in a usual month from which a month without any is a missing file, and not a quiet month."""


def gather(place: Place, *, progress: Progress = quiet) -> Inputs:
    """Everything received for `place`. Journeys are built first where they are not up to date.

    Raises DataProblem when nothing was received.
    """
    drop = received(place)
    journeys = build_journeys(place, progress=progress)
    tables: dict[str, tuple[Path, ...]] = {name: journeys.parts(name) for name in journeys.tables}
    coverage = {name: Coverage(first=span[0], until=span[1], gaps=_gaps(drop.receipts, name)) for name, span in journeys.covers.items()}
    for name in ("spend", "published"):
        mine = [receipt for receipt in drop.receipts if receipt.table == name]
        if mine:
            tables[name] = drop.tables[name]
        if span := _span(mine, every=name == "spend"):
            coverage[name] = Coverage(first=span[0], until=span[1])
    return Inputs(
        tables=tables,
        coverage=coverage,
        feeds=_feeds(drop.receipts),
        sources={receipt.feed: _source(receipt) for receipt in drop.receipts},
        notes=journeys.notes,
        joined=joined_groups(place.folder),
    )


def _span(receipts: Iterable[Receipt], *, every: bool) -> tuple[date, date] | None:
    """The days that `every` feed covers, or that any does; None when that is not known."""
    spans = [(receipt.covers_from, receipt.covers_to) for receipt in receipts if receipt.accepted]
    known = [(first, until) for first, until in spans if first and until]
    if not known or (every and len(known) < len(spans)):
        return None
    firsts, untils = zip(*known, strict=True)
    return (max(firsts), min(untils)) if every else (min(firsts), max(untils))


def _gaps(receipts: Iterable[Receipt], table: str) -> frozenset[date]:
    """Months inside a feed's span in which it sent nothing, although it usually sends many rows."""
    if table in TOLD_IN_BURSTS:
        return frozenset()
    return frozenset(month for receipt in receipts if receipt.table in RECEIVED_AS[table][:1] for month in _missing(receipt))


def _missing(receipt: Receipt) -> list[date]:
    if not (receipt.covers_from and receipt.covers_to and receipt.months) or median(receipt.months.values()) < NEVER_EMPTY_FROM:
        return []
    sent = {month_of(date.fromisoformat(f"{month}-01" if len(month) == len("2025-01") else month)) for month in receipt.months}
    first, until = month_of(receipt.covers_from), month_of(receipt.covers_to)
    return [month for month in Period(starts=first, ends=until).months() if month not in sent] if first < until else []


def _feeds(receipts: Iterable[Receipt]) -> dict[str, tuple[str, ...]]:
    received_as = {table: sorted(receipt.feed for receipt in receipts if receipt.table in names) for table, names in RECEIVED_AS.items()}
    return {table: tuple(feeds) for table, feeds in received_as.items()}


def _source(receipt: Receipt) -> Source:
    return Source(
        feed=receipt.feed,
        files=tuple((file.name, file.sha256) for file in receipt.files),
        rows_in=receipt.rows_in,
        accepted=receipt.accepted,
        quarantined=receipt.quarantined,
        covers_to=receipt.covers_to,
    )
