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
from wholeplace.feeds.arrays import arrow_of, nulls_of, numbers_of, repeated
from wholeplace.feeds.dropped import NULL_TEXTS, Source
from wholeplace.feeds.kernel import Ints, Longs
from wholeplace.feeds.lexicon import Lexicon
from wholeplace.feeds.shaping import ByText, Shape, of_one_cell, rows_sql, texts_sql, unread_of, whole_row
from wholeplace.feeds.splitting import Slab, slabs, whole_lines
from wholeplace.feeds.sql_text import listed, named
from wholeplace.feeds.tables import IDENTIFIERS
from wholeplace.warehouse import Warehouse

LEAST_BYTES = 1 << 20
"""Smaller files are read as soon a row at a time: a query for each column has its price."""
MANY = 4096
"""A column whose first slab has more different texts than this, and than half its rows, is read a row at a time."""


@dataclass(kw_only=True, slots=True)
class Cells:
    """The cells of one file. By position: the numbers of texts, with what they number, or the texts themselves.

    `begins`, `ends`: where each line stands in the file.
    """

    by_text: ByText
    lexicons: dict[int, Lexicon] = field(default_factory=dict)
    numbers: dict[int, list[Ints]] = field(default_factory=dict)
    texts: dict[int, list[pa.Array]] = field(default_factory=dict)
    begins: list[Longs] = field(default_factory=list)
    ends: list[Longs] = field(default_factory=list)

    def take(self, slab: Slab, numbered: Collection[int], as_texts: Collection[int], several: ThreadPoolExecutor) -> None:
        """Take columns of one slab, several at a time."""
        own = {at: self.lexicons.setdefault(at, Lexicon()) for at in numbered}
        jobs = {at: several.submit(lexicon.numbers_of, slab.data, slab.begins[at], slab.ends[at]) for at, lexicon in own.items()}
        others = {at: several.submit(slab.texts, at) for at in as_texts}
        for at, job in jobs.items():
            self.numbers.setdefault(at, []).append(job.result())
        for at, other in others.items():
            self.texts.setdefault(at, []).append(other.result())


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
            if not cells.begins:
                cells.take(slab, _numbered(made, cells.by_text), (), several)
                cells.by_text = _few(made, cells, slab.rows)
                kept = _numbered(made, cells.by_text)
                cells.lexicons = {at: cells.lexicons[at] for at in kept}
                cells.numbers = {at: cells.numbers[at] for at in kept}
                cells.take(slab, (), _as_texts(made, cells.by_text), several)
            else:
                cells.take(slab, _numbered(made, cells.by_text), _as_texts(made, cells.by_text), several)
            cells.begins.append(slab.begins[columns].astype(np.int64) + begin)
            cells.ends.append(slab.ends[columns].astype(np.int64) + begin)
    return cells if cells.begins else None


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
    numbers = {at: np.concatenate(cells.numbers.pop(at)) for at in cells.lexicons}
    rows = sum(map(len, cells.begins))
    asked = rows_sql(made, cells.by_text, f"cells_{name}")
    beside: dict[str, pa.Array] = {"_bits": _bits(told, numbers, rows)}
    for at, said in told.items():
        for column in said.column_names:
            if column.startswith(("v_", "d_", "h_")) or named(column) in asked:
                beside[column] = _of_rows(said[column].combine_chunks(), numbers[at])
    beside |= {f"_c{at}": pa.chunked_array(texts).combine_chunks() for at, texts in cells.texts.items()}
    warehouse.view_of(f"cells_{name}", pa.table(beside))
    rest = warehouse.arrow(asked)
    warehouse.forget(f"cells_{name}")
    columns: dict[str, pa.Array] = {"rowid": arrow_of(np.arange(rows, dtype=np.int64), pa.int64())}
    for column in made.building.contract.table.columns:
        columns[column] = rest[column] if column in rest.column_names else beside[f"v_{column}"]
    for column in made.unread:
        (at, *_), unread = made.building.cells_of.get(column, (-1,)), unread_of(column)
        columns[unread] = rest[unread] if unread in rest.column_names else _unread(told[at], numbers[at], column)
    return pa.table(columns | {name: rest[name] for name in ("_faults", "_key")})


def _unread(told: pa.Table, numbers: Ints, column: str) -> pa.Array:
    """The text of each row that gave no value."""
    given, value = (told[f"{letter}_{column}"].combine_chunks() for letter in "gv")
    without = np.flatnonzero(nulls_of(value) & ~nulls_of(given)).astype(np.int32)
    codes = np.full(len(given), -1, dtype=np.int32)
    codes[without] = np.arange(len(without), dtype=np.int32)
    codes = codes[numbers]
    return pa.DictionaryArray.from_arrays(arrow_of(codes, pa.int32(), codes >= 0), given.take(arrow_of(without, pa.int32())))


def refused_whole(warehouse: Warehouse, source: Source, cells: Cells, staged: Staged) -> None:
    """Leave the refused rows whole, as JSON, in the table that is to hold them."""
    rows, faults = staged.places_refused()
    headers = source.file.headers
    if len(rows):
        begins, ends = np.concatenate(cells.begins)[rows].tolist(), np.concatenate(cells.ends)[rows].tolist()
        slab = whole_lines(source.ready.path, source.file.separator, len(headers), list(zip(begins, ends, strict=True)))
        texts = {f"_c{at}": slab.texts(at) for at in range(len(headers))}
    else:
        texts = {f"_c{at}": repeated("", 0) for at in range(len(headers))}
    warehouse.view_of("refused_lines", pa.table({"place_no": arrow_of(rows, pa.int64()), "_faults": arrow_of(faults, pa.int64()), **texts}))
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


def _of_rows(said: pa.Array, numbers: Ints) -> pa.Array:
    """What each row's text says. Texts are held once each."""
    if pa.types.is_string(said.type):
        coded = said.dictionary_encode()
        codes = np.where(nulls_of(coded.indices), np.int32(-1), numbers_of(coded.indices, np.int32))[numbers]
        return pa.DictionaryArray.from_arrays(arrow_of(codes, pa.int32(), codes >= 0), coded.dictionary)
    if pa.types.is_boolean(said.type):
        return said.take(arrow_of(numbers, pa.int32()))
    values = numbers_of(said, np.dtype(f"i{said.type.bit_width // 8}"))[numbers]
    return arrow_of(values, said.type, ~nulls_of(said)[numbers] if said.null_count else None)


def _bits(told: dict[int, pa.Table], numbers: dict[int, Ints], rows: int) -> pa.Array:
    """The faults of each row's texts."""
    bits = np.zeros(rows, dtype=np.int64)
    for at, said in told.items():
        own = numbers_of(said["_cells"].combine_chunks(), np.int64)
        if own.any():
            bits += own[numbers[at]]
    return arrow_of(bits, pa.int64())
