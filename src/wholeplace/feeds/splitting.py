"""Splits a plain file into cells, a slab of lines at a time."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa

from wholeplace.feeds.dropped import NULL_TEXTS
from wholeplace.feeds.kernel import NO_ROOM, NOT_PLAIN, Bytes, Ints, Longs, copy_lines, copy_texts, split
from wholeplace.feeds.lexicon import Lexicon
from wholeplace.feeds.machine_code import machine_code
from wholeplace.feeds.numbering import Cells, NotPlain

SLAB = 1 << 22
"""Bytes that are split at once: few enough to stay near the processor until every column has been gone through."""
LONGEST_LINE = 4 << 20
NO_CELLS = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, kw_only=True, slots=True)
class Slab:
    """Some lines of a file. Cell (column, row) is data[begins[column, row]:ends[column, row]]; after the columns stand the lines."""

    data: Bytes
    begins: Ints
    ends: Ints

    @property
    def rows(self) -> int:
        return self.begins.shape[1]

    def number(self, at: int, lexicon: Lexicon, numbers: Ints) -> None:
        """Write the number of each row's text in one column."""
        lexicon.number(self.data, self.begins[at], self.ends[at], numbers)

    def texts(self, at: int) -> pa.Array:
        """The texts of one column, null where they mean nothing."""
        begins, ends = np.ascontiguousarray(self.begins[at]), np.ascontiguousarray(self.ends[at])
        places, known = np.zeros(self.rows + 1, dtype=np.int32), np.empty(self.rows, dtype=np.uint8)
        texts = np.empty(int((ends - begins).sum()) + 1, dtype=np.uint8)
        used = machine_code(copy_texts)(self.data, begins, ends, self.rows, places, texts, known)
        holds = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
        return pa.StringArray.from_buffers(self.rows, pa.py_buffer(places), pa.py_buffer(texts[:used]), holds)


class Rooms:
    """Two rooms for text and for what it is split into, used in turn: room that is taken anew costs more than the splitting."""

    def __init__(self) -> None:
        self.lines = 0  # about as many are to be expected; 0: not known
        self._texts, self._cells, self._turn = [bytearray(), bytearray()], [NO_CELLS] * 2, 0

    def read(self, stream: IO[bytes]) -> tuple[bytearray, int]:
        """The next bytes of the stream, and how many there are: whole lines, the last of which may lack its end in the file."""
        self._turn = 1 - self._turn
        text = self._texts[self._turn] = self._texts[self._turn] or bytearray(SLAB + 1)
        length = stream.readinto(memoryview(text)[:SLAB])  # type: ignore[attr-defined]
        whole = text.rfind(b"\n", 0, length) + 1
        if length < SLAB and whole < length:
            text[length : length + 1] = b"\n"
            whole = length + 1
        return text, whole

    def cells(self, size: int) -> Ints:
        """Room for that many numbers."""
        if len(self._cells[self._turn]) < size:
            self._cells[self._turn] = np.empty(size + size // 8, dtype=np.int32)
        return self._cells[self._turn][:size]


def split_lines(text: bytes | bytearray, length: int, separator: str, columns: int, rooms: Rooms) -> Slab | None:
    """Split the whole lines text[:length]. None when one of them is not plain, so that DuckDB has to be asked what it makes of it."""
    data = np.frombuffer(text, dtype=np.uint8)[:length]

    def into(most: int) -> tuple[int, Ints, Ints]:
        begins, ends = rooms.cells(2 * (columns + 1) * most).reshape(2, columns + 1, most)
        return machine_code(split)(data, length, ord(separator), columns, begins, ends, most), begins, ends

    rows, begins, ends = into(rooms.lines) if rooms.lines else (NO_ROOM, NO_CELLS, NO_CELLS)
    if rows == NO_ROOM:
        rows, begins, ends = into(text.count(b"\n", 0, length))
    if rows == NOT_PLAIN:
        return None
    rooms.lines = rows + rows // 8
    slab = Slab(data=data, begins=begins[:, :rows], ends=ends[:, :rows])
    too_long = rows and int((slab.ends[columns] - slab.begins[columns]).max()) >= LONGEST_LINE
    return None if too_long else slab


class PlainText:
    """A text file that may be plain, to be read in slabs. `separator`: between its cells; `columns`: in each line."""

    nothing = tuple(text.encode() for text in NULL_TEXTS)

    def __init__(self, path: Path, separator: str, columns: int) -> None:
        self._path, self._separator, self._columns = path, separator, columns
        self._lines: list[tuple[int, Ints]] = []  # where each slab begins in the file, and each of its lines in the slab
        self.room = 0

    def pieces(self, _: Cells, several: ThreadPoolExecutor, /) -> Iterator[Slab]:
        """Its slabs, from the second line on. The next is split while one is worked on; what one stands in is used again for the next
        but one. Raises NotPlain."""
        rooms = Rooms()

        def slab(begin: int) -> tuple[Slab | None, int]:
            stream.seek(begin)
            text, whole = rooms.read(stream)
            return split_lines(text, whole, self._separator, self._columns, rooms) if whole else None, begin + whole

        with self._path.open("rb", buffering=0) as stream:
            begin, size = _second_line(self._path), os.fstat(stream.fileno()).st_size
            job = several.submit(slab, begin) if begin < size else None
            while job is not None:
                found, after = job.result()
                if found is None:
                    raise NotPlain
                job = several.submit(slab, after) if after < size else None
                if found.rows:
                    self.room = self.room or int(1.02 * found.rows * max(1.0, size / len(found.data)))
                    self._lines.append((begin, found.begins[self._columns].copy()))
                    yield found
                begin = after

    def of_rows(self, rows: Longs, _: Cells, /) -> dict[int, pa.Array]:
        """All cells of some rows, which rise: their lines are split once more."""
        slab = whole_lines(self._path, self._separator, self._columns, self._begins(rows))
        return {at: slab.texts(at) for at in range(self._columns)}

    def _begins(self, rows: Longs) -> Longs:
        """Where the lines of some rows begin in the file."""
        slabs = np.cumsum([0, *(len(lines) for _, lines in self._lines)])
        own = np.searchsorted(rows, slabs)
        each = zip(self._lines, slabs[:-1], own[:-1], own[1:], strict=True)
        return np.concatenate([lines[rows[since:until] - first].astype(np.int64) + begin for (begin, lines), first, since, until in each])


def _second_line(path: Path) -> int:
    with path.open("rb") as stream:
        return len(stream.readline())


def whole_lines(path: Path, separator: str, columns: int, begins: Longs) -> Slab:
    """Some lines of the file, by where they begin, once more with all of their cells."""
    some = _lines(np.memmap(path, dtype=np.uint8, mode="r"), begins)
    slab = split_lines(some, len(some), separator, columns, Rooms())
    if slab is None or slab.rows != len(begins):
        raise RuntimeError("The file changed while it was read.")
    return slab


def _lines(text: Bytes, begins: Longs) -> bytes:
    run, lines = machine_code(copy_lines), np.empty(0, dtype=np.uint8)
    needed = run(text, len(text), begins, len(begins), lines, 0)
    lines = np.empty(needed, dtype=np.uint8)
    run(text, len(text), begins, len(begins), lines, needed)
    return lines.tobytes()
