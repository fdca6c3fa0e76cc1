"""One Spark for all tests, on this machine, and the two engines side by side."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from wholeplace.place.shapes import SparkSettings
from wholeplace.terms import DataProblem
from wholeplace.warehouse import LargeWork, Warehouse, large_work
from wholeplace.warehouse.spark_session import session_of

SETTINGS = SparkSettings(master="local[2]", settings={"spark.sql.shuffle.partitions": "2", "spark.driver.memory": "2g"})


@pytest.fixture(scope="session")
def spark() -> SparkSettings:
    """Settings of a Spark that starts here."""
    try:
        session_of(SETTINGS)
    except DataProblem as letter:
        pytest.skip(f"needs pyspark (the extra `spark`) and Java 17 or newer: {letter.problems[0].what}")
    return SETTINGS


@pytest.fixture(scope="session")
def engines(spark: SparkSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, LargeWork]]:
    """Both engines, by name, over the same folder."""
    folder: Path = tmp_path_factory.mktemp("engines")
    with Warehouse() as duckdb, large_work(duckdb, spark, work=folder) as found:
        yield {"duckdb": duckdb, "spark": found}
