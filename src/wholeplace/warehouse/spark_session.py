"""Starts Spark as a place asks for it, with what our SQL takes for granted, or says in a letter why it cannot be had."""

# PySpark is an extra, so most machines that check this code do not have it.
# pyright: reportMissingImports=false

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from wholeplace.terms import DataProblem, Problem
from wholeplace.warehouse.engines import AsksForSpark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "WHOLEPLACE_SPARK_MASTER"
"""In the environment: the address of the cluster. It wins over place.toml, so that one place can be tried on another cluster."""

SAME_MEANING = {
    "spark.sql.ansi.enabled": "true",  # a number too large is an error, as in DuckDB, never another number
    "spark.sql.caseSensitive": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # our times are wall clocks without a zone
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # no second calendar for days before 1582
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}
"""Settings that decide what a query means. They are ours; a place may not set them."""

QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={Path(__file__).with_name('spark-log.properties')}",
    "spark.sql.parquet.compression.codec": "zstd",
}
"""Settings that change no answer. A place may set them otherwise."""

HERE = {
    "spark.driver.host": "127.0.0.1",  # Spark listens to nobody else
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 1)),  # Spark's 200 are for many machines
}
"""Settings for this machine alone. A place may set them otherwise."""

CONFIGURED = ("SPARK_CONF_DIR", "SPARK_HOME")
"""In the environment: where somebody has configured Spark, its own files say which cluster it is."""

PROBE, PARTS = 1000, 8
"""Rows and parts of the trial that tells whether a folder is shared."""

SUBJECT = "The engine cannot be started"
_WHY = 'place.toml says engine = "spark", and DuckDB never stands in for it unasked.'
_OR = "Or take the line out of place.toml to work on this machine with DuckDB."


def session_of(settings: AsksForSpark) -> "SparkSession":
    """A session of its own in the Spark that `settings` ask for, started when none runs in this process.

    Raises DataProblem when pyspark or Java is absent, Spark does not start, another cluster is already in use here, or a setting
    would change what our SQL means.
    """
    _check_settings(settings)
    _check_installed()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    master = os.environ.get(MASTER) or settings.master
    local = is_local(master) and not any(os.environ.get(name) for name in CONFIGURED)
    builder = SparkSession.builder.appName("wholeplace").config(map={**QUIET, **(HERE if local else {}), **settings.settings})
    try:
        started = (builder.master(master) if master else builder).getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise _letter(
            f"Spark did not start ({_first_line(error)}).",
            "Check that Java is version 17 or newer, and master and [spark.settings] in place.toml. Spark's own words stand above.",
        ) from None
    running = started.sparkContext.master
    if master and running != master:
        raise _letter(f"this process already works on {running}, not on {master}.", "Run this place in a process of its own.")
    session = started.newSession()
    for name, value in SAME_MEANING.items():
        session.conf.set(name, value)
    return session


def is_local(master: str | None) -> bool:
    """Whether Spark works in one process on this machine. `local-cluster` is a cluster, only a small one."""
    return master is None or (master.startswith("local") and not master.startswith("local-cluster"))


def check_shared(session: "SparkSession", folder: Path) -> None:
    """Raise DataProblem unless what every worker writes to `folder` can be read here.

    Where it cannot, Spark writes tables without rows and says nothing of it.
    """
    if is_local(session.sparkContext.master):
        return
    session.range(0, PROBE, 1, PARTS).write.parquet(str(folder))
    seen = sum(pq.read_metadata(part).num_rows for part in folder.glob("part-*.parquet"))
    if seen != PROBE:
        raise _letter(
            f"of {PROBE} rows that the workers wrote as a trial, {seen} can be read here.",
            "Give work in [spark] a folder that every worker and this machine share under one path, as the place folder must be too.",
        )


def _check_settings(settings: AsksForSpark) -> None:
    if clash := sorted(SAME_MEANING.keys() & settings.settings.keys()):
        raise DataProblem(
            SUBJECT,
            [
                Problem(
                    where=f"place.toml, spark.settings.{name}",
                    what="it is not for a place to set.",
                    why="It decides what a query means, and figures would depend on it.",
                    fix="Take the line out.",
                )
                for name in clash
            ],
        )


def _check_installed() -> None:
    if find_spec("pyspark") is None:
        raise _letter("pyspark is not installed.", "Install it beside wholeplace: python -m pip install 'wholeplace[spark]'.")
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if not java or not Path(java).is_file():
        where = "JAVA_HOME names no Java" if home else "no Java is found"
        raise _letter(f"{where}, and Spark runs on it.", "Install Java 17 or newer, and let JAVA_HOME name its folder or PATH its java.")


def _letter(what: str, fix: str) -> DataProblem:
    return DataProblem(SUBJECT, [Problem(where="place.toml, engine", what=what, why=_WHY, fix=f"{fix} {_OR}")])


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")[:200] or type(error).__name__
