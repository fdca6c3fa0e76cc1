"""One dropped file: how it is written (encoding, line ends, separator, headers), found by looking, never by its name alone."""

import codecs
import csv
import gzip
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import polars as pl

from wholeplace.feeds.headers import plain, unlike
from wholeplace.feeds.looking import CHUNK, LATIN_1_ONLY, look_through
from wholeplace.terms import Problem

ENDINGS = (".csv", ".txt", ".tsv", ".csv.gz", ".txt.gz", ".tsv.gz", ".parquet")
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
NULL_TEXTS = ("", "NULL", "null", "Null")
"""Texts that stand for no value, wherever they fill a whole cell of a text file."""
HEAD = 1 << 18
"""Bytes looked at to find the header."""
PREAMBLE = 25
"""How many lines may stand above the header, as titles do in published spreadsheets."""


class CannotBeRead(Exception):
    """The file cannot be read at all; the message says why in plain words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DroppedFile:
    """A file as it lies in a feed's folder. `lines_before`: physical lines before the first row of data, the header among them."""

    path: Path
    headers: tuple[str, ...]
    encoding: str = "utf-8"
    separator: str = ","
    lines_before: int = 1
    notes: tuple[str, ...] = ()
    empty: bool = False

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_parquet(self) -> bool:
        return self.path.name.casefold().endswith(".parquet")

    @property
    def is_packed(self) -> bool:
        return self.path.name.casefold().endswith(".gz")


def dropped_files(folder: Path, ignored: Sequence[str]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The feed's data files by name, and a letter for each file of a kind that cannot be read.

    Notes (.md), TOML, hidden files, code lists named in `ignored` and files that fit an ignored pattern are no data.
    """
    files, problems = [], []
    for path in sorted(folder.iterdir()):
        name = path.name.casefold()
        if path.is_dir() or name.startswith((".", "~", "readme")) or name.endswith((".md", ".toml")):
            continue
        if any(path.match(pattern) for pattern in ignored):
            continue
        if name.endswith(ENDINGS):
            files.append(path)
            continue
        problems.append(
            Problem(
                where=f"feeds/{folder.name}/{path.name}",
                what="files of this kind cannot be read.",
                why="Its rows would be missing from the picture.",
                fix="Save it as CSV or Parquet, or take it out of the folder.",
            )
        )
    return tuple(files), tuple(problems)


def look(path: Path, expected: Sequence[str]) -> DroppedFile:
    """How the file is written, judged by its head. `expected`: headers that the contract knows, to tell header from title.

    Raises CannotBeRead.
    """
    if path.name.casefold().endswith(".parquet"):
        return _look_at_parquet(path)
    try:
        with _opened(path) as stream:
            head = stream.read(HEAD)
            whole = not stream.read(1)
    except (OSError, EOFError) as error:
        raise CannotBeRead(f"it cannot be opened ({type(error).__name__})") from None
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        return DroppedFile(path=path, headers=(), empty=True, notes=("the file is empty",))
    encoding = encoding_of(head)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head, final=whole).lstrip("\ufeff").replace("\x00", "")
    return _with_header(path, encoding, text.replace("\r\n", "\n").replace("\r", "\n"), expected)


def _look_at_parquet(path: Path) -> DroppedFile:
    try:
        return DroppedFile(path=path, headers=tuple(pl.read_parquet_schema(path)), lines_before=0)
    except (pl.exceptions.PolarsError, OSError):
        raise CannotBeRead("it ends in .parquet but is not a Parquet file") from None


def _opened(path: Path) -> IO[bytes]:
    if path.name.casefold().endswith(".gz"):
        return io.BufferedReader(gzip.open(path))  # type: ignore[arg-type]
    return path.open("rb")


def encoding_of(head: bytes) -> str:
    """The encoding that the first bytes speak for. Without a byte order mark, many zero bytes mean UTF-16."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(mark):
            return encoding
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) * 4 > len(head):
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return western(head)
    return "utf-8"


def western(some: bytes) -> str:
    """Windows-1252, or Latin-1 where a byte has no meaning in Windows-1252."""
    return "latin-1" if any(byte in some for byte in LATIN_1_ONLY) else "cp1252"


def _with_header(path: Path, encoding: str, text: str, expected: Sequence[str]) -> DroppedFile:
    """The file with the separator and header line under which most of the expected headers are found."""
    known = {plain(header) for header in expected if "#" not in header}
    stems = tuple({plain(header.split("#")[0]) for header in expected if "#" in header})
    best: tuple[int, int, int] = (-1, 0, 0)
    chosen: tuple[str, int, list[str]] = (",", 1, [])
    for separator in SEPARATORS:
        for at, (cells, lines) in enumerate(_records(text, separator)):
            words = [plain(cell) for cell in cells]
            hits = sum(word in known or word.startswith(stems) for word in words if word) if stems else sum(word in known for word in words)
            score = (hits, -at if hits else 0, len(cells) if at == 0 else 0)
            if score > best:
                best, chosen = score, (separator, lines, cells)
    separator, lines, cells = chosen
    notes = []
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(f"read as {encoding}")
    if separator != ",":
        notes.append(f"values are separated by {SEPARATORS[separator]}")
    if lines > 1 + sum(cell.count("\n") for cell in cells):
        notes.append(f"the header stands in line {lines}")
    return DroppedFile(path=path, headers=unlike(cells), encoding=encoding, separator=separator, lines_before=lines, notes=tuple(notes))


def _records(text: str, separator: str) -> Iterator[tuple[list[str], int]]:
    """The first records of the text, each with the count of physical lines up to its end."""
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield cells, reader.line_num
            if reader.line_num > PREAMBLE:
                return
    except csv.Error:
        return


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """A file that DuckDB can read as it is: `path` is the file itself or a clean copy.

    `size`: bytes of text, of Parquet about as many as its cells would take. `tidy`: no cell begins or ends with a blank, so none need
    be trimmed.
    """

    path: Path
    notes: tuple[str, ...]
    size: int
    tidy: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One file to read: as dropped, as made ready, its number in the drop, and its name for letters. `in_memory`: its rows may be
    held there, with those of the files before it."""

    file: DroppedFile
    ready: Ready
    number: int
    where: str
    in_memory: bool = False

    @property
    def rejects(self) -> str:
        """The table of lines that could not be split into cells."""
        return f"rejects_{self.number}"


def made_ready(file: DroppedFile, number: int, folder: Path) -> Ready:
    """`file` as UTF-8 with one kind of line end, unpacked: itself where it already is so, else a copy in `folder`, called by `number`."""
    if file.is_parquet or file.empty:
        return Ready(path=file.path, notes=file.notes, size=_cells_in(file) * _BYTES_A_CELL)
    with _opened(file.path) as stream:
        seen = look_through(stream, tabs_part_cells=file.separator == "\t")
    encoding, notes = file.encoding, list(file.notes)
    if encoding in _UTF_8 and not seen.utf_8:
        encoding = "latin-1" if seen.latin_1 else "cp1252"
        notes.append(f"read as {encoding}")
    if seen.zeros and not encoding.startswith("utf-16"):
        notes.append("zero bytes were taken out")
    blanks_stay = encoding in _UTF_8 and not seen.zeros and not seen.odd_blanks
    as_it_is = blanks_stay and not seen.mixed_line_ends and not file.is_packed
    path = file.path if as_it_is else _clean_copy(file, encoding, folder / f"{number}.csv")
    return Ready(path=path, notes=tuple(notes), size=path.stat().st_size, tidy=blanks_stay and seen.tidy)


_BYTES_A_CELL = 8


def _cells_in(file: DroppedFile) -> int:
    """How many cells a Parquet file holds."""
    if file.empty:
        return 0
    return pl.scan_parquet(file.path).select(pl.len()).collect().item() * len(file.headers)


_UTF_8 = ("utf-8", "utf-8-sig")


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _clean_copy(file: DroppedFile, encoding: str, target: Path) -> Path:
    def plain_blanks(text: str) -> str:
        """Tabs and spaces that do not break become spaces, so that trimming finds them; zero bytes go."""
        text = text.replace("\x00", "").replace("\u00a0", " ")
        return text if file.separator == "\t" else text.replace("\t", " ")

    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(errors="replace"), translate=True)
    with _opened(file.path) as stream, target.open("w", encoding="utf-8", newline="") as copy:
        while chunk := stream.read(CHUNK):
            copy.write(plain_blanks(decoder.decode(chunk)))
        copy.write(plain_blanks(decoder.decode(b"", final=True)))
    return target
