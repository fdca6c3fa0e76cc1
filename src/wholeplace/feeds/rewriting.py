"""Writes a partner's file again without some of its rows. Every other row keeps its bytes; the old file stands until the new one does."""

import csv
import gzip
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.feeds.dropped import NULL_TEXTS, DroppedFile, encoding_of, western
from wholeplace.feeds.sought import Sought

TEXTS = (".csv", ".txt", ".tsv")
MAKING = ".making"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewritten:
    """One file that was written again: its place under feeds/, rows taken out, cells emptied in rows that are somebody else's.

    `removed`: the file held no other row, and was taken away.
    """

    file: str
    rows: int
    cells: int
    removed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Hits:
    """Rows of one file, each as the texts of its cells. `own`: to take out. `second`: rows that name the person beside somebody
    else (a mother), whose cells at `second_at` are emptied. `by_words`: the contract cannot read the file, so words must tell."""

    own: frozenset[tuple[str, ...]] = frozenset()
    second: frozenset[tuple[str, ...]] = frozenset()
    second_at: tuple[int, ...] = ()
    by_words: bool = False


class _Judge(Protocol):
    def __call__(self, cells: list[str], raw: str) -> list[str] | None:
        """The cells as they may stand; None to take the row out."""
        ...


def plain_cell(text: str | None) -> str:
    """A cell as it is compared: blanks of every kind alike, and empty where readers take it for empty."""
    bare = (text or "").replace("\x00", "").replace("\u00a0", " ").replace("\t", " ").strip()
    return "" if bare in NULL_TEXTS else bare


@dataclass
class Tally:
    """What became of one file: rows taken out, cells emptied, rows left."""

    rows: int = 0
    cells: int = 0
    left: int = 0


@dataclass
class _Lines:
    """Physical lines as they are read, kept until asked for, so that a record is known by its own text."""

    stream: Iterator[str]
    taken: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        for line in self.stream:
            self.taken.append(line)
            yield line.replace("\x00", "")

    def take(self) -> str:
        text = "".join(self.taken)
        self.taken.clear()
        return text


def rewrite_table(file: DroppedFile, hits: Hits, sought: Sought) -> Tally:
    """Write a file of rows again (CSV, packed or not) without `hits`, and without the numbers sought wherever else they stand."""
    width = len(file.headers)

    def judge(cells: list[str], raw: str) -> list[str] | None:
        key = tuple(plain_cell(cell) for cell in cells)
        if key in hits.own or ((hits.by_words or len(cells) != width) and sought.in_text(raw)):
            return None
        if key in hits.second:
            cells = ["" if at in hits.second_at else cell for at, cell in enumerate(cells)]
        return [sought.blanked(cell) for cell in cells] if sought.numbered(raw) else cells

    encoding = true_encoding(file.path, file.encoding)
    return _rewritten(file.path, encoding, judge, separator=file.separator, lines_before=file.lines_before)


def rewrite_lines(path: Path, sought: Sought) -> Tally:
    """Write a text that no contract reads again, without the lines about the people sought. The first line is kept as a header."""

    def judge(cells: list[str], raw: str) -> list[str] | None:
        return None if sought.in_text(raw) else cells

    return _rewritten(path, true_encoding(path), judge)


def true_encoding(path: Path, guessed: str = "") -> str:
    """How the whole file is written: `guessed` (else judged by its head), unless some byte further on is not UTF-8."""
    with _opened(path) as stream:
        encoding = guessed or encoding_of(stream.read(1 << 18))
    if encoding not in ("utf-8", "utf-8-sig"):
        return encoding
    odd = ""
    with _opened(path) as stream:
        for line in stream:
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                odd = "latin-1" if western(line) == "latin-1" or odd == "latin-1" else "cp1252"
    return odd or encoding


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.name.casefold().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


@contextmanager
def _making(path: Path) -> Iterator[Path]:
    """A new file beside `path`, with its rights. Whoever writes it swaps it in; otherwise it goes."""
    making = path.with_name(f".{path.name}{MAKING}")
    making.unlink(missing_ok=True)
    making.touch(mode=0o600)
    try:
        yield making
    finally:
        making.unlink(missing_ok=True)


def _swap(making: Path, path: Path, tally: Tally) -> None:
    if not tally.rows and not tally.cells:
        return
    if not tally.left:
        path.unlink()
        return
    making.chmod(path.stat().st_mode & 0o777)
    with making.open("rb") as written:
        os.fsync(written.fileno())
    making.replace(path)


def _rewritten(path: Path, encoding: str, judge: _Judge, *, separator: str = "", lines_before: int = 1) -> Tally:
    """`separator`: empty where a row is a line, whatever is in it."""
    tally = Tally()
    packed = path.name.casefold().endswith(".gz")
    with _making(path) as making:
        with (
            _opened(path) as source,
            gzip.GzipFile(making, "wb", mtime=0) if packed else making.open("wb") as target,
            io.TextIOWrapper(source, encoding=encoding, newline="", errors="surrogateescape") as read,
            io.TextIOWrapper(target, encoding=encoding, newline="", errors="surrogateescape") as write,  # type: ignore[type-var]
        ):
            for _, line in zip(range(lines_before), read, strict=False):
                write.write(line)
            for text in _kept(read, separator, judge, tally):
                write.write(text)
        _swap(making, path, tally)
    return tally


def _kept(read: Iterator[str], separator: str, judge: _Judge, tally: Tally) -> Iterator[str]:
    lines = _Lines(read)
    quoting = csv.QUOTE_MINIMAL if separator else csv.QUOTE_NONE
    for cells in csv.reader(iter(lines), delimiter=separator or "\x1f", quoting=quoting):
        raw = lines.take()
        kept = judge(cells, raw) if cells else cells
        if kept is None:
            tally.rows += 1
            continue
        if kept != cells:
            tally.cells += sum(one != other for one, other in zip(kept, cells, strict=True))
            raw = _written(kept, separator, raw)
        tally.left += bool(cells)
        yield raw
    yield lines.take()


def _written(cells: list[str], separator: str, raw: str) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=separator, lineterminator="").writerow(cells)
    return made.getvalue() + raw[len(raw.rstrip("\r\n")) :]


def rewrite_parquet(path: Path, hits: Hits, sought: Sought) -> Tally:
    """Write a Parquet file again without `hits`, and without the numbers sought wherever else they stand."""
    table = pq.read_table(path)
    tally = Tally()
    texts = [_texts(column) for column in table.columns]
    keys = list(zip(*texts, strict=True)) if texts else []
    keep = [key not in hits.own for key in keys]
    tally.rows, tally.left = keep.count(False), keep.count(True)
    columns = []
    for at, column in enumerate(table.columns):
        wrong = [
            sought.numbered(text[at]) or (key in hits.second and at in hits.second_at and bool(text[at]))
            for text, key in zip(keys, keys, strict=True)
        ]
        tally.cells += sum(out and stays for out, stays in zip(wrong, keep, strict=True))
        columns.append(_emptied(column, wrong) if any(wrong) else column)
    if tally.rows or tally.cells:
        with _making(path) as making:
            made = pa.table(columns, schema=table.schema).filter(pa.array(keep, pa.bool_()))
            pq.write_table(made, making, compression="zstd")
            _swap(making, path, tally)
    return tally


def _emptied(column: pa.ChunkedArray, wrong: list[bool]) -> pa.Array:
    return pa.array([None if out else value for value, out in zip(column.to_pylist(), wrong, strict=True)], column.type)


def _texts(column: pa.ChunkedArray) -> list[str]:
    """Each cell as `reading` shows it: a whole number kept as a fraction loses its ".0"."""
    return [plain_cell(_text(value)) for value in column.to_pylist()]


def _text(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return None if value is None else str(value)


def rewrite_zip(path: Path, sought: Sought) -> Tally:
    """Write a ZIP again without the lines of its texts that are about the people sought. What else it holds stays as it is."""
    tally = Tally()
    with _making(path) as making:
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED) as target:
            for member in source.infolist():
                held = source.read(member)
                target.writestr(member, _without_lines(held, sought, tally) if member.filename.casefold().endswith(TEXTS) else held)
                tally.left += not member.filename.casefold().endswith(TEXTS)
        _swap(making, path, tally)
    return tally


def _without_lines(held: bytes, sought: Sought, tally: Tally) -> bytes:
    encoding = encoding_of(held)
    lines = held.decode(encoding, errors="surrogateescape").splitlines(keepends=True)
    kept = [line for at, line in enumerate(lines) if not at or not sought.in_text(line)]
    tally.rows += len(lines) - len(kept)
    tally.left += max(0, len(kept) - 1)
    return "".join(kept).encode(encoding, errors="surrogateescape")
