"""The demo place on both engines: every row of every journey, every figure of every measure."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.spark.front_door_files import add_front_door
from wholeplace.demo import make
from wholeplace.feeds import receive
from wholeplace.measures import Results, compute
from wholeplace.people import build_journeys
from wholeplace.people.building import WRITTEN
from wholeplace.place import read_place
from wholeplace.place.shapes import SparkSettings
from wholeplace.terms import DataProblem
from wholeplace.warehouse.spark import SparkWarehouse

pytestmark = pytest.mark.slow
PEOPLE = 2_000


@pytest.fixture(scope="module")
def places(spark: SparkSettings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One place twice, with the same links: the keys of people are drawn once."""
    folder = tmp_path_factory.mktemp("places")
    on_duckdb, on_spark = folder / "duckdb", folder / "spark"
    make(on_duckdb, people=PEOPLE, seed=1)
    add_front_door(on_duckdb / "feeds")
    receive(read_place(on_duckdb))
    build_journeys(read_place(on_duckdb))
    shutil.rmtree(on_duckdb / ".wholeplace" / "journeys")
    shutil.copytree(on_duckdb, on_spark)
    text = (on_spark / "place.toml").read_text(encoding="utf-8")
    section = f'\n[spark]\nmaster = "{spark.master}"\n[spark.settings]\n"spark.sql.shuffle.partitions" = 2\n'
    (on_spark / "place.toml").write_text(f'engine = "spark"\n{text}{section}', encoding="utf-8")
    return {"duckdb": on_duckdb, "spark": on_spark}


@pytest.fixture(scope="module")
def worked(places: dict[str, Path]) -> dict[str, Results]:
    """The results of both. Spark is seen to have written the tables, so that nothing is compared with itself."""
    written = []
    with pytest.MonkeyPatch.context() as patch:
        write = SparkWarehouse.write_parquet
        patch.setattr(SparkWarehouse, "write_parquet", lambda self, sql, path: (written.append(path), write(self, sql, path)))
        found = {}
        for engine, folder in places.items():
            build_journeys(read_place(folder))
            found[engine] = compute(read_place(folder))
    state = places["spark"] / ".wholeplace"
    assert {path.stem for path in written if "cells" not in path.parts} >= WRITTEN.keys()
    assert any(state / "cells" in path.parents for path in written)
    return found


@pytest.fixture
def journeys(worked: dict[str, Results], places: dict[str, Path]) -> dict[str, Path]:
    return {engine: folder / ".wholeplace" / "journeys" for engine, folder in places.items()}


@pytest.mark.parametrize("table", WRITTEN)
def test_every_row_of_a_journey_is_the_same(table: str, journeys: dict[str, Path]) -> None:
    ours, theirs = (pl.read_parquet(journeys[engine] / f"{table}.parquet") for engine in ("duckdb", "spark"))
    assert len(ours) > 0
    assert theirs.schema == ours.schema
    assert theirs.equals(ours)  # in the same order too


@pytest.mark.parametrize("file", ["link_quality.json", "links.json"])
def test_what_is_told_of_linkage_is_the_same(file: str, journeys: dict[str, Path]) -> None:
    assert (journeys["spark"] / file).read_text(encoding="utf-8") == (journeys["duckdb"] / file).read_text(encoding="utf-8")


def test_every_figure_of_every_measure_is_the_same(worked: dict[str, Results]) -> None:
    ours, theirs = worked["duckdb"], worked["spark"]
    assert len(ours.measures) >= 95
    assert ours.rows.filter(pl.col("value").is_not_null())["measure"].n_unique() > 80
    differ = [
        measure for measure in ours.measures
        if not theirs.rows.filter(pl.col("measure") == measure).equals(ours.rows.filter(pl.col("measure") == measure))
    ]  # fmt: skip
    assert differ == []
    assert theirs.rows.equals(ours.rows)


def test_notes_and_unlinked_rows_are_the_same(worked: dict[str, Results]) -> None:
    ours, theirs = worked["duckdb"], worked["spark"]
    assert ours.unlinked is not None
    assert theirs.unlinked is not None
    assert theirs.unlinked.equals(ours.unlinked)
    assert theirs.notes == ours.notes
    assert theirs.period == ours.period


def test_nothing_of_spark_is_left_in_the_place(worked: dict[str, Results], places: dict[str, Path]) -> None:
    state = places["spark"] / ".wholeplace"
    assert [path for path in state.rglob("*") if "spark" in path.name or path.name == "spill"] == []


def test_a_place_that_asks_for_spark_without_java_makes_nothing(places: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = places["spark"].with_name("without")
    shutil.copytree(places["spark"], folder)
    shutil.rmtree(folder / ".wholeplace" / "journeys", ignore_errors=True)
    monkeypatch.setenv("JAVA_HOME", str(folder / "nowhere"))
    with pytest.raises(DataProblem, match="DuckDB never stands in for it unasked"):
        build_journeys(read_place(folder))
    assert not (folder / ".wholeplace" / "journeys").exists()
