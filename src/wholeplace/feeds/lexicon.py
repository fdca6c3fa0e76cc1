"""The different texts of a column, each with a number."""

import numpy as np
import polars as pl
import pyarrow as pa

from wholeplace.feeds.arrays import arrow_of, nulls_of, numbers_of
from wholeplace.feeds.kernel import Bytes, Ints, encode, find_slots
from wholeplace.feeds.machine_code import machine_code

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
        if count < most:
            return
        self._hashes, self._places = _longer(self._hashes, 4 * most), _longer(self._places, 4 * most + 1)
        self._room[1] = 4 * most
        self._slots = np.zeros(8 * most, dtype=np.int32)
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
                self._met = held, np.append(self.numbers_in(texts.dictionary), np.int32(NO_TEXT))
            return self._met[1][_indices(texts)]
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

    def runs(self, kind: np.dtype) -> np.ndarray:
        """What was taken in as runs of plain numbers of one length, one after the other."""
        return self._texts[: self._room[2]].view(kind)


def _indices(values: pa.DictionaryArray) -> Ints:
    """Where each row's text stands in the dictionary, -1 for null."""
    places = numbers_of(values.indices, np.int32)
    return np.where(nulls_of(values.indices), np.int32(-1), places) if values.null_count else places


def _longer(values: np.ndarray, length: int) -> np.ndarray:
    longer = np.zeros(length, dtype=values.dtype)
    longer[: len(values)] = values
    return longer
