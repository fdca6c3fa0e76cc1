"""The one look through a file's bytes, against the same questions asked of its text a cell at a time."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.feeds import looking
from wholeplace.feeds.looking import look_through

BLANKS = " \u00a0\u1680\u2003\u202f\u205f\u3000"
some_text = st.text(alphabet='ab,"é\u2019\u20ac \u00a0\u2003\u3000\n', max_size=6)


def seen(data: bytes, *, tabs: bool = False) -> looking.Seen:
    return look_through(io.BytesIO(data), tabs_part_cells=tabs)


def written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


@given(st.lists(st.lists(some_text, min_size=1, max_size=3), max_size=8), st.integers(3, 40))
def test_a_file_is_never_called_tidy_when_a_cell_is_not(rows, size):
    """Whatever piece of the file a blank falls into, and however the pieces part it from the cell's edge."""
    data = written(rows)
    untidy = any(cell != cell.strip(BLANKS) for row in rows for cell in row)
    before, looking.CHUNK = looking.CHUNK, size
    try:
        found = seen(data)
    finally:
        looking.CHUNK = before
    assert found == seen(data)
    assert not (found.tidy and untidy and not found.odd_blanks)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "a,b\nx y,2 3\n", "a,b\r\nx y,é\r\n", "a;b\nx y;2\n", ""])
def test_a_tidy_file_is_known(text):
    assert seen(text.encode()).tidy


@pytest.mark.parametrize(
    "text", [" a,b\n", "a ,b\n", "a, b\n", "a,b \n", "a,b ", '" a",b\n', '"a ",b\n', "a,b \r\n", "a | b\n", "a,\u2003b\n"]
)
def test_blanks_at_a_cells_edge_are_seen(text):
    assert not seen(text.encode()).tidy


@pytest.mark.parametrize(
    ("text", "mixed"),
    [("a\nb\n", False), ("a\r\nb\r\n", False), ("a\rb\r", True), ("a\r\nb\n", True), ("a\nb\r\n", True), ("a\nb\r", True)],
)
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_line_ends(monkeypatch, text, mixed, size):
    monkeypatch.setattr(looking, "CHUNK", size)
    assert seen(text.encode()).mixed_line_ends == mixed


def test_what_else_a_reader_stumbles_over():
    assert seen(b"a,b\n\x00,1\n").zeros
    assert seen("a,b\n\u00a0x,1\n".encode()).odd_blanks
    assert seen(b"a,b\nx\t,1\n").odd_blanks
    assert not seen(b"a\tb\nx\t1\n", tabs=True).odd_blanks
    assert seen("é".encode()).utf_8
    assert not seen("é\n".encode("cp1252")).utf_8
    assert seen(b"\x81").latin_1
