"""The different texts of a column, each with a number."""

from collections.abc import Collection

import numpy as np
import polars as pl
import pyarrow as pa

from wholeplace.feeds.arrays import arrow_of, nulls_of, numbers_of
from wholeplace.feeds.kernel import Bytes, Ints, encode, find_slots
from wholeplace.feeds.machine_code import machine_code
from wholeplace.feeds.number_loops import find_run_slots, gather, number_runs

NO_TEXT = -1


class Lexicon:
    """Texts, or any runs of bytes, numbered from 0 by first appearance."""

    def __init__(self) -> None:
        self._slots = np.zeros(1 << 10, dtype=np.int32)
        self._hashes = np.empty(1 << 9, dtype=np.uint64)
        self._places = np.zeros((1 << 9) + 1, dtype=np.int64)
        self._texts = np.empty(1 << 13, dtype=np.uint8)
        self._met: tuple[pa.Buffer, Ints] | None = None  # the last dictionary, held so that its place is nobody else's
        self._ranks = np.empty(0, dtype=np.int32)
        self._room = np.array([0, len(self._hashes), 0, len(self._texts)], dtype=np.int64)

    def __len__(self) -> int:
        return int(self._room[0])

    def number(self, data: Bytes, begins: Ints, ends: Ints, codes: Ints) -> None:
        """Write the number of each text data[begins[i]:ends[i]] to `codes`. A text not met before is taken in."""
        done, run = 0, machine_code(encode)
        while True:
            done += run(
                data, len(data), begins[done:], ends[done:], len(begins) - done, codes[done:],
                self._slots, len(self._slots) - 1, self._hashes, self._places, self._texts, self._room,
            )  # fmt: skip
            if done == len(begins):
                return
            self._grow(int(ends[done] - begins[done]))

    def _grow(self, needed: int) -> None:
        count, most, used, bytes_most = self._room.tolist()
        if used + needed > bytes_most:
            self._texts = _longer(self._texts, 4 * bytes_most + needed)
            self._room[3] = len(self._texts)
        if count >= most:
            self.make_room(4 * most)

    def make_room(self, texts: int) -> None:
        """Make room for so many texts before they are met one by one."""
        count, most, *_ = self._room.tolist()
        if texts <= most:
            return
        most = 1 << (texts - 1).bit_length()
        self._hashes, self._places = _longer(self._hashes, most), _longer(self._places, most + 1)
        self._room[1] = most
        self._slots = np.zeros(2 * most, dtype=np.int32)
        machine_code(find_slots)(self._hashes, count, self._slots, len(self._slots) - 1)

    def numbers_of(self, data: Bytes, begins: Ints, ends: Ints) -> Ints:
        """The number of each such text."""
        codes = np.empty(len(begins), dtype=np.int32)
        self.number(data, begins, ends, codes)
        return codes

    def numbers_in(self, texts: pa.Array) -> Ints:
        """The number of each text of an Arrow array, NO_TEXT for null. Of a dictionary, each different text is looked for once."""
        if pa.types.is_dictionary(texts.type):
            held = texts.dictionary.buffers()[1]
            if self._met is None or self._met[0].address != held.address or len(self._met[1]) != len(texts.dictionary) + 1:
                self.make_room(len(self) + len(texts.dictionary))
                self._met = held, np.append(self.numbers_in(texts.dictionary), np.int32(NO_TEXT))
            return picked(_indices(texts), codes=self._met[1])[0]
        places = np.frombuffer(texts.buffers()[1] or bytes(4), dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
        data = texts.buffers()[2]
        begins, ends, known = places[:-1], places[1:], ...
        if texts.null_count:
            known = ~nulls_of(texts)
            begins, ends = begins[known], ends[known]
        codes = np.full(len(texts), NO_TEXT, dtype=np.int32)
        codes[known] = self.numbers_of(np.frombuffer(data or b"\0", dtype=np.uint8), begins, ends)
        return codes

    def texts(self, since: int = 0) -> pa.Array:
        """The texts from number `since` on, as an Arrow array."""
        count, _, used, _ = self._room.tolist()
        places = (self._places[since : count + 1] - self._places[since]).astype(np.int32)
        data = self._texts[self._places[since] : used].copy()
        return pa.StringArray.from_buffers(count - since, pa.py_buffer(places), pa.py_buffer(data))

    def texts_but(self, nothing: Collection[bytes]) -> pa.Array:
        """The texts, null for those that are in `nothing`."""
        ends = np.cumsum([0, *map(len, nothing)], dtype=np.int32)
        gone = self.numbers_of(np.frombuffer(b"".join(nothing) or b"\0", dtype=np.uint8), ends[:-1], ends[1:])
        texts, known = self.texts(), np.ones(len(self), dtype=bool)
        known[gone] = False
        return pa.StringArray.from_buffers(len(texts), *texts.buffers()[1:], pa.py_buffer(np.packbits(known, bitorder="little")))

    def said(self, numbers: Ints) -> pa.Array:
        """The text of each number, null for NO_TEXT."""
        return self.texts().take(arrow_of(numbers, pa.int32(), numbers != NO_TEXT))

    @property
    def ranks(self) -> Ints:
        """The place of each text among all, by the bytes of its letters."""
        if len(self._ranks) != len(self):
            self._ranks = np.empty(len(self), dtype=np.int32)
            self._ranks[pl.Series(self.texts()).arg_sort().to_numpy()] = np.arange(len(self), dtype=np.int32)
        return self._ranks


class KnownTexts:
    """The texts of one dictionary, of which no two are the same: their places in it are their numbers, so none need be looked for."""

    def __init__(self, texts: pa.Array) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts) - self._texts.null_count

    def numbers_in(self, texts: pa.DictionaryArray) -> Ints:
        """The number of each text of an array by this very dictionary, NO_TEXT for null."""
        return _indices(texts)

    def texts(self) -> pa.Array:
        """The texts, by their numbers."""
        return self._texts

    def said(self, numbers: Ints) -> pa.Array:
        """The text of each number, null for NO_TEXT."""
        return self._texts.take(arrow_of(numbers, pa.int32(), numbers != NO_TEXT))


class Runs:
    """Runs of so many numbers, numbered from 0 by first appearance."""

    def __init__(self, width: int) -> None:
        self._width, self._count, self._most = width, 0, 1 << 12
        self._slots = np.zeros(2 * self._most, dtype=np.int32)
        self._runs = np.empty(self._most * width, dtype=np.int32)

    def __len__(self) -> int:
        return self._count

    def numbers_of(self, parts: Ints, nothing: Ints) -> Ints:
        """The number of each column of `parts` (part, row), NO_TEXT where every part is its own `nothing`. New runs are taken in."""
        rows = parts.shape[1]
        codes, run = np.full(rows, NO_TEXT - 1, dtype=np.int32), machine_code(number_runs)
        while True:
            count = run(parts, nothing, self._width, rows, codes, self._slots, len(self._slots) - 1, self._runs, self._count, self._most)
            self._count = count if count >= 0 else -1 - count
            if count >= 0:
                return codes
            self.make_room(4 * self._most)

    def make_room(self, runs: int) -> None:
        """Make room for so many runs before they are met one by one."""
        if runs <= self._most:
            return
        self._most = 1 << (runs - 1).bit_length()
        self._runs, self._slots = _longer(self._runs, self._most * self._width), np.zeros(2 * self._most, dtype=np.int32)
        machine_code(find_run_slots)(self._runs, self._width, self._count, self._slots, len(self._slots) - 1)

    @property
    def runs(self) -> Ints:
        """Every run known, by its number."""
        return self._runs[: self._count * self._width].reshape(self._count, self._width)


def picked(numbers: Ints, *, places: Ints | None = None, codes: Ints | None = None) -> tuple[Ints, bool]:
    """The numbers at some places (None: all), or what `codes` says of them; and whether one is below 0. Of those nothing is said."""
    rows = len(numbers) if places is None else len(places)
    out = np.empty(rows, dtype=np.int32)
    some, coded = int(places is not None), int(codes is not None)
    below = machine_code(gather)(
        numbers, places if places is not None else _NONE, some, codes if codes is not None else _NONE, coded, rows, out
    )
    return out, below > 0


_NONE = np.empty(0, dtype=np.int32)


def _indices(values: pa.DictionaryArray) -> Ints:
    """Where each row's text stands in the dictionary, -1 for null."""
    places = numbers_of(values.indices, np.int32)
    return np.where(nulls_of(values.indices), np.int32(-1), places) if values.null_count else places


def _longer(values: np.ndarray, length: int) -> np.ndarray:
    longer = np.zeros(length, dtype=values.dtype)
    longer[: len(values)] = values
    return longer
