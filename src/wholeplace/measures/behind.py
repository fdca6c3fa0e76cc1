"""The people behind the figures: how many different people a number is about.

A hundred delayed days may be 100 people or 1. Each person counts once in each area and window, wherever else they count.
A row without a person key may be anyone, so it counts as one person.
"""

from collections.abc import Sequence

import polars as pl

from wholeplace.measures.cells import PEOPLE_KEYS, column_of, placed, rows_read
from wholeplace.measures.quoting import name, text
from wholeplace.measures.rollup import FIGURE_KEYS, Cut, place_cells
from wholeplace.measures.shapes import Measure
from wholeplace.measures.windows import Window, months_in
from wholeplace.place.shapes import Place
from wholeplace.terms import Period
from wholeplace.terms.group import NOT_RECORDED
from wholeplace.warehouse import Warehouse


def make_person_counts(warehouse: Warehouse, measures: Sequence[Measure], windows: Sequence[Window], *, last_month_only: bool) -> None:
    """Make the table `table`_people_cells: for each window, person, band and cell of residence, the events of each
    measure. One pass over the table's rows in those windows."""
    table = measures[0].table
    spans = months_in(windows, last_only=last_month_only).rename({"starts": "window_starts", "ends": "window_ends"})
    warehouse.table_from("person_windows", spans)
    keys = ", ".join(("grain", "window_starts", "window_ends", "person_key", *PEOPLE_KEYS))
    events = ",\n  ".join(
        f"cast(count(*) filter (where {_event(measure)}) as bigint) as {column_of(measure.name, 'n')}" for measure in measures
    )
    some = " or ".join(f"({_event(measure)})" for measure in measures)
    warehouse.run(
        f"create or replace temp table {table}_people_cells as\n"
        f"with rows_read as (\n  {rows_read(measures, further=('person_key',))}\n),\nplaced as (\n  {placed(measures)}\n)\n"
        f"select {keys},\n  {events}\nfrom placed join person_windows using (month) where {some}\ngroup by {keys}"
    )


def _event(measure: Measure) -> str:
    """SQL: the row is in the measure's numerator."""
    counts = f"by_date = '{measure.on}' and {column_of(measure.name, 'counts')}"
    return f"{counts} and {column_of(measure.name, 'of_which')}" if measure.of_which else counts


def people_behind(warehouse: Warehouse, measures: Sequence[Measure], place: Place, period: Period, *, cuts: Sequence[Cut]) -> pl.DataFrame:
    """Distinct people in each measure's numerator: measure, FIGURE_KEYS and people, for the split "all"."""
    table = f"{measures[0].table}_people"
    place_cells(warehouse, table, place, period)
    names = {column_of(measure.name, "n"): measure.name for measure in measures}
    parts = [_people_of(f"{table}_placed", cut.level, list(names)) for cut in cuts if cut.split == "all"]
    wide = warehouse.frame("\nunion all\n".join(parts))
    long = wide.unpivot(on=list(names), index=list(FIGURE_KEYS), variable_name="measure", value_name="people")
    return long.with_columns(pl.col("measure").replace_strict(names))


def _people_of(view: str, level: str, names: Sequence[str]) -> str:
    each = ", ".join(f"sum({column}) as {column}" for column in names)
    people = ", ".join(
        f"cast(count(*) filter (where {column} > 0 and person_key is not null)"
        f" + coalesce(sum({column}) filter (where person_key is null), 0) as bigint) as {column}"
        for column in names
    )
    quoted = name(level)
    return (
        f"select {text(level)} as level, {quoted} as area, 'all' as split, 'all' as \"group\",\n"
        f"  grain, window_starts as starts, window_ends as ends, {people}\n"
        f"from (select {quoted}, grain, window_starts, window_ends, person_key, {each} from {view} group by all)\n"
        f"group by {quoted}, grain, window_starts, window_ends"
    )


def event_variances(warehouse: Warehouse, measures: Sequence[Measure], *, cuts: Sequence[Cut]) -> pl.DataFrame:
    """For direct standardisation: in each band, the sum over people of their number of events squared.

    One person can have several events, and they do not come independently. FIGURE_KEYS, age_band and one column, named
    as in the counts, for each measure. `people_behind` must have placed the table first.
    """
    view = f"{measures[0].table}_people_placed"
    names = [column_of(measure.name, "n") for measure in measures]
    return warehouse.frame("\nunion all\n".join(_variance_of(view, cut, names) for cut in cuts))


def _variance_of(view: str, cut: Cut, names: Sequence[str]) -> str:
    quoted = name(cut.level)
    group = "'all'" if cut.split == "all" else f"coalesce({name(cut.split)}, {text(NOT_RECORDED)})"
    each = ", ".join(f"sum({column}) as {column}" for column in names)
    squares = ", ".join(
        f"cast(sum(case when person_key is null then {column} else {column} * {column} end) as bigint) as {column}" for column in names
    )
    spans = "grain, window_starts, window_ends"
    return (
        f'select {text(cut.level)} as level, area, {text(cut.split)} as split, "group",\n'
        f"  grain, window_starts as starts, window_ends as ends, age_band, {squares}\n"
        f'from (select {quoted} as area, {group} as "group", {spans}, age_band, person_key, {each} from {view} group by all)\n'
        f'group by area, "group", {spans}, age_band'
    )
