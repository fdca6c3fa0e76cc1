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
