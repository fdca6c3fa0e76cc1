"""The connection: values in, rows and columns out, the same bytes for the same rows."""

from pathlib import Path

import polars as pl

from wholeplace.warehouse import Warehouse


def test_rows_and_frames_agree() -> None:
    with Warehouse() as warehouse:
        assert warehouse.rows("select ? as a", ["x"]) == [("x",)]
        assert warehouse.frame("select ? as a", ["x"]).to_dicts() == [{"a": "x"}]


def test_a_frame_becomes_a_table_that_outlives_it() -> None:
    with Warehouse() as warehouse:
        warehouse.table_from("t", pl.DataFrame({"a": [1, 2]}))
        assert warehouse.columns("t") == {"a": "BIGINT"}
        assert warehouse.rows("select sum(a) from t") == [(3,)]


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    with Warehouse() as warehouse:
        query = "select i, i % 7 as r from range(300000) as numbers(i) order by r, i"
        for name in ("first", "second"):
            warehouse.write_parquet(query, tmp_path / name)
        assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
        warehouse.view_of_parquet("back", tmp_path / "first", tmp_path / "second")
        assert warehouse.rows("select count(*) from back") == [(600000,)]


def test_tables_of_another_warehouse_are_copied_and_its_own_left_alone() -> None:
    with Warehouse() as one, Warehouse() as other:
        other.run("create table t as select 1 as a")
        one.take_over(other, ("t",))
        other.run("drop table t")
        one.take_over(one, ("t", "none such"))
        assert one.rows("select a from t") == [(1,)]


def test_rows_of_a_file_are_numbered_from_nought(tmp_path: Path) -> None:
    with Warehouse() as warehouse:
        warehouse.write_parquet("select a from (values ('x'), ('y')) as t(a) order by a desc", tmp_path / "rows")
        warehouse.numbered_parquet("numbered", tmp_path / "rows")
        assert warehouse.rows("select file_row_number, a from numbered order by 1") == [(0, "y"), (1, "x")]


def test_texts_sort_and_are_read_back_as_texts(tmp_path: Path) -> None:
    with Warehouse() as warehouse:
        kind = warehouse.text_type("letters", "select * from (values ('b'), ('a')) as t(a) order by 1")
        warehouse.write_parquet(
            f"select cast(a as {kind}) as a from (values ('b'), (null), ('a')) as t(a) order by 1 nulls first", tmp_path / "t"
        )
    assert pl.read_parquet(tmp_path / "t")["a"].cast(pl.String).to_list() == [None, "a", "b"]
