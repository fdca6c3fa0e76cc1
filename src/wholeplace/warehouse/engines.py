"""Which engine does the large work: DuckDB on this machine, or Spark. The choice is made here, once, and rooms do not ask."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import polars as pl

from wholeplace.warehouse.engine import Warehouse


class AsksForSpark(Protocol):
    """What a place says of Spark (place.toml, [spark]). `master`: the address of its cluster (None: as Spark itself is configured,
    else this machine). `settings`: Spark's own, by name. `work`: a folder that every worker reads and writes under the same path
    (None: inside the place's own state).
    """

    @property
    def master(self) -> str | None: ...

    @property
    def settings(self) -> Mapping[str, str]: ...

    @property
    def work(self) -> Path | None: ...


class LargeWork(Protocol):
    """What runs SQL over tables of many rows. `Warehouse` and `SparkWarehouse` are it, and mean the same by every method."""

    @property
    def made_by(self) -> str:
        """The engine and its version, for the key of what it makes."""
        ...

    def run(self, sql: str) -> None:
        """Run one statement: CREATE TABLE or VIEW ... AS, or DROP."""
        ...

    def rows(self, sql: str) -> list[tuple]:
        """The rows of one query as tuples."""
        ...

    def frame(self, sql: str) -> pl.DataFrame:
        """The rows of one query as columns."""
        ...

    def columns(self, relation: str) -> Mapping[str, str]:
        """Column names and the engine's own types of a table or view, in order."""
        ...

    def table_from(self, name: str, frame: pl.DataFrame) -> None:
        """Make `frame` a table called `name`."""
        ...

    def text_type(self, name: str, values: str, /) -> str:
        """The SQL type to sort and write a text column as, given the query of its different values."""
        ...

    def view_of_parquet(self, name: str, *paths: Path, alike: bool = False) -> None:
        """Let `name` stand for the rows of Parquet files. `alike`: all have the same columns."""
        ...

    def numbered_parquet(self, name: str, path: Path) -> None:
        """Let `name` stand for the rows of one Parquet file and `file_row_number`, their places in it from 0."""
        ...

    def write_parquet(self, sql: str, path: Path) -> None:
        """Write a query's rows, in its order, to one Parquet file."""
        ...

    def take_over(self, other: "LargeWork", names: Sequence[str]) -> None:
        """Have the tables `names` of `other` too. Nothing is done where both are the same."""
        ...


@contextmanager
def large_work(warehouse: Warehouse, spark: AsksForSpark | None, *, work: Path) -> Iterator[LargeWork]:
    """What does the large work beside `warehouse`: the warehouse itself, or Spark where a place asks for it, with its tables in a
    folder inside `work` (or inside the settings' own).

    Raises DataProblem when Spark is asked for and cannot be had. DuckDB never stands in for it unasked.
    """
    if spark is None:
        yield warehouse
        return
    from wholeplace.warehouse.spark import SparkWarehouse  # only a place that asks for Spark waits for it

    with SparkWarehouse(beside=warehouse, settings=spark, work=spark.work or work) as found:
        yield found
