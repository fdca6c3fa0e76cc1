"""Reads a Parquet file in pieces: texts come by the dictionaries that the file holds, and other values are made texts once for each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.feeds.arrays import arrow_of, in_one
from wholeplace.feeds.dropped import Source
from wholeplace.feeds.held import ByRow
from wholeplace.feeds.kernel import Ints, Longs
from wholeplace.feeds.lexicon import NO_TEXT, Lexicon
from wholeplace.feeds.numbering import MANY, Cells, NotPlain
from wholeplace.feeds.sql_text import named, quoted
from wholeplace.warehouse import Warehouse

ROWS = 131_072
"""Rows of one piece, at most."""
FIRST_ROWS = 32_768
"""Rows by which it is judged how each column is read."""
_NO_TEXT = b"\xff"
"""Stands for an empty cell among texts: no text of a file is like it, for it is not UTF-8."""
_CODED = pa.dictionary(pa.int32(), pa.string())
_FLOATS = ("FLOAT", "DOUBLE", "DECIMAL")


def kinds_in(warehouse: Warehouse, path: Path) -> dict[str, str]:
    """The columns of a Parquet file and their SQL types."""
    return {name: kind for name, kind, *_ in warehouse.rows(f"describe select * from read_parquet({quoted(str(path))})")}


def as_text(name: str, kind: str) -> str:
    """A Parquet cell as the text a CSV would hold: a whole number kept as a fraction loses its ".0"."""
    bare = named(name)
    text = f"cast({bare} as varchar)"
    if not kind.startswith(_FLOATS):
        return text
    return f"case when {bare} = floor({bare}) and abs({bare}) < 1e15 then cast(cast({bare} as bigint) as varchar) else {text} end"


@dataclass(frozen=True, kw_only=True, slots=True)
class RowGroup:
    """Some rows of a Parquet file: by position, columns of texts or of texts by number."""

    rows: int
    columns: Mapping[int, pa.Array]

    def number(self, at: int, lexicon: Lexicon, numbers: Ints) -> None:
        """Write the number of each row's text in one column."""
        numbers[:] = lexicon.numbers_in(self.columns[at])
        empty = numbers == NO_TEXT
        if empty.any():
            numbers[empty] = lexicon.numbers_of(np.frombuffer(_NO_TEXT, dtype=np.uint8), *_WHOLE)[0]

    def texts(self, at: int) -> pa.Array:
        """The texts of one column."""
        values = self.columns[at]
        return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


_WHOLE = np.zeros(1, dtype=np.int32), np.ones(1, dtype=np.int32)


class ParquetPieces:
    """A Parquet file, to be read a row group at a time. `kinds`: the SQL type of each column."""

    nothing: tuple[bytes, ...] = (_NO_TEXT,)

    def __init__(self, warehouse: Warehouse, path: Path, kinds: Mapping[str, str]) -> None:
        self._warehouse, self._path, self._kinds, self._names = warehouse, path, kinds, tuple(kinds)
        self.room = 0

    def pieces(self, cells: Cells, several: ThreadPoolExecutor, /) -> Iterator[RowGroup]:
        """Its rows in their order. The next row group is read while one is worked on, once the first piece has shown how columns are
        read. Raises NotPlain."""
        self.room, groups = self._size()
        met, job = 0, None
        for number in range(groups):
            columns, job = (job or several.submit(self._group, number, *_asked(cells))).result(), None
            for piece in _in_pieces(columns, ROWS if met else FIRST_ROWS):
                if met and job is None and number + 1 < groups:
                    job = several.submit(self._group, number + 1, *_asked(cells))
                met += piece.rows
                yield piece
        if met != self.room:
            raise RuntimeError("Rows were lost.")

    def _size(self) -> tuple[int, int]:
        """Rows and row groups."""
        try:
            data = pq.read_metadata(self._path)
        except (pa.ArrowException, OSError):
            raise NotPlain from None
        return data.num_rows, data.num_row_groups

    def _group(self, number: int, wanted: Sequence[int], coded: Collection[int]) -> dict[int, pa.Array]:
        """Columns of one row group. `coded`: those of which texts come by their dictionaries."""
        try:
            with pq.ParquetFile(self._path, read_dictionary=[self._names[at] for at in coded]) as file:
                table = file.read_row_group(number, [self._names[at] for at in wanted])
            return {at: self._as_texts(table[self._names[at]], at) for at in wanted}
        except (pa.ArrowException, OSError, KeyError):
            raise NotPlain from None

    def _as_texts(self, values: pa.ChunkedArray, at: int) -> pa.Array:
        """A column as texts, or as texts by number."""
        column = in_one(values)
        if _is_text(column.type):
            column = column.cast(_CODED if pa.types.is_dictionary(column.type) else pa.string())
            (column.dictionary if pa.types.is_dictionary(column.type) else column).validate(full=True)
            return column
        coded = column.dictionary_encode()
        return pa.DictionaryArray.from_arrays(coded.indices, self._said(coded.dictionary, at))

    def _said(self, values: pa.Array, at: int) -> pa.Array:
        """Other values than texts, as the texts that DuckDB would make of them."""
        name = self._names[at]
        with self._warehouse.beside() as own:
            own.view_of("values_of_column", pa.table({name: values}))
            if own.columns("values_of_column")[name] != self._kinds[name]:
                raise NotPlain
            return in_one(own.arrow(f"select {as_text(name, self._kinds[name])} as said from values_of_column")["said"])

    def of_rows(self, rows: Longs, cells: Cells, /) -> dict[int, pa.Array]:
        """All cells of some rows, which rise. Those that nobody asked for are read now."""
        found = {at: texts.take(arrow_of(cells.all_numbers(at)[rows], pa.int32())) for at, texts in cells.different.items()}
        found |= {at: ByRow(values=pa.chunked_array(texts)).at(rows) for at, texts in cells.texts.items()}
        others = [at for at in range(len(self._names)) if at not in found]
        return found | (self._read(rows, others) if others else {})

    def _read(self, rows: Longs, columns: Collection[int]) -> dict[int, pa.Array]:
        told = ", ".join(f"{as_text(self._names[at], self._kinds[self._names[at]])} as _c{at}" for at in columns)
        with self._warehouse.beside() as own:
            own.view_of("wanted_rows", pa.table({"place_no": arrow_of(rows, pa.int64())}))
            path = quoted(str(self._path))
            some = f"read_parquet({path}, file_row_number = true) where file_row_number in (select place_no from wanted_rows)"
            table = own.arrow(f"select {told} from {some} order by file_row_number")
        return {at: in_one(table[f"_c{at}"]) for at in columns}


def _in_pieces(columns: Mapping[int, pa.Array], first: int) -> Iterator[RowGroup]:
    """Some columns in pieces. `first`: rows of the first of them."""
    begin, length = 0, len(next(iter(columns.values())))
    while begin < length:
        rows = min(ROWS if begin else first, length - begin)
        yield RowGroup(rows=rows, columns={at: values.slice(begin, rows) for at, values in columns.items()})
        begin += rows


def _asked(cells: Cells) -> tuple[Sequence[int], Collection[int]]:
    """The columns that are asked for, and those of them of which texts come by their dictionaries: all at first, then where texts are
    few."""
    if not cells.rows:
        return cells.wanted, cells.wanted
    few = [at for at, lexicon in cells.lexicons.items() if len(lexicon) <= max(MANY, cells.rows // 2)]
    return (*cells.lexicons, *(at for at in cells.kept if at not in cells.lexicons)), few


def _is_text(kind: pa.DataType) -> bool:
    values = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(values) or pa.types.is_large_string(values) or pa.types.is_string_view(values)


def parquet_in_pieces(warehouse: Warehouse, source: Source) -> ParquetPieces | None:
    """The Parquet file of a source, to be read in pieces. None where a column is called as DuckDB calls the places of rows."""
    kinds = kinds_in(warehouse, source.ready.path)
    return None if "file_row_number" in map(str.casefold, kinds) else ParquetPieces(warehouse, source.ready.path, kinds)
