"""Asks each different text of a cell once: SQL for what the texts say, and for the rows that carry their numbers."""

import re
from collections.abc import Sequence

from wholeplace.feeds.building import Building
from wholeplace.feeds.cells import clock_of, day_of
from wholeplace.feeds.checks import emptying, unread_columns, unread_of
from wholeplace.feeds.layers import (
    EVERY_ROW,
    ByText,
    cell_layers,
    checked,
    columns,
    headers_by_name,
    looks_across_rows,
    parsed_layer,
    ruled_layer,
    text_of,
    translated_layer,
    typed_layer,
    unread_texts,
)
from wholeplace.feeds.naming import key_sql
from wholeplace.feeds.shaping import Shape
from wholeplace.feeds.sql_text import named


def of_one_cell(made: Shape) -> ByText:
    """The columns of a file that can be read by text. None where rows are melted, have a period or are compared with one another."""
    building = made.building
    contract = building.contract
    if building.blocks or contract.period is not None or looks_across_rows(contract):
        return EVERY_ROW
    whole = tuple(name for name, cells in building.cells_of.items() if len(cells) == 1 and name not in building.times)
    timed = tuple(name for name, cells in building.cells_of.items() if len(cells) == 2 and name in building.times)
    return ByText(whole=whole, timed=timed)


def texts_sql(made: Shape, cells: Sequence[int], by_text: ByText, texts: str) -> str:
    """What the different texts of the cells at these positions say, in the order of the texts: for the columns that they fill v_, d_ or
    h_ of timed ones, g_ where the text itself may be asked for; and of the cell at position n `_cells{n}`, the faults.

    `texts`: a relation that holds, for each such position n, its texts as `_c{n}`.
    """
    building = made.building
    whole = tuple(name for name in by_text.whole if building.cells_of[name][0] in cells)
    days = tuple(name for name in by_text.timed if building.cells_of[name][0] in cells)
    clocks = tuple(name for name in by_text.timed if building.cells_of[name][1] in cells)
    given = [f"{building.given[name]} as {named('g_' + name)}" for name in (*whole, *days)]
    given += [f"{building.times[name]} as {named('time_' + name)}" for name in clocks]
    sql = translated_layer(building, f"select {', '.join(given)} from {texts}", (*whole, *days), made.enums)
    sql = typed_layer(building, parsed_layer(building, sql, whole), whole)
    by_name = building.contract.by_name
    told = [f"{checked(building, name)} as {named('v_' + name)}" for name in whole]
    told += [_asked_of_text(building, name) for name in whole if name in made.unread]
    told += [named("g_" + name) for name in days]
    told += [f"{day_of(by_name[name], text_of(building, name))} as {named('d_' + name)}" for name in days]
    told += [f"{clock_of(by_name[name], named('time_' + name))} as {named('h_' + name)}" for name in clocks]
    for at in cells:
        bits = [bit for name in whole if building.cells_of[name] == (at,) for bit in building.bits.get(name, ())]
        told.append(f"cast({' + '.join(bits) or '0'} as bigint) as _cells{at}")
    return f"select {', '.join(told)} from ({sql})"


def says(made: Shape, at: int, by_text: ByText) -> tuple[str, ...]:
    """What of it the cell at one position says, by the columns of `texts_sql`."""
    cells_of, found = made.building.cells_of, [f"_cells{at}"]
    for name in by_text.whole:
        found += [f"v_{name}", f"g_{name}"] if cells_of[name] == (at,) else []
    for name in by_text.timed:
        found += [f"d_{name}", f"g_{name}"] if cells_of[name][0] == at else []
        found += [f"h_{name}"] if cells_of[name][1] == at else []
    return tuple(found)


def _asked_of_text(building: Building, name: str) -> str:
    """The text where it gives no value: where nothing but the text decides that, no other is asked for."""
    given = named("g_" + name)
    return given if name in emptying(building) else f"case when {checked(building, name)} is null then {given} end as {given}"


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
    sql = ruled_layer(building, cell_layers(building, headers_by_name(building, rows, ["*"]), told, made.enums, by_text, asked))
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


def _received_columns(building: Building, sql: str, names: Sequence[str], by_text: ByText, known: Sequence[str]) -> str:
    """The received columns called `names`, `_faults`, the texts that gave no value of those not read by text, and `_key`."""
    contract = building.contract
    there = [name for name in contract.table.columns if name in known or name not in by_text.whole]
    by_rows = [name for name in names if name not in by_text.whole and name not in by_text.timed]
    made = f"select {', '.join([*columns(building, there), '_faults', *unread_texts(building, by_rows)])} from ({sql})"
    told = [*map(named, names), "_faults", *(named(unread_of(name)) for name in unread_columns(building) if name in by_rows)]
    return f"select {', '.join(told)}, {key_sql(contract, whole=not contract.one_row_per)} as _key from ({made})"
