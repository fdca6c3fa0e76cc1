"""For direct standardisation: how unevenly events fall on people. One person can have several, and they do not come
independently, so a rate's variance rests on the sum over people of their number of events squared."""

from collections.abc import Sequence

import polars as pl

from wholeplace.measures.behind import event_kinds, event_of
from wholeplace.measures.cells import PEOPLE_KEYS, column_of, rows_read
from wholeplace.measures.kinds import on_of
from wholeplace.measures.quoting import name, text
from wholeplace.measures.rollup import Cut, place_cells
from wholeplace.measures.shapes import Measure
from wholeplace.measures.windows import Window, months_in
from wholeplace.place.shapes import Place
from wholeplace.terms import Period
from wholeplace.terms.group import NOT_RECORDED
from wholeplace.warehouse import LargeWork


def make_person_events(warehouse: LargeWork, measures: Sequence[Measure], windows: Sequence[Window]) -> None:
    """Make the table `table`_people_cells: for each window, person, band and cell of residence, the events of each measure."""
    kinds = event_kinds(measures)
    months = months_in(windows).rename({"starts": "window_starts", "ends": "window_ends"})
    warehouse.table_from("person_windows", months)
    keys = ", ".join(("grain", "window_starts", "window_ends", "person_key", *PEOPLE_KEYS))
    met = {column_of(measure.name, "n"): kinds.meets(on_of(measure), event_of(measure)) for measure in measures}
    events = ",\n  ".join(f"cast(sum(case when {sql} then 1 else 0 end) as bigint) as {column}" for column, sql in met.items())
    warehouse.run(
        f"create or replace temp table {kinds.table}_people_cells as\n"
        f"with rows_read as (\n{rows_read(measures, kinds, keys=('person_key', *PEOPLE_KEYS))}\n)\n"
        f"select {keys},\n  {events}\nfrom rows_read join person_windows\n"
        f"  on cast(date_trunc('month', rows_read.placed_on) as date) = person_windows.month\ngroup by {keys}"
    )


def event_variances(
    warehouse: LargeWork, measures: Sequence[Measure], place: Place, period: Period, *, cuts: Sequence[Cut]
) -> pl.DataFrame:
    """In each band, the sum over people of their number of events squared: FIGURE_KEYS, age_band and one column, named as in the
    person events, for each measure. Reads what `make_person_events` made."""
    table = f"{measures[0].table}_people"
    place_cells(warehouse, table, place, period)
    names = [column_of(measure.name, "n") for measure in measures]
    return warehouse.frame("\nunion all\n".join(_variance_of(f"{table}_placed", cut, names) for cut in cuts))


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
        f'from (select {quoted} as area, {group} as "group", {spans}, age_band, person_key, {each} from {view}\n'
        f"  group by {quoted}, {group}, {spans}, age_band, person_key) as counted\n"
        f'group by area, "group", {spans}, age_band'
    )
