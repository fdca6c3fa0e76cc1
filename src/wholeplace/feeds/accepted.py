"""The rows of a feed that came through, as batches in the order of the files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wholeplace.feeds.arrays import bools_of, numbers_of
from wholeplace.feeds.held import ROWS_AT_ONCE, ByNumber, HeldRows
from wholeplace.feeds.kernel import Longs, Words
from wholeplace.feeds.sql_text import named, whole_row
from wholeplace.warehouse import Warehouse


@dataclass(frozen=True, kw_only=True, slots=True)
class Staged:
    """One file's rows: a relation of the warehouse whose `rowid` counts received rows from 0, in the order of the file; or `held` in
    memory. `refusing`: the bits of `_faults` for which a row is refused. `headers`: of rows in memory, the names of their cells."""

    relation: str
    refusing: int = 0
    headers: tuple[str, ...] = ()
    held: HeldRows | None = None

    @property
    def accepted(self) -> str:
        """SQL for whether a row came through."""
        return f"_faults >= 0 and _faults & {self.refusing} = 0"

    @property
    def refused(self) -> str:
        """The relation (place_no, _faults, _row) of the rows that were refused."""
        return f"refused_{self.relation}"

    @property
    def refused_lines(self) -> str:
        """Of rows in memory, the relation (place_no, _faults, and the cells as _c0, _c1 ...) of those that were refused."""
        return f"lines_{self.refused}"

    def set_refused_aside(self, warehouse: Warehouse) -> None:
        """Leave the refused rows, whole as JSON, in their relation."""
        if self.held is None:
            rows = f"select rowid as place_no, _faults, _row from {self.relation} where _row is not null"
            warehouse.run(f"create or replace temp view {self.refused} as {rows}")
            return
        rows = f"select place_no, _faults, {whole_row(self.headers)} as _row from {self.refused_lines}"
        warehouse.run(f"create or replace temp table {self.refused} as {rows}")

    @property
    def faulty(self) -> str:
        """A relation that holds every row with a fault (rowid, `_faults`, the texts that gave no value); of rows in memory no other,
        so that it is soon gone through."""
        return self.relation if self.held is None else f"faulty_{self.relation}"

    def count(self, warehouse: Warehouse) -> int:
        """How many rows there are."""
        return len(self.held) if self.held is not None else warehouse.rows(f"select count(*) from {self.relation}")[0][0]

    def tally(self, warehouse: Warehouse) -> dict[int, int]:
        """How many rows have each mask of faults."""
        if self.held is not None:
            return self.held.tally()
        return dict(warehouse.rows(f"select _faults, count(*) from {self.relation} group by 1"))

    def said(self, warehouse: Warehouse, column: str) -> str:
        """A relation in which every value of one column stands at least once: the different ones, where they are held so."""
        if self.held is None:
            return self.relation
        warehouse.view_of(f"said_{self.relation}", pa.table({column: self.held.columns[column].different}))
        return f"said_{self.relation}"

    def each_once(self, column: str) -> pa.Array | None:
        """The texts of one column where it is held as the numbers of them, and no two are the same; else None."""
        held = self.held.columns[column] if self.held is not None else None
        return held.said if isinstance(held, ByNumber) and held.each_once else None

    def keys(self, warehouse: Warehouse, at: int, slices: int) -> Words:
        """What the accepted rows are named by, of one slice of all such numbers."""
        if self.held is None:
            some = "" if slices == 1 else f" and _key % {slices} = {at}"
            return warehouse.frame(f"select _key from {self.relation} where {self.accepted}{some}")["_key"].to_numpy()
        keys = self.held.keys[self.held.stays]
        return keys if slices == 1 else keys[keys % np.uint64(slices) == at]

    def named_by(self, warehouse: Warehouse, keys: Words) -> str:
        """A relation of the accepted rows that are named by one of `keys`, which stand in the table double_keys."""
        if self.held is None:
            return f"(select rowid, * from {self.relation} where {self.accepted} and _key in (select k from double_keys))"
        twice = self.held.named_by(keys)
        name = f"double_{self.relation}"
        warehouse.view_of(name, self.held.some(twice[self.held.stays[twice]]))
        return name

    def batches(self, warehouse: Warehouse, columns: Sequence[str], gone: Longs) -> Iterator[pa.RecordBatch]:
        """The accepted rows' `columns`, but for the rows at the places `gone`, at most ROWS_AT_ONCE at once."""
        if self.held is None:
            cells = ", ".join(("rowid as place_no", *map(named, columns)))
            sql = f"select {cells} from {self.relation} where {self.accepted}"
            with warehouse.batches(sql, ROWS_AT_ONCE) as reader:
                yield from (_without(batch, gone).select(columns) for batch in reader)
            return
        stays = self.held.stays.copy()
        stays[gone] = False
        for begin in range(0, len(stays), ROWS_AT_ONCE):
            end = min(begin + ROWS_AT_ONCE, len(stays))
            yield self.held.between(begin, end, columns, stays[begin:end])


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """The rows of every file that keep to the contract, without those that came twice. `doubles`: their places, by file, rising."""

    parts: Sequence[Staged]
    doubles: Mapping[int, Longs] = field(default_factory=dict)

    def batches(self, warehouse: Warehouse, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows' `columns`, at most ROWS_AT_ONCE at once. Unless they are held, nothing else may be asked of the warehouse before the
        last is met."""
        for at, part in enumerate(self.parts):
            yield from part.batches(warehouse, columns, self.doubles.get(at, _NONE))

    def each_once(self, column: str) -> pa.Array | None:
        """The texts of one column where one file holds all rows, as the numbers of texts of which no two are the same; else None."""
        return self.parts[0].each_once(column) if len(self.parts) == 1 else None


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
