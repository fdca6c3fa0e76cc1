"""The layers of a SELECT that makes received rows of cells, each a query over the one before.

read -> headers by name -> given (text, by received column) -> translated -> parsed -> typed -> checked cells -> checked rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wholeplace.feeds.building import Building
from wholeplace.feeds.cells import accepted, empty_texts, parsed, translated
from wholeplace.feeds.checks import emptied, emptying, unread_columns, unread_of
from wholeplace.feeds.contract import Contract
from wholeplace.feeds.sql_text import named

LEFT_OUT = -1
"""The fault mask of a row that the contract's `where` leaves out, or whose melted value is empty."""

Enums = Mapping[str, tuple[str, tuple[str, ...]]]
"""For each column with a lookup: the enum type that holds the keys, and the values in the same order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ByText:
    """The columns that are read once for each different text of a cell. `whole`: filled from one cell. `timed`: moments whose day
    stands in one cell and whose time of day in another; each of both is read so."""

    whole: tuple[str, ...] = ()
    timed: tuple[str, ...] = ()


EVERY_ROW = ByText()


def looks_across_rows(contract: Contract) -> bool:
    """Whether a rule compares rows with one another. DuckDB then loses their order, so it has to be kept and put back."""
    return any(" over " in f" {' '.join(rule.must.lower().replace('(', ' (').split())} " for rule in contract.rules)


def cell_layers(building: Building, source: str, cells: list[str], enums: Enums, by_text: ByText, known: Sequence[str] = ()) -> str:
    names = tuple(name for name in building.given if name not in by_text.whole and name not in by_text.timed)
    sql = translated_layer(building, _given_layer(building, source, cells, names), names, enums)
    sql = parsed_layer(building, sql, names, by_text.timed)
    sql = typed_layer(building, sql, (*names, *by_text.timed))
    return checked_layer(building, sql, by_text.whole, known)


def headers_by_name(building: Building, reader: str, cells: list[str]) -> str:
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


def translated_layer(building: Building, sql: str, names: Sequence[str], enums: Enums) -> str:
    made = []
    for name in names:
        given = named("g_" + name)
        text = translated(building.contract.by_name[name], given, *enums.get(name, ("", ())))
        if text != given:
            made.append(f"{text} as {named('x_' + name)}")
    return _with(sql, made)


def text_of(building: Building, name: str) -> str:
    """What holds a column's text once it is translated."""
    column = building.contract.by_name[name]
    return named(("x_" if column.values or column.lookup or empty_texts(column) else "g_") + name)


def parsed_layer(building: Building, sql: str, names: Sequence[str], timed: Sequence[str] = ()) -> str:
    made = []
    for name in names:
        time = named("time_" + name) if name in building.times else ""
        made.append(f"{parsed(building.contract.by_name[name], text_of(building, name), time)} as {named('p_' + name)}")
    made += [f"{named('d_' + name)} + {named('h_' + name)} as {named('p_' + name)}" for name in timed]
    return _with(sql, made)


def typed_layer(building: Building, sql: str, names: Sequence[str]) -> str:
    made = [f"{accepted(building.contract.by_name[name], named('p_' + name))} as {named('t_' + name)}" for name in names]
    if building.period:
        starts, ends = building.period_days()
        made += [f"{starts} as t_starts", f"{ends} as t_ends"]
    return _with(sql, made)


def checked_layer(building: Building, sql: str, by_text: Sequence[str], known: Sequence[str]) -> str:
    """Received columns under their own names, and the faults of single cells as `_cells`. `by_text`: columns whose cells are checked
    elsewhere; `known`: those of them that stand ready as v_."""
    made = [f"{named('v_' + name)} as {named(name)}" for name in known]
    made += [f"{checked(building, name)} as {named(name)}" for name in building.contract.table.columns if name not in by_text]
    bits = [bit for name, own in building.bits.items() if name not in by_text for bit in own]
    return _with(sql, [*made, f"{' + '.join([*(['_bits'] if by_text else []), *bits]) or '0'} as _cells"])


def checked(building: Building, name: str) -> str:
    if name in building.given or name in building.melted() or (building.period and name in ("starts", "ends")):
        return emptied(building.contract.by_name.get(name), named("t_" + name))
    return f"cast(null as {building.contract.table.columns[name]})"


def ruled_layer(building: Building, sql: str) -> str:
    bits = ["_cells"]
    for rule, mask in zip(building.contract.rules, building.rules, strict=True):
        bits.append(f"case when not coalesce(cast(({rule.must}) as boolean), true) then {mask} else 0 end")
    return f"select *, case when not _kept then {LEFT_OUT} else {' + '.join(bits)} end as _faults from ({sql})"


def columns(building: Building, names: Iterable[str]) -> list[str]:
    gone_by = emptying(building)
    bare = {name: named(name) for name in names}
    return [f"case when {gone_by[name]} then null else {own} end as {own}" if name in gone_by else own for name, own in bare.items()]


def unread_texts(building: Building, names: Collection[str]) -> list[str]:
    gone_by, made = emptying(building), []
    for name in (name for name in unread_columns(building) if name in names):
        given, gone = named("g_" + name), f" or ({gone_by[name]})" if name in gone_by else ""
        made.append(f"case when {given} is not null and ({named(name)} is null{gone}) then {given} end as {named(unread_of(name))}")
    return made
