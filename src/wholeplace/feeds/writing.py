"""Writes received rows to Parquet, batch by batch, the texts of a column once for each row group where few are different."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.feeds.arrays import arrow_of, nulls_of, numbers_of
from wholeplace.feeds.tables import ReceivedTable

ARROW_KINDS = {
    "VARCHAR": pa.string(), "DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us"), "SMALLINT": pa.int16(), "INTEGER": pa.int32(),
    "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(),
}  # fmt: skip
_CODED = pa.dictionary(pa.int32(), pa.string())
_JUDGED = 20_000
FEW = 4
"""Texts are few when each stands in this many of the rows judged."""


class RowWriter:
    """Writes batches of columns, in the order of `table.kept`, as row groups of one file. `filled`: the rows written that fill each."""

    def __init__(self, path: Path, table: ReceivedTable) -> None:
        self._path = path
        self._writer: pq.ParquetWriter | None = None
        self._schema = pa.schema([pa.field(name, ARROW_KINDS[kind]) for name, kind in table.kept.items()])
        self.rows, self.filled = 0, dict.fromkeys(table.kept, 0)

    def write(self, columns: Sequence[pa.Array]) -> None:
        """Write one batch. What the first holds decides how texts are written."""
        if self._writer is None:
            fields = zip(self._schema, columns, strict=True)
            self._schema = pa.schema([pa.field(field.name, _kind(column, field.type)) for field, column in fields])
            self._writer = _opened(self._path, self._schema)
        self.rows += len(columns[0])
        for field, column in zip(self._schema, columns, strict=True):
            self.filled[field.name] += len(column) - column.null_count
        made = [_as_kind(column, field.type) for field, column in zip(self._schema, columns, strict=True)]
        self._writer.write_batch(pa.record_batch(made, self._schema))

    def close(self) -> None:
        (self._writer or _opened(self._path, self._schema)).close()


@contextmanager
def row_writer(path: Path, table: ReceivedTable) -> Iterator[RowWriter]:
    """Yield the writer of `path`, closed at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = RowWriter(path, table)
    yield writer
    writer.close()


def _opened(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Only numbers and days are ever looked for by their least and greatest. Their bytes are parted by place, which takes a third less
    time to pack, and half to read. Readers see texts, whichever way they are held here."""
    coded = [field.name for field in schema if field.type == _CODED]
    looked_for = [field.name for field in schema if field.type != _CODED and not pa.types.is_string(field.type)]
    parted = {field.name: "BYTE_STREAM_SPLIT" for field in schema if field.name in looked_for and not pa.types.is_boolean(field.type)}
    lists: dict[str, Any] = {"use_dictionary": coded, "write_statistics": looked_for, "column_encoding": parted}
    return pq.ParquetWriter(path, schema, compression="zstd", compression_level=1, store_schema=False, **lists)


def _kind(column: pa.Array, kind: pa.DataType) -> pa.DataType:
    """How a column is written, judged by its first rows."""
    if kind != pa.string():
        return kind
    first = column[:_JUDGED]
    return _CODED if len(first.unique()) * FEW <= len(first) else kind


def _as_kind(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if column.type == _CODED:
        return of_these_rows(column) if kind == _CODED else column.dictionary.take(column.indices)
    return column.dictionary_encode() if kind == _CODED else column


def of_these_rows(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """The column without texts that none of its rows says: a refused row's text must not stand in the file of those accepted."""
    known, places = ~nulls_of(column.indices), numbers_of(column.indices, np.int32)
    used = np.zeros(len(column.dictionary), dtype=bool)
    used[places[known]] = True
    if used.all():
        return column
    others = np.append(np.cumsum(used, dtype=np.int32) - np.int32(1), np.int32(0))
    codes = others[np.where(known, places, len(used))]
    texts = column.dictionary.take(arrow_of(np.flatnonzero(used).astype(np.int32), pa.int32()))
    return pa.DictionaryArray.from_arrays(arrow_of(codes, pa.int32(), known), texts)
