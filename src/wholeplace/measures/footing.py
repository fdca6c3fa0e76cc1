"""What a measure stands on in one place: the tables, the feeds they come from, and from when to when these reach."""

from dataclasses import dataclass
from datetime import date

from wholeplace.feeds import received
from wholeplace.feeds.receipt import Receipt
from wholeplace.measures.completeness import rests_on
from wholeplace.measures.shapes import Measure
from wholeplace.measures.vocabulary import RECEIVED_AS
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem


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
    """The tables of a measure, its own first, as far as the files that were received tell. Nothing is received or built for it."""
    try:
        receipts = received(place).receipts
    except DataProblem:
        receipts = ()
    return tuple(_footing(table, [each for each in receipts if each.table in RECEIVED_AS.get(table, ())]) for table in rests_on(measure))


def _footing(table: str, receipts: list[Receipt]) -> Footing:
    spans = [(each.covers_from, each.covers_to) for each in receipts if each.covers_from and each.covers_to]
    firsts, untils = ([span[side] for span in spans] for side in (0, 1))
    feeds = tuple(sorted(each.feed for each in receipts))
    return Footing(table=table, feeds=feeds, first=max(firsts, default=None), until=min(untils, default=None))
