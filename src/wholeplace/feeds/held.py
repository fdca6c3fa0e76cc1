"""The rows of one file that are held in memory: of most columns the number of each row's text, and once for each text what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.feeds.arrays import arrow_of, bools_of, coded_of, counted, in_one, nulls_of, numbers_of
from wholeplace.feeds.kernel import Ints, Longs, Words
from wholeplace.feeds.lexicon import picked
from wholeplace.feeds.machine_code import machine_code
from wholeplace.feeds.number_loops import find_among

ROWS_AT_ONCE = 245_760
"""Rows that are handed on at once, and written as one row group."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Some of the rows from `begin` to `end`: those at `places` after `begin`, the same for which `stays` holds. None: all."""

    begin: int
    end: int
    places: Ints | None = None
    stays: pa.BooleanArray | None = None


def span_of(begin: int, end: int, stays: np.ndarray) -> Span:
    """The rows from `begin` to `end` for which `stays` holds."""
    if stays.all():
        return Span(begin=begin, end=end)
    return Span(begin=begin, end=end, places=np.flatnonzero(stays).astype(np.int32), stays=bools_of(stays))


@dataclass(frozen=True, kw_only=True, slots=True)
class ByNumber:
    """A column of which each row holds the number of its text. `said`: what there is to be said, texts or plain values. `codes`: which
    of it each text says, -1 for none; None where text n says `said[n]`. `each_once`: it is of texts, and no two that are said are the
    same."""

    numbers: Ints
    said: pa.Array
    codes: Ints | None = None
    each_once: bool = False

    @property
    def different(self) -> pa.Array:
        """What the column holds, each value once at least."""
        return self.said

    def laid_out(self) -> pa.DictionaryArray:
        """Every row, as a dictionary of texts or plain values."""
        codes, nulls = (self.numbers, False) if self.codes is None else picked(self.numbers, codes=self.codes)
        return coded_of(codes, self.said, nulls=nulls)

    def between(self, span: Span) -> pa.Array:
        """The rows of the span."""
        return self._of(self.numbers[span.begin : span.end], span.places)

    def at(self, places: Longs) -> pa.Array:
        """The rows at these places."""
        return self._of(self.numbers[places], None)

    def _of(self, numbers: Ints, places: Ints | None) -> pa.Array:
        """Texts as a dictionary, plain values as they are."""
        if pa.types.is_string(self.said.type):
            codes, nulls = picked(numbers, places=places, codes=self.codes)
            return coded_of(codes, self.said, nulls=nulls)
        numbers = numbers if places is None else numbers[places]
        if pa.types.is_boolean(self.said.type):
            return self.said.take(arrow_of(numbers, pa.int32()))
        values = numbers_of(self.said, np.dtype(f"i{self.said.type.bit_width // 8}"))[numbers]
        return arrow_of(values, self.said.type, ~nulls_of(self.said)[numbers] if self.said.null_count else None)


def by_number(numbers: Ints, said: pa.Array, *, many: int, texts: pa.Array) -> ByNumber:
    """A column by what each of `texts`, no two of which are the same, says. Those that say the same are found among up to `many`: of
    more hardly any two do."""
    if not pa.types.is_string(said.type):
        return ByNumber(numbers=numbers, said=said)
    codes = None
    if len(said) <= many:
        coded = said.dictionary_encode()
        if len(coded.dictionary) != len(said):
            said, codes = coded.dictionary, np.where(nulls_of(coded.indices), np.int32(-1), numbers_of(coded.indices, np.int32))
        return ByNumber(numbers=numbers, said=said, codes=codes, each_once=True)
    if said.null_count:
        codes = np.where(nulls_of(said), np.int32(-1), np.arange(len(said), dtype=np.int32))
    return ByNumber(numbers=numbers, said=said, codes=codes, each_once=_alike(said, texts))


def _alike(said: pa.Array, texts: pa.Array) -> bool:
    """Whether each text that says something says itself."""
    return bool(pc.call_function("all", [pc.call_function("equal", [said, texts])]).as_py())


@dataclass(frozen=True, kw_only=True, slots=True)
class ByRow:
    """A column that holds a value for each row, in pieces that end where rows are handed on."""

    values: pa.ChunkedArray

    @property
    def different(self) -> pa.ChunkedArray:
        """What the column holds, each value once at least."""
        return self.values

    def between(self, span: Span) -> pa.Array:
        """The rows of the span."""
        some = in_one(self.values.slice(span.begin, span.end - span.begin))
        return some if span.stays is None else some.filter(span.stays)

    def at(self, places: Longs) -> pa.Array:
        """The rows at these places, which rise."""
        begins = np.cumsum([0, *(len(piece) for piece in self.values.chunks)])
        own = np.searchsorted(places, begins)
        found = [
            piece.take(arrow_of(places[first:last] - begin, pa.int64()))
            for piece, begin, first, last in zip(self.values.chunks, begins[:-1], own[:-1], own[1:], strict=True)
        ]
        return in_one(pa.chunked_array(found, self.values.type))


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    """A column that the file does not fill."""

    kind: pa.DataType

    @property
    def different(self) -> pa.Array:
        """Nothing at all."""
        return pa.nulls(0, self.kind)

    def between(self, span: Span) -> pa.Array:
        """As many empty cells as the span has rows."""
        return pa.nulls(span.end - span.begin if span.places is None else len(span.places), self.kind)

    def at(self, places: Longs) -> pa.Array:
        """As many empty cells."""
        return pa.nulls(len(places), self.kind)


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldRows:
    """The received rows of one file, in its order. `faults`: the mask of each. `keys`: what each is named by. `stays`: which are not
    refused."""

    columns: Mapping[str, ByNumber | ByRow | Nothing]
    faults: Longs
    keys: Words
    stays: np.ndarray

    def __len__(self) -> int:
        return len(self.faults)

    def some(self, places: Longs) -> pa.Table:
        """The rows at these places with their `rowid`, texts as they are."""
        found = {name: column.at(places) for name, column in self.columns.items()}
        made = {name: values.dictionary_decode() if pa.types.is_dictionary(values.type) else values for name, values in found.items()}
        return pa.table({"rowid": arrow_of(places, pa.int64()), **made})

    def between(self, begin: int, end: int, columns: Sequence[str], stays: np.ndarray) -> pa.RecordBatch:
        """Columns of the rows from `begin` to `end` for which `stays` holds."""
        span = span_of(begin, end, stays)
        return pa.record_batch([self.columns[name].between(span) for name in columns], list(columns))

    def named_by(self, keys: Words) -> Longs:
        """The places of the rows that are named by one of `keys`."""
        slots, found = np.zeros(1 << (2 * len(keys) + 1).bit_length(), dtype=np.int32), np.empty(len(self), dtype=np.int64)
        return found[: machine_code(find_among)(self.keys, len(self), keys, len(keys), slots, len(slots) - 1, found)]

    def tally(self) -> dict[int, int]:
        """How many rows have each mask of faults."""
        found = counted(self.faults[self.faults != 0])
        sound = len(self) - sum(found.values())
        return found | ({0: sound} if sound else {})
