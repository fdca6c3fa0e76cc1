"""Reads one file into the warehouse: as text cells, through its shape, into a table whose rowid is the row's place in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from wholeplace.feeds.cells import MONTH_FIRST
from wholeplace.feeds.contract import Contract
from wholeplace.feeds.doubles import Staged
from wholeplace.feeds.dropped import CannotBeRead, DroppedFile, Ready
from wholeplace.feeds.shaping import Enums, Shape, shape
from wholeplace.feeds.sql_text import listed, named, quoted
from wholeplace.terms import Problem
from wholeplace.warehouse import Warehouse

NULL_TEXTS = ("", "NULL", "null", "Null")
_FLOATS = ("FLOAT", "DOUBLE", "DECIMAL")


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
    for at, column in enumerate(column for column in contract.columns if column.lookup is not None):
        lookup = column.lookup
        if lookup is None:
            continue
        source = f"read_csv({quoted(str(lookup.path))}, all_varchar = true, header = true)"
        pairs = warehouse.rows(
            f"select lower(trim({named(lookup.key)})) as k, min(trim({named(lookup.gives)})) from {source} "
            f"where trim({named(lookup.key)}) <> '' and trim({named(lookup.gives)}) <> '' group by k order by k"
        )
        warehouse.run(f"create type codes_{at} as enum ({listed(key for key, _ in pairs)})")
        enums[column.name] = (f"codes_{at}", tuple(value for _, value in pairs))
    return enums


def reader_sql(file: DroppedFile, path: Path, number: int, warehouse: Warehouse) -> str:
    """SQL that yields the file's cells as text: _c0, _c1 ... Rows that cannot be split go to table rejects_<number>."""
    if file.is_parquet:
        kinds = _parquet_types(warehouse, path)
        cells = ", ".join(f"{_as_text(name, kinds[name])} as _c{at}" for at, name in enumerate(file.headers))
        return f"(select {cells} from read_parquet({quoted(str(path))}))"
    columns = ", ".join(f"'_c{at}': 'VARCHAR'" for at in range(len(file.headers)))
    return (
        f"read_csv({quoted(str(path))}, auto_detect = false, header = false, skip = {file.lines_before}, delim = {quoted(file.separator)}, "
        f"quote = '\"', escape = '\"', columns = {{{columns}}}, nullstr = [{listed(NULL_TEXTS)}], max_line_size = 4194304, "
        f"store_rejects = true, rejects_table = 'rejects_{number}', rejects_scan = 'scans_{number}', rejects_limit = 0)"
    )


def _parquet_types(warehouse: Warehouse, path: Path) -> dict[str, str]:
    return {name: kind for name, kind, *_ in warehouse.rows(f"describe select * from read_parquet({quoted(str(path))})")}


def _as_text(name: str, kind: str) -> str:
    """A Parquet cell as the text a CSV would hold: a whole number kept as a fraction loses its ".0"."""
    bare = named(name)
    if kind.startswith(_FLOATS):
        return f"case when {bare} = floor({bare}) and abs({bare}) < 1e15 then cast(cast({bare} as bigint) as varchar) else cast({bare} as varchar) end"
    return f"cast({bare} as varchar)"


def read_file(
    warehouse: Warehouse, contract: Contract, file: DroppedFile, ready: Ready, *, number: int, enums: Enums, where: str
) -> tuple[ReadFile | None, tuple[Problem, ...]]:  # fmt: skip
    """Stage one file as table file_<number>. Letters when a required header is missing. Raises CannotBeRead."""
    reader = reader_sql(file, ready.path, number, warehouse)
    made, problems = shape(file, contract, where=where, reader=reader, enums=enums)
    if made is None:
        return None, problems
    notes = list(ready.notes)
    try:
        _stage(warehouse, made, number)
        forms = _day_month_forms(warehouse, contract, made, number)
        if forms:
            notes += [f"{column} is written month first, so every row of this file was read so" for column in forms]
            contract = replace(contract, columns=tuple(replace(c, form=forms.get(c.name, c.form)) for c in contract.columns))
            made, problems = shape(file, contract, where=where, reader=reader, enums=enums)
            if made is None:
                return None, problems
            _stage(warehouse, made, number)
    except duckdb.Error as error:
        raise CannotBeRead(_without_values(error)) from None
    rejects = f"rejects_{number}" if not file.is_parquet else ""
    return _tallied(warehouse, file, made, rejects=rejects, number=number, notes=tuple(notes)), ()


def _without_values(error: duckdb.Error) -> str:
    """What DuckDB could not do, without the row it shows."""
    return f"it cannot be read as a table ({type(error).__name__})"


def _stage(warehouse: Warehouse, made: Shape, number: int) -> None:
    for table in (f"rejects_{number}", f"scans_{number}", f"file_{number}"):
        warehouse.run(f"drop table if exists {table}")
    warehouse.run(f"create temp table file_{number} as {made.sql}")


def _tallied(warehouse: Warehouse, file: DroppedFile, made: Shape, *, rejects: str, number: int, notes: tuple[str, ...]) -> ReadFile:
    ((rows,),) = warehouse.rows(f"select count(*) from file_{number}")
    split_faults = {}
    if rejects:
        found = warehouse.rows(f"select kind, count(*) from ({split_fault_rows(rejects)}) group by kind order by kind")
        split_faults = dict(found)
    accepted = f"_faults >= 0 and _faults & {made.refusing} = 0"
    return ReadFile(
        name=file.name,
        staged=Staged(relation=f"file_{number}", accepted=accepted),
        shape=made,
        rows=rows // made.blocks + sum(split_faults.values()),
        split_faults=split_faults,
        rejects=rejects,
        notes=notes,
        lines_before=file.lines_before,
    )


def split_fault_rows(rejects: str) -> str:
    """SQL: one row (line, kind, whole) for each line of the file that could not be split into the header's cells."""
    return (
        "select line, min(case error_type when 'MISSING COLUMNS' then 'has fewer values than the header' "
        "when 'TOO MANY COLUMNS' then 'has more values than the header' else 'cannot be split into values' end) as kind, "
        f"min(csv_line) as whole from {rejects} group by line"
    )


def _day_month_forms(warehouse: Warehouse, contract: Contract, made: Shape, number: int) -> dict[str, str]:
    """The date columns of this file that are written month first: some cell cannot be day-first, and none must be.

    Asked only of columns in which a cell was not a date when read day-first.
    """
    wrong = {check.column: check.mask for check in made.checks if check.column in made.given and not check.reason.startswith("is empty")}
    open_ones = [name for name in wrong if not contract.by_name[name].form]
    if not open_ones:
        return {}
    counts = ", ".join(f"count(*) filter (_faults > 0 and _faults & {wrong[name]} <> 0)" for name in open_ones)
    faulty = warehouse.rows(f"select {counts} from file_{number}")[0]
    asked = [name for name, rows in zip(open_ones, faulty, strict=True) if rows]
    if not asked:
        return {}
    first, second = "regexp_extract({0}, '^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.][0-9]{{2,4}}', {1})", "try_cast({} as integer) > 12"
    tests = [second.format(first.format(made.given[name], group)) for name in asked for group in (1, 2)]
    made_from = made.source.replace(f"rejects_{number}", f"more_rejects_{number}").replace(f"scans_{number}", f"more_scans_{number}")
    found = warehouse.rows(f"select {', '.join(f'count(*) filter ({test})' for test in tests)} from ({made_from})")[0]
    must_be = {name: (found[2 * at], found[2 * at + 1]) for at, name in enumerate(asked)}
    return {name: MONTH_FIRST for name, (day_first, month_first) in must_be.items() if month_first and not day_first}
