"""Texts are numbered as a plain Python dictionary would number them."""

import numpy as np
import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.feeds.lexicon import NO_TEXT, Lexicon

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
