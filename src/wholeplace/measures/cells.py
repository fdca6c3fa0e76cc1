"""Cells: all measures of one table, counted in one pass to the smallest groups that every figure rolls up from.

A cell is one month, place, small area, age band, sex, ethnic group and the table's splits, and the kind of its rows (see
`kinds`). In the pass one number says where people are and who (see people's `cell_numbers`); it is put in words again when cells
are read. Only rows that count in a measure are kept. Everything that is added up is a whole number, so that sums are exact
and the same on every run. Cells of different files of one table add up: the same cell may come from several.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wholeplace.measures.amounts import is_whole, row_sql, squares_sql, total_sql
from wholeplace.measures.kinds import BITS, Kinds, adds_up, conditions_of, has_squares, kinds_of, on_of
from wholeplace.measures.quoting import text
from wholeplace.measures.registered import KEYS, counted_table, is_by_surgery, rows_by_surgery
from wholeplace.measures.shapes import Kind, Measure
from wholeplace.measures.unlinked import by_known, follows_people
from wholeplace.measures.vocabulary import TABLES
from wholeplace.people.cell_numbers import AREAS, words_sql

PEOPLE_KEYS = ("place", "small_area", "age_band", "sex", "ethnic_group")
CELL = "cell"
"""The number of a row's PEOPLE_KEYS."""

PERSON_PARTS = 1_000_000
"""Populations between two yearly estimates are not whole. They are held in millionths of a person, as whole numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One number of a measure: its column among the named cells, and the SQL that reads it off one cell. `wide`: its sums may
    outgrow a bigint."""

    column: str
    sql: str
    wide: bool = False

    @property
    def total(self) -> str:
        """SQL: the part added up over cells."""
        return f"cast(sum({self.sql}) as {'decimal(38, 0)' if self.wide else 'bigint'})"


def column_of(measure: str, part: str) -> str:
    """The name of a measure's part among the columns of its cells."""
    return f"{measure.replace('-', '_')}__{part}"


def part_columns(measure: Measure) -> tuple[str, ...]:
    """The columns of a measure's parts: "counted" rows; "events" of a proportion; "amount" and "squares" of an amount;
    "of_which" of a proportion of an amount; "unlinked" rows.

    Of a median or quantile only its rows: their values do not add up, and are keys of cells (see `named_values_sql`).
    """
    return tuple(column_of(measure.name, part) for part in _sources(measure))


def _sources(measure: Measure) -> dict[str, tuple[str, str]]:
    """Each part: the condition that a cell's rows must meet, and what is then taken of the cell."""
    told = {"counted": ("counts", "n")}
    if measure.kind is Kind.PROPORTION and not measure.amount:
        told["events"] = ("of_which", "n")
    if adds_up(measure):
        told["amount"] = ("counts", "amount")
    if adds_up(measure) and measure.kind is Kind.PROPORTION:
        told["of_which"] = ("of_which", "amount")
    if has_squares(measure):
        told["squares"] = ("counts", "squares")
    if follows_people(measure):
        told["unlinked"] = ("unlinked", "n")
    return told


def parts_of(measure: Measure, kinds: Kinds) -> tuple[Part, ...]:
    """Each part of a measure, read off one cell. `kinds` must be those of the pass that counted the cells."""
    conditions, found = conditions_of(measure), []
    for part, (condition, taken) in _sources(measure).items():
        source = taken if taken == "n" else f"{taken}_{kinds.amounts[str(measure.amount)]}"
        sql = f"case when {kinds.meets(on_of(measure), conditions[condition])} then {source} else 0 end"
        found.append(Part(column=column_of(measure.name, part), sql=sql, wide=column_of(measure.name, part) in wide_columns(measure)))
    return tuple(found)


def wide_columns(measure: Measure) -> frozenset[str]:
    """The parts of a measure whose sums may outgrow a bigint: squares of an amount that is held in millionths."""
    held = has_squares(measure) and not is_whole(measure.table, str(measure.amount))
    return frozenset({column_of(measure.name, "squares")} if held else ())


def keys_of(table: str) -> tuple[str, ...]:
    """The columns of a cell beside its month. Money has a place, but no people in it."""
    own = TABLES[table].splits
    return ("place", *own) if table == "spend" else (*PEOPLE_KEYS, *own)


def counted_by(table: str) -> tuple[str, ...]:
    """The columns by which rows are told apart beside their month: one number in place of PEOPLE_KEYS, where rows have it."""
    return keys_of(table) if table == "spend" or is_by_surgery(table) else (CELL, *TABLES[table].splits)


def in_words(table: str, source: str, *more: str) -> tuple[str, str]:
    """SQL: `more` columns and the keys of a cell in words, off cells whose keys are those of `counted_by`; what stands after FROM."""
    if CELL not in counted_by(table):
        return ", ".join((*more, *keys_of(table))), source
    words = words_sql(f"counted.{CELL}")
    told = [f"{words[key]} as {key}" if key in words else f"areas.{key}" for key in PEOPLE_KEYS]
    columns = ", ".join((*more, *told, *TABLES[table].splits))
    return columns, f"{source} as counted left join {AREAS} as areas on areas.area_no = {words['area_no']}"


def keys_read(table: str, keys: Sequence[str]) -> str:
    """SQL: the keys of a cell, from the rows of `source_of` the table."""
    own = {"place": "area as place"} if table == "spend" else KEYS if is_by_surgery(table) else {}
    return ", ".join(own.get(key, key) for key in keys)


def source_of(table: str) -> str:
    """SQL to stand after FROM: the rows of a table, or those of it that lie where people are registered."""
    return rows_by_surgery(counted_table(table), TABLES[table].dates[0]) if is_by_surgery(table) else table


def rows_read(measures: Sequence[Measure], kinds: Kinds, *, keys: Sequence[str]) -> str:
    """SQL: the rows that meet any condition, once for each date by which measures place them, with `keys`, day, kind and amounts.

    The conditions stand after WHERE once more, as a condition on the kind would have the engine work the kind out twice.
    """
    return "\n  union all\n".join(_rows_by(on, [each for each in measures if each.on == on], kinds, keys) for on in kinds.dates)


def _rows_by(on: str, measures: Sequence[Measure], kinds: Kinds, keys: Sequence[str]) -> str:
    table = kinds.table
    lines = [f"{on} as placed_on, {keys_read(table, keys)}"]
    asked = by_known if CELL in keys else str
    for number, column in enumerate(kinds.columns):
        own = {condition: bit for (date, condition), bit in kinds.conditions.items() if date == on and bit // BITS == number}
        bits = " + ".join(f"case when {asked(condition)} then {1 << bit % BITS} else 0 end" for condition, bit in own.items())
        lines.append(f"cast({bits or 0} as bigint) as {column}")
    for amount, number in kinds.amounts.items():
        used = _used([measure for measure in measures if adds_up(measure) and measure.amount == amount], asked)
        lines.append(f"case when {used} then {row_sql(table, amount)} end as value_{number}")
    for amount, number in kinds.ordered.items():
        used = _used([measure for measure in measures if measure.orders_rows and measure.amount == amount], asked)
        lines.append(f"case when {used} then cast({amount} as double) end as told_{number}")
    columns = ",\n    ".join(lines)
    some = " or ".join(f"({asked(condition)})" for date, condition in kinds.conditions if date == on and (date, condition) in kinds.wide)
    return f"  select {columns}\n  from {source_of(table)} where {on} is not null and ({some})"


def _used(measures: Sequence[Measure], asked: Callable[[str], str]) -> str:
    """SQL: the row counts in any of the measures."""
    conditions = dict.fromkeys(conditions_of(measure)["counts"] for measure in measures)
    return " or ".join(f"({asked(condition)})" for condition in conditions) or "false"


def pass_sql(measures: Sequence[Measure], by: Sequence[str] = ()) -> str:
    """The one pass over a table that counts all its measures. Sorted in full, so that the same input gives the same bytes.

    `by`: the keys to tell rows apart by, if not by those of `counted_by`.
    """
    kinds = kinds_of(measures)
    by = by or counted_by(kinds.table)
    keys = (*by, *kinds.columns, *kinds.values)
    grouped = ", ".join(("placed_in", *keys))
    # The month of most rows of a file is one: asked first, it would make every comparison longer.
    order = ", ".join(f"{key} nulls last" for key in (*keys, "month"))
    sums = ["count(*) as n"]
    for amount, number in kinds.amounts.items():
        sums.append(f"{total_sql(kinds.table, amount, f'value_{number}')} as amount_{number}")
        if amount in kinds.squared:
            sums.append(f"{squares_sql(kinds.table, amount, f'value_{number}')} as squares_{number}")
    values = "".join(f", value_{number}" for number in kinds.amounts.values())
    return (
        f"with rows_read as (\n{rows_read(measures, kinds, keys=by)}\n),\n"
        f"counted as (\n  select cast(date_trunc('month', placed_on) as date) as placed_in, {', '.join(keys)}{values}\n"
        f"  from rows_read\n)\n"
        f"select placed_in as month, {', '.join(keys)},\n  " + ",\n  ".join(sums) + f"\nfrom counted\ngroup by {grouped}\norder by {order}"
    )


def named_cells_sql(measures: Sequence[Measure], source: str) -> str:
    """The cells in `source`, made by `pass_sql` of the same measures, with a column for each part of each measure."""
    kinds = kinds_of(measures)
    columns = ",\n  ".join(f"{part.sql} as {part.column}" for measure in measures for part in parts_of(measure, kinds))
    keys, cells = in_words(kinds.table, source, "month")
    return f"select {keys},\n  {columns}\nfrom {cells}"


def named_values_sql(measures: Sequence[Measure], source: str) -> str:
    """How often each value occurs in each cell (measure, month, keys, told, times), for those of `measures` that put rows in order.

    Read off the cells in `source`, made by `pass_sql` of the same measures.
    """
    kinds, found = kinds_of(measures), []
    for measure in measures:
        if measure.orders_rows:
            value = f"told_{kinds.ordered[str(measure.amount)]} as told"
            keys, cells = in_words(kinds.table, source, f"{text(measure.name)} as measure", "month", value, "n as times")
            found.append(f"select {keys} from {cells} where {kinds.meets(on_of(measure), conditions_of(measure)['counts'])}")
    return "\nunion all\n".join(found)


def cells_sql(measures: Sequence[Measure]) -> str:
    """The whole way from the rows of a table to the parts of each measure in every cell, as one query, in words all the way."""
    kinds = kinds_of(measures)
    keys = ", ".join(("month", *keys_of(kinds.table)))
    sums = ",\n  ".join(f"{part.total} as {part.column}" for measure in measures for part in parts_of(measure, kinds))
    return f"with cells as (\n{pass_sql(measures, keys_of(kinds.table))}\n)\nselect {keys},\n  {sums}\nfrom cells\ngroup by {keys}"


def population_sql(conditions: Mapping[str, str]) -> str:
    """person_months as cells: for each population condition (by its column's name) the people of the row, in millionths.

    The rows are cells already, one for each month, small area and group, so nothing is added up or kept on disk here.
    """
    people = f"cast(round(people * {PERSON_PARTS}) as bigint)"
    columns = ",\n  ".join(f"case when {condition} then {people} else 0 end as {name}" for name, condition in conditions.items())
    return f"select\n  {', '.join(('month', *PEOPLE_KEYS))},\n  {columns}\nfrom person_months"
