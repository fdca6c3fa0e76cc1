"""Journeys on disk: by month where a table is large, and the same rows in the same order either way."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholeplace.people.cohort.composing import rows_of
from wholeplace.people.tables import DEATHS, JOURNEY_TABLES
from wholeplace.people.writing import UNDATED, WRITTEN, parts_of, path_of, write_journeys
from wholeplace.warehouse import Warehouse

DAYS = [date(2025, 1, 3), date(2025, 1, 31), date(2025, 2, 1), None, date(2025, 12, 31)]


def written(folder: Path, rows_in_a_month: int, days: list[date | None]) -> Path:
    """Every table empty but deaths, of one person a day."""
    with Warehouse() as warehouse:
        for table in WRITTEN.values():
            columns = ", ".join(f"cast(null as {kind}) as {name}" for name, (kind, _) in table.columns.items())
            warehouse.run(f"create table {table.name} as select {columns} where false")
        frame = pl.DataFrame({"person_key": range(len(days)), "died": days}, schema={"person_key": pl.Int64, "died": pl.Date})
        warehouse.table_from("told", frame)
        others = ", ".join(f"cast(null as {kind}) as {name}" for name, (kind, _) in DEATHS.columns.items() if name not in frame.columns)
        names = ", ".join(DEATHS.columns)
        warehouse.run(f"create or replace table deaths as select {names} from (select *, {others} from told)")
        write_journeys(warehouse, folder, rows_in_a_month=rows_in_a_month)
    return path_of(folder, "deaths")


def test_a_large_table_has_a_file_for_each_month_that_has_rows(tmp_path: Path) -> None:
    parts = parts_of(written(tmp_path, 1, DAYS))
    assert [path.stem for path in parts] == ["202501", "202502", "202512", UNDATED]
    assert [pl.read_parquet(path)["died"].to_list() for path in parts] == [DAYS[:2], [DAYS[2]], [DAYS[4]], [None]]


def test_a_small_table_is_one_file(tmp_path: Path) -> None:
    path = written(tmp_path, 2, DAYS)
    assert parts_of(path) == (tmp_path / "deaths.parquet",)
    assert path_of(tmp_path, "stays") == tmp_path / "stays.parquet"
    assert {each.stem for each in tmp_path.glob("*.parquet")} == set(JOURNEY_TABLES) | {"exposures"}


@pytest.mark.parametrize("days", [DAYS[:3], [DAYS[4], DAYS[0]]])
def test_either_way_the_rows_stand_in_the_same_places(tmp_path: Path, days: list[date | None]) -> None:
    with Warehouse() as warehouse:
        told = []
        for least in (1, 99):
            parts = parts_of(written(tmp_path / str(least), least, days))
            told.append(warehouse.frame(f"select person_key, died, entry_no from ({rows_of(parts)}) order by entry_no"))
    assert told[0].rows() == told[1].rows()
    assert told[0]["entry_no"].to_list() == list(range(len(days)))


def test_a_month_more_leaves_the_files_of_the_others_as_they_are(tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in parts_of(written(tmp_path / "a", 1, DAYS[:3]))}
    after = {path.name: path.read_bytes() for path in parts_of(written(tmp_path / "b", 1, [*DAYS[:3], DAYS[4]]))}
    assert after.keys() - before.keys() == {"202512.parquet"}
    assert all(after[name] == content for name, content in before.items())
