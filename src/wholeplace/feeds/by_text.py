"""Reads a plain file by its texts: each different text of a cell is typed once, and rows carry numbers of texts.

It gives what `reading` gives a row at a time, by the same SQL, for a fraction of the work; a file that is not plain is left to it.
"""

import os
import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wholeplace.feeds.accepted import Staged
from wholeplace.feeds.arrays import arrow_of, in_one, nulls_of, numbers_of, repeated
from wholeplace.feeds.checks import unread_of
from wholeplace.feeds.dropped import NULL_TEXTS, Source
from wholeplace.feeds.kernel import Ints, Longs, renumber
from wholeplace.feeds.lexicon import Lexicon
from wholeplace.feeds.machine_code import machine_code
from wholeplace.feeds.naming import key_sql
from wholeplace.feeds.shaping import ByText, Shape, of_one_cell, rows_sql, texts_sql, whole_row
from wholeplace.feeds.splitting import Slab, slabs, whole_lines
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
    """The cells of one file. By position: the numbers of texts, with what they number, or the texts themselves.

    `begins`, `ends`: where each line stands in the file. `room`: about how many rows there will be.
    """

    by_text: ByText
    room: int = 0
    rows: int = 0
    lexicons: dict[int, Lexicon] = field(default_factory=dict)
    numbers: dict[int, Ints] = field(default_factory=dict)
    texts: dict[int, list[pa.Array]] = field(default_factory=dict)
    begins: list[Longs] = field(default_factory=list)
    ends: list[Longs] = field(default_factory=list)

    def number(self, slab: Slab, columns: Collection[int], several: ThreadPoolExecutor) -> None:
        """Number the texts of columns of one slab, several at a time."""
        jobs = []
        for at in columns:
            codes = self.numbers.get(at, _NONE)
            if len(codes) < self.rows + slab.rows:
                codes = self.numbers[at] = np.concatenate([codes[: self.rows], np.empty(max(self.room, slab.rows), dtype=np.int32)])
            own, lexicon = codes[self.rows : self.rows + slab.rows], self.lexicons.setdefault(at, Lexicon())
            jobs.append(several.submit(lexicon.number, slab.data, slab.begins[at], slab.ends[at], own))
        for job in jobs:
            job.result()

    def keep(self, slab: Slab, columns: Collection[int], several: ThreadPoolExecutor) -> None:
        """Keep the texts of columns of one slab."""
        for at, texts in zip(columns, several.map(slab.texts, columns), strict=True):
            self.texts.setdefault(at, []).append(texts)

    def all_numbers(self, at: int) -> Ints:
        return self.numbers[at][: self.rows]


_NONE = np.empty(0, dtype=np.int32)


def reads_by_text(source: Source) -> bool:
    """Whether the file is worth it, and may be plain: a text file of more than one column with its header in the first line."""
    file = source.file
    may_be = source.in_memory and not file.is_parquet and file.lines_before == 1 and len(file.headers) > 1
    return may_be and source.ready.path.stat().st_size >= LEAST_BYTES


def read_cells(made: Shape, source: Source) -> Cells | None:
    """The cells that the file's columns are filled from. None when nothing can be read by text, or the file is not plain."""
    cells, columns = Cells(by_text=of_one_cell(made)), len(source.file.headers)
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
            else:
                cells.number(slab, cells.lexicons, several)
            cells.keep(slab, _as_texts(made, cells.by_text), several)
            cells.begins.append(slab.begins[columns].astype(np.int64) + begin)
            cells.ends.append(slab.ends[columns].astype(np.int64) + begin)
            cells.rows += slab.rows
    return cells if cells.rows else None


def _begin(made: Shape, cells: Cells, slab: Slab, size: int, several: ThreadPoolExecutor) -> None:
    """Number the texts of the first slab, and see by it which columns are worth it."""
    cells.room = int(1.02 * slab.rows * max(1.0, size / max(1, len(slab.data)))) + 1
    cells.number(slab, _numbered(made, cells.by_text), several)
    cells.by_text = _few(made, cells, slab.rows)
    kept = _numbered(made, cells.by_text)
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


def stage_by_text(warehouse: Warehouse, made: Shape, cells: Cells, name: str) -> pa.Table:
    """The received rows, as `reading` stages them but for `_row`. `rowid` counts them."""
    told = {at: _told(warehouse, made, cells, at) for at in cells.lexicons}
    asked = rows_sql(made, cells.by_text, f"cells_{name}")
    beside: dict[str, pa.Array] = {"_bits": _bits(told, cells)}
    unread = {column: made.building.cells_of[column][0] for column in made.unread if named(unread_of(column)) not in asked}
    unread_texts = {unread_of(column): _unread(told[at], cells.all_numbers(at), column) for column, at in unread.items()}
    with ThreadPoolExecutor(os.cpu_count()) as several:
        for found in several.map(lambda at: _beside(told[at], cells.all_numbers(at), asked), told):
            beside |= found
    beside |= {f"_c{at}": in_one(pa.chunked_array(texts)) for at, texts in cells.texts.items()}
    warehouse.view_of(f"cells_{name}", pa.table(beside))
    rest = warehouse.arrow(asked)
    warehouse.forget(f"cells_{name}")
    columns: dict[str, pa.Array] = {"rowid": arrow_of(np.arange(cells.rows, dtype=np.int64), pa.int64())}
    for column, kind in made.building.contract.table.columns.items():
        if column in rest.column_names or f"v_{column}" in beside:
            columns[column] = rest[column] if column in rest.column_names else beside[f"v_{column}"]
        else:
            columns[column] = pa.nulls(cells.rows, ARROW_KINDS[kind])
    columns |= {unread_of(column): rest[unread_of(column)] for column in made.unread if column not in unread} | unread_texts
    columns |= {name: in_one(rest[name]) for name in ("_faults", "_key")}  # asked for often
    return _with_whole_keys(warehouse, made, pa.table(columns), name)


def _beside(told: pa.Table, numbers: Ints, asked: str) -> dict[str, pa.Array]:
    """What one cell's text says beside each row, by name. `numbers` is used up."""
    needed = [name for name in told.column_names if name.startswith(("v_", "d_", "h_")) or named(name) in asked]
    last = [name for name in needed if pa.types.is_string(told[name].type)][-1:]
    made = {name: _of_rows(in_one(told[name]), numbers) for name in needed if name not in last}
    return made | {name: _of_rows(in_one(told[name]), numbers, used_up=True) for name in last}


def _with_whole_keys(warehouse: Warehouse, made: Shape, rows: pa.Table, name: str) -> pa.Table:
    """The rows with their keys, also of those that do not fill what rows are named by. Few do not, as a rule."""
    at = rows.column_names.index("_key")
    if not rows["_key"].null_count:
        return rows
    warehouse.view_of(f"keyed_{name}", rows)
    whole = warehouse.arrow(f"select rowid, {key_sql(made.building.contract)} as _key from keyed_{name} where _key is null")
    warehouse.forget(f"keyed_{name}")
    keys = numbers_of(in_one(rows["_key"]), np.uint64).copy()
    keys[numbers_of(in_one(whole["rowid"]), np.int64)] = numbers_of(in_one(whole["_key"]), np.uint64)
    return rows.set_column(at, "_key", arrow_of(keys, pa.uint64()))


def _unread(told: pa.Table, numbers: Ints, column: str) -> pa.Array:
    """The text of each row that gave no value."""
    given, value = (in_one(told[f"{letter}_{column}"]) for letter in "gv")
    without = np.flatnonzero(nulls_of(value) & ~nulls_of(given)).astype(np.int32)
    codes = np.full(len(given), -1, dtype=np.int32)
    codes[without] = np.arange(len(without), dtype=np.int32)
    codes = codes[numbers]
    return pa.DictionaryArray.from_arrays(arrow_of(codes, pa.int32(), codes >= 0), given.take(arrow_of(without, pa.int32())))


def set_faulty_aside(warehouse: Warehouse, source: Source, cells: Cells, staged: Staged) -> None:
    """Leave the rows that have faults in their relation, and those refused whole, as JSON, in the table that is to hold them."""
    headers, faults = source.file.headers, staged.faults()
    faulty = np.flatnonzero(faults > 0)
    warehouse.view_of(staged.faulty, staged.some(faulty))
    rows = faulty[faults[faulty] & staged.refusing != 0]
    if len(rows):
        begins, ends = np.concatenate(cells.begins)[rows].tolist(), np.concatenate(cells.ends)[rows].tolist()
        slab = whole_lines(source.ready.path, source.file.separator, len(headers), list(zip(begins, ends, strict=True)))
        texts = {f"_c{at}": slab.texts(at) for at in range(len(headers))}
    else:
        texts = {f"_c{at}": repeated("", 0) for at in range(len(headers))}
    beside = {"place_no": arrow_of(rows, pa.int64()), "_faults": arrow_of(faults[rows], pa.int64())}
    warehouse.view_of("refused_lines", pa.table(beside | texts))
    row = f"select place_no, _faults, {whole_row(headers)} as _row from refused_lines"
    warehouse.run(f"create or replace temp table {staged.refused} as {row}")
    warehouse.forget("refused_lines")


def _told(warehouse: Warehouse, made: Shape, cells: Cells, at: int) -> pa.Table:
    """What the different texts of one cell say."""
    texts = cells.lexicons[at].texts()
    warehouse.view_of("texts", pa.table({"text_no": arrow_of(np.arange(len(texts), dtype=np.int64), pa.int64()), "text": texts}))
    text = f"(select text_no, case when text in ({listed(NULL_TEXTS)}) then null else text end as _c{at} from texts)"
    told = warehouse.arrow(texts_sql(made, at, cells.by_text, text))
    warehouse.forget("texts")
    return told


def _of_rows(said: pa.Array, numbers: Ints, *, used_up: bool = False) -> pa.Array:
    """What each row's text says. Texts are held once each; `used_up`: their numbers are written over those given."""
    if pa.types.is_string(said.type):
        # Of many texts hardly any two become the same, and what says who a person is is told apart later in any case.
        coded = said.dictionary_encode() if len(said) <= MANY else pa.DictionaryArray.from_arrays(_each(said), said)
        if len(coded.dictionary) == len(said) and not coded.null_count:
            return pa.DictionaryArray.from_arrays(arrow_of(numbers, pa.int32()), coded.dictionary)
        others = np.where(nulls_of(coded.indices), np.int32(-1), numbers_of(coded.indices, np.int32))
        codes = numbers if used_up else numbers.copy()
        machine_code(renumber)(codes, len(codes), others)
        return pa.DictionaryArray.from_arrays(arrow_of(codes, pa.int32(), codes >= 0 if coded.null_count else None), coded.dictionary)
    if pa.types.is_boolean(said.type):
        return said.take(arrow_of(numbers, pa.int32()))
    values = numbers_of(said, np.dtype(f"i{said.type.bit_width // 8}"))[numbers]
    return arrow_of(values, said.type, ~nulls_of(said)[numbers] if said.null_count else None)


def _each(said: pa.Array) -> pa.Array:
    return arrow_of(np.arange(len(said), dtype=np.int32), pa.int32(), ~nulls_of(said))


def _bits(told: dict[int, pa.Table], cells: Cells) -> pa.Array:
    """The faults of each row's texts."""
    bits = np.zeros(cells.rows, dtype=np.int64)
    for at, said in told.items():
        own = numbers_of(in_one(said["_cells"]), np.int64)
        if own.any():
            bits += own[cells.all_numbers(at)]
    return arrow_of(bits, pa.int64())
