"""Rules that need no model: several identifiers agree, and on both sides nobody else fits."""

from functools import cache
from pathlib import Path

import polars as pl

from wholeplace.people.models import Model, read_models, run_models
from wholeplace.warehouse import Warehouse

FOLDER = Path(__file__).parent


def run_cascade(warehouse: Warehouse) -> None:
    """Leaves `found` (entity_no, other_no, rule): seeking entities that a rule gives to one standing entity.

    Reads `seeking` and `standing` (rows of `standard` with entity_no), `birth_shares` and `limits`; takes what is found out of
    `seeking`. Rules run from the surest on; an entity that a rule pairs with two others is left to later rules and the model.
    """
    warehouse.run("create or replace table found (entity_no bigint, other_no bigint, rule varchar)")
    steps = read_models(FOLDER / "steps")
    warehouse.run(f"create or replace table met as {steps['met'].sql}")
    for rule in rules()["rule"]:
        if rule == "name_near":
            run_models(warehouse, {"expected_namesakes": steps["expected_namesakes"]}, keep=("expected_namesakes",))
        warehouse.run(f"create or replace table rule_pairs as {rule_models()[rule].sql}")
        warehouse.run(f"insert into found select entity_no, other_no, '{rule}' from ({steps['unique_matches'].sql})")
        for table in ("seeking", "met"):
            warehouse.run(f"delete from {table} where entity_no in (select entity_no from found)")
    for table in ("met", "rule_pairs", "expected_namesakes"):
        warehouse.run(f"drop table {table}")


def run_among_unknown(warehouse: Warehouse) -> None:
    """Leaves `found_among` (entity_no, other_no, rule): pairs of seeking entities that a strong rule says are one.

    These are people whom nobody else knows, so there is no other person a pair could belong to instead.
    """
    warehouse.run("create or replace table found_among (entity_no bigint, other_no bigint, rule varchar)")
    warehouse.run("create or replace view standing as select * from seeking")
    warehouse.run(f"create or replace table met as {read_models(FOLDER / 'steps')['met'].sql}")
    for rule in rules().filter(pl.col("also_among_unknown") == "yes")["rule"]:
        pairs = f"select distinct entity_no, other_no, '{rule}' from ({rule_models()[rule].sql}) where entity_no < other_no"
        warehouse.run(f"insert into found_among {pairs}")
    warehouse.run("drop view standing")
    warehouse.run("drop table met")


@cache
def rules() -> pl.DataFrame:
    """rule, says, also_among_unknown, place: the rules in their order."""
    return pl.read_csv(FOLDER / "rules.csv").sort("place")


def rule_models() -> dict[str, Model]:
    """The SQL of every rule, by its name."""
    return dict(read_models(FOLDER / "rules"))


__all__ = ["rules", "run_among_unknown", "run_cascade"]
