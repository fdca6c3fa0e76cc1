"""The cells of one file in memory: the numbers of their texts, with the different texts, or where hardly any two are alike the texts."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa

from wholeplace.feeds.asking import of_one_cell, rows_sql
from wholeplace.feeds.kernel import Ints, Longs
from wholeplace.feeds.layers import ByText
from wholeplace.feeds.lexicon import Lexicon
from wholeplace.feeds.shaping import Shape
from wholeplace.feeds.tables import IDENTIFIERS

MANY = 4096
"""A column whose first rows have more different texts than this, and than half of them, is read a row at a time."""
_NO_NUMBERS = np.empty(0, dtype=np.int32)


class NotPlain(Exception):
    """The file is not plain, so that DuckDB has to be asked what it makes of it."""


class Piece(Protocol):
    """Some rows of a file, one after the other."""

    @property
    def rows(self) -> int: ...

    def number(self, at: int, lexicon: Lexicon, numbers: Ints, /) -> None:
        """Write the number of each row's text in the column at position `at`."""

    def texts(self, at: int, /) -> pa.Array:
        """The texts of the column, null where they mean nothing."""
        ...


class Pieces(Protocol):
    """A file that can be read in pieces. `nothing`: texts, as bytes, that mean nothing."""

    nothing: tuple[bytes, ...]

    def pieces(self, cells: "Cells", several: ThreadPoolExecutor, /) -> Iterator[Piece]:
        """The pieces, each to be done with before the next but one is asked for. Raises NotPlain."""
        ...

    @property
    def room(self) -> int:
        """How many rows there are, or about so many: known from the first piece on."""
        ...

    def of_rows(self, rows: Longs, cells: "Cells", /) -> Mapping[int, pa.Array]:
        """All cells of some rows, which rise, by position."""
        ...


@dataclass(kw_only=True, slots=True)
class Cells:
    """The cells of one file, by position. `numbers`, with the `different` texts that they number, null where they mean nothing; or the
    `texts` themselves. `room`: about how many rows there will be. `wanted`: what the first piece is to hold."""

    by_text: ByText
    wanted: tuple[int, ...] = ()
    room: int = 0
    rows: int = 0
    lexicons: dict[int, Lexicon] = field(default_factory=dict)
    numbers: dict[int, Ints] = field(default_factory=dict)
    different: dict[int, pa.Array] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    texts: dict[int, list[pa.Array]] = field(default_factory=dict)

    def number(self, piece: Piece, several: ThreadPoolExecutor) -> None:
        """Number the texts of one piece, several columns at a time."""
        self._make_room(piece.rows)
        waiting = iter(tuple(self.lexicons))
        for job in [several.submit(self._number, piece, waiting) for _ in range(os.cpu_count() or 1)]:
            job.result()

    def _number(self, piece: Piece, waiting: Iterator[int]) -> None:
        """Number the texts of columns that nobody else has taken yet."""
        for at in waiting:
            piece.number(at, self.lexicons[at], self.numbers[at][self.rows : self.rows + piece.rows])

    def _make_room(self, rows: int) -> None:
        """Make room for the numbers of so many more rows, all columns in one piece: many small ones cost more than they hold."""
        if self.numbers and all(len(codes) >= self.rows + rows for codes in self.numbers.values()):
            return
        longer = np.empty((len(self.lexicons), max(self.room, self.rows + rows + self.rows // 2)), dtype=np.int32)
        for own, at in zip(longer, self.lexicons, strict=True):
            own[: self.rows] = self.numbers.get(at, _NO_NUMBERS)[: self.rows]
            self.numbers[at] = own

    def keep(self, piece: Piece, several: ThreadPoolExecutor) -> None:
        """Keep the texts of the other columns of one piece."""
        for at, texts in zip(self.kept, several.map(piece.texts, self.kept), strict=True):
            self.texts.setdefault(at, []).append(texts)

    def all_numbers(self, at: int) -> Ints:
        """The number of each row's text."""
        return self.numbers[at][: self.rows]

    def close(self, nothing: Collection[bytes]) -> None:
        """Let go of what is needed only while more texts are met."""
        self.different = {at: lexicon.texts_but(nothing) for at, lexicon in self.lexicons.items()}
        self.lexicons = {}


def read_cells(made: Shape, file: Pieces) -> Cells | None:
    """The cells that the file's columns are filled from. None when nothing can be read by text, or the file is not plain."""
    by_text = of_one_cell(made)
    cells = Cells(by_text=by_text, wanted=tuple(dict.fromkeys((*numbered(made, by_text), *_as_texts(made, by_text)))))
    if not cells.by_text.whole:
        return None
    with ThreadPoolExecutor(os.cpu_count()) as several:
        try:
            for piece in file.pieces(cells, several):
                if not cells.rows:
                    _begin(made, cells, piece, file.room, several)
                else:
                    cells.number(piece, several)
                cells.keep(piece, several)
                cells.rows += piece.rows
        except NotPlain:
            return None
    cells.close(file.nothing)
    return cells if cells.rows else None


def _begin(made: Shape, cells: Cells, piece: Piece, room: int, several: ThreadPoolExecutor) -> None:
    """Number the texts of the first piece, and see by it which columns are worth it. `room`: about how many rows the file has."""
    cells.lexicons = {at: Lexicon() for at in numbered(made, cells.by_text)}
    cells.number(piece, several)
    cells.room = room + 1
    cells.by_text = _few(made, cells, piece.rows)
    cells.kept = _as_texts(made, cells.by_text)
    kept = numbered(made, cells.by_text)
    for at in kept:
        if len(cells.lexicons[at]) > piece.rows // 2:  # what stands in half of the first rows is taken to go on for some time
            cells.lexicons[at].make_room(min(cells.room // 2, 16 * len(cells.lexicons[at])))
    cells.lexicons = {at: cells.lexicons[at] for at in kept}
    cells.numbers = {at: cells.numbers[at] for at in kept}


def numbered(made: Shape, by_text: ByText) -> tuple[int, ...]:
    """The positions of the cells that are read by text."""
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
