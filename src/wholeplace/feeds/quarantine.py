"""Writes what was refused: why, row by row, for people to read; and the whole rows, closed, so that nothing is lost."""

from collections.abc import Sequence
from pathlib import Path

from wholeplace.feeds.contract import Contract
from wholeplace.feeds.reading import ReadFile, split_fault_rows
from wholeplace.feeds.sql_text import quoted
from wholeplace.feeds.tables import IDENTIFIERS
from wholeplace.warehouse import Warehouse

_LOOKS_PERSONAL = "[0-9]{9,}|[0-9]{3} [0-9]{3} [0-9]{4}|[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}|@"
"""Long numbers, spaced NHS numbers, postcodes and addresses of mail, which a shifted row may carry into any column."""
_LONGEST_SHOWN = 40


def write_quarantine(warehouse: Warehouse, contract: Contract, files: Sequence[ReadFile], *, faults: Path, rows: Path) -> None:
    """Two Parquet files. `faults`: file, row, column, reason, value (never an identifier's). `rows`: file, row, the row as JSON.

    `row` counts rows of data from 1, as they stand in the file.
    """
    told = [query for at, file in enumerate(files) for query in _faults_of(contract, file, at)]
    whole = [query for at, file in enumerate(files) for query in _rows_of(file, at)]
    nothing = "cast(null as integer) as file_no, cast(null as varchar) as file, cast(null as bigint) as row"
    told.append(
        f"select {nothing}, cast(null as varchar) as column, cast(null as varchar) as reason, cast(null as varchar) as value where false"
    )
    whole.append(f"select {nothing}, cast(null as varchar) as whole_row where false")
    everything = " union all ".join(told)
    warehouse.write_parquet(
        f'select file, row, "column", reason, value from ({everything}) order by file_no, row, "column", reason', faults
    )
    warehouse.write_parquet(f"select file, row, whole_row from ({' union all '.join(whole)}) order by file_no, row, whole_row", rows)


def _faults_of(contract: Contract, file: ReadFile, at: int) -> list[str]:
    relation, blocks = file.staged.relation, file.shape.blocks
    queries = []
    for check in file.shape.checks:
        if check.effect == "refuse":
            value = _value_sql(contract, file, check.column)
            queries.append(
                f"select {at} as file_no, {quoted(file.name)} as file, {relation}.rowid // {blocks} + 1 as row, {quoted(check.column)} as column, "
                f"{quoted(check.reason)} as reason, {value} as value from {relation} where _faults > 0 and _faults & {check.mask} <> 0"
            )
    if file.split_faults:
        queries.append(
            f"select {at}, {quoted(file.name)}, cast(line as bigint) - {file.lines_before}, null, kind, null from ({split_fault_rows(file.rejects)})"
        )
    return queries


def _rows_of(file: ReadFile, at: int) -> list[str]:
    relation, blocks = file.staged.relation, file.shape.blocks
    queries = [
        f"select {at} as file_no, {quoted(file.name)} as file, {relation}.rowid // {blocks} + 1 as row, _row as whole_row from {relation} "
        "where _row is not null"
    ]
    if file.split_faults:
        queries.append(
            f"select {at}, {quoted(file.name)}, cast(line as bigint) - {file.lines_before}, whole from ({split_fault_rows(file.rejects)})"
        )
    return queries


def _cell_of_row(file: ReadFile, column: str) -> str | None:
    header = file.shape.header_of.get(column)
    if header is None:
        return None
    pointer = "/" + header.replace("~", "~0").replace("/", "~1")
    return f"trim(json_extract_string(_row, {quoted(pointer)}))"


def _value_sql(contract: Contract, file: ReadFile, column: str) -> str:
    """SQL for the refused value, null for identifiers and for whatever might be one that slipped into another column."""
    cell = _cell_of_row(file, column)
    if cell is None or column in IDENTIFIERS:
        return "cast(null as varchar)"
    if not contract.table.about_people:
        return cell
    identifiers = [own for name in IDENTIFIERS if (own := _cell_of_row(file, name)) is not None]
    same = f" or {cell} in ({', '.join(identifiers)})" if identifiers else ""
    hidden = f"length({cell}) > {_LONGEST_SHOWN} or regexp_matches({cell}, {quoted(_LOOKS_PERSONAL)})"
    return f"case when {hidden}{same} then null else {cell} end"
