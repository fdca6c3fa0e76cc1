"""Takes people's rows out of the partners' files. Which rows are theirs is found the way the files are received, not by words alone."""

import csv
import shutil
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa

from wholeplace.feeds.contract import Contract
from wholeplace.feeds.dropped import CannotBeRead, DroppedFile, Source, look, made_ready
from wholeplace.feeds.headers import Headers
from wholeplace.feeds.opening import Feed, feeds_of
from wholeplace.feeds.reading import ReadFile, cells_of, make_enums, read_file
from wholeplace.feeds.rewriting import (
    MAKING,
    TEXTS,
    Hits,
    Rewritten,
    Tally,
    plain_cell,
    rewrite_lines,
    rewrite_parquet,
    rewrite_table,
    rewrite_zip,
)
from wholeplace.feeds.sought import IDENTITY, Sought
from wholeplace.feeds.sql_text import listed, named, quoted
from wholeplace.feeds.tables import MOTHER
from wholeplace.place.folder import vault_folder
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Warehouse

WORK = "removing"


def remove_people(place: Place, sought: Sought, *, progress: Progress = quiet) -> tuple[Rewritten, ...]:
    """Write every file under feeds/ that holds rows of the people `sought` again without them, and say which.

    A row goes when it carries one of their identities, one of their numbers as its own person's, or, where it was refused or
    cannot be split into cells, a name of theirs beside something else that is theirs. A row of somebody else that names them
    (a baby's mother, a number in a remark) stays, without what names them. Each file is swapped when it is whole, so a crash
    leaves every file either as it was or done. Raises DataProblem with a letter for each file that cannot be read.
    """
    folder = place.folder / "feeds"
    feeds, _ = feeds_of(place)
    by_file = {path: feed for feed in feeds for path in feed.files}
    work = vault_folder(place.folder) / WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    done: list[Rewritten] = []
    problems: list[Problem] = []
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
    try:
        for at, path in enumerate(files):
            progress("forget", f"going through {path.parent.name}", at / len(files))
            try:
                tally = _from_file(path, by_file.get(path), sought, work)
                if tally.rows or tally.cells:
                    where = path.relative_to(place.folder).as_posix()
                    done.append(Rewritten(file=where, rows=tally.rows, cells=tally.cells, removed=not path.exists()))
            except (CannotBeRead, OSError, EOFError, zlib.error, zipfile.BadZipFile, csv.Error, pa.ArrowException) as error:
                problems.append(_letter(path, error))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if problems:
        raise DataProblem("Not everything was taken out of the partners' files", problems)
    return tuple(done)


def _letter(path: Path, error: Exception) -> Problem:
    what = f"{error}." if isinstance(error, CannotBeRead) else f"it cannot be read ({type(error).__name__})."
    why = "Nobody can say whether the person is in it."
    return Problem(
        where=f"feeds/{path.parent.name}/{path.name}", what=what, why=why, fix="Take the file away, and run the same command again."
    )


def _from_file(path: Path, feed: Feed | None, sought: Sought, work: Path) -> Tally:
    name = path.name.casefold()
    if path.name.startswith(".") and name.endswith(MAKING):
        path.unlink()  # half made by a run that was killed
        return Tally()
    if feed is not None:
        return _from_feed(path, feed, sought, work)
    if name.endswith(".parquet"):
        return rewrite_parquet(path, _by_words(path, sought), sought)
    if name.endswith(".zip"):
        return rewrite_zip(path, sought)
    return rewrite_lines(path, sought) if name.removesuffix(".gz").endswith(TEXTS) else Tally()


def _from_feed(path: Path, feed: Feed, sought: Sought, work: Path) -> Tally:
    file = look(path, feed.expected)
    hits = Hits()
    if not file.empty and feed.contract.table.about_people:
        hits = _hits(file, feed, sought, work)
    if file.is_parquet:
        return rewrite_parquet(path, _by_words(path, sought) if hits.by_words else hits, sought)
    return rewrite_table(file, hits, sought)


def _hits(file: DroppedFile, feed: Feed, sought: Sought, work: Path) -> Hits:
    """The rows of one file of a feed, found by reading it as its contract says."""
    with Warehouse(spill=work) as warehouse:
        source = Source(file=file, ready=made_ready(file, 0, work), number=0, where=f"feeds/{feed.name}/{file.name}")
        read, _ = read_file(warehouse, feed.contract, source, make_enums(warehouse, feed.contract))
        if read is None:
            return Hits(by_words=True)
        warehouse.table_from("sought", _as_text(sought.identities))
        columns = feed.contract.table.columns
        own = cells_of(warehouse, read, source, where=_is_theirs(read, feed, sought))
        second = cells_of(warehouse, read, source, where=_names_them(read, feed, sought)) if any(name in columns for name in MOTHER) else []
    shutil.rmtree(work)
    work.mkdir(mode=0o700)
    mine = frozenset(_key(cells) for cells in own)
    return Hits(own=mine, second=frozenset(map(_key, second)) - mine, second_at=_mother_at(feed.contract, file))


def _key(cells: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(plain_cell(cell) for cell in cells)


def _as_text(identities: pl.DataFrame) -> pl.DataFrame:
    return identities.select(pl.col(name).cast(pl.String) for name in IDENTITY)


def _same(columns: Mapping[str, str], role: str, row: str, feed: str) -> str:
    """SQL: the staged row carries one of the identities sought, in that role."""
    same = " and ".join(f"sought.{part} is not distinct from cast({row}.{named(column)} as varchar)" for part, column in columns.items())
    return f"exists (select 1 from sought where sought.feed = {quoted(feed)} and sought.role = '{role}' and {same})"


def _numbered(column: str, row: str, sought: Sought) -> str:
    return f"coalesce({row}.{named(column)} in ({listed(sorted(sought.numbers)) or 'null'}), false)"


def _is_theirs(read: ReadFile, feed: Feed, sought: Sought) -> str:
    """SQL over staged rows: the row is about one of the people sought."""
    row = read.staged.relation
    whole = _same({name: name for name in IDENTITY[2:]}, "self", row, feed.name)
    refused = f"({row}._faults < 0 or {row}._faults & {read.shape.refusing} <> 0)"
    names = " and ".join(f"lower(sought.{name}) = lower({row}.{name})" for name in ("given_name", "family_name"))
    named_alike = f"{names} and sought.birth_date = cast({row}.birth_date as varchar)"
    same_id = f"sought.feed = {quoted(feed.name)} and sought.local_id = {row}.local_id"
    likely = f"exists (select 1 from sought where ({named_alike}) or ({same_id}))"
    return f"({_numbered('nhs_number', row, sought)} or {whole} or ({refused} and {likely}))"


def _names_them(read: ReadFile, feed: Feed, sought: Sought) -> str:
    """SQL over staged rows: the row names one of the people sought as its second person."""
    row, columns = read.staged.relation, feed.contract.table.columns
    asked = {part: column for column, part in MOTHER.items() if column in columns}
    return f"({_numbered('mother_nhs_number', row, sought)} or {_same(asked, 'mother', row, feed.name)})"


def _mother_at(contract: Contract, file: DroppedFile) -> tuple[int, ...]:
    headers = Headers(file.headers)
    return tuple(sorted({at for column in contract.columns if column.name in MOTHER for at in headers.first_of(column.sources)}))


def _by_words(path: Path, sought: Sought) -> Hits:
    """Rows of a Parquet file that no contract reads, by their words."""
    rows = pl.read_parquet(path).iter_rows()
    texts = ([None if value is None else str(value) for value in row] for row in rows)
    return Hits(own=frozenset(_key(row) for row in texts if sought.in_text(" | ".join(filter(None, row)))))
