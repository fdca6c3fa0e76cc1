"""One DuckDB process that runs the house's SQL. It knows tables and files, never what a row means."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import duckdb
import polars as pl
import pyarrow as pa

from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.warehouse.engines import LargeWork

MEMORY = "WHOLEPLACE_MEMORY_GIB"
MOST_MEMORY_GIB = 8.0
LEAST_MEMORY_GIB = 0.25

PIECE = 983_040

Value = str | int | float | bool | None | Sequence[str]


def memory_gib(environ: Mapping[str, str]) -> float:
    """GiB that a warehouse may hold before it spills to disk: WHOLEPLACE_MEMORY_GIB, else half of the machine's, at most 8.

    The process itself needs some more. Raises DataProblem when the setting is no number, or too small to work with.
    """
    text = environ.get(MEMORY, "")
    if not text:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        return max(LEAST_MEMORY_GIB, min(machine / 2, MOST_MEMORY_GIB))
    try:
        given = float(text)
    except ValueError:
        given = 0.0
    if not LEAST_MEMORY_GIB <= given < float("inf"):
        what = f'"{text}" is not a number of GiB of at least {LEAST_MEMORY_GIB}.'
        fix = f"Write a number such as 4, or leave {MEMORY} out for half of the machine's memory."
        raise DataProblem(
            "The setting cannot be used", (Problem(where=MEMORY, what=what, why="Work is held to this much memory.", fix=fix),)
        )
    return given


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
        self._connection.execute("set enable_progress_bar = false")  # we tell how far we are ourselves

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def beside(self) -> "Warehouse":
        """The same warehouse for another thread: its limits, tables and types, but views and temporary tables of its own."""
        other = Warehouse.__new__(Warehouse)
        other._connection = self._connection.cursor()
        return other

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection itself, for Splink only: it reads our tables where they are, so that none is copied."""
        return self._connection

    @property
    def made_by(self) -> str:
        """The engine and its version, for the key of what it makes."""
        return f"duckdb {duckdb.__version__}"

    def run(self, sql: str, values: Sequence[Value] = ()) -> None:
        """Run one statement for its effect."""
        self._connection.execute(sql, list(values))

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple]:
        """Run one query and return its rows as tuples."""
        return self._connection.execute(sql, list(values)).fetchall()

    def frame(self, sql: str, values: Sequence[Value] = ()) -> pl.DataFrame:
        """Run one query and return its rows as columns."""
        return pl.DataFrame(self._connection.sql(sql, params=list(values)).to_arrow_table())

    def arrow(self, sql: str) -> pa.Table:
        """Run one query and return its rows as Arrow columns, in pieces of PIECE rows."""
        return self._connection.sql(sql).to_arrow_table(PIECE)

    def view_of(self, name: str, table: pa.Table) -> None:
        """Let `name` stand for columns that are in memory (read where they lie, not copied). A column may be called rowid."""
        self._connection.register(f"columns_of_{name}", table)
        self._connection.execute(f"create or replace temp view {name} as select * from columns_of_{name}")

    def forget(self, name: str) -> None:
        """Let go of what `view_of` called `name`."""
        self._connection.execute(f"drop view {name}")
        self._connection.unregister(f"columns_of_{name}")

    def columns(self, relation: str) -> dict[str, str]:
        """Column names and SQL types of a table or view, in order."""
        return {name: kind for name, kind, *_ in self.rows(f"describe {relation}")}

    @contextmanager
    def batches(self, sql: str, size: int) -> Iterator[pa.RecordBatchReader]:
        """The rows of one query as Arrow batches of at most `size` rows, read as they are asked for.

        Until the block ends, nothing else may be asked of the connection: use it for reading a query off and for nothing else.
        """
        reader = self._connection.sql(sql).to_arrow_reader(size)
        try:
            yield reader
        finally:
            reader.close()

    def take_in(self, name: str, reader: pa.RecordBatchReader, *, columns: str = "*", more: bool = False) -> None:
        """Make the rows of an Arrow reader a table called `name` (`more`: add them to it), a batch at a time. `columns`: as SQL."""
        begin = f"insert into {name}" if more else f"create or replace table {name} as"
        self._connection.register("incoming_batches", reader)
        self._connection.execute(f"{begin} select {columns} from incoming_batches")
        self._connection.unregister("incoming_batches")

    def table_from(self, name: str, frame: pl.DataFrame) -> None:
        """Make `frame` a table called `name`, copied, so that the frame may go."""
        self._connection.register("incoming_frame", frame.to_arrow())
        self._connection.execute(f"create or replace table {name} as select * from incoming_frame")
        self._connection.unregister("incoming_frame")

    def view_of_parquet(self, name: str, *paths: Path, alike: bool = False) -> None:
        """Let `name` stand for the rows of Parquet files (read when asked, not copied). A column that a file lacks is null there.

        `alike`: all have the same columns, so only the first is asked for them, and not every file for each query.
        """
        self._connection.execute(f"create or replace view {name} as {_rows_of(paths, alike=alike)}")

    def table_of_parquet(self, name: str, *paths: Path) -> None:
        """Copy the rows of Parquet files into a table."""
        self._connection.execute(f"create or replace table {name} as {_rows_of(paths)}")

    def numbered_parquet(self, name: str, path: Path) -> None:
        """Let `name` stand for the rows of one Parquet file and `file_row_number`, their places in it from 0."""
        self._connection.execute(f"create or replace view {name} as select * from read_parquet({_quoted(path)}, file_row_number = true)")

    def take_over(self, other: "LargeWork", names: Sequence[str]) -> None:
        """Have the tables `names` of `other` too: copied, as they are now. Nothing is done where both are the same."""
        for name in names if other is not self else ():
            self.table_from(name, other.frame(f"select * from {name}"))

    def text_type(self, name: str, values: str, /) -> str:
        """The SQL type to sort and write a text column as, given the query of its different values: an enumeration called `name`.

        Sorting and writing codes takes half the time of texts. Readers see text again.
        """
        self._connection.execute(f"create type {name} as enum ({values})")
        return name

    def write_parquet(self, sql: str, path: Path) -> None:
        """Write a query's rows to one Parquet file. Order the query in full, or the bytes may differ between runs."""
        path.parent.mkdir(parents=True, exist_ok=True)
        target = str(path).replace("'", "''")
        self._connection.execute(f"copy ({sql}) to '{target}' (format parquet, compression zstd, compression_level 1)")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _rows_of(paths: Sequence[Path], *, alike: bool = False) -> str:
    files = ", ".join(map(_quoted, paths))
    return f"select * from read_parquet([{files}], union_by_name = {str(not alike).lower()})"
