"""Turns one file and its contract into one SELECT: every cell typed, every fault a bit, every refused row kept whole.

The SELECT is built in layers, each a query over the one before:
read -> headers by name -> given (text, by received column) -> translated -> parsed -> typed -> checked cells -> checked rows ->
received.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from wholeplace.feeds.building import Building, Check
from wholeplace.feeds.cells import accepted, clock_of, day_of, empty_texts, parsed, translated
from wholeplace.feeds.checks import check_cells, check_rules, emptied, emptying, unread_columns, unread_of
from wholeplace.feeds.contract import Contract
from wholeplace.feeds.dropped import DroppedFile
from wholeplace.feeds.headers import Headers
from wholeplace.feeds.naming import key_sql
from wholeplace.feeds.sql_text import named, quoted
from wholeplace.terms import Problem

LEFT_OUT = -1
"""The fault mask of a row that the contract's `where` leaves out, or whose melted value is empty."""
MOST_CHECKS = 62

Enums = Mapping[str, tuple[str, tuple[str, ...]]]
"""For each column with a lookup: the enum type that holds the keys, and the values in the same order."""


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
    if _looks_across_rows(contract):
        reader = f"(select *, row_number() over () as _place from {reader})"
        cells.append("_place")
    source = _headers_by_name(building, reader, cells)
    sql = _ruled_layer(building, _cell_layers(building, source, cells, enums, _EVERY_ROW))
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


@dataclass(frozen=True, kw_only=True, slots=True)
class ByText:
    """The columns that are read once for each different text of a cell. `whole`: filled from one cell. `timed`: moments whose day
    stands in one cell and whose time of day in another; each of both is read so."""

    whole: tuple[str, ...] = ()
    timed: tuple[str, ...] = ()


_EVERY_ROW = ByText()


def of_one_cell(made: Shape) -> ByText:
    """The columns of a file that can be read by text. None where rows are melted, have a period or are compared with one another."""
    building = made.building
    contract = building.contract
    if building.blocks or contract.period is not None or _looks_across_rows(contract):
        return _EVERY_ROW
    whole = tuple(name for name, cells in building.cells_of.items() if len(cells) == 1 and name not in building.times)
    timed = tuple(name for name, cells in building.cells_of.items() if len(cells) == 2 and name in building.times)
    return ByText(whole=whole, timed=timed)


def texts_sql(made: Shape, at: int, by_text: ByText, texts: str) -> str:
    """What the different texts of the cell at position `at` say: for the columns that it fills v_, d_ or h_ of timed ones, g_ where
    the text itself may be asked for; and `_cells`, the faults. `texts`: a relation (text_no, _c{at})."""
    building = made.building
    whole = tuple(name for name in by_text.whole if building.cells_of[name] == (at,))
    days = tuple(name for name in by_text.timed if building.cells_of[name][0] == at)
    clocks = tuple(name for name in by_text.timed if building.cells_of[name][1] == at)
    given = [f"{building.given[name]} as {named('g_' + name)}" for name in (*whole, *days)]
    given += [f"{building.times[name]} as {named('time_' + name)}" for name in clocks]
    sql = _translated_layer(building, f"select {', '.join(['text_no', *given])} from {texts}", (*whole, *days), made.enums)
    sql = _typed_layer(building, _parsed_layer(building, sql, whole), whole)
    columns = building.contract.by_name
    told = [f"{_checked(building, name)} as {named('v_' + name)}" for name in whole]
    told += [_asked_of_text(building, name) for name in whole if name in made.unread]
    told += [named("g_" + name) for name in days]
    told += [f"{day_of(columns[name], _text_of(building, name))} as {named('d_' + name)}" for name in days]
    told += [f"{clock_of(columns[name], named('time_' + name))} as {named('h_' + name)}" for name in clocks]
    bits = " + ".join(bit for name in whole for bit in building.bits.get(name, ())) or "0"
    return f"select {', '.join(told)}, cast({bits} as bigint) as _cells from ({sql}) order by text_no"


def _asked_of_text(building: Building, name: str) -> str:
    """The text where it gives no value: where nothing but the text decides that, no other is asked for."""
    given = named("g_" + name)
    return given if name in emptying(building) else f"case when {_checked(building, name)} is null then {given} end as {given}"


def rows_sql(made: Shape, by_text: ByText, rows: str) -> str:
    """The filled columns that are not read by text or that a rule may empty, `_faults`, the texts that gave no value of those that are
    not read by text at all, and `_key`, null where a row does not fill what it would be named by.

    `rows`: a relation that holds, beside each row, what its texts say (`_bits`: their faults) and the cells that others are filled
    from; of columns read by text only those that are asked for here: v_ where a rule, a key or an emptied cell looks at them.
    """
    building = made.building
    emptied = tuple(name for name in by_text.whole if name in emptying(building))
    asked = _looked_at(building, by_text)
    told = [*(named("v_" + name) for name in asked), *(named("g_" + name) for name in by_text.timed), "_bits"]
    told += [named(letter + name) for name in by_text.timed for letter in ("d_", "h_")]
    sql = _ruled_layer(building, _cell_layers(building, _headers_by_name(building, rows, ["*"]), told, made.enums, by_text, asked))
    names = tuple(name for name in building.given if name not in by_text.whole or name in emptied)
    return _received_columns(building, sql, names, by_text, asked)


def _looked_at(building: Building, by_text: ByText) -> tuple[str, ...]:
    """Those of the columns read by text that the rows' own query looks at: no other is laid out row by row for it."""
    contract = building.contract
    if not contract.one_row_per:
        return by_text.whole
    words = {word.lower() for rule in contract.rules for word in re.findall(r"\w+", rule.must)}
    words |= {*emptying(building), *(name for key in contract.one_row_per for name in key)}
    return tuple(name for name in by_text.whole if name in words)


def _looks_across_rows(contract: Contract) -> bool:
    """Whether a rule compares rows with one another. DuckDB then loses their order, so it has to be kept and put back."""
    return any(" over " in f" {' '.join(rule.must.lower().replace('(', ' (').split())} " for rule in contract.rules)


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


def _cell_layers(building: Building, source: str, cells: list[str], enums: Enums, by_text: ByText, known: Sequence[str] = ()) -> str:
    names = tuple(name for name in building.given if name not in by_text.whole and name not in by_text.timed)
    sql = _translated_layer(building, _given_layer(building, source, cells, names), names, enums)
    sql = _parsed_layer(building, sql, names, by_text.timed)
    sql = _typed_layer(building, sql, (*names, *by_text.timed))
    return _checked_layer(building, sql, by_text.whole, known)


def _headers_by_name(building: Building, reader: str, cells: list[str]) -> str:
    shown = [f"{sql} as {named(name)}" for name, sql in building.names.items()]
    block = [f"unnest(range({len(building.blocks)})) as _block"] if building.blocks else []
    return f"select {', '.join([*cells, *shown, *block])} from {reader}"


def _given_layer(building: Building, source: str, cells: list[str], names: Sequence[str]) -> str:
    given = [f"{building.given[name]} as {named('g_' + name)}" for name in names]
    times = [f"{building.times[name]} as {named('time_' + name)}" for name in names if name in building.times]
    melted = [f"{sql} as {named('t_' + name)}" for name, sql in building.melted().items()]
    period = [f"{building.period} as g_period"] if building.period else []
    period += [f"{building.period_ends} as g_period_ends"] if building.period_ends else []
    return f"select {', '.join([*cells, *given, *times, *melted, *period, f'{building.kept_sql()} as _kept'])} from ({source})"


def _with(sql: str, made: Sequence[str]) -> str:
    return f"select *{''.join(', ' + each for each in made)} from ({sql})"


def _translated_layer(building: Building, sql: str, names: Sequence[str], enums: Enums) -> str:
    made = []
    for name in names:
        given = named("g_" + name)
        text = translated(building.contract.by_name[name], given, *enums.get(name, ("", ())))
        if text != given:
            made.append(f"{text} as {named('x_' + name)}")
    return _with(sql, made)


def _text_of(building: Building, name: str) -> str:
    """What holds a column's text once it is translated."""
    column = building.contract.by_name[name]
    return named(("x_" if column.values or column.lookup or empty_texts(column) else "g_") + name)


def _parsed_layer(building: Building, sql: str, names: Sequence[str], timed: Sequence[str] = ()) -> str:
    made = []
    for name in names:
        time = named("time_" + name) if name in building.times else ""
        made.append(f"{parsed(building.contract.by_name[name], _text_of(building, name), time)} as {named('p_' + name)}")
    made += [f"{named('d_' + name)} + {named('h_' + name)} as {named('p_' + name)}" for name in timed]
    return _with(sql, made)


def _typed_layer(building: Building, sql: str, names: Sequence[str]) -> str:
    made = [f"{accepted(building.contract.by_name[name], named('p_' + name))} as {named('t_' + name)}" for name in names]
    if building.period:
        starts, ends = building.period_days()
        made += [f"{starts} as t_starts", f"{ends} as t_ends"]
    return _with(sql, made)


def _checked_layer(building: Building, sql: str, by_text: Sequence[str], known: Sequence[str]) -> str:
    """Received columns under their own names, and the faults of single cells as `_cells`. `by_text`: columns whose cells are checked
    elsewhere; `known`: those of them that stand ready as v_."""
    made = [f"{named('v_' + name)} as {named(name)}" for name in known]
    made += [f"{_checked(building, name)} as {named(name)}" for name in building.contract.table.columns if name not in by_text]
    bits = [bit for name, own in building.bits.items() if name not in by_text for bit in own]
    return _with(sql, [*made, f"{' + '.join([*(['_bits'] if by_text else []), *bits]) or '0'} as _cells"])


def _checked(building: Building, name: str) -> str:
    if name in building.given or name in building.melted() or (building.period and name in ("starts", "ends")):
        return emptied(building.contract.by_name.get(name), named("t_" + name))
    return f"cast(null as {building.contract.table.columns[name]})"


def _ruled_layer(building: Building, sql: str) -> str:
    bits = ["_cells"]
    for rule, mask in zip(building.contract.rules, building.rules, strict=True):
        bits.append(f"case when not coalesce(cast(({rule.must}) as boolean), true) then {mask} else 0 end")
    return f"select *, case when not _kept then {LEFT_OUT} else {' + '.join(bits)} end as _faults from ({sql})"


def _received_layer(building: Building, sql: str, headers: tuple[str, ...], refusing: int) -> str:
    """The received columns, `_faults`, `_row` (refused rows whole, as JSON), the texts that gave no value, and `_key`."""
    contract = building.contract
    refused = f"_faults > 0 and _faults & {refusing} <> 0"
    row = f"case when {refused} then {whole_row(headers)} end as _row"
    made = [*_columns(building, contract.table.columns), "_faults", row, *_unread_texts(building, contract.table.columns)]
    if _looks_across_rows(contract):
        placed = f"select {', '.join([*made, '_place'])} from ({sql})"
        return f"select * exclude (_place), {key_sql(contract)} as _key from ({placed}) order by _place"
    # The key is made as the row is: found again as a number, it costs a tenth of making it from the row's columns.
    return f"select *, {key_sql(contract)} as _key from (select {', '.join(made)} from ({sql}))"


def whole_row(headers: Sequence[str]) -> str:
    """SQL for a row with all of its cells, as JSON."""
    cells = ", ".join(f"{quoted(header)}: _c{at}" for at, header in enumerate(headers))
    return f"cast(to_json({{{cells}}}) as varchar)"


def _received_columns(building: Building, sql: str, names: Sequence[str], by_text: ByText, known: Sequence[str]) -> str:
    """The received columns called `names`, `_faults`, the texts that gave no value of those not read by text, and `_key`."""
    contract = building.contract
    there = [name for name in contract.table.columns if name in known or name not in by_text.whole]
    by_rows = [name for name in names if name not in by_text.whole and name not in by_text.timed]
    made = f"select {', '.join([*_columns(building, there), '_faults', *_unread_texts(building, by_rows)])} from ({sql})"
    told = [*map(named, names), "_faults", *(named(unread_of(name)) for name in unread_columns(building) if name in by_rows)]
    return f"select {', '.join(told)}, {key_sql(contract, whole=not contract.one_row_per)} as _key from ({made})"


def _columns(building: Building, names: Iterable[str]) -> list[str]:
    gone_by = emptying(building)
    bare = {name: named(name) for name in names}
    return [f"case when {gone_by[name]} then null else {own} end as {own}" if name in gone_by else own for name, own in bare.items()]


def _unread_texts(building: Building, names: Collection[str]) -> list[str]:
    gone_by, made = emptying(building), []
    for name in (name for name in unread_columns(building) if name in names):
        given, gone = named("g_" + name), f" or ({gone_by[name]})" if name in gone_by else ""
        made.append(f"case when {given} is not null and ({named(name)} is null{gone}) then {given} end as {named(unread_of(name))}")
    return made
