"""Pairs in, weights out: Splink does the sums, on the warehouse's own connection or on Spark."""

import logging
from collections.abc import Collection, Sequence
from typing import Any

import polars as pl
from splink import DuckDBAPI, Linker
from splink.internals.exceptions import SplinkException

from wholeplace.people.link.model.settings import settings_for
from wholeplace.people.link.model.weights import Comparison, Model, comparisons
from wholeplace.terms import DataProblem, Problem
from wholeplace.warehouse import Warehouse

logging.getLogger("splink").setLevel(logging.ERROR)  # its SQL may hold what people are called


def score(
    warehouse: Warehouse, model: Model, *, prior: float, compared: Sequence[Comparison] | None = None, engine: str = "duckdb"
) -> None:
    """Leaves `scored` (identity_no, other_identity_no, weight, probability, agree_<comparison>): one row for each row of `pairs`.

    Reads `pairs` (identity_no, other_identity_no) and `model_records`. `prior`: the probability that two taken at random are one.
    `compared`: the comparisons to make; else those of people that the model has rates for. `agree_` is -1 where something was
    missing, 0 for `other`, and counts upwards to the surest level. Raises DataProblem when the engine is not to be had or fails;
    the letter never shows a value.
    """
    compared = compared_in(model) if compared is None else compared
    linker, made = _linker(warehouse, model, compared, prior=prior, engine=engine)
    pairs = made["pairs"]
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    try:
        scored = linker.inference.predict(warning_mode="never")
    except SplinkException:
        raise _engine_failed(engine) from None  # its own message holds SQL, which may hold values
    names = {
        "identity_no_l": "identity_no",
        "identity_no_r": "other_identity_no",
        "match_weight": "weight",
        "match_probability": "probability",
    }
    names |= {f"gamma_{one.name}": f"agree_{one.name}" for one in compared}
    wanted = ", ".join(f"{theirs} as {ours}" for theirs, ours in names.items())
    if engine == "spark":
        warehouse.table_from("scored", pl.DataFrame(scored.as_duckdbpyrelation().select(wanted).to_arrow_table()))
    else:
        warehouse.run(f"create or replace table scored as select {wanted} from {scored.physical_name}")
    linker._db_api.delete_tables_created_by_splink_from_db()


def compared_in(model: Model) -> tuple[Comparison, ...]:
    """The comparisons that the model has rates for."""
    return tuple(one for one in comparisons().values() if one.name in model.rates)


def _linker(
    warehouse: Warehouse, model: Model, compared: Collection[Comparison], *, prior: float, engine: str
) -> tuple[Linker, dict[str, Any]]:
    settings = settings_for(compared, model.rates, prior=prior)
    blocked = "select identity_no as join_key_l, other_identity_no as join_key_r, '0' as match_key from pairs"
    if engine == "spark":
        api = _spark()
        records = api.register(warehouse.frame("select * from model_records").to_pandas(), table_name="people_to_compare")
        pairs = api.register(warehouse.frame(blocked).to_pandas(), table_name="pairs_to_compare")
    else:
        warehouse.run(f"create or replace view blocked_pairs as {blocked}")
        api = DuckDBAPI(connection=warehouse.connection)
        records, pairs = api.register("model_records"), api.register("blocked_pairs")
    linker = Linker(records, settings, log_level=None, validate_settings=False)
    return linker, {"pairs": pairs}


def _spark() -> Any:
    try:
        from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]  an engine that a place may add
        from splink import SparkAPI
    except ImportError:
        problem = Problem(
            where="linkage, engine",
            what="Spark was asked for, but its Python package is not installed here.",
            why="The model's comparisons would run on it.",
            fix='Install pyspark, or set engine = "duckdb".',
        )
        raise DataProblem("People cannot be linked", (problem,)) from None
    return SparkAPI(spark_session=SparkSession.builder.getOrCreate())


def _engine_failed(engine: str) -> DataProblem:
    problem = Problem(
        where=f"linkage, {engine}",
        what="the comparison of records stopped with an error of the engine.",
        why="Its message may hold names, so it is not shown.",
        fix="Run again with more memory; if it stays, report the version of the programme.",
    )
    return DataProblem("People cannot be linked", (problem,))
