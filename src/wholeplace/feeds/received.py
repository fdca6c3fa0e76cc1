"""What lies in the received folder: the tables the next rooms read, and the receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wholeplace.feeds.generations import closed_folder, generation_of
from wholeplace.feeds.receipt import Receipt, receipt_from
from wholeplace.place.folder import STATE
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem, Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """The last good drop. `tables`: Parquet files by received table, one for each feed that fills it, in order of feed.

    They name nobody. `vault`: the folder with the identities that their rows carry by number, and the rows refused whole.
    """

    folder: Path
    vault: Path
    tables: Mapping[str, tuple[Path, ...]]
    receipts: tuple[Receipt, ...]

    def paths(self, table: str) -> tuple[Path, ...]:
        """The files of one table; () when no feed fills it."""
        return self.tables.get(table, ())

    def identities(self, table: str, feed: str) -> Path:
        """The closed file of the identities that one feed's rows carry. Only `people` may open it."""
        return self.vault / "identities" / table / f"{feed}.parquet"

    def covers(self, table: str) -> tuple[date, date] | None:
        """The days on which every feed of the table is complete: (first day, first day no longer); None when not known."""
        spans = [(r.covers_from, r.covers_to) for r in self.receipts if r.table == table and r.accepted]
        starts = [starts for starts, _ in spans if starts is not None]
        ends = [ends for _, ends in spans if ends is not None]
        if not spans or len(starts) < len(spans) or len(ends) < len(spans) or max(starts) >= min(ends):
            return None
        return max(starts), min(ends)


def received_folder(place: Place) -> Path:
    return place.folder / STATE / "received"


def received(place: Place) -> Received:
    """What was received for this place. Raises DataProblem when nothing was."""
    folder = received_folder(place)
    receipts = tuple(receipt_from(path) for path in sorted((folder / "receipts").glob("*.json")))
    if not receipts:
        letter = Problem(
            where="feeds/",
            what="nothing was received yet.",
            why="There is nothing to make a picture of.",
            fix=f"Put files into feeds/<feed>/ and run `wholeplace receive {place.folder.name}`.",
        )
        raise DataProblem(f"{place.settings.name} has no received data", (letter,))
    tables: dict[str, list[Path]] = {}
    for receipt in receipts:
        tables.setdefault(receipt.table, []).append(folder / "tables" / receipt.table / f"{receipt.feed}.parquet")
    vault = closed_folder(place.folder, generation_of(folder))
    return Received(folder=folder, vault=vault, tables={name: tuple(paths) for name, paths in sorted(tables.items())}, receipts=receipts)
