"""What a measure stands on in one place: the tables, the feeds they come from, and from when to when these reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wholeplace.feeds import received
from wholeplace.feeds.receipt import Receipt
from wholeplace.measures.completeness import rests_on
from wholeplace.measures.shapes import Measure
from wholeplace.measures.vocabulary import RECEIVED_AS
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Warehouse


@dataclass(frozen=True, kw_only=True, slots=True)
class Footing:
    """One table that a measure rests on: its feeds, the first day that all of them speak of, and the first day that one does not.

    Days are None where no feed says; `feeds` is empty where nothing was received.
    """

    table: str
    feeds: tuple[str, ...]
    first: date | None
    until: date | None


def footings(measure: Measure, place: Place) -> tuple[Footing, ...]:
    """The tables of a measure, its own first, as far as the files that were received tell. Nothing is received or built for it.

    Of a published measure: the feeds that hold its very series, and the days of its values.
    """
    try:
        drop = received(place)
    except DataProblem:
        return tuple(Footing(table=table, feeds=(), first=None, until=None) for table in rests_on(measure))
    if measure.indicator:
        return (_of_series(measure, drop.tables.get("published", ())),)
    receipts = drop.receipts
    return tuple(_footing(table, [each for each in receipts if each.table in RECEIVED_AS.get(table, ())]) for table in rests_on(measure))


def _of_series(measure: Measure, paths: Sequence[Path]) -> Footing:
    asked = "select min(starts), max(ends) from published where indicator = $1 and value is not null"
    rows: list[tuple[str, date, date]] = []
    with Warehouse(threads=1) as warehouse:
        for path in paths:  # one file a feed, by its name
            warehouse.view_of_parquet("published", path)
            ((first, until),) = warehouse.rows(asked, [measure.indicator])
            rows += [(path.stem, first, until)] if first else []
    return Footing(
        table="published",
        feeds=tuple(sorted(feed for feed, _, _ in rows)),
        first=min((first for _, first, _ in rows), default=None),
        until=max((until for _, _, until in rows), default=None),
    )


def _footing(table: str, receipts: list[Receipt]) -> Footing:
    spans = [(each.covers_from, each.covers_to) for each in receipts if each.covers_from and each.covers_to]
    firsts, untils = ([span[side] for span in spans] for side in (0, 1))
    feeds = tuple(sorted(each.feed for each in receipts))
    return Footing(table=table, feeds=feeds, first=max(firsts, default=None), until=min(untils, default=None))
