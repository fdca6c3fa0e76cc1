"""Drops a few lines into one feed of a small place and receives them."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from wholeplace.feeds import Receipt, check_feeds, receive, received
from wholeplace.feeds.tables import MOTHER, RECEIVED_TABLES, WHO_IT_IS
from wholeplace.place import Place, read_place

_PLACE = {
    "place.toml": 'name = "Anywhere"\nlevels = ["system", "place"]\n',
    "areas.csv": "code,name,level,parent,valid_from,valid_to\nS1,Anywhere,system,,2000-01-01,\nP1,Somewhere,place,S1,2000-01-01,\n",
    "small_areas.csv": "code,place,deprivation_rank,valid_from,valid_to\nA1,P1,,2000-01-01,\n",
    "population.csv": "small_area,age_band,sex,year,people\nA1,40,all,2020,100\n",
    "organisations.csv": "code,name,kind,parent,successor,valid_from,valid_to,roles\nRXX,Anywhere Hospital,nhs trust,S1,,2000-01-01,,\n",
}
NUMBERS = ("9434765919", "4010232137", "9728173214", "9657892175")
"""NHS numbers with a right check digit, made up for tests."""


def whole_rows(place: Path, table: str, feed: str) -> pl.DataFrame:
    """The rows of one feed as the contract made them: those that were written, and what the vault holds of their people."""
    state, received_table = place / ".wholeplace", RECEIVED_TABLES[table]
    rows = pl.read_parquet(state / "received" / "tables" / table / f"{feed}.parquet")
    if not received_table.about_people:
        return rows
    (file,) = state.glob(f"vault/received/*/identities/{table}/{feed}.parquet")
    identities = pl.read_parquet(file)
    own = identities.select(pl.col("in_feed_no").alias("identity_no"), *WHO_IT_IS)
    rows = rows.join(own, on="identity_no", how="left", maintain_order="left")
    if "mother_no" in rows.columns:
        mothers = identities.select(pl.col("in_feed_no").alias("mother_no"), **{name: pl.col(part) for name, part in MOTHER.items()})
        rows = rows.join(mothers, on="mother_no", how="left", maintain_order="left")
    return rows.select(*received_table.columns)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A place folder whose feeds can be dropped into and received."""

    folder: Path

    @property
    def place(self) -> Place:
        return read_place(self.folder)

    @property
    def state(self) -> Path:
        return self.folder / ".wholeplace" / "received"

    def put(self, feed: str, told: str = "", /, **files: str | bytes) -> None:
        """Write files into feeds/<feed>: put("contacts", a="...") writes a.csv; double underscores stand for dots."""
        drop = self.folder / "feeds" / feed
        drop.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            name = name.replace("__", ".") if "__" in name else f"{name}.csv"
            (drop / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        if told:
            (drop / "feed.toml").write_text(told, encoding="utf-8")

    def receive(self) -> dict[str, Receipt]:
        return {receipt.feed: receipt for receipt in receive(self.place)}

    def rows(self, table: str) -> pl.DataFrame:
        """The rows of one table with what identifies their people put back, in the columns that contracts know."""
        return pl.concat([whole_rows(self.folder, table, path.stem) for path in received(self.place).paths(table)])

    def quarantine(self, feed: str) -> pl.DataFrame:
        return pl.read_parquet(self.state / "quarantine" / f"{feed}.parquet")

    def refused(self, feed: str) -> pl.DataFrame:
        """The rows refused whole, from the vault."""
        (file,) = self.state.parent.glob(f"vault/received/*/quarantine/{feed}.rows.parquet")
        return pl.read_parquet(file)

    def letters(self) -> str:
        return "\n".join(str(problem) for problem in check_feeds(self.place))


@pytest.fixture
def dropped(tmp_path: Path) -> Dropped:
    for name, text in _PLACE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Dropped(tmp_path)


@pytest.fixture
def contacts(dropped: Dropped) -> Callable[..., tuple[pl.DataFrame, Receipt]]:
    """Receive lines of the contacts feed and return rows and receipt: contacts(a="HEADER\\n...")."""

    def make(told: str = "", /, **files: str | bytes) -> tuple[pl.DataFrame, Receipt]:
        dropped.put("contacts", told, **files)
        receipt = dropped.receive()["contacts"]
        return dropped.rows("contacts"), receipt

    return make
