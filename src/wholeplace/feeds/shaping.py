"""Turns one file and its contract into one SELECT: every cell typed, every fault a bit, every refused row kept whole.

The SELECT is built in layers (see layers.py), with the received columns on top.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wholeplace.feeds.building import Building, Check
from wholeplace.feeds.checks import check_cells, check_rules, unread_columns
from wholeplace.feeds.contract import Contract
from wholeplace.feeds.dropped import DroppedFile
from wholeplace.feeds.headers import Headers
from wholeplace.feeds.layers import EVERY_ROW, Enums, cell_layers, columns, headers_by_name, looks_across_rows, ruled_layer, unread_texts
from wholeplace.feeds.naming import key_sql
from wholeplace.feeds.sql_text import whole_row
from wholeplace.terms import Problem

MOST_CHECKS = 62


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """How one file becomes received rows. `blocks`: received rows made of each file row.

    `given`: SQL (over `source`) of each column's text, to ask the file again. `unread`: columns of which the text is kept where it
    gave no value (as `unread_of(column)`): it tells day-first from month-first, and which values are unknown.
    """

    sql: str
    checks: tuple[Check, ...]
    blocks: int
    ignored: tuple[str, ...]
    lacking: tuple[str, ...]
    header_of: Mapping[str, str]
    given: Mapping[str, str]
    source: str
    building: Building
    enums: Enums
    unread: tuple[str, ...] = ()

    @property
    def refusing(self) -> int:
        """The bits whose rows are refused."""
        return sum(check.mask for check in self.checks if check.effect == "refuse")


def shape(
    file: DroppedFile, contract: Contract, *, where: str, reader: str, enums: Enums, tidy: bool = False
) -> tuple[Shape | None, tuple[Problem, ...]]:
    """The SELECT for `file`, or letters when a header that the contract requires is not there.

    `where` names the file in letters; `reader` is SQL that yields the file's cells as text in _c0, _c1 ... `tidy`: none of them
    is blank, nor begins or ends with a blank.
    """
    building = Building(contract=contract, headers=Headers(file.headers), where=where, tidy=tidy)
    _gather(building)
    if building.problems:
        return None, tuple(building.problems)
    cells = [f"_c{at}" for at in range(len(file.headers))]
    if looks_across_rows(contract):
        reader = f"(select *, row_number() over () as _place from {reader})"
        cells.append("_place")
    source = headers_by_name(building, reader, cells)
    sql = ruled_layer(building, cell_layers(building, source, cells, enums, EVERY_ROW))
    checks = tuple(building.checks)
    if len(checks) > MOST_CHECKS:
        fix = f"Take checks out until {MOST_CHECKS} are left."
        what = f"it makes {len(checks)} checks of each row."
        return None, (Problem(where=f"contract {contract.name}", what=what, why="A row's faults are kept in one number.", fix=fix),)
    made = Shape(
        sql="",
        checks=checks,
        blocks=max(1, len(building.blocks)),
        ignored=building.unused(),
        lacking=tuple(dict.fromkeys(building.lacking)),
        header_of=building.header_of,
        given=building.given,
        source=source,
        building=building,
        enums=enums,
        unread=unread_columns(building),
    )
    return replace(made, sql=_received_layer(building, sql, file.headers, made.refusing)), ()


def _gather(building: Building) -> None:
    """Find every header and expression the contract asks for. What is missing becomes a letter, or a null column."""
    contract = building.contract
    building.choose_blocks()
    building.kept = building.condition(contract.where)
    for column in contract.columns:
        building.add_column(column)
    building.add_period()
    check_cells(building)
    check_rules(building)


def _received_layer(building: Building, sql: str, headers: tuple[str, ...], refusing: int) -> str:
    """The received columns, `_faults`, `_row` (refused rows whole, as JSON), the texts that gave no value, and `_key`."""
    contract = building.contract
    refused = f"_faults > 0 and _faults & {refusing} <> 0"
    row = f"case when {refused} then {whole_row(headers)} end as _row"
    made = [*columns(building, contract.table.columns), "_faults", row, *unread_texts(building, contract.table.columns)]
    if looks_across_rows(contract):
        placed = f"select {', '.join([*made, '_place'])} from ({sql})"
        return f"select * exclude (_place), {key_sql(contract)} as _key from ({placed}) order by _place"
    # The key is made as the row is: found again as a number, it costs a tenth of making it from the row's columns.
    return f"select *, {key_sql(contract)} as _key from (select {', '.join(made)} from ({sql}))"
