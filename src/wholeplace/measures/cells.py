"""Cells: all measures of one table, counted in one pass to the smallest groups that every figure rolls up from.

A cell is one month, place, small area, age band, sex, ethnic group and the table's splits. Only cells in which at least
one row counts are kept. Every part of a measure is a whole number (rows, days, pence), so that sums are exact and the
same on every run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.measures.money import counts_money
from wholeplace.measures.registered import KEYS, is_by_surgery, rows_by_surgery
from wholeplace.measures.shapes import Kind, Measure
from wholeplace.measures.unlinked import follows_people, without_a_person
from wholeplace.measures.vocabulary import TABLES

PEOPLE_KEYS = ("place", "small_area", "age_band", "sex", "ethnic_group")
PERSON_PARTS = 1_000_000
"""Populations between two yearly estimates are not whole. They are held in millionths of a person, as whole numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One column of the cells: what is added up for one measure. `sql` stands inside the one pass."""

    column: str
    sql: str


def column_of(measure: str, part: str) -> str:
    """The name of a measure's part among the columns of its cells."""
    return f"{measure.replace('-', '_')}__{part}"


def parts_of(measure: Measure) -> tuple[Part, ...]:
    """What a measure adds up: "counted" rows; "events" of a proportion; "amount" and "squares" of an amount; "unlinked" rows.

    Of a median or quantile only its rows: their values do not add up (see `spread`).
    """
    counts = f"by_date = '{measure.on}' and {column_of(measure.name, 'counts')}"
    of_which = column_of(measure.name, "of_which")
    value = column_of(measure.name, "value")
    told = {"counted": f"count(*) filter (where {counts})"}
    if measure.kind is Kind.PROPORTION and not measure.amount:
        told["events"] = f"count(*) filter (where {counts} and {of_which})"
    if measure.kind is Kind.PROPORTION and measure.amount:
        told["amount"] = f"sum({value}) filter (where {counts})"
        told["of_which"] = f"sum({value}) filter (where {counts} and {of_which})"
    if measure.kind is not Kind.PROPORTION and measure.amount and not measure.orders_rows:
        told["amount"] = f"sum({value}) filter (where {counts})"
        if not counts_money(measure):  # money has no limits, and pence squared would not fit a whole number
            told["squares"] = f"sum({value} * {value}) filter (where {counts})"
    if follows_people(measure):
        told["unlinked"] = f"count(*) filter (where by_date = '{measure.on}' and {column_of(measure.name, 'unlinked')})"
    return tuple(Part(column=column_of(measure.name, part), sql=f"cast(coalesce({sql}, 0) as bigint)") for part, sql in told.items())


def keys_of(table: str) -> tuple[str, ...]:
    """The columns of a cell beside its month. Money has a place, but no people in it."""
    own = TABLES[table].splits
    return ("place", *own) if table == "spend" else (*PEOPLE_KEYS, *own)


def rows_read(measures: Sequence[Measure], *, further: Sequence[str] = ()) -> str:
    """SQL: each row of the table once, with its keys and, for each measure, whether it counts and for how much."""
    table, dates = measures[0].table, _dates(measures)
    own = {"place": "area as place"} if table == "spend" else KEYS if is_by_surgery(table) else {}
    keys = [own.get(key, key) for key in (*keys_of(table), *further)]
    lines = [", ".join((*keys, *(f"{on} as day_{on}" for on in dates)))]
    for measure in measures:
        lines.append(f"coalesce({counts_of(measure)}, false) as {column_of(measure.name, 'counts')}")
        if measure.of_which:
            lines.append(f"coalesce({measure.of_which}, false) as {column_of(measure.name, 'of_which')}")
        if measure.amount:
            lines.append(f"{measure.amount} as {column_of(measure.name, 'value')}")
        if follows_people(measure):
            lines.append(f"coalesce({without_a_person(measure)}, false) as {column_of(measure.name, 'unlinked')}")
    columns = ",\n    ".join(lines)
    source = rows_by_surgery(table, TABLES[table].dates[0]) if is_by_surgery(table) else table
    return f"select\n    {columns}\n  from {source}"


def counts_of(measure: Measure) -> str:
    """SQL: which rows count. A row without an amount has no place in an order."""
    return f"({measure.counts}) and ({measure.amount}) is not null" if measure.orders_rows else measure.counts


def placed(measures: Sequence[Measure]) -> str:
    """SQL: each row that counts in a measure, once for each date by which measures place it in a month."""
    dates = _dates(measures)
    chosen = " ".join(f"when '{on}' then day_{on}" for on in dates)
    listed = ", ".join(f"('{on}')" for on in dates)
    return (
        f"select rows_read.*, by_date, cast(date_trunc('month', case by_date {chosen} end) as date) as month\n"
        f"  from rows_read cross join (values {listed}) as dates(by_date)\n"
        f"  where {counts_somewhere(measures)}"
    )


def counts_somewhere(measures: Sequence[Measure]) -> str:
    """SQL: true for a row that counts, or would if its person were known, in at least one measure by the date in hand."""
    by_date = []
    for on in _dates(measures):
        parts = [(measure, part) for measure in measures if measure.on == on for part in ("counts", "unlinked")]
        any_of = " or ".join(column_of(measure.name, part) for measure, part in parts if part == "counts" or follows_people(measure))
        by_date.append(f"by_date = '{on}' and day_{on} is not null and ({any_of})")
    return "\n    or ".join(by_date)


def _dates(measures: Sequence[Measure]) -> tuple[str, ...]:
    return tuple(sorted({measure.on for measure in measures if measure.on}))


def cells_sql(measures: Sequence[Measure]) -> str:
    """The one pass over a table that counts all its measures. Sorted in full, so that the same input gives the same bytes."""
    keys = ", ".join(("month", *keys_of(measures[0].table)))
    sums = ",\n  ".join(f"{part.sql} as {part.column}" for measure in measures for part in parts_of(measure))
    order = ", ".join(f"{key} nulls last" for key in ("month", *keys_of(measures[0].table)))
    return (
        f"with rows_read as (\n  {rows_read(measures)}\n),\nplaced as (\n  {placed(measures)}\n)\n"
        f"select\n  {keys},\n  {sums}\nfrom placed\ngroup by {keys}\norder by {order}"
    )


def population_sql(conditions: Mapping[str, str]) -> str:
    """person_months as cells: for each population condition (by its column's name) the people of the row, in millionths.

    The rows are cells already, one for each month, small area and group, so nothing is added up or kept on disk here.
    """
    people = f"cast(round(people * {PERSON_PARTS}) as bigint)"
    columns = ",\n  ".join(f"case when {condition} then {people} else 0 end as {name}" for name, condition in conditions.items())
    return f"select\n  {', '.join(('month', *PEOPLE_KEYS))},\n  {columns}\nfrom person_months"
