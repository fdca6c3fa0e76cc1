"""The part of place.toml that says what does the large work: DuckDB on this machine, or Spark."""

from collections.abc import Mapping
from pathlib import Path

from wholeplace.place.shapes import SparkSettings
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

DUCKDB, SPARK = ENGINES = ("duckdb", "spark")

KEYS = {"master": "text", "work": "text", "settings": "a table"}
"""The settings of [spark] and what each is."""


def engine_from(name: str, given: Mapping, problems: list[Problem]) -> SparkSettings | None:
    """How Spark is set where `name` asks for it; None for DuckDB, whatever [spark] says. Letters when a value cannot be."""
    found = [*_engine(name), *_settings(given.get("settings", {}))]
    problems += found
    if found or name == DUCKDB:
        return None
    work = given.get("work")
    settings = {key: _as_spark_writes(value) for key, value in given.get("settings", {}).items()}
    return SparkSettings(master=given.get("master"), settings=settings, work=None if work is None else Path(work))


def _engine(name: str) -> list[Problem]:
    if name in ENGINES:
        return []
    fix = did_you_mean(name, ENGINES) or f"Choose one of: {', '.join(ENGINES)}."
    return [Problem(where="place.toml, engine", what=f'there is no engine "{name}".', why="Something must run the SQL.", fix=fix)]


def _settings(given: Mapping) -> list[Problem]:
    return [
        Problem(
            where=f"place.toml, spark.settings.{key}",
            what="it is not one of Spark's settings with a text, a number, true or false.",
            why="It would be ignored in silence.",
            fix='Write the whole name in quotation marks, such as "spark.executor.memory" = "8g".',
        )
        for key, value in given.items()
        if not key.startswith("spark.") or not isinstance(value, str | int | float)
    ]


def _as_spark_writes(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
