"""Reads a plain file by its texts: each different text of a cell is typed once, and rows carry numbers of texts.

It gives what `reading` gives a row at a time, by the same SQL, for a fraction of the work; a file that is not plain is left to it.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike

from wholeplace.feeds.accepted import Staged
from wholeplace.feeds.arrays import arrow_of, in_one, nulls_of, numbers_of, repeated
from wholeplace.feeds.asking import rows_sql, says, texts_sql
from wholeplace.feeds.checks import unread_of
from wholeplace.feeds.dropped import Source
from wholeplace.feeds.held import ByNumber, ByRow, HeldRows, Nothing, by_number
from wholeplace.feeds.kernel import Longs
from wholeplace.feeds.machine_code import machine_code
from wholeplace.feeds.naming import key_sql
from wholeplace.feeds.number_loops import add_up
from wholeplace.feeds.numbering import MANY, Cells, Pieces
from wholeplace.feeds.parquet_pieces import parquet_in_pieces
from wholeplace.feeds.shaping import Shape
from wholeplace.feeds.splitting import PlainText
from wholeplace.feeds.sql_text import named
from wholeplace.feeds.writing import ARROW_KINDS
from wholeplace.warehouse import Warehouse

LEAST_BYTES = 1 << 20
"""Smaller files are read as soon a row at a time: a query for each column has its price."""
TIMES_OF_PARQUET = 5
"""Of Parquet, which DuckDB reads sooner than text, files are small up to so many times more."""


def in_pieces(warehouse: Warehouse, source: Source) -> Pieces | None:
    """The file, to be read by its texts where that is worth it and it may be plain: Parquet, or a text file of more than one column with
    its header in the first line."""
    file = source.file
    if not source.in_memory or source.ready.size < LEAST_BYTES * (TIMES_OF_PARQUET if file.is_parquet else 1):
        return None
    if file.is_parquet:
        return parquet_in_pieces(warehouse, source)
    return PlainText(source.ready.path, file.separator, len(file.headers)) if file.lines_before == 1 and len(file.headers) > 1 else None


def stage_by_text(warehouse: Warehouse, made: Shape, cells: Cells, name: str) -> tuple[HeldRows, pa.Table]:
    """The received rows, as `reading` stages them but for `_row`; and of those with faults `rowid`, `_faults` and the texts that gave
    no value."""
    told = _all_told(warehouse, made, cells)
    numbered = {
        each: by_number(cells.all_numbers(at), in_one(said[each]), many=MANY, texts=cells.different[at])
        for at, said in told.items()
        for each in said.column_names
        if each != f"_cells{at}"
    }
    asked = rows_sql(made, cells.by_text, f"cells_{name}")
    beside = {each: column.laid_out() for each, column in numbered.items() if named(each) in asked}
    beside |= {f"_c{at}": pa.chunked_array(texts) for at, texts in cells.texts.items()}
    warehouse.view_of(f"cells_{name}", pa.table({"_bits": _bits(told, cells), **beside}))
    rest = warehouse.arrow(asked)
    warehouse.forget(f"cells_{name}")
    columns: dict[str, ByNumber | ByRow | Nothing] = {}
    for column, kind in made.building.contract.table.columns.items():
        by_row = ByRow(values=rest[column]) if column in rest.column_names else Nothing(kind=ARROW_KINDS[kind])
        columns[column] = by_row if column in rest.column_names else numbered.get(f"v_{column}", by_row)
    faults, keys = (_as_numbers(rest[each], kind) for each, kind in (("_faults", np.int64), ("_key", np.uint64)))
    stays = (faults >= 0) & (faults & made.refusing == 0)
    held = _with_keys(warehouse, made, HeldRows(columns=columns, faults=faults, keys=keys, stays=stays), rest["_key"])
    faulty = np.flatnonzero(faults > 0)
    unread = {unread_of(column): _unread(held, numbered, rest, column, faulty) for column in made.unread}
    return held, pa.table({"rowid": arrow_of(faulty, pa.int64()), "_faults": arrow_of(faults[faulty], pa.int64()), **unread})


def _as_numbers(values: pa.ChunkedArray, kind: DTypeLike) -> np.ndarray:
    pieces = [numbers_of(piece, kind) for piece in values.chunks]
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _with_keys(warehouse: Warehouse, made: Shape, held: HeldRows, keys: pa.ChunkedArray) -> HeldRows:
    """The rows with keys also for those that do not fill what rows are named by: for those that come through, as a rule few, the
    whole row."""
    without = np.concatenate([nulls_of(piece) for piece in keys.chunks]) if keys.null_count else np.zeros(0, dtype=bool)
    rows = np.flatnonzero(without)
    rows = rows[held.stays[rows]]
    if not len(rows):
        return held
    warehouse.view_of("without_key", held.some(rows))
    found = warehouse.arrow(f"select {key_sql(made.building.contract)} as _key from without_key")
    warehouse.forget("without_key")
    whole = held.keys.copy()  # the query's own cannot be written to
    whole[rows] = _as_numbers(found["_key"], np.uint64)
    return replace(held, keys=whole)


def _unread(held: HeldRows, numbered: Mapping[str, ByNumber], rest: pa.Table, column: str, faulty: Longs) -> pa.Array:
    """The texts of the rows with faults that gave no value in a column."""
    if unread_of(column) in rest.column_names:
        return ByRow(values=rest[unread_of(column)]).at(faulty)
    texts = numbered[f"g_{column}"].at(faulty)
    without = nulls_of(held.columns[column].at(faulty))
    codes = np.where(without & ~nulls_of(texts), numbers_of(texts.indices, np.int32), np.int32(-1))
    return texts.dictionary.take(arrow_of(codes, pa.int32(), codes >= 0))


def set_faulty_aside(warehouse: Warehouse, file: Pieces, cells: Cells, staged: Staged, unread: pa.Table) -> None:
    """Leave the rows that have faults in their relation, and the cells of those refused in theirs."""
    warehouse.view_of(staged.faulty, unread)
    faulty, faults = (numbers_of(in_one(unread[name]), np.int64) for name in ("rowid", "_faults"))
    refused = faults & staged.refusing != 0
    rows, faults = faulty[refused], faults[refused]
    beside = {"place_no": arrow_of(rows, pa.int64()), "_faults": arrow_of(faults, pa.int64())}
    texts = file.of_rows(rows, cells) if len(rows) else dict.fromkeys(range(len(staged.headers)), repeated("", 0))
    warehouse.view_of(staged.refused_lines, pa.table(beside | {f"_c{at}": texts[at] for at in range(len(staged.headers))}))


def _all_told(warehouse: Warehouse, made: Shape, cells: Cells) -> dict[int, pa.Table]:
    """What the different texts of every cell say. Cells of few texts are asked together, for each question has its price; of many, each
    beside the others."""
    many = [at for at, texts in cells.different.items() if len(texts) > MANY]
    few = [at for at in cells.different if at not in many]
    asked = [(at,) for at in sorted(many, key=lambda at: -len(cells.different[at]))] + ([tuple(few)] if few else [])
    with ThreadPoolExecutor(os.cpu_count()) as several:
        told: dict[int, pa.Table] = {}
        for found in several.map(lambda some: _told(warehouse, made, cells, some), asked):
            told |= found
        return told


def _told(warehouse: Warehouse, made: Shape, cells: Cells, some: Sequence[int]) -> dict[int, pa.Table]:
    """What the different texts of some cells say."""
    texts = {at: cells.different[at] for at in some}
    most = max(map(len, texts.values()))
    columns = {f"_c{at}": pa.concat_arrays([found, pa.nulls(most - len(found), pa.string())]) for at, found in texts.items()}
    with warehouse.beside() as own:
        own.view_of("texts", pa.table(columns))
        told = own.arrow(texts_sql(made, some, cells.by_text, "texts"))
    if len(told) != most:
        raise RuntimeError("Texts were lost.")
    there = set(told.column_names)
    return {at: told.select([name for name in says(made, at, cells.by_text) if name in there]).slice(0, len(texts[at])) for at in some}


def _bits(told: dict[int, pa.Table], cells: Cells) -> pa.Array:
    """The faults of each row's texts."""
    bits = np.zeros(cells.rows, dtype=np.int64)
    for at, said in told.items():
        own = np.ascontiguousarray(numbers_of(in_one(said[f"_cells{at}"]), np.int64))
        if own.any():
            machine_code(add_up)(cells.all_numbers(at), own, cells.rows, bits)
    return arrow_of(bits, pa.int64())
