"""The rows of a feed that came through, as batches in the order of the files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pyarrow as pa

from wholeplace.feeds.arrays import arrow_of, bools_of, in_one, numbers_of
from wholeplace.feeds.kernel import Longs, Words
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

    @property
    def faulty(self) -> str:
        """A relation that holds every row with a fault; of rows in memory no other, so that it is soon gone through."""
        return self.relation if self.rows is None else f"faulty_{self.relation}"

    def said(self, warehouse: Warehouse, column: str) -> str:
        """A relation in which every value of one column stands at least once: the different ones, where they are held so."""
        if self.rows is None or not pa.types.is_dictionary(self.rows[column].type):
            return self.relation
        warehouse.view_of(f"said_{self.relation}", pa.table({column: in_one(self.rows[column]).dictionary}))
        return f"said_{self.relation}"

    def keys(self, warehouse: Warehouse, at: int, slices: int) -> Words:
        """What the accepted rows are named by, of one slice of all such numbers."""
        if self.rows is None:
            some = "" if slices == 1 else f" and _key % {slices} = {at}"
            return warehouse.frame(f"select _key from {self.relation} where {self.accepted}{some}")["_key"].to_numpy()
        keys = numbers_of(in_one(self.rows["_key"]), np.uint64)[self._stays()]
        return keys if slices == 1 else keys[keys % np.uint64(slices) == at]

    def named_by(self, warehouse: Warehouse, keys: Words) -> str:
        """A relation of the accepted rows that are named by one of `keys`, which stand in the table double_keys."""
        if self.rows is None:
            return f"(select rowid, * from {self.relation} where {self.accepted} and _key in (select k from double_keys))"
        own = pl.Series(numbers_of(in_one(self.rows["_key"]), np.uint64))
        name = f"double_{self.relation}"
        warehouse.view_of(name, self.some(np.flatnonzero(own.is_in(pl.Series(keys)).to_numpy() & self._stays())))
        return name

    def some(self, places: Longs) -> pa.Table:
        """Some of the rows that are held in memory, texts as they are."""
        if self.rows is None:
            raise RuntimeError("These rows are held in the database.")
        found = self.rows.take(arrow_of(places, pa.int64()))
        texts = [field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field for field in found.schema]
        return found.cast(pa.schema(texts))

    def faults(self) -> Longs:
        """`_faults` of the rows that are held in memory."""
        return numbers_of(in_one(self.rows["_faults"]), np.int64) if self.rows is not None else _NONE

    def _stays(self) -> np.ndarray:
        faults = self.faults()
        return (faults >= 0) & (faults & self.refusing == 0)

    def batches(self, warehouse: Warehouse, columns: Sequence[str], gone: Longs) -> Iterator[pa.RecordBatch]:
        """The accepted rows' `columns`, but for the rows at the places `gone`, at most ROWS_AT_ONCE at once."""
        if self.rows is None:
            cells = ", ".join(("rowid as place_no", *map(named, columns)))
            sql = f"select {cells} from {self.relation} where {self.accepted}"
            with warehouse.batches(sql, ROWS_AT_ONCE) as reader:
                yield from (_without(batch, gone).select(columns) for batch in reader)
            return
        stays = self._stays()
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
