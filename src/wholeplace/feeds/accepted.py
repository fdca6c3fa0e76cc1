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
    """One file's rows in the warehouse: `rowid` counts received rows from 0, in the order of the file. `rows`: the same rows where
    they are held in memory. `refusing`: the bits of `_faults` for which a row is refused."""

    relation: str
    refusing: int = 0
    rows: pa.Table | None = None

    @property
    def accepted(self) -> str:
        """SQL for whether a row came through."""
        return f"_faults >= 0 and _faults & {self.refusing} = 0"

    @property
    def refused(self) -> str:
        """The relation (place_no, _faults, _row) of the rows that were refused."""
        return f"refused_{self.relation}"

    def select(self, what: str) -> str:
        return f"select {what} from {self.relation} where {self.accepted}"

    def places_refused(self) -> tuple[Longs, Longs]:
        """The places of the refused rows and their faults, where rows are held in memory."""
        faults = self._faults()
        places = np.flatnonzero((faults > 0) & (faults & self.refusing != 0))
        return places, faults[places]

    def _faults(self) -> Longs:
        return numbers_of(self.rows["_faults"].combine_chunks(), np.int64) if self.rows is not None else _NONE

    def batches(self, warehouse: Warehouse, columns: Sequence[str], gone: Longs) -> Iterator[pa.RecordBatch]:
        """The accepted rows' `columns`, but for the rows at the places `gone`, at most ROWS_AT_ONCE at once."""
        if self.rows is None:
            sql = self.select(", ".join((f"{self.relation}.rowid as place_no", *map(named, columns))))
            with warehouse.batches(sql, ROWS_AT_ONCE) as reader:
                yield from (_without(batch, gone).select(columns) for batch in reader)
            return
        faults = self._faults()
        stays = (faults >= 0) & (faults & self.refusing == 0)
        stays[gone] = False
        begin = 0
        for batch in self.rows.select(columns).to_batches(ROWS_AT_ONCE):
            own = stays[begin : begin + len(batch)]
            yield batch if own.all() else batch.filter(bools_of(own))
            begin += len(batch)


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """The rows of every file that keep to the contract, without those that came twice. `doubles`: their places, by file, rising."""

    parts: Sequence[Staged]
    doubles: Mapping[int, Longs] = field(default_factory=dict)

    def batches(self, warehouse: Warehouse, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows' `columns`, at most ROWS_AT_ONCE at once. Nothing else may be asked of the warehouse before the last is met."""
        for at, part in enumerate(self.parts):
            yield from part.batches(warehouse, columns, self.doubles.get(at, _NONE))


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
