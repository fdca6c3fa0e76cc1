"""Journeys on disk: by month where a table is large, and the same rows in the same order either way."""

import itertools
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholeplace.people.cell_numbers import AREAS, number_areas, numbered_sql, words_sql
from wholeplace.people.cohort.composing import rows_of
from wholeplace.people.tables import DEATHS, JOURNEY_TABLES
from wholeplace.people.writing import UNDATED, WRITTEN, parts_of, path_of, spans_of, write_journeys
from wholeplace.terms.group import AGE_BANDS, ETHNIC_GROUPS, SEXES
from wholeplace.warehouse import Warehouse, problems_in

DAYS = [date(2025, 1, 3), date(2025, 1, 31), date(2025, 2, 1), None, date(2025, 12, 31)]


def written(folder: Path, rows_in_a_file: int, days: list[date | None], **says: object) -> Path:
    """Every table empty but deaths, of one person a day, who all are as `says`."""
    with Warehouse() as warehouse:
        for table in WRITTEN.values():
            columns = ", ".join(f"cast(null as {kind}) as {name}" for name, (kind, _) in table.columns.items())
            warehouse.run(f"create table {table.name} as select {columns} where false")
        frame = pl.DataFrame({"person_key": range(len(days)), "died": days}, schema={"person_key": pl.Int64, "died": pl.Date})
        warehouse.table_from("told", frame.with_columns(pl.lit(value).alias(name) for name, value in says.items()))
        others = ", ".join(
            f"cast(null as {kind}) as {name}" for name, (kind, _) in DEATHS.columns.items() if name not in (*frame.columns, *says)
        )
        names = ", ".join(DEATHS.columns)
        warehouse.run(f"create or replace table deaths as select {names} from (select *, {others} from told)")
        warehouse.table_from(AREAS, number_areas(pl.DataFrame({"small_area": ["L1"], "place": ["P1"]})))
        write_journeys(warehouse, folder, rows_in_a_file=rows_in_a_file)
    return path_of(folder, "deaths")


def test_a_large_table_has_a_file_for_each_month_that_has_rows(tmp_path: Path) -> None:
    parts = parts_of(written(tmp_path, 1, DAYS))
    assert [path.stem for path in parts] == ["202501", "202502", "202512", UNDATED]
    assert [pl.read_parquet(path)["died"].to_list() for path in parts] == [DAYS[:2], [DAYS[2]], [DAYS[4]], [None]]


def test_a_small_table_is_one_file(tmp_path: Path) -> None:
    path = written(tmp_path, 3, DAYS)
    assert parts_of(path) == (tmp_path / "deaths.parquet",)
    assert path_of(tmp_path, "stays") == tmp_path / "stays.parquet"
    assert {each.stem for each in tmp_path.glob("*.parquet")} == set(JOURNEY_TABLES) | {"exposures", AREAS}


@pytest.mark.parametrize(
    ("rows_in_a_file", "names"),
    [(1, ["202501", "202502", "202504", "202512"]), (2, ["2025-Q1", "2025-Q2", "2025-Q4"]), (3, ["2025"]), (7, [])],
)
def test_a_table_is_written_by_the_shortest_span_that_has_rows_enough(rows_in_a_file: int, names: list[str]) -> None:
    rows: dict[date | None, int] = {date(2025, 1, 1): 2, date(2025, 2, 1): 1, date(2025, 4, 1): 1, date(2025, 12, 1): 2}
    assert list(spans_of(rows, rows_in_a_file)) == names


def test_the_files_of_a_table_hold_every_day_once() -> None:
    """A hundred years of months and rows without a day, however they are cut."""
    months = [date(1950 + number // 12, number % 12 + 1, 1) for number in range(1200)]
    for rows_in_a_file in (1, 2, 6):
        spans = spans_of({**dict.fromkeys(months, 1), None: 1}, rows_in_a_file)
        assert [name for name, span in spans.items() if span is None] == [UNDATED]
        assert list(spans) == sorted(spans)
        covered = [span for span in spans.values() if span]
        assert all(before.ends == after.starts for before, after in itertools.pairwise(covered))
        assert (covered[0].starts, covered[-1].ends) == (date(1950, 1, 1), date(2050, 1, 1))


WORDS = [
    {"small_area": area, "place": place, "age_band": band, "sex": sex, "ethnic_group": group}
    for area, place in ((None, None), ("L1", "P1"), ("L1", None), ("L1", "P2"), ("L2", "P1"), (None, "P2"))
    for band in (*AGE_BANDS, None)
    for sex in (*SEXES, None)
    for group in (*ETHNIC_GROUPS, None)
]  # fmt: skip


def test_every_cell_has_a_number_of_its_own_that_stands_for_its_words() -> None:
    people = pl.DataFrame(WORDS, schema_overrides={"age_band": pl.Int16}, infer_schema_length=None).with_columns(
        pl.lit(1).alias("person_key")
    )
    with Warehouse() as warehouse:
        warehouse.table_from("people", people)
        warehouse.table_from(AREAS, number_areas(people))
        warehouse.run("create table told as select *, 1 as person_key from people")
        warehouse.run(f"create table numbered as {numbered_sql('told')}")
        words = words_sql("numbered.cell")
        listed = ", ".join(f"{words[key]} as {key}" for key in ("age_band", "sex", "ethnic_group"))
        back = warehouse.frame(
            f"select areas.small_area, areas.place, {listed}, count(*) as times from numbered\n"
            f"left join {AREAS} as areas on areas.area_no = {words['area_no']} group by all"
        )
    keys = list(WORDS[0])
    assert back["times"].to_list() == [1] * len(WORDS)
    assert back.select(keys).sort(keys, nulls_last=True).equals(people.select(keys).sort(keys, nulls_last=True))


def test_numbers_mean_the_same_on_spark() -> None:
    assert problems_in(numbered_sql("stays"), where="numbers") == ()


@pytest.mark.parametrize("odd", [{"sex": "other"}, {"age_band": 7}, {"age_band": 95}, {"ethnic_group": "white"}, {"small_area": "L9"}])
def test_rows_of_words_that_have_no_number_are_not_written(tmp_path: Path, odd: dict) -> None:
    """They would be counted as one cell, whatever they say."""
    with pytest.raises(RuntimeError, match="no number"):
        written(tmp_path, 99, DAYS[:2], **odd)


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
