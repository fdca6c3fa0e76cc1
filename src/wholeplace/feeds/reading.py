"""Reads one file into the warehouse: as text cells, through its shape, into a table whose rowid is the row's place in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb

from wholeplace.feeds.accepted import Staged
from wholeplace.feeds.by_text import in_pieces, set_faulty_aside, stage_by_text
from wholeplace.feeds.cells import MONTH_FIRST, case_of
from wholeplace.feeds.checks import unread_of
from wholeplace.feeds.contract import Contract
from wholeplace.feeds.dropped import NULL_TEXTS, CannotBeRead, Source
from wholeplace.feeds.layers import Enums
from wholeplace.feeds.numbering import read_cells
from wholeplace.feeds.parquet_pieces import as_text, kinds_in
from wholeplace.feeds.shaping import Shape, shape
from wholeplace.feeds.sql_text import listed, named, quoted
from wholeplace.feeds.unknown import rows_with
from wholeplace.terms import Problem
from wholeplace.warehouse import Warehouse

LONGEST_LINE = 4 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFile:
    """One file in the warehouse. `rows`: file rows, those that could not be split into cells among them."""

    name: str
    staged: Staged
    shape: Shape
    rows: int
    split_faults: Mapping[str, int]
    rejects: str
    notes: tuple[str, ...]
    lines_before: int


def make_enums(warehouse: Warehouse, contract: Contract) -> Enums:
    """An enum type for each code list, so that a code is found by hash and never by a join that could lose the rows' order."""
    enums = {}
    for column in contract.columns:
        if column.lookup is None:
            continue
        key, gives = f"trim({named(column.lookup.key)})", f"trim({named(column.lookup.gives)})"
        source = f"read_csv({quoted(str(column.lookup.path))}, all_varchar = true, header = true)"
        pairs = warehouse.rows(
            f"select lower({key}) as k, min({gives}) from {source} where {key} <> '' and {gives} <> '' group by k order by k"
        )
        kind = f"codes_{len(enums)}"
        warehouse.run(f"create type {kind} as enum ({listed(key for key, _ in pairs)})")
        enums[column.name] = (kind, tuple(value for _, value in pairs))
    return enums


def reader_sql(warehouse: Warehouse, source: Source) -> str:
    """SQL that yields the file's cells as text: _c0, _c1 ... Lines that cannot be split go to the source's table of rejects."""
    file, path = source.file, quoted(str(source.ready.path))
    if file.is_parquet:
        kinds = kinds_in(warehouse, source.ready.path)
        cells = ", ".join(f"{as_text(name, kinds[name])} as _c{at}" for at, name in enumerate(file.headers))
        return f"(select {cells} from read_parquet({path}))"
    columns = ", ".join(f"'_c{at}': 'VARCHAR'" for at in range(len(file.headers)))
    return (
        f"read_csv({path}, auto_detect = false, header = false, skip = {file.lines_before}, delim = {quoted(file.separator)}, "
        f"quote = '\"', escape = '\"', columns = {{{columns}}}, nullstr = [{listed(NULL_TEXTS)}], max_line_size = {LONGEST_LINE}, "
        f"store_rejects = true, rejects_table = '{source.rejects}', rejects_scan = 'scans_{source.rejects}', rejects_limit = 0)"
    )


def read_file(warehouse: Warehouse, contract: Contract, source: Source, enums: Enums) -> tuple[ReadFile | None, tuple[Problem, ...]]:
    """Stage one file as a table. Letters when a required header is missing. Raises CannotBeRead."""
    try:
        reader = reader_sql(warehouse, source)
        made, problems = shape(source.file, contract, where=source.where, reader=reader, enums=enums, tidy=source.ready.tidy)
        if made is None:
            return None, problems
        staged = _stage(warehouse, made, source)
        month_first = _month_first(warehouse, contract, (made, staged), source)
        if month_first:
            columns = tuple(replace(column, form=MONTH_FIRST) if column.name in month_first else column for column in contract.columns)
            contract = replace(contract, columns=columns)
            made, problems = shape(source.file, contract, where=source.where, reader=reader, enums=enums, tidy=source.ready.tidy)
            if made is None:
                return None, problems
            staged = _stage(warehouse, made, source)
        return _tallied(warehouse, (made, staged), source, month_first), ()
    except duckdb.Error as error:
        # DuckDB's own message shows the row it stumbled over, so only its kind is passed on.
        raise CannotBeRead(f"it cannot be read as a table ({type(error).__name__})") from None


def staged_table(number: int) -> str:
    return f"file_{number}"


def _stage(warehouse: Warehouse, made: Shape, source: Source) -> Staged:
    """Leave the received rows as a relation, or in memory where the file can be read by its texts."""
    name = staged_table(source.number)
    for table in (source.rejects, f"scans_{source.rejects}"):
        warehouse.run(f"drop table if exists {table}")
    staged = Staged(relation=name, refusing=made.refusing, headers=source.file.headers)
    file = in_pieces(warehouse, source)
    cells = read_cells(made, file) if file is not None else None
    if file is None or cells is None:
        warehouse.run(f"create or replace temp table {name} as {made.sql}")
        return staged
    held, unread = stage_by_text(warehouse, made, cells, name)
    staged = replace(staged, held=held)
    set_faulty_aside(warehouse, file, cells, staged, unread)
    return staged


def _tallied(warehouse: Warehouse, read: tuple[Shape, Staged], source: Source, month_first: tuple[str, ...]) -> ReadFile:
    made, staged = read
    rows = staged.count(warehouse)
    split_faults: dict[str, int] = {}
    if staged.held is None and not source.file.is_parquet:
        split_faults = dict(warehouse.rows(f"select kind, count(*) from ({split_fault_rows(source.rejects)}) group by kind order by kind"))
    notes = [f"{column} is written month first, and every row of this file was read so" for column in month_first]
    return ReadFile(
        name=source.file.name,
        staged=staged,
        shape=made,
        rows=rows // made.blocks + sum(split_faults.values()),
        split_faults=split_faults,
        rejects=source.rejects,
        notes=(*source.ready.notes, *notes),
        lines_before=source.file.lines_before,
    )


def split_fault_rows(rejects: str) -> str:
    """SQL: one row (line, kind, whole) for each line of the file that could not be split into the header's cells."""
    kinds = case_of(
        "error_type",
        {"MISSING COLUMNS": quoted("has fewer values than the header"), "TOO MANY COLUMNS": quoted("has more values than the header")},
        otherwise=quoted("cannot be split into values"),
    )
    return f"select line, min({kinds}) as kind, min(csv_line) as whole from {rejects} group by line"


def _again(made: Shape, source: Source) -> str:
    """The file's cells once more, with rejects kept out of the first reading's table."""
    return made.source.replace(source.rejects, f"again_{source.rejects}")


def _ask_again(warehouse: Warehouse, sql: str, source: Source) -> list[tuple]:
    found = warehouse.rows(sql)
    for table in (f"again_{source.rejects}", f"scans_again_{source.rejects}"):
        warehouse.run(f"drop table if exists {table}")
    return found


def _month_first(warehouse: Warehouse, contract: Contract, read: tuple[Shape, Staged], source: Source) -> tuple[str, ...]:
    """The date columns of this file that are written month first: some cell cannot be day-first, and none must be.

    Asked only of columns in which some cell was no date when read day-first, and of the file again only when such a cell could
    be month-first. The column decides as a whole, never one cell.
    """
    made, staged = read
    part = "try_cast(regexp_extract({}, '^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.][0-9]{{2,4}}', {}) as integer) > 12"
    dates = [name for name in made.unread if contract.by_name[name].type in ("date", "timestamp") and not contract.by_name[name].form]
    asked = [name for name, rows in rows_with(warehouse, made, staged, dates).items() if rows]
    if not asked:
        return ()
    tests = [f"count(*) filter ({part.format(named(unread_of(name)), 2)})" for name in asked]
    found = warehouse.rows(f"select {', '.join(tests)} from {staged.faulty}")[0]
    asked = [name for name, count in zip(asked, found, strict=True) if count]
    if not asked:
        return ()
    tests = [f"count(*) filter ({part.format(made.given[name], 1)})" for name in asked]
    found = _ask_again(warehouse, f"select {', '.join(tests)} from ({_again(made, source)})", source)[0]
    return tuple(name for name, count in zip(asked, found, strict=True) if not count)


def cells_of(warehouse: Warehouse, file: ReadFile, source: Source, *, where: str) -> list[tuple[str | None, ...]]:
    """The cells, as the file writes them, of the staged rows for which the SQL condition `where` holds."""
    asked = f"select distinct rowid // {file.shape.blocks} from {file.staged.relation} where {where}"
    ((any_row,),) = warehouse.rows(f"select count(*) from ({asked})")
    if not any_row:
        return []
    cells = ", ".join(f"_c{at}" for at in range(len(source.file.headers)))
    numbered = f"select *, row_number() over () - 1 as _place from ({_again(file.shape, source)})"
    return _ask_again(warehouse, f"select {cells} from ({numbered}) where _place in ({asked})", source)
