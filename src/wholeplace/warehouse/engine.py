"""One DuckDB process that runs the house's SQL. It knows tables and files, never what a row means."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import polars as pl

Value = str | int | float | bool | None | Sequence[str]


class Warehouse:
    """A connection with its limits set. Use as a context manager: what it held is gone at the end.

    `memory_gib` and `threads` default to what the machine offers; work beyond memory spills to `spill`.
    """

    def __init__(self, *, spill: Path | None = None, memory_gib: float | None = None, threads: int | None = None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": True}
        if spill is not None:
            settings["temp_directory"] = str(spill)
        if memory_gib is not None:
            settings["memory_limit"] = f"{memory_gib}GiB"
        if threads is not None:
            settings["threads"] = threads
        self._connection = duckdb.connect(":memory:", config=settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def run(self, sql: str, values: Sequence[Value] = ()) -> None:
        """Run one statement for its effect."""
        self._connection.execute(sql, list(values))

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple]:
        """Run one query and return its rows as tuples."""
        return self._connection.execute(sql, list(values)).fetchall()

    def frame(self, sql: str, values: Sequence[Value] = ()) -> pl.DataFrame:
        """Run one query and return its rows as columns."""
        return pl.DataFrame(self._connection.sql(sql, params=list(values)).to_arrow_table())

    def columns(self, relation: str) -> dict[str, str]:
        """Column names and SQL types of a table or view, in order."""
        return {name: kind for name, kind, *_ in self.rows(f"describe {relation}")}

    def table_from(self, name: str, frame: pl.DataFrame) -> None:
        """Make `frame` a table called `name`, copied, so that the frame may go."""
        self._connection.register("incoming_frame", frame.to_arrow())
        self._connection.execute(f"create or replace table {name} as select * from incoming_frame")
        self._connection.unregister("incoming_frame")

    def view_of_parquet(self, name: str, *paths: Path) -> None:
        """Let `name` stand for the rows of Parquet files (read when asked, not copied)."""
        files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        self._connection.execute(f"create or replace view {name} as select * from read_parquet([{files}], union_by_name = true)")

    def write_parquet(self, sql: str, path: Path) -> None:
        """Write a query's rows to one Parquet file. Order the query in full, or the bytes may differ between runs."""
        path.parent.mkdir(parents=True, exist_ok=True)
        target = str(path).replace("'", "''")
        self._connection.execute(f"copy ({sql}) to '{target}' (format parquet, compression zstd, compression_level 1)")
