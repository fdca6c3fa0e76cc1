"""The one pass: the same as a scan for each measure, sparse, readable by Spark, and not repeated without need."""

from pathlib import Path

import polars as pl
import pytest

from tests.measures.conftest import frames
from wholeplace.measures.cells import cells_sql, keys_of, parts_of, population_sql
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.store import store_cells
from wholeplace.warehouse import Warehouse, problems_in, to_spark

MEASURES = library_measures()
COUNTED = sorted({measure.table for measure in MEASURES.values()} - {"published"})
BY_TABLE = {table: [measure for measure in MEASURES.values() if measure.table == table] for table in COUNTED}


@pytest.mark.parametrize("table", ["stays", "contacts", "spend"])
def test_all_in_one_pass_equals_one_pass_for_each(table: str) -> None:
    with Warehouse() as warehouse:
        warehouse.table_from(table, frames()[table])
        fused = warehouse.frame(cells_sql(BY_TABLE[table]))
        keys = ["month", *keys_of(table)]
        for measure in BY_TABLE[table]:
            names = [part.column for part in parts_of(measure)]
            alone = warehouse.frame(cells_sql([measure]))
            seen = [name for name in names if name.endswith(("__counted", "__unlinked"))]
            kept = fused.select(*keys, *names).filter(pl.any_horizontal(pl.col(name) > 0 for name in seen))
            assert alone.equals(kept), measure.name


def test_only_cells_that_count_in_a_measure_are_kept() -> None:
    with Warehouse() as warehouse:
        warehouse.table_from("contacts", frames()["contacts"])
        cells = warehouse.frame(cells_sql(BY_TABLE["contacts"]))
    parts = [part.column for measure in BY_TABLE["contacts"] for part in parts_of(measure)]
    counted = [column for column in parts if column.endswith(("__counted", "__unlinked"))]
    assert cells.select(counted).sum_horizontal().min() >= 1


@pytest.mark.parametrize("table", COUNTED)
def test_the_pass_means_the_same_on_spark(table: str) -> None:
    sql = cells_sql(BY_TABLE[table])
    assert problems_in(sql, where=table) == ()
    assert "FILTER" in to_spark(sql)


def test_the_population_pass_means_the_same_on_spark() -> None:
    assert problems_in(population_sql({"people_0": "NOT under_18"}), where="person_months") == ()


def test_cells_are_written_once_and_again_only_when_something_changed(tmp_path: Path) -> None:
    target = tmp_path / "cells" / "t.parquet"
    with Warehouse() as warehouse:
        assert store_cells(warehouse, "select 1 as a", target, fingerprint="x")
        assert not store_cells(warehouse, "select 1 as a", target, fingerprint="x")
        assert store_cells(warehouse, "select 1 as a", target, fingerprint="other rows")
        assert store_cells(warehouse, "select 2 as a", target, fingerprint="other rows")
        warehouse.view_of_parquet("t", target)
        assert warehouse.rows("select a from t") == [(2,)]
    assert sorted(path.name for path in target.parent.iterdir()) == ["t.key", "t.parquet"]


def test_a_pass_that_fails_leaves_the_last_good_cells(tmp_path: Path) -> None:
    target = tmp_path / "t.parquet"
    with Warehouse() as warehouse:
        store_cells(warehouse, "select 1 as a", target, fingerprint="x")
        with pytest.raises(Exception, match="missing"):
            store_cells(warehouse, "select * from missing", target, fingerprint="y")
        warehouse.view_of_parquet("t", target)
        assert warehouse.rows("select a from t") == [(1,)]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = frames()["stays"]
    for name, given in (("a", rows), ("b", rows.sample(fraction=1.0, shuffle=True, seed=3))):
        with Warehouse() as warehouse:
            warehouse.table_from("stays", given)
            store_cells(warehouse, cells_sql(BY_TABLE["stays"]), tmp_path / f"{name}.parquet", fingerprint=name)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
