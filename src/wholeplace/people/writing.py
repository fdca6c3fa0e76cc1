"""Writes journeys: a file for each table, or one for each month, quarter or year of a table that has rows enough, so that what is
new can be read alone."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pyarrow.parquet as pq

from wholeplace.people.cell_numbers import AREAS, NUMBERED, is_numbered, numbered_sql
from wholeplace.people.tables import EXPOSURES, JOURNEY_TABLES, JourneyTable
from wholeplace.terms import Period, months_later
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import LargeWork

ROOM = "people"
WRITTEN = {**JOURNEY_TABLES, EXPOSURES.name: EXPOSURES}
"""Every table that is written beside the others: journeys of people, and what areas were exposed to."""

ROWS_IN_A_FILE = 20_000
"""A table is written by the shortest of SPANS that has so many rows as a rule. Many small files cost more to read than the rows in them."""

SPANS = (1, 3, 12)
"""Months in a file: those of a calendar month, quarter or year."""

UNDATED = "undated"
"""The file of rows that no day places. It sorts after the others."""

RowsByMonth = Mapping[date | None, int]
"""Rows of each month that has any; None: rows without a day."""


def parts_of(path: Path) -> tuple[Path, ...]:
    """The files of one journey table, in order: those in its folder, or the file itself."""
    return tuple(sorted(path.glob("*.parquet"))) if path.is_dir() else (path,)


def path_of(folder: Path, table: str) -> Path:
    """Where a table was written in the folder of journeys: a folder of files, or a file."""
    by_span = folder / table
    return by_span if by_span.is_dir() else folder / f"{table}.parquet"


def write_journeys(warehouse: LargeWork, folder: Path, *, rows_in_a_file: int = ROWS_IN_A_FILE, progress: Progress = quiet) -> None:
    """Write every journey table to `folder`: to a file of its name, or to a folder of its name with a file for each span of days.

    Spans are those of `spans_of`, by the table's first date. What measures count from is written with NUMBERED. Reads AREAS, and
    writes it too.
    """
    for table in WRITTEN.values():
        progress(ROOM, f"Writing {table.name.replace('_', ' ')}", 0.9)
        coded, rows = text_types(warehouse, table), None
        if is_numbered(table):
            rows = f"numbered_{table.name}"
            warehouse.run(f"create or replace view {rows} as {numbered_sql(table.name)}")
        spans = spans_of(_rows_by_month(warehouse, table), rows_in_a_file)
        for stem, span in spans.items():
            path = folder / table.name / f"{stem}.parquet"
            warehouse.write_parquet(sorted_rows(table, coded=coded, within=_within(table, span), numbered=rows), path)
            _check_numbers(path)
        if not spans:
            warehouse.write_parquet(sorted_rows(table, coded=coded, numbered=rows), folder / f"{table.name}.parquet")
            _check_numbers(folder / f"{table.name}.parquet")
    warehouse.write_parquet(f"select area_no, small_area, place from {AREAS} order by area_no", folder / f"{AREAS}.parquet")


def spans_of(rows: RowsByMonth, rows_in_a_file: int) -> dict[str, Period | None]:
    """The files to write a table of so many rows to, by their names: months, or else quarters, or else years, if each then has
    `rows_in_a_file` on average. None: the days that are not known. Empty: the table is small, and one file."""
    for length in SPANS:
        spans = {(None if month is None else _span_around(month, length)) for month in rows}
        if spans and sum(rows.values()) >= rows_in_a_file * len(spans):
            dated = sorted((span for span in spans if span), key=lambda span: span.starts)
            named: dict[str, Period | None] = {_name_of(span, length): span for span in dated}
            return named | ({UNDATED: None} if None in spans else {})
    return {}


def _span_around(month: date, length: int) -> Period:
    starts = months_later(date(month.year, 1, 1), (month.month - 1) // length * length)
    return Period(starts=starts, ends=months_later(starts, length))


def _name_of(span: Period, length: int) -> str:
    """202504, 2025-Q2 or 2025: names sort as the days do."""
    day = span.starts
    return {1: f"{day:%Y%m}", 3: f"{day:%Y}-Q{(day.month + 2) // 3}"}.get(length, f"{day:%Y}")


def _rows_by_month(warehouse: LargeWork, table: JourneyTable) -> RowsByMonth:
    month = f"cast(date_trunc('month', {table.dates[0]}) as date)"
    rows = warehouse.rows(f"select {month} as month, count(*) as row_count from {table.name} group by {month} order by {month} nulls last")
    return dict(rows)


def _within(table: JourneyTable, span: Period | None) -> str:
    day = table.dates[0]
    return f"{day} is null" if span is None else f"{day} >= date '{span.starts}' and {day} < date '{span.ends}'"


def _check_numbers(path: Path) -> None:
    """Rows without a number would be counted as one cell. What a file says of itself at its end tells, without reading it."""
    told = pq.read_metadata(path)
    for group in range(told.num_row_groups):
        for number in range(told.num_columns):
            column = told.row_group(group).column(number)
            if column.path_in_schema == "cell" and (column.statistics is None or column.statistics.null_count):
                raise RuntimeError(f"{path.name} was written with rows whose area, age band, sex or ethnic group has no number")


def sorted_rows(
    table: JourneyTable, *, coded: Mapping[str, str] = MappingProxyType({}), within: str = "true", numbered: str | None = None
) -> str:
    """The query that hands a journey table on: exactly its columns and types, in one order whatever the person keys are.

    `coded`: column -> enumeration to sort and write it as. Readers see text again. `within`: a condition on the rows wanted.
    `numbered`: a relation of the table's rows with NUMBERED, to hand these on too.
    """
    kinds = {name: coded.get(name, kind) for name, (kind, _) in table.columns.items()} | (NUMBERED if numbered else {})
    columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in kinds.items())
    unique = [name for name in table.own if name.endswith("_id")] or [name for name in table.columns if name != "person_key"]
    order = ", ".join(f"{name} nulls first" for name in (table.dates[0], *unique, *(["person_key"] if table.about_people else [])))
    return f"select {columns} from {numbered or table.name} where {within} order by {order}"


def text_types(warehouse: LargeWork, table: JourneyTable) -> dict[str, str]:
    """What to sort and write the text columns of a journey table as, for those that say the same in many rows."""
    coded = [name for name, (kind, _) in table.columns.items() if kind == "VARCHAR" and name not in table.varied]
    return {
        name: warehouse.text_type(
            f"{table.name}_{name}", f"select distinct {name} from {table.name} where {name} is not null order by {name}"
        )
        for name in coded
    }
