"""Arrow arrays from NumPy's and back, by their buffers. PyArrow's own ways load pandas wherever that is installed, for a second."""

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike


def arrow_of(values: np.ndarray, kind: pa.DataType, known: np.ndarray | None = None) -> pa.Array:
    """Plain numbers as an Arrow array of a kind of the same width, null where not `known`."""
    holds = None if known is None or known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [holds, pa.py_buffer(np.ascontiguousarray(values))])


def coded_of(codes: np.ndarray, texts: pa.Array, *, nulls: bool) -> pa.DictionaryArray:
    """The text of each number. `nulls`: some may be below 0, for none. The caller answers for the numbers: they are not checked."""
    known = codes >= 0 if nulls else None
    holds = None if known is None or known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    kind = pa.dictionary(pa.int32(), texts.type)
    return pa.DictionaryArray.from_buffers(kind, len(codes), [holds, pa.py_buffer(np.ascontiguousarray(codes))], texts)


def bools_of(values: np.ndarray) -> pa.Array:
    """Yes and no as an Arrow array."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(np.packbits(values, bitorder="little"))])


def counted(values: np.ndarray) -> dict[int, int]:
    """How often each number stands there. (NumPy's own `unique` loads much for it.)"""
    if not len(values):
        return {}
    rising = np.sort(values)
    first = np.flatnonzero(np.append(True, rising[1:] != rising[:-1]))
    return dict(zip(rising[first].tolist(), np.diff(np.append(first, len(rising))).tolist(), strict=True))


def repeated(text: str, count: int) -> pa.Array:
    """The same text in every row."""
    signs = text.encode()
    places = np.arange(count + 1, dtype=np.int32) * len(signs)
    return pa.StringArray.from_buffers(count, pa.py_buffer(places), pa.py_buffer(signs * count))


def numbers_of(values: pa.Array, kind: DTypeLike) -> np.ndarray:
    """The numbers of an Arrow array of that width; what stands where it is null means nothing."""
    return np.frombuffer(values.buffers()[1] or b"", dtype=kind)[values.offset : values.offset + len(values)]


def in_one(values: pa.ChunkedArray) -> pa.Array:
    """A column in one piece, copied only where it lies in several."""
    return values.chunk(0) if values.num_chunks == 1 else values.combine_chunks()


def nulls_of(values: pa.Array) -> np.ndarray:
    """Where an Arrow array is null."""
    holds = values.buffers()[0]
    if holds is None:
        return np.zeros(len(values), dtype=bool)
    return np.unpackbits(np.frombuffer(holds, dtype=np.uint8), bitorder="little")[values.offset : values.offset + len(values)] == 0
