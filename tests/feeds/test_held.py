"""Rows that are held by the numbers of their texts say what they would say laid out."""

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.feeds.held import ByRow, HeldRows, Nothing, by_number, span_of

TEXTS = pa.array(["a", None, "b", "a", "c"])
DAYS = pa.array([3, None, 5, 7, 9], pa.int32()).cast(pa.date32())
YES = pa.array([True, None, False, True, False])
rows = st.lists(st.integers(0, 4), min_size=1, max_size=40)


def as_list(values: pa.Array) -> list:
    return (values.dictionary_decode() if pa.types.is_dictionary(values.type) else values).to_pylist()


@pytest.mark.parametrize("said", [TEXTS, TEXTS.drop_null(), DAYS, YES], ids=["texts", "texts without null", "days", "yes or no"])
@pytest.mark.parametrize("many", [0, 9])
@given(numbers=rows, data=st.data())
def test_a_column_by_number(said: pa.Array, many: int, numbers: list[int], data: st.DataObject) -> None:
    numbers = [number % len(said) for number in numbers]
    stays = data.draw(st.lists(st.booleans(), min_size=len(numbers), max_size=len(numbers)))
    column = by_number(np.array(numbers, dtype=np.int32), said, many=many, texts=pa.array([f"text {at}" for at in range(len(said))]))
    laid_out = [said[number].as_py() for number in numbers]
    assert column.laid_out().cast(said.type).to_pylist() == laid_out
    assert set(column.different.to_pylist()) >= set(laid_out) - {None}
    begin = len(numbers) // 2
    kept = [value for value, stay in zip(laid_out[begin:], stays[begin:], strict=True) if stay]
    assert as_list(column.between(span_of(begin, len(numbers), np.array(stays[begin:], dtype=bool)))) == kept
    assert as_list(column.at(np.flatnonzero(stays))) == [value for value, stay in zip(laid_out, stays, strict=True) if stay]


@pytest.mark.parametrize(
    ("texts", "said", "many", "once"),
    [
        (["a", "b", "c"], ["a", None, "c"], 0, True),
        (["a", "b", "A"], ["A", "B", "A"], 0, False),
        (["a", "b", "A"], ["A", "B", "A"], 9, True),
    ],
)
def test_texts_that_say_the_same_are_known_for_it(texts: list[str], said: list[str | None], many: int, once: bool) -> None:
    """Only where no two do, may the place of a text stand for it."""
    column = by_number(np.arange(3, dtype=np.int32), pa.array(said), many=many, texts=pa.array(texts))
    assert column.each_once == once


@given(values=st.lists(st.one_of(st.none(), st.integers(-9, 9)), min_size=3, max_size=40), data=st.data())
def test_a_column_by_row_in_several_pieces(values: list[int | None], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(values)))
    places = sorted(data.draw(st.sets(st.integers(0, len(values) - 1))))
    column = ByRow(values=pa.chunked_array([pa.array(values[:at], pa.int64()), pa.array(values[at:], pa.int64())]))
    assert column.at(np.array(places, dtype=np.int64)).to_pylist() == [values[place] for place in places]


@given(keys=st.lists(st.one_of(st.integers(0, 9), st.integers(0, 2**64 - 1)), min_size=1, max_size=60), data=st.data())
def test_rows_are_found_by_their_keys(keys: list[int], data: st.DataObject) -> None:
    wanted = sorted(data.draw(st.sets(st.one_of(st.sampled_from(keys), st.integers(0, 9)))))
    masks = data.draw(st.lists(st.sampled_from([-1, 0, 0, 4, 5]), min_size=len(keys), max_size=len(keys)))
    faults = np.array(masks, dtype=np.int64)
    held = HeldRows(columns={"a": Nothing(kind=pa.string())}, faults=faults, keys=np.array(keys, dtype=np.uint64), stays=faults == 0)
    assert held.named_by(np.array(wanted, dtype=np.uint64)).tolist() == [at for at, key in enumerate(keys) if key in wanted]
    assert held.tally() == {mask: masks.count(mask) for mask in set(masks)}


def test_some_rows_stand_as_they_are() -> None:
    numbers = np.array([4, 0, 1, 2], dtype=np.int32)
    columns = {
        "a": by_number(numbers, TEXTS, many=9, texts=TEXTS),
        "b": ByRow(values=pa.chunked_array([pa.array([1, 2, 3, 4])])),
        "c": Nothing(kind=pa.date32()),
    }
    nothing = np.zeros(4, dtype=np.int64)
    held = HeldRows(columns=columns, faults=nothing, keys=nothing.astype(np.uint64), stays=nothing == 0)
    some = pl.DataFrame(held.some(np.array([1, 2])))
    assert some.rows() == [(1, "a", 2, None), (2, None, 3, None)]
    assert pl.DataFrame(held.between(1, 3, ["b", "a"], np.array([True, False]))).rows() == [(2, "a")]
