"""Goes through every file of a place folder, opened as far as it can be, in search of people. This is how forgetting is proved."""

import gzip
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from wholeplace.feeds.dropped import encoding_of
from wholeplace.feeds.sought import Sought
from wholeplace.place.folder import STATE
from wholeplace.warehouse import Key, Warehouse, read_closed

PARQUET, GZIP, ZIP = (b"PAR1",), b"\x1f\x8b", b"PK\x03\x04"
LONGEST_LINE = 20_000
"""Letters of a line within which a name and a birth date are taken to be of one row. A longer line is one text of many rows."""
DEPTH = 3
"""A packed file within a packed file is opened so deep."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """What was gone through. `files` by top folder, packed ones with what is in them. `found`: file -> rows or lines about the
    people sought. `unopened`: files that could not be opened as what they are, and were searched as plain bytes."""

    files: Mapping[str, int]
    found: Mapping[str, int]
    unopened: tuple[str, ...]


@dataclass
class _Search:
    sought: Sought
    keys: frozenset[int]
    key: Key | None
    files: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    unopened: list[str] = field(default_factory=list)


def search(folder: Path, sought: Sought, *, keys: frozenset[int] = frozenset(), key: Key | None = None) -> Searched:
    """Search every file under `folder`, hidden ones too, for the people `sought`.

    Parquet (encrypted with `key` or not), gzip and ZIP are opened; all else is read as text. A row or line is about them when it
    holds one of their numbers in any spacing, a name of theirs beside something else that is theirs, or in a column
    `person_key` one of `keys`. File names are searched as well. The files are not changed.
    """
    looking = _Search(sought=sought, keys=keys, key=key)
    for path in sorted(folder.rglob("*")):
        where = path.relative_to(folder).as_posix()
        if sought.in_text(path.name):
            looking.found[f"the name of a file in {path.parent.relative_to(folder).as_posix()}"] += 1
        if path.is_file():
            looking.files[_top(where)] += 1
            _look_into(path, where, looking)
    return Searched(files=dict(sorted(looking.files.items())), found=dict(sorted(looking.found.items())), unopened=tuple(looking.unopened))


def _top(where: str) -> str:
    parts = where.split("/")
    return "/".join(parts[:2]) if parts[0] == STATE and len(parts) > 2 else parts[0]


def _look_into(path: Path, where: str, looking: _Search) -> None:
    with path.open("rb") as file:
        head = file.read(8)
        file.seek(max(0, path.stat().st_size - 4))
        foot = file.read(4)
    if foot in (b"PAR1", b"PARE"):
        _in_parquet(path, where, looking)
        return
    with path.open("rb") as file:
        _in_bytes(file, head, where, looking, DEPTH)


def _in_bytes(file: io.BufferedIOBase, head: bytes, where: str, looking: _Search, depth: int) -> None:
    try:
        if head.startswith(GZIP) and depth:
            with gzip.open(file) as unpacked:  # type: ignore[arg-type]
                peeked = io.BufferedReader(unpacked)  # type: ignore[arg-type]
                _in_bytes(peeked, peeked.peek(8)[:8], where, looking, depth - 1)
        elif head.startswith(ZIP) and depth:
            with zipfile.ZipFile(file) as packed:  # type: ignore[arg-type]
                for member in packed.namelist():
                    with packed.open(member) as unpacked:
                        peeked = io.BufferedReader(unpacked)  # type: ignore[arg-type]
                        looking.files[_top(where)] += 1
                        _in_bytes(peeked, peeked.peek(8)[:8], f"{where}, {member}", looking, depth - 1)
        else:
            _in_text(file, where, looking)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile):
        looking.unopened.append(where)


def _in_text(file: io.BufferedIOBase, where: str, looking: _Search) -> None:
    """Line by line. A row whose cells hold line ends is read again as a whole, so that a name and a date stand together."""
    head = file.peek(1 << 16) if isinstance(file, io.BufferedReader) else b""
    text = io.TextIOWrapper(file, encoding=encoding_of(head), errors="replace", newline="")  # type: ignore[arg-type]
    try:
        for line in _records(text):
            if looking.sought.numbered(line) or (len(line) <= LONGEST_LINE and looking.sought.named(line)):
                looking.found[where] += 1
    finally:
        text.detach()  # who opened the file closes it


def _records(lines: Iterator[str]) -> Iterator[str]:
    held = ""
    for line in lines:
        held += line
        if held.count('"') % 2 == 0 or len(held) > LONGEST_LINE:
            yield held
            held = ""
    if held:
        yield held


def _in_parquet(path: Path, where: str, looking: _Search) -> None:
    with Warehouse(threads=1) as warehouse:
        try:
            read_closed(warehouse, "searched", (path,), looking.key)
            columns = warehouse.columns("searched")
            rows = warehouse.rows(_likely(columns, looking)) if columns else []
        except duckdb.Error:
            looking.unopened.append(where)
            return
    found = sum(by_key or looking.sought.in_text(line) for line, by_key in rows)
    if found:
        looking.found[where] += found


def _likely(columns: Mapping[str, str], looking: _Search) -> str:
    """SQL for the rows that could be about somebody sought (as one text each): Python then looks at those alone."""
    names = [f'"{name}"' for name in columns]
    line = f"concat_ws(' | ', {', '.join(f'cast({name} as varchar)' for name in names)})"
    digits = f"regexp_replace({line}, '[ .\\x{{00a0}}-]', '', 'g')"
    tests = [f"contains({digits}, '{number}')" for number in sorted(looking.sought.numbers)]
    words = {
        name.split()[-1].casefold().replace("'", "''") for name in looking.sought.identities["family_name"].drop_nulls() if name.split()
    }
    tests += [f"contains(lower({line}), '{word}')" for word in sorted(words)]
    keyed = [f"{name} in ({', '.join(map(str, sorted(looking.keys)))})" for name in names if "person_key" in name] if looking.keys else []
    by_key = " or ".join(f"coalesce({test}, false)" for test in keyed) or "false"
    return f"select {line}, ({by_key}) from searched where {' or '.join([*tests, by_key])}"
