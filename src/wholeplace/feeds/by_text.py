"""Reads a plain file by its texts: each different text of a cell is typed once, and rows carry numbers of texts.

It gives what `reading` gives a row at a time, by the same SQL, for a fraction of the work; a file that is not plain is left to it.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike

from wholeplace.feeds.accepted import Staged
from wholeplace.feeds.arrays import arrow_of, in_one, nulls_of, numbers_of, repeated
from wholeplace.feeds.asking import of_one_cell, rows_sql, says, texts_sql
from wholeplace.feeds.checks import unread_of
from wholeplace.feeds.dropped import NULL_TEXTS, Source
from wholeplace.feeds.held import ByNumber, ByRow, HeldRows, Nothing, by_number
from wholeplace.feeds.kernel import Ints, Longs
from wholeplace.feeds.layers import ByText
from wholeplace.feeds.lexicon import Lexicon
from wholeplace.feeds.machine_code import machine_code
from wholeplace.feeds.naming import key_sql
from wholeplace.feeds.number_loops import add_up
from wholeplace.feeds.shaping import Shape, whole_row
from wholeplace.feeds.splitting import NO_CELLS, Slab, slabs, whole_lines
from wholeplace.feeds.sql_text import listed, named
from wholeplace.feeds.tables import IDENTIFIERS
from wholeplace.feeds.writing import ARROW_KINDS
from wholeplace.warehouse import Warehouse

LEAST_BYTES = 1 << 20
"""Smaller files are read as soon a row at a time: a query for each column has its price."""
MANY = 4096
"""A column whose first slab has more different texts than this, and than half its rows, is read a row at a time."""


@dataclass(kw_only=True, slots=True)
class Cells:
    """The cells of one file. By position: the numbers of texts, with the different texts that they number, or the texts themselves.

    `lines`: where each slab begins in the file, and each of its lines in the slab. `room`: about how many rows there will be.
    """

    by_text: ByText
    room: int = 0
    rows: int = 0
    lexicons: dict[int, Lexicon] = field(default_factory=dict)
    numbers: dict[int, Ints] = field(default_factory=dict)
    different: dict[int, pa.Array] = field(default_factory=dict)
    texts: dict[int, list[pa.Array]] = field(default_factory=dict)
    lines: list[tuple[int, Ints]] = field(default_factory=list)

    def number(self, slab: Slab, several: ThreadPoolExecutor) -> None:
        """Number the texts of one slab, several columns at a time."""
        self._make_room(slab.rows)
        waiting = iter(tuple(self.lexicons))
        for job in [several.submit(self._number, slab, waiting) for _ in range(os.cpu_count() or 1)]:
            job.result()

    def _number(self, slab: Slab, waiting: Iterator[int]) -> None:
        """Number the texts of columns that nobody else has taken yet."""
        for at in waiting:
            own = self.numbers[at][self.rows : self.rows + slab.rows]
            self.lexicons[at].number(slab.data, slab.begins[at], slab.ends[at], own)

    def _make_room(self, rows: int) -> None:
        """Make room for the numbers of so many more rows, all columns in one piece: many small ones cost more than they hold."""
        if self.numbers and all(len(codes) >= self.rows + rows for codes in self.numbers.values()):
            return
        longer = np.empty((len(self.lexicons), max(self.room, self.rows + rows + self.rows // 2)), dtype=np.int32)
        for own, at in zip(longer, self.lexicons, strict=True):
            own[: self.rows] = self.numbers.get(at, NO_CELLS)[: self.rows]
            self.numbers[at] = own

    def keep(self, slab: Slab, columns: Collection[int], several: ThreadPoolExecutor) -> None:
        """Keep the texts of columns of one slab."""
        for at, texts in zip(columns, several.map(slab.texts, columns), strict=True):
            self.texts.setdefault(at, []).append(texts)

    def all_numbers(self, at: int) -> Ints:
        """The number of each row's text."""
        return self.numbers[at][: self.rows]

    def begins(self, rows: Longs) -> Longs:
        """Where the lines of some rows, which rise, begin in the file."""
        slabs = np.cumsum([0, *(len(lines) for _, lines in self.lines)])
        own = np.searchsorted(rows, slabs)
        each = zip(self.lines, slabs[:-1], own[:-1], own[1:], strict=True)
        return np.concatenate([lines[rows[since:until] - first].astype(np.int64) + begin for (begin, lines), first, since, until in each])


def reads_by_text(source: Source) -> bool:
    """Whether the file is worth it, and may be plain: a text file of more than one column with its header in the first line."""
    file = source.file
    may_be = source.in_memory and not file.is_parquet and file.lines_before == 1 and len(file.headers) > 1
    return may_be and source.ready.path.stat().st_size >= LEAST_BYTES


def read_cells(made: Shape, source: Source) -> Cells | None:
    """The cells that the file's columns are filled from. None when nothing can be read by text, or the file is not plain."""
    cells, columns, kept = Cells(by_text=of_one_cell(made)), len(source.file.headers), ()
    if not cells.by_text.whole:
        return None
    with ThreadPoolExecutor(os.cpu_count()) as several:
        for begin, slab in slabs(source.ready.path, source.file.separator, columns, several):
            if slab is None:
                return None
            if not slab.rows:
                continue
            if not cells.rows:
                _begin(made, cells, slab, source.ready.path.stat().st_size, several)
                kept = _as_texts(made, cells.by_text)
            else:
                cells.number(slab, several)
            cells.keep(slab, kept, several)
            cells.lines.append((begin, slab.begins[columns].copy()))
            cells.rows += slab.rows
    cells.different = {at: lexicon.texts() for at, lexicon in cells.lexicons.items()}
    cells.lexicons = {}
    return cells if cells.rows else None


def _begin(made: Shape, cells: Cells, slab: Slab, size: int, several: ThreadPoolExecutor) -> None:
    """Number the texts of the first slab, and see by it which columns are worth it."""
    cells.lexicons = {at: Lexicon() for at in _numbered(made, cells.by_text)}
    cells.number(slab, several)
    cells.room = int(1.02 * slab.rows * max(1.0, size / max(1, len(slab.data)))) + 1
    cells.by_text = _few(made, cells, slab.rows)
    kept = _numbered(made, cells.by_text)
    for at in kept:
        if len(cells.lexicons[at]) > slab.rows // 2:  # what stands in half of the first rows is taken to go on for some time
            cells.lexicons[at].make_room(min(cells.room // 2, 16 * len(cells.lexicons[at])))
    cells.lexicons = {at: cells.lexicons[at] for at in kept}
    cells.numbers = {at: cells.numbers[at] for at in kept}


def _numbered(made: Shape, by_text: ByText) -> tuple[int, ...]:
    return tuple(dict.fromkeys(at for name in (*by_text.whole, *by_text.timed) for at in made.building.cells_of[name]))


def _as_texts(made: Shape, by_text: ByText) -> tuple[int, ...]:
    """The cells that the rows' own query asks for."""
    return tuple(sorted({int(at) for at in re.findall(r"\b_c([0-9]+)\b", rows_sql(made, by_text, "cells"))}))


def _few(made: Shape, cells: Cells, rows: int) -> ByText:
    """The columns that are worth reading by text: those with few texts, and what says who a person is, which is numbered in any case."""
    many = {at for at, lexicon in cells.lexicons.items() if len(lexicon) > max(MANY, rows // 2)}
    cells_of = made.building.cells_of
    return ByText(
        whole=tuple(name for name in cells.by_text.whole if name in IDENTIFIERS or not many.intersection(cells_of[name])),
        timed=tuple(name for name in cells.by_text.timed if not many.intersection(cells_of[name])),
    )


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


def set_faulty_aside(warehouse: Warehouse, source: Source, cells: Cells, read: tuple[Staged, pa.Table]) -> None:
    """Leave the rows that have faults in their relation, and those refused whole, as JSON, in the table that is to hold them."""
    headers, (staged, unread) = source.file.headers, read
    warehouse.view_of(staged.faulty, unread)
    faulty, faults = (numbers_of(in_one(unread[name]), np.int64) for name in ("rowid", "_faults"))
    refused = faults & staged.refusing != 0
    rows, faults = faulty[refused], faults[refused]
    if len(rows):
        slab = whole_lines(source.ready.path, source.file.separator, len(headers), cells.begins(rows))
        texts = {f"_c{at}": slab.texts(at) for at in range(len(headers))}
    else:
        texts = {f"_c{at}": repeated("", 0) for at in range(len(headers))}
    beside = {"place_no": arrow_of(rows, pa.int64()), "_faults": arrow_of(faults, pa.int64())}
    warehouse.view_of("refused_lines", pa.table(beside | texts))
    row = f"select place_no, _faults, {whole_row(headers)} as _row from refused_lines"
    warehouse.run(f"create or replace temp table {staged.refused} as {row}")
    warehouse.forget("refused_lines")


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
    meant = (f"case when _c{at} in ({listed(NULL_TEXTS)}) then null else _c{at} end as _c{at}" for at in some)
    with warehouse.beside() as own:
        own.view_of("texts", pa.table(columns))
        told = own.arrow(texts_sql(made, some, cells.by_text, f"(select {', '.join(meant)} from texts)"))
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
