"""Texts are numbered as a plain Python dictionary would number them."""

import numpy as np
import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.feeds.lexicon import NO_TEXT, KnownTexts, Lexicon, Runs

words = st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["", "a", "ab", "ba", "x" * 8, "x" * 9, "x" * 16, "é"]))


@given(batches=st.lists(st.lists(words, max_size=40), max_size=4), dictionary=st.booleans())
def test_numbers_are_by_first_appearance(batches: list[list[str | None]], dictionary: bool) -> None:
    lexicon, known = Lexicon(), {}
    for batch in batches:
        given = pl.Series(batch, dtype=pl.String).to_arrow().cast(pa.string())
        met = lexicon.numbers_in(given.dictionary_encode() if dictionary else given)
        assert met.tolist() == [NO_TEXT if word is None else known.setdefault(word, len(known)) for word in batch]
    assert lexicon.texts().to_pylist() == list(known)
    assert [word for _, word in sorted(zip(lexicon.ranks, known, strict=True))] == sorted(known, key=str.encode)


def test_a_slice_of_an_array_and_many_texts() -> None:
    """More texts than there was room for at first, most of them met again."""
    texts = pa.array([f"{at % 5000:07}" for at in range(20_000)])
    lexicon = Lexicon()
    assert lexicon.numbers_in(texts.slice(5000, 10_000)).tolist() == [at % 5000 for at in range(10_000)]
    assert lexicon.numbers_in(texts).tolist() == [at % 5000 for at in range(20_000)]
    assert len(lexicon) == 5000
    assert lexicon.said(np.array([3, NO_TEXT, 4999], dtype=np.int32)).to_pylist() == ["0000003", None, "0004999"]


@given(rows=st.lists(st.tuples(st.integers(-1, 2), st.integers(-(2**31), 2)), max_size=60), pieces=st.integers(1, 5))
def test_runs_of_numbers_are_numbered_as_a_dictionary_would(rows: list[tuple[int, int]], pieces: int) -> None:
    """(-1, -9) says nothing of anybody."""
    runs, known = Runs(2), {}
    for begin in range(0, len(rows), pieces):
        parts = np.array(rows[begin : begin + pieces], dtype=np.int32).reshape(-1, 2).T.copy()
        met = runs.numbers_of(parts, np.array([-1, -9], dtype=np.int32))
        assert met.tolist() == [NO_TEXT if row == (-1, -9) else known.setdefault(row, len(known)) for row in rows[begin : begin + pieces]]
    assert [tuple(run) for run in runs.runs.tolist()] == list(known)


def test_more_runs_than_there_was_room_for() -> None:
    runs, numbers = Runs(3), np.arange(20_000, dtype=np.int32)
    parts, nothing = np.stack([numbers, numbers % 7, numbers // 2]), np.full(3, NO_TEXT, dtype=np.int32)
    assert (runs.numbers_of(parts[:, :5000].copy(), nothing) == numbers[:5000]).all()
    runs.make_room(10)
    assert (runs.numbers_of(parts, nothing) == numbers).all()
    assert len(runs) == 20_000


def test_room_made_before_changes_nothing() -> None:
    lexicon = Lexicon()
    assert lexicon.numbers_in(pa.array(["b", "a"])).tolist() == [0, 1]
    lexicon.make_room(3000)
    assert lexicon.numbers_in(pa.array([f"{at}" for at in range(5000)] + ["a", "b"])).tolist() == [*range(2, 5002), 1, 0]


def test_texts_that_mean_nothing() -> None:
    """Also those that were never met."""
    lexicon = Lexicon()
    lexicon.numbers_in(pa.array(["a", "", "NULL", "NULLS"]))
    assert lexicon.texts_but([b"", b"NULL", b"null"]).to_pylist() == ["a", None, None, "NULLS", None]


def test_texts_of_one_dictionary_keep_their_places() -> None:
    """A dictionary of which no two texts are the same says what a lexicon would."""
    texts = pa.array(["b", None, "a"])
    known = KnownTexts(texts)
    rows = pa.DictionaryArray.from_arrays(pa.array([2, None, 0, 2], pa.int32()), texts)
    assert known.numbers_in(rows).tolist() == [2, NO_TEXT, 0, 2]
    assert known.said(np.array([0, NO_TEXT, 2], dtype=np.int32)).to_pylist() == ["b", None, "a"]
    assert len(known) == 2
