"""The received files that journeys are made of."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wholeplace.feeds import Received
from wholeplace.feeds.tables import EXPOSURES, RECEIVED_TABLES, SPEND

PEOPLE_TABLES = {name: table for name, table in RECEIVED_TABLES.items() if table.about_people}
AREA_TABLES = {EXPOSURES.name: EXPOSURES, SPEND.name: SPEND}
"""Received tables about areas that journeys are joined to by place and time: what people there were exposed to, what was spent on them.
They hold nobody."""

Span = tuple[date, date]
"""The first day covered and the first day not covered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What `build` needs to know of one received file: its feed, its table, where it is and what days it covers.

    `identities`: the closed file of who its rows are about; None for files that hold nobody.
    """

    feed: str
    table: str
    path: Path
    covers: Span | None
    identities: Path | None = None


def sources_of(drop: Received) -> tuple[Source, ...]:
    """The received files about people, with the days that each feed's receipt vouches for."""
    return tuple(
        Source(
            feed=receipt.feed,
            table=receipt.table,
            path=drop.folder / "tables" / receipt.table / f"{receipt.feed}.parquet",
            identities=drop.identities(receipt.table, receipt.feed) if receipt.table in PEOPLE_TABLES else None,
            covers=(receipt.covers_from, receipt.covers_to) if receipt.covers_from and receipt.covers_to else None,
        )
        for receipt in drop.receipts
        if receipt.table in PEOPLE_TABLES or receipt.table in AREA_TABLES
    )
