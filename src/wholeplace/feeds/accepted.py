"""The rows of a feed that came through, as batches in the order of the files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wholeplace.feeds.arrays import bools_of, numbers_of
from wholeplace.feeds.kernel import Longs
from wholeplace.feeds.sql_text import named
from wholeplace.warehouse import Warehouse

ROWS_AT_ONCE = 245_760
"""Rows that are held in memory, and written as one row group."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Staged:
    """One file's rows in the warehouse: the table's rowid counts received rows from 0, in the order of the file."""

    relation: str
    accepted: str  # SQL condition

    def select(self, what: str) -> str:
        return f"select {what} from {self.relation} where {self.accepted}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """The rows of every file that keep to the contract, without those that came twice. `doubles`: their places, by file, rising."""

    parts: Sequence[Staged]
    doubles: Mapping[int, Longs] = field(default_factory=dict)

    def batches(self, warehouse: Warehouse, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows' `columns`, at most ROWS_AT_ONCE at once. Nothing else may be asked of the warehouse before the last is met."""
        for at, part in enumerate(self.parts):
            gone = self.doubles.get(at, _NONE)
            sql = part.select(", ".join((f"{part.relation}.rowid as place_no", *map(named, columns))))
            with warehouse.batches(sql, ROWS_AT_ONCE) as reader:
                for batch in reader:
                    yield _without(batch, gone).select(columns)


_NONE = np.empty(0, dtype=np.int64)


def _without(batch: pa.RecordBatch, gone: Longs) -> pa.RecordBatch:
    places = numbers_of(batch.column(0), np.int64)
    found = np.searchsorted(places, gone)
    there = found < len(places)
    there[there] = places[found[there]] == gone[there]
    if not there.any():
        return batch
    stays = np.ones(len(places), dtype=bool)
    stays[found[there]] = False
    return batch.filter(bools_of(stays))
