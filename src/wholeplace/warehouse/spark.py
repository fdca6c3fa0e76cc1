"""The house's SQL on Spark, for tables too large for one machine: a twin of `Warehouse` for the large work.

Every table it makes is a folder of Parquet files that all workers can read, and is gone at the end. Statements are carried
over by `to_spark`; sessions are set so that a query means the same on both engines.
"""

# PySpark is an extra, so most machines that check this code do not have it.
# pyright: reportMissingImports=false

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import polars as pl

from wholeplace.warehouse.engine import Warehouse
from wholeplace.warehouse.engines import AsksForSpark, LargeWork
from wholeplace.warehouse.spark_session import check_shared, session_of
from wholeplace.warehouse.spark_sql import statement_in, to_spark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

ROW = "file_row_number"


class SparkWarehouse:
    """Spark beside a DuckDB warehouse. Use as a context manager: its tables are gone at the end, Spark itself stays for the next.

    `work`: a folder that the driver and every worker see under the same path. Raises DataProblem when Spark cannot be had.
    """

    def __init__(self, *, beside: Warehouse, settings: AsksForSpark, work: Path) -> None:
        self._beside = beside
        self._session = session_of(settings)
        self._gone_at_end = None if work.exists() else work
        work.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._work = Path(tempfile.mkdtemp(prefix="spark-", dir=work)).resolve()
        self._made = 0
        self._folders: dict[str, Path] = {}
        check_shared(self._session, self._new_folder())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        shutil.rmtree(self._gone_at_end or self._work, ignore_errors=True)

    @property
    def made_by(self) -> str:
        """The engine and its version, for the key of what it makes."""
        return f"spark {self._session.version}"

    def run(self, sql: str) -> None:
        """Run one statement: CREATE TABLE ... AS writes its rows, CREATE VIEW ... AS does not, DROP forgets. Nothing else is known."""
        statement = statement_in(sql)
        if statement.kind == "drop":
            self._drop(statement.name)
        elif statement.kind == "table":
            rows = self._query(statement.query)
            self._keep(statement.name, self._written(rows), rows.schema)
        else:
            self._query(statement.query).createOrReplaceTempView(statement.name)

    def rows(self, sql: str) -> list[tuple]:
        """Run one query and return its rows as tuples."""
        return [tuple(row) for row in self._query(sql).collect()]

    def frame(self, sql: str) -> pl.DataFrame:
        """Run one query and return its rows as columns."""
        folder = self._written(self._query(sql))
        found = pl.read_parquet(_parts(folder))
        shutil.rmtree(folder)
        return found

    def columns(self, relation: str) -> dict[str, str]:
        """Column names and Spark's types of a table or view, in order."""
        return dict(self._session.table(relation).dtypes)

    def table_from(self, name: str, frame: pl.DataFrame) -> None:
        """Make `frame` a table called `name`, copied, so that the frame may go."""
        folder = self._new_folder()
        folder.mkdir()
        frame.write_parquet(folder / "part-0.parquet")
        self._keep(name, folder)

    def take_over(self, other: LargeWork, names: Sequence[str]) -> None:
        """Have the tables `names` of `other` too: copied, as they are now. Nothing is done where both are the same."""
        if other is self:
            return
        for name in names:
            folder = self._new_folder()
            other.write_parquet(f"select * from {name}", folder / "part-0.parquet")
            self._keep(name, folder)

    def text_type(self, _name: str, _values: str, /) -> str:
        """Texts stay texts: Spark has no enumerations."""
        return "varchar"

    def view_of_parquet(self, name: str, *paths: Path, alike: bool = False) -> None:
        """Let `name` stand for the rows of Parquet files (read when asked, not copied). A column that a file lacks is null there."""
        reader = self._session.read.option("mergeSchema", str(not alike).lower())
        reader.parquet(*(str(path.resolve()) for path in paths)).createOrReplaceTempView(name)

    def numbered_parquet(self, name: str, path: Path) -> None:
        """Let `name` stand for the rows of one Parquet file and `file_row_number`, their places in it from 0."""
        rows = self._session.read.parquet(str(path.resolve()))
        rows.selectExpr("*", f"_metadata.row_index as {ROW}").createOrReplaceTempView(name)

    def write_parquet(self, sql: str, path: Path) -> None:
        """Write a query's rows, in its order, to one Parquet file: Spark writes parts, DuckDB makes one file of them as they come."""
        folder = self._written(self._query(sql))
        self._beside.view_of_parquet("parts_of_spark", *_parts(folder))
        self._beside.write_parquet("select * from parts_of_spark", path)
        self._beside.run("drop view parts_of_spark")
        shutil.rmtree(folder)

    def _query(self, sql: str) -> "DataFrame":
        return self._session.sql(to_spark(sql))

    def _written(self, rows: "DataFrame") -> Path:
        folder = self._new_folder()
        rows.write.parquet(str(folder))
        return folder

    def _new_folder(self) -> Path:
        self._made += 1
        return self._work / f"{self._made}"

    def _keep(self, name: str, folder: Path, schema: "StructType | None" = None) -> None:
        """Let `name` stand for the files in `folder`. A schema that is known saves Spark from opening them to ask."""
        reader = self._session.read if schema is None else self._session.read.schema(schema)
        reader.parquet(str(folder)).createOrReplaceTempView(name)
        earlier = self._folders.pop(name, None)
        self._folders[name] = folder
        if earlier is not None:
            shutil.rmtree(earlier)

    def _drop(self, name: str) -> None:
        self._session.catalog.dropTempView(name)
        if name in self._folders:
            shutil.rmtree(self._folders.pop(name))


def _parts(folder: Path) -> list[Path]:
    """The files of one table, in the order in which Spark wrote them."""
    return sorted(folder.glob("part-*.parquet"))
