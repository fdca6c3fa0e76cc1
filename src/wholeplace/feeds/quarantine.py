"""Writes what was refused: why, row by row, for people to read; and the whole rows into the vault, so that nothing is lost."""

from collections.abc import Sequence
from pathlib import Path

from wholeplace.feeds.building import Check
from wholeplace.feeds.contract import Contract
from wholeplace.feeds.reading import ReadFile, split_fault_rows
from wholeplace.feeds.sql_text import listed, quoted
from wholeplace.feeds.tables import IDENTIFIERS
from wholeplace.warehouse import Key, Warehouse, write_closed

_LOOKS_PERSONAL = "[0-9]{9,}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}|[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}|@"
"""Long numbers, spaced NHS numbers, postcodes and addresses of mail, which a shifted row may carry into any column."""
_LOOKS_LIKE_A_DAY = "[0-9]{1,4}[-/. ]([0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2,4}|[0-9]{8}"
"""It may be a birth date, so its digits are shown as 9: the form is what the sender has to put right."""
_LONGEST_SHOWN = 40


def write_quarantine(
    warehouse: Warehouse, contract: Contract, files: Sequence[ReadFile], *, faults: Path, rows: Path, key: Key | None
) -> None:
    """Two Parquet files. `faults`: file, row, column, reason, value (never an identifier's). `rows`: file, row, the row as JSON,
    a closed file under `key`.

    `row` counts rows of data from 1, as they stand in the file.
    """
    told, whole = [_NO_FAULT], [_NO_ROW]
    for number, file in enumerate(files):
        file.staged.set_refused_aside(warehouse)
        place = _place_in_file(warehouse, file, number)
        told += [_fault(contract, file, check, place) for check in file.shape.checks if check.effect == "refuse"]
        whole.append(f"select {place}, _row as whole_row from {file.staged.refused}")
        if file.split_faults:
            at = f"{number} as file_no, {quoted(file.name)} as file, cast(line as bigint) - {file.lines_before} as row"
            lines = split_fault_rows(file.rejects)
            told.append(f"select {at}, cast(null as varchar) as column, kind as reason, cast(null as varchar) as value from ({lines})")
            whole.append(f"select {at}, whole as whole_row from ({lines})")
    everything = " union all ".join(told)
    warehouse.write_parquet(
        f'select file, row, "column", reason, value from ({everything}) order by file_no, row, "column", reason', faults
    )
    everything = " union all ".join(whole)
    write_closed(warehouse, f"select file, row, whole_row from ({everything}) order by file_no, row, whole_row", rows, key)


_NOWHERE = "cast(null as integer) as file_no, cast(null as varchar) as file, cast(null as bigint) as row"
_NO_FAULT = (
    f"select {_NOWHERE}, cast(null as varchar) as column, cast(null as varchar) as reason, cast(null as varchar) as value where false"
)
_NO_ROW = f"select {_NOWHERE}, cast(null as varchar) as whole_row where false"


def _place_in_file(warehouse: Warehouse, file: ReadFile, number: int) -> str:
    """SQL for where a staged row stands in its file. Lines that could not be split are not staged, so they are counted back in.

    The k-th staged row comes after every such line whose own place less the lines before it is at most k.
    """
    kth = f"place_no // {file.shape.blocks} + 1"
    if file.split_faults:
        places = f"cast(line as bigint) - {file.lines_before}"
        warehouse.run(
            f"create temp table lines_out_{number} as select list(place - before order by place) as places from ("
            f"select place, row_number() over (order by place) - 1 as before "
            f"from (select {places} as place from ({split_fault_rows(file.rejects)})))"
        )
        kth = f"{kth} + len(list_filter((select places from lines_out_{number}), lambda place: place <= {kth}))"
    return f"{number} as file_no, {quoted(file.name)} as file, {kth} as row"


def _fault(contract: Contract, file: ReadFile, check: Check, place: str) -> str:
    """SQL for the rows that one check refused. A row's JSON is gone through once for all the cells that are asked of it."""
    paths, value = _value_sql(contract, file, check.column)
    cells = f"json_extract_string(_row, [{listed(paths)}])" if paths else "null"
    rows = f"select place_no, {cells} as cells from {file.staged.refused} where _faults & {check.mask} <> 0"
    return f"select {place}, {quoted(check.column)} as column, {quoted(check.reason)} as reason, {value} as value from ({rows})"


def _path_of(file: ReadFile, column: str) -> str | None:
    header = file.shape.header_of.get(column)
    return None if header is None else "/" + header.replace("~", "~0").replace("/", "~1")


def _value_sql(contract: Contract, file: ReadFile, column: str) -> tuple[list[str], str]:
    """The cells to ask for, and SQL over them (`cells`) for the refused value: null for identifiers and for whatever might be one
    that slipped into another column."""
    path = _path_of(file, column)
    if path is None or column in IDENTIFIERS:
        return [], "cast(null as varchar)"
    cell = "trim(cells[1])"
    if not contract.table.about_people:
        return [path], cell
    identifiers = [own for name in IDENTIFIERS if (own := _path_of(file, name)) is not None]
    owns = [f"trim(cells[{at}])" for at in range(2, len(identifiers) + 2)]
    same = "".join(f" or {cell} = {own} or (length({own}) > 2 and contains(lower({cell}), lower({own})))" for own in owns)
    hidden = f"length({cell}) > {_LONGEST_SHOWN} or regexp_matches({cell}, {quoted(_LOOKS_PERSONAL)}){same}"
    form = f"when regexp_matches({cell}, {quoted(_LOOKS_LIKE_A_DAY)}) then regexp_replace({cell}, '[0-9]', '9', 'g')"
    return [path, *identifiers], f"case when {hidden} then null {form} else {cell} end"
