"""The people behind the figures: how many different people a number is about.

A hundred delayed days may be 100 people or 1. Each person counts once in each area and window, wherever else they count.
A row without a person key may be anyone, so it counts as one person. People do not add up over months or areas, so they are
counted from rows: once for each person and small area. Nearly everyone stays in one small area, and can be added up from there;
only those who moved are told apart again at every level.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wholeplace.measures.cells import column_of, rows_read
from wholeplace.measures.kinds import Kinds, conditions_of, on_of
from wholeplace.measures.quoting import text
from wholeplace.measures.rollup import FIGURE_KEYS, area_columns
from wholeplace.measures.shapes import Measure
from wholeplace.measures.windows import Window
from wholeplace.place.shapes import Place
from wholeplace.terms import Period
from wholeplace.terms.group import NOT_RECORDED
from wholeplace.warehouse import LargeWork

_WHERE = ("place", "small_area")


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """Whom to count: in the numerators of `measures` of one table, in each window. `last_month_only`: its last month stands for
    all of a window, for tables that list the same people again every month."""

    measures: Sequence[Measure]
    windows: Sequence[Window]
    last_month_only: bool

    @property
    def table(self) -> str:
        return self.measures[0].table

    def span(self, window: Window) -> Period:
        """The days that count in a window."""
        last = window.span.last_month
        return Period(starts=last, ends=window.span.ends) if self.last_month_only else window.covers


def event_of(measure: Measure) -> str:
    """SQL: the row is in the measure's numerator."""
    told = conditions_of(measure)
    return told.get("of_which", told["counts"])


def event_kinds(measures: Sequence[Measure]) -> Kinds:
    """The kinds of rows that tell numerators apart, and nothing else."""
    asked = dict.fromkeys((on_of(measure), event_of(measure)) for measure in measures)
    numbers = {each: number for number, each in enumerate(asked)}
    return Kinds(table=measures[0].table, conditions=numbers, wide=frozenset(numbers), amounts={}, ordered={}, squared=frozenset())


def people_behind(
    warehouse: LargeWork, asked: Behind, place: Place, period: Period, *, levels: Sequence[str], fifths: Sequence[str] = ()
) -> pl.DataFrame:
    """Distinct people in each measure's numerator: measure, FIGURE_KEYS and people, at each level, for the split "all"; and at the
    levels of `fifths` for each fifth of deprivation.

    Reads the rows of the table and the table `area_of`.
    """
    kinds = event_kinds(asked.measures)
    _make_people(warehouse, asked, kinds)
    _make_counts(warehouse, asked, kinds)
    names = {column_of(measure.name, "n"): measure for measure in asked.measures}
    areas = area_columns(place, period)
    parts = [_level(level, areas[level], names, kinds) for level in levels]
    parts += [_level(level, areas[level], names, kinds, by_fifth=True) for level in fifths]
    spans = [(number, window.grain, window.span.starts, window.span.ends) for number, window in enumerate(asked.windows)]
    schema = {"window_no": pl.Int64, "grain": pl.String, "starts": pl.Date, "ends": pl.Date}
    wide = warehouse.frame("\nunion all\n".join(parts)).join(pl.DataFrame(spans, schema=schema, orient="row"), on="window_no")
    long = wide.unpivot(on=list(names), index=list(FIGURE_KEYS), variable_name="measure", value_name="people")
    return long.with_columns(pl.col("measure").replace_strict({column: str(measure.name) for column, measure in names.items()}))


def _make_people(warehouse: LargeWork, asked: Behind, kinds: Kinds) -> None:
    """Make the table people_there: one row a person and small area, with the kinds of their rows in each window together."""
    spans = [asked.span(window) for window in asked.windows]
    columns = ",\n  ".join(
        f"bit_or(case when placed_on >= date '{span.starts}' and placed_on < date '{span.ends}' then {column} else 0 end)"
        f" as {column}_in_{number}"
        for number, span in enumerate(spans)
        for column in kinds.columns
    )
    keys = ", ".join(("person_key", *_WHERE))
    warehouse.run(
        f"create or replace temp table people_there as\nwith rows_read as (\n{_rows(asked, kinds)}\n)\n"
        f"select {keys},\n  {columns}\nfrom rows_read where person_key is not null group by {keys}"
    )
    warehouse.run(
        "create or replace temp table people_moved as\n"
        "select person_key as moved_key from people_there group by person_key having count(*) > 1"
    )


def _rows(asked: Behind, kinds: Kinds) -> str:
    spans = [asked.span(window) for window in asked.windows]
    first, last = min(span.starts for span in spans), max(span.ends for span in spans)
    read = rows_read(asked.measures, kinds, keys=("person_key", *_WHERE))
    return f"  select * from (\n{read}\n  ) as every_row where placed_on >= date '{first}' and placed_on < date '{last}'"


def _make_counts(warehouse: LargeWork, asked: Behind, kinds: Kinds) -> None:
    """Make people_settled (for each window, small area and kind: people who are in no other small area, and rows of nobody known)
    and people_moving (a row for each window, small area and person who moved)."""
    where = ", ".join(_WHERE)
    settled, moving = [], []
    for number, window in enumerate(asked.windows):
        told = ", ".join(f"{column}_in_{number} as {column}" for column in kinds.columns)
        some = " or ".join(f"{column}_in_{number} <> 0" for column in kinds.columns)
        grouped = ", ".join(f"{column}_in_{number}" for column in kinds.columns)
        settled.append(
            f"select {number} as window_no, {where}, {told}, count(*) as people from people_there\n"
            f"left join people_moved on moved_key = person_key where moved_key is null and ({some}) group by {where}, {grouped}"
        )
        moving.append(
            f"select {number} as window_no, {where}, person_key, {told} from people_there join people_moved on moved_key = person_key\n"
            f"where {some}"
        )
        span = asked.span(window)
        inside = f"placed_on >= date '{span.starts}' and placed_on < date '{span.ends}'"
        listed = ", ".join(kinds.columns)
        settled.append(
            f"select {number} as window_no, {where}, {listed}, count(*) as people from (\n{_rows(asked, kinds)}\n) as rows_read\n"
            f"where person_key is null and {inside} group by {where}, {listed}"
        )
    warehouse.run("create or replace temp table people_settled as " + "\nunion all\n".join(settled))
    warehouse.run("create or replace temp table people_moving as " + "\nunion all\n".join(moving))


def _level(level: str, area: str, names: dict[str, Measure], kinds: Kinds, *, by_fifth: bool = False) -> str:
    """People of each area (and fifth) of one level: those who are in one small area only, and those who moved, each once."""
    split = text("deprivation" if by_fifth else "all")
    group = f"coalesce(area_of.deprivation, {text(NOT_RECORDED)})" if by_fifth else text("all")
    met = {column: kinds.meets(on_of(measure), event_of(measure)) for column, measure in names.items()}
    people = ", ".join(f"cast(sum(case when {sql} then people else 0 end) as bigint) as {column}" for column, sql in met.items())
    listed = ", ".join(kinds.columns)
    together = ", ".join(f"bit_or({column}) as {column}" for column in kinds.columns)
    placed = "as cells left join area_of on cells.small_area = area_of.small_area"
    return (
        f'select {text(level)} as level, area, {split} as split, "group", window_no, {people} from (\n'
        f'  select {area} as area, {group} as "group", window_no, people, {listed} from people_settled {placed}\n'
        f"  union all\n"
        f'  select area, "group", window_no, 1 as people, {listed} from (\n'
        f'    select area, "group", window_no, person_key, {together} from (\n'
        f'      select {area} as area, {group} as "group", window_no, person_key, {listed} from people_moving {placed}\n'
        f'    ) as moving group by area, "group", window_no, person_key\n'
        f"  ) as moved\n"
        f') as counted group by area, "group", window_no'
    )
