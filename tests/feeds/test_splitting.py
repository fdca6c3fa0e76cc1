"""Lines are split as a plain loop over their signs would split them."""

from pathlib import Path

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from wholeplace.feeds import splitting
from wholeplace.feeds.layers import ByText
from wholeplace.feeds.numbering import Cells
from wholeplace.feeds.splitting import PlainText, Rooms, split_lines, whole_lines

COLUMNS = 3
cells = st.one_of(st.text(alphabet="abé ", max_size=20), st.text(alphabet='a,"\r', max_size=3).map(lambda text: f'"{text}"'))
lines = st.one_of(
    st.lists(cells, min_size=COLUMNS, max_size=COLUMNS),
    st.lists(cells, min_size=COLUMNS, max_size=COLUMNS),
    st.lists(cells, min_size=COLUMNS, max_size=COLUMNS),
    st.lists(st.text(alphabet='a"\r,', max_size=9), max_size=4),
).map(",".join)


def by_signs(text: bytes) -> list[tuple[bytes, ...]] | None:
    """The cells of every line; None when a line is not plain."""
    found, at = [], 0
    while at < len(text):
        if text[at : at + 1] == b"\n" or text[at : at + 2] == b"\r\n":
            at += 1 if text[at : at + 1] == b"\n" else 2
            continue
        line = []
        while not line or text[at - 1 : at] != b"\n":
            cell, at = next_cell(text, at)
            if cell is None:
                return None
            line.append(cell)
        if len(line) != COLUMNS:
            return None
        found.append(tuple(line))
    return found


def next_cell(text: bytes, at: int) -> tuple[bytes | None, int]:
    """The cell that begins there, and what comes after the sign that ends it. None: it is not plain."""
    if text[at : at + 1] == b'"':
        stop = text.find(b'"', at + 1)
        cell = text[at + 1 : stop]
        end = stop + 1 + (text[stop + 1 : stop + 2] == b"\r")
        plain = stop >= 0 and b"\n" not in cell
    else:
        end = min((place for place in (text.find(b",", at), text.find(b"\n", at)) if place >= 0), default=-1)
        cell = text[at:end]
        plain = end >= 0 and b'"' not in cell
        cell = cell[:-1] if text[end : end + 1] == b"\n" and cell.endswith(b"\r") else cell
    return (cell if plain and text[end : end + 1] in (b",", b"\n") else None), end + 1


@example(rows=["a,b,c", "", "a,b,c"], ends="\r\n", expected=1)
@example(rows=['a,b,"c"', '"",,""'], ends="\n", expected=9)
@given(rows=st.lists(lines, max_size=12), ends=st.sampled_from(["\n", "\r\n"]), expected=st.integers(0, 12))
def test_eight_signs_at_once_split_as_one_by_one(rows: list[str], ends: str, expected: int) -> None:
    """However many lines were expected."""
    text = "".join(row + ends for row in rows).encode()
    rooms = Rooms()
    rooms.lines = expected
    slab = split_lines(text, len(text), ",", COLUMNS, rooms)
    plain = by_signs(text)
    if plain is None:
        assert slab is None
        return
    assert slab is not None
    made = [tuple(text[slab.begins[at, row] : slab.ends[at, row]] for at in range(COLUMNS)) for row in range(slab.rows)]
    assert made == plain
    assert all(text[begin:end].endswith(b"\n") for begin, end in zip(slab.begins[COLUMNS], slab.ends[COLUMNS], strict=True))


def test_some_lines_are_found_again(tmp_path: Path) -> None:
    """The last of them without its end, and one that ends as others systems write it."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"h,i,j\n1,2,3\r\n4,,6\n7,8,9")
    slab = whole_lines(path, ",", COLUMNS, np.array([6, 18], dtype=np.int64))
    assert [slab.texts(at).to_pylist() for at in range(COLUMNS)] == [["1", "7"], ["2", "8"], ["3", "9"]]


def test_a_file_is_read_slab_by_slab_whatever_their_lines(tmp_path: Path, monkeypatch) -> None:
    """Later slabs hold many more lines than the first let expect."""
    monkeypatch.setattr(splitting, "SLAB", 1 << 10)
    rows = [("x" * 200, "b", "c")] * 20 + [("1", "2", "3")] * 900
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["h,i,j", *(",".join(row) for row in rows)]), encoding="ascii")
    met: list[tuple[str, ...]] = []
    with splitting.ThreadPoolExecutor(2) as several:
        for slab in PlainText(path, ",", COLUMNS).pieces(Cells(by_text=ByText()), several):
            met += zip(*(slab.texts(at).to_pylist() for at in range(COLUMNS)), strict=True)
    assert met == rows
