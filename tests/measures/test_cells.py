"""The one pass: the same as a scan for each measure, sparse, readable by Spark, and not repeated without need."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.measures.conftest import frames
from tests.measures.towns import areas_of, numbered
from wholeplace.measures.cells import cells_sql, keys_of, named_cells_sql, named_values_sql, part_columns, pass_sql, population_sql
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.spread import values_sql
from wholeplace.measures.store import store_cells
from wholeplace.people.cell_numbers import AREAS
from wholeplace.warehouse import Warehouse, problems_in, to_spark

MEASURES = library_measures()
COUNTED = sorted({measure.table for measure in MEASURES.values()} - {"published"})
BY_TABLE = {table: [measure for measure in MEASURES.values() if measure.table == table] for table in COUNTED}


@pytest.mark.parametrize("table", ["stays", "contacts", "spend"])
def test_all_in_one_pass_equals_one_pass_for_each(table: str) -> None:
    with Warehouse() as warehouse:
        warehouse.table_from(table, frames()[table])
        fused = warehouse.frame(cells_sql(BY_TABLE[table])).sort(["month", *keys_of(table)], nulls_last=True)
        keys = ["month", *keys_of(table)]
        for measure in BY_TABLE[table]:
            names = list(part_columns(measure))
            alone = warehouse.frame(cells_sql([measure])).sort(keys, nulls_last=True)
            seen = [name for name in names if name.endswith(("__counted", "__unlinked"))]
            kept = fused.select(*keys, *names).filter(pl.any_horizontal(pl.col(name) > 0 for name in seen))
            assert alone.equals(kept), measure.name


@pytest.mark.parametrize("table", ["stays", "contacts", "spend"])
def test_told_apart_by_number_and_in_words_are_the_same_cells(table: str) -> None:
    """The pass that is kept, put in words again, against the whole way in words."""
    keys, measures = ["month", *keys_of(table)], BY_TABLE[table]
    ordered = [measure for measure in measures if measure.orders_rows]
    with Warehouse() as warehouse:
        warehouse.table_from(AREAS, areas_of(frames()))
        warehouse.table_from(table, numbered(table, frames()[table], areas_of(frames())))
        in_words = warehouse.frame(cells_sql(measures)).sort(keys, nulls_last=True)
        warehouse.run(f"create table counted as {pass_sql(measures)}")
        by_number = warehouse.frame(named_cells_sql(measures, "counted")).group_by(keys).sum().sort(keys, nulls_last=True)
        assert by_number.select(in_words.columns).equals(in_words)
        if ordered:
            every = [*keys, "measure", "told"]
            values = warehouse.frame(named_values_sql(measures, "counted")).group_by(every).sum().sort(every, nulls_last=True)
            assert values.equals(warehouse.frame(values_sql(ordered)).sort(every, nulls_last=True).select(values.columns))


def test_random_keys_are_not_read_to_count_rows_of_people_who_are_known() -> None:
    for table in ("stays", "contacts"):
        assert "person_key" in cells_sql(BY_TABLE[table])
        assert "person_key" not in pass_sql(BY_TABLE[table])


def test_only_cells_that_count_in_a_measure_are_kept() -> None:
    with Warehouse() as warehouse:
        warehouse.table_from("contacts", frames()["contacts"])
        cells = warehouse.frame(cells_sql(BY_TABLE["contacts"]))
    parts = [column for measure in BY_TABLE["contacts"] for column in part_columns(measure)]
    counted = [column for column in parts if column.endswith(("__counted", "__unlinked"))]
    assert cells.select(counted).sum_horizontal().min() >= 1


@pytest.mark.parametrize("table", COUNTED)
def test_the_pass_means_the_same_on_spark(table: str) -> None:
    ordered = [measure for measure in BY_TABLE[table] if measure.orders_rows]
    for sql in (pass_sql(BY_TABLE[table]), cells_sql(BY_TABLE[table]), *([values_sql(ordered)] if ordered else [])):
        assert problems_in(sql, where=table) == ()
        assert "GROUP BY" in to_spark(sql)


def test_the_population_pass_means_the_same_on_spark() -> None:
    assert problems_in(population_sql({"people_0": "NOT under_18"}), where="person_months") == ()


def with_numbers(stays: pl.DataFrame) -> pl.DataFrame:
    return numbered("stays", stays, areas_of({"stays": stays}))


def part(folder: Path, name: str, **columns: list) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.parquet"
    pl.DataFrame(columns).write_parquet(path)
    return path


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_only_what_changed_is_counted_again(tmp_path: Path) -> None:
    cells, sql = tmp_path / "cells", "select a from t order by a"
    with Warehouse() as warehouse:
        old, new = part(tmp_path, "202501", a=[1], b=[1]), part(tmp_path, "202502", a=[2], b=[1])
        first = store_cells(warehouse, "t", sql, (old, new), cells)
        written = [path.stat().st_mtime_ns for path in first]
        assert store_cells(warehouse, "t", sql, (old, new), cells) == first
        part(tmp_path, "202502", a=[3], b=[1])
        second = store_cells(warehouse, "t", sql, (old, new), cells)
        assert (second[0], second[0].stat().st_mtime_ns) == (first[0], written[0])
        assert second[1] != first[1]
        assert names_in(cells) == {path.name for path in second}
        other = store_cells(warehouse, "t", "select a + 1 as a from t order by a", (old, new), cells)
        assert not set(other) & set(second)
        warehouse.view_of_parquet("counted", *other)
        assert warehouse.rows("select a from counted order by a") == [(2,), (4,)]


def test_columns_that_no_measure_reads_may_change(tmp_path: Path) -> None:
    with Warehouse() as warehouse:
        first = store_cells(warehouse, "t", "select a from t", (part(tmp_path, "t", a=[1, 2], b=["x", "y"]),), tmp_path / "cells")
        assert store_cells(warehouse, "t", "select a from t", (part(tmp_path, "t", a=[1, 2], b=["z", "z"]),), tmp_path / "cells") == first


def test_what_a_run_that_failed_had_finished_stays(tmp_path: Path) -> None:
    parts = (part(tmp_path, "202501", a=[1]), part(tmp_path, "202502", b=[1]))
    with Warehouse() as warehouse:
        with pytest.raises(Exception, match="not found"):
            store_cells(warehouse, "t", "select a from t", parts, tmp_path / "cells")
        (done,) = tmp_path.glob("cells/202501-*.parquet")
        written = done.stat().st_mtime_ns
        part(tmp_path, "202502", a=[2])
        assert done in store_cells(warehouse, "t", "select a from t", parts, tmp_path / "cells")
        assert done.stat().st_mtime_ns == written


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = with_numbers(frames()["stays"])
    for name, told in (("a", rows), ("b", rows.sample(fraction=1.0, shuffle=True, seed=3))):
        with Warehouse() as warehouse:
            warehouse.table_from("stays", told)
            warehouse.write_parquet(pass_sql(BY_TABLE["stays"]), tmp_path / f"{name}.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(month=st.integers(0, 26), share=st.floats(0.1, 1), seed=st.integers(0, 99))
def test_a_month_that_changes_is_counted_alone_and_gives_what_a_full_run_gives(tmp_path: Path, month: int, share: float, seed: int) -> None:
    """Rows taken from one month, and others put in: only its file of cells changes, and every file is a full run's, byte for byte."""
    here = tmp_path / f"{month}-{share}-{seed}"
    rows = with_numbers(frames()["stays"]).sort("started").gather_every(4)
    rows = rows.with_columns(pl.col("started").dt.strftime("%Y%m").alias("in_month"))
    by_month = {name: frame.drop("in_month") for (name,), frame in rows.group_by("in_month", maintain_order=True)}
    names = sorted(by_month)
    changed = names[month % len(names)]
    again = with_numbers(frames(seed + 2)["stays"]).filter(pl.col("started").dt.strftime("%Y%m") == changed)
    sql = pass_sql(BY_TABLE["stays"])
    with Warehouse() as warehouse:
        here.mkdir(exist_ok=True)
        parts = [here / f"{name}.parquet" for name in names]
        for name, path in zip(names, parts, strict=True):
            by_month[name].write_parquet(path)
        before = store_cells(warehouse, "stays", sql, parts, here / "cells")
        pl.concat([by_month[changed].sample(fraction=share, seed=seed), again]).write_parquet(here / f"{changed}.parquet")
        after = store_cells(warehouse, "stays", sql, parts, here / "cells")
        full = store_cells(warehouse, "stays", sql, parts, here / "full")
    assert {path.name[:6] for path in set(after) - set(before)} <= {changed}
    assert len(set(after) & set(before)) >= len(names) - 1
    assert [path.name for path in after] == [path.name for path in full]
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(after, full, strict=True))


def test_cells_of_files_add_up_to_the_cells_of_all(tmp_path: Path) -> None:
    """A stay of one file is counted in the month in which it ended, which another file is of too: together they are the whole."""
    rows, measures = with_numbers(frames()["stays"]), BY_TABLE["stays"]
    keys = ["month", *keys_of("stays")]
    with Warehouse() as warehouse:
        warehouse.table_from("stays", rows)
        whole = warehouse.frame(cells_sql(measures)).sort(keys, nulls_last=True)
        parts = [tmp_path / f"{number}.parquet" for number in range(3)]
        for number, path in enumerate(parts):
            rows.gather_every(3, number).write_parquet(path)
        warehouse.run("drop table stays")
        warehouse.table_from(AREAS, areas_of({"stays": rows}))
        warehouse.view_of_parquet("kinds", *store_cells(warehouse, "stays", pass_sql(measures), parts, tmp_path / "cells"))
        named = warehouse.frame(named_cells_sql(measures, "kinds"))
    assert named.group_by(keys).sum().sort(keys, nulls_last=True).select(whole.columns).equals(whole)
