"""Writes journeys: a file for each table, or one for each month of a table that has rows enough, so that a month can be read alone."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from wholeplace.people.tables import EXPOSURES, JOURNEY_TABLES, JourneyTable
from wholeplace.terms import Period, months_later
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import LargeWork

ROOM = "people"
WRITTEN = {**JOURNEY_TABLES, EXPOSURES.name: EXPOSURES}
"""Every table that is written beside the others: journeys of people, and what areas were exposed to."""

ROWS_IN_A_MONTH = 20_000
"""From so many rows in a usual month on, a table is written by month. Many small files cost more to read than the rows in them."""

UNDATED = "undated"
"""The file of rows that no day places. It sorts after the months."""


def parts_of(path: Path) -> tuple[Path, ...]:
    """The files of one journey table, in order: the months in its folder, or the file itself."""
    return tuple(sorted(path.glob("*.parquet"))) if path.is_dir() else (path,)


def path_of(folder: Path, table: str) -> Path:
    """Where a table was written in the folder of journeys: a folder of months, or a file."""
    by_month = folder / table
    return by_month if by_month.is_dir() else folder / f"{table}.parquet"


def write_journeys(warehouse: LargeWork, folder: Path, *, rows_in_a_month: int = ROWS_IN_A_MONTH, progress: Progress = quiet) -> None:
    """Write every journey table to `folder`: to a file of its name, or to a folder of its name with a file for each month.

    A table is written by month, by its first date, where a month that has rows has at least `rows_in_a_month` on average.
    """
    for table in WRITTEN.values():
        progress(ROOM, f"Writing {table.name.replace('_', ' ')}", 0.9)
        coded = text_types(warehouse, table)
        months = _months(warehouse, table)
        if sum(months.values()) < rows_in_a_month * max(len(months), 1):
            warehouse.write_parquet(sorted_rows(table, coded=coded), folder / f"{table.name}.parquet")
            continue
        for month in months:
            stem = f"{month:%Y%m}" if month else UNDATED
            warehouse.write_parquet(sorted_rows(table, coded=coded, within=_within(table, month)), folder / table.name / f"{stem}.parquet")


def _months(warehouse: LargeWork, table: JourneyTable) -> dict[date | None, int]:
    """Rows of each month that has any; None: rows without a day."""
    month = f"cast(date_trunc('month', {table.dates[0]}) as date)"
    rows = warehouse.rows(f"select {month} as month, count(*) as row_count from {table.name} group by {month} order by {month} nulls last")
    return dict(rows)


def _within(table: JourneyTable, month: date | None) -> str:
    day = table.dates[0]
    if month is None:
        return f"{day} is null"
    span = Period(starts=month, ends=months_later(month, 1))
    return f"{day} >= date '{span.starts}' and {day} < date '{span.ends}'"


def sorted_rows(table: JourneyTable, *, coded: Mapping[str, str] = MappingProxyType({}), within: str = "true") -> str:
    """The query that hands a journey table on: exactly its columns and types, in one order whatever the person keys are.

    `coded`: column -> enumeration to sort and write it as. Readers see text again. `within`: a condition on the rows wanted.
    """
    columns = ", ".join(f"cast({name} as {coded.get(name, kind)}) as {name}" for name, (kind, _) in table.columns.items())
    unique = [name for name in table.own if name.endswith("_id")] or [name for name in table.columns if name != "person_key"]
    order = ", ".join(f"{name} nulls first" for name in (table.dates[0], *unique, *(["person_key"] if table.about_people else [])))
    return f"select {columns} from {table.name} where {within} order by {order}"


def text_types(warehouse: LargeWork, table: JourneyTable) -> dict[str, str]:
    """What to sort and write the text columns of a journey table as, for those that say the same in many rows."""
    coded = [name for name, (kind, _) in table.columns.items() if kind == "VARCHAR" and name not in table.varied]
    return {
        name: warehouse.text_type(
            f"{table.name}_{name}", f"select distinct {name} from {table.name} where {name} is not null order by {name}"
        )
        for name in coded
    }
