"""`SparkWarehouse` does what `Warehouse` does: tables, views, files, and nothing left behind."""

from pathlib import Path

import polars as pl
import pytest

from wholeplace.place.shapes import SparkSettings
from wholeplace.warehouse import LargeWork, Warehouse, large_work

pytestmark = pytest.mark.slow  # Spark alone needs several seconds to start: make test-spark

ROWS = pl.DataFrame({"code": ["b", "a", None], "number": [2, 1, 3]})


@pytest.fixture(params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest, engines: dict[str, LargeWork]) -> LargeWork:
    return engines[request.param]


def test_a_table_is_made_read_and_dropped(engine: LargeWork) -> None:
    engine.table_from("given", ROWS)
    engine.run("create or replace table made as select code, number * 2 as twice from given where code is not null")
    assert sorted(engine.rows("select code, twice from made")) == [("a", 2), ("b", 4)]
    engine.run("drop table made")
    with pytest.raises(Exception, match="made"):
        engine.rows("select code from made")


def test_columns_stand_in_their_order(engine: LargeWork) -> None:
    engine.table_from("given", ROWS)
    engine.run("create or replace view turned as select number, code from given")
    assert list(engine.columns("turned")) == ["number", "code"]


def test_a_table_may_be_made_from_itself(engine: LargeWork) -> None:
    engine.run("create or replace table counted as select 1 as number")
    engine.run("create or replace table counted as select number + 1 as number from counted")
    assert engine.rows("select number from counted") == [(2,)]


def test_a_view_reads_what_stands_when_it_was_made(engine: LargeWork) -> None:
    engine.table_from("given", ROWS)
    engine.run("create or replace view seen as with kept as (select code from given where number < 3) select code from kept")
    assert engine.frame("select code from seen order by code")["code"].to_list() == ["a", "b"]


def test_one_file_in_the_order_asked_for(engine: LargeWork, tmp_path: Path) -> None:
    engine.table_from("many", pl.DataFrame({"number": range(5000)}))
    engine.write_parquet(
        "select 5000 - number as number, cast(number % 7 as smallint) as rest from many order by 1", tmp_path / "in" / "many.parquet"
    )
    told = pl.read_parquet(tmp_path / "in" / "many.parquet")
    assert told["number"].to_list() == list(range(1, 5001))
    assert told.schema == {"number": pl.Int64, "rest": pl.Int16}


def test_no_rows_are_a_file_with_columns(engine: LargeWork, tmp_path: Path) -> None:
    engine.table_from("given", ROWS)
    engine.write_parquet("select code, number from given where number > 9 order by number", tmp_path / "none.parquet")
    assert pl.read_parquet(tmp_path / "none.parquet").schema == {"code": pl.String, "number": pl.Int64}
    assert engine.frame("select code, number from given where number > 9").shape == (0, 2)


def test_rows_of_a_file_are_numbered_as_they_stand(engine: LargeWork, tmp_path: Path) -> None:
    ROWS.write_parquet(tmp_path / "rows.parquet")
    engine.numbered_parquet("numbered", tmp_path / "rows.parquet")
    assert sorted(engine.rows("select file_row_number, number from numbered")) == [(0, 2), (1, 1), (2, 3)]


def test_files_that_differ_in_their_columns_make_one_view(engine: LargeWork, tmp_path: Path) -> None:
    ROWS.write_parquet(tmp_path / "one.parquet")
    ROWS.drop("code").write_parquet(tmp_path / "other.parquet")
    engine.view_of_parquet("together", tmp_path / "one.parquet", tmp_path / "other.parquet")
    assert engine.rows("select count(*), count(code), sum(number) from together") == [(6, 2, 12)]


def test_spark_runs_only_what_it_knows(engines: dict[str, LargeWork]) -> None:
    with pytest.raises(ValueError, match="runs on DuckDB alone"):
        engines["spark"].run("create type colour as enum ('red')")


def test_tables_are_taken_over_both_ways(spark: SparkSettings, tmp_path: Path) -> None:
    with Warehouse() as beside, large_work(beside, spark, work=tmp_path) as large:
        beside.table_from("known", ROWS)
        large.take_over(beside, ("known",))
        assert sorted(large.rows("select number from known")) == [(1,), (2,), (3,)]
        large.run("create table counted as select count(*) as row_count from known")
        beside.take_over(large, ("counted",))
        assert beside.rows("select row_count from counted") == [(3,)]
        assert {large.made_by.split()[0], beside.made_by.split()[0]} == {"spark", "duckdb"}


def test_nothing_is_left_behind_also_after_a_fault(spark: SparkSettings, tmp_path: Path) -> None:
    def work(folder: Path) -> None:
        with Warehouse() as beside, large_work(beside, spark, work=folder) as large:
            large.table_from("given", ROWS)
            assert any(folder.rglob("*.parquet"))
            raise ZeroDivisionError

    (tmp_path / "there").mkdir()
    for folder in (tmp_path / "new", tmp_path / "there"):
        with pytest.raises(ZeroDivisionError):
            work(folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def test_two_pieces_of_work_do_not_see_each_other(spark: SparkSettings, tmp_path: Path) -> None:
    with Warehouse() as beside, large_work(beside, spark, work=tmp_path) as one, large_work(beside, spark, work=tmp_path) as other:
        one.table_from("mine", ROWS)
        with pytest.raises(Exception, match="mine"):
            other.rows("select number from mine")
