"""Rows that a measure must leave out because nobody knows whose they are.

A measure that follows a person from one record to the next (who came back, who was still at home) counts only rows with a
person: its `counts` says `person_key is not null`. The rows left out are counted too, for they are not like the others:
people without a number are poorer, and more often from some ethnic groups.
"""

from functools import cache

import polars as pl
import sqlglot
from sqlglot import expressions as exp

from wholeplace.measures.rollup import FIGURE_KEYS
from wholeplace.measures.shapes import UNLINKED_COLUMNS, Measure
from wholeplace.warehouse import columns_named

PERSON = "person_key"


def follows_people(measure: Measure) -> bool:
    """Whether the measure counts only rows whose person is known."""
    return measure.table != "published" and PERSON in columns_named(measure.counts)


@cache
def _flipped(counts: str) -> str:
    tree = sqlglot.parse_one(counts, dialect="duckdb")
    return tree.transform(lambda node: node.this if _asks_for_a_person(node) else node).sql(dialect="duckdb")


def _asks_for_a_person(node: exp.Expr) -> bool:
    return isinstance(node, exp.Not) and _asks_for_nobody(node.this)


def without_a_person(measure: Measure) -> str:
    """The measure's `counts` with `person_key is not null` turned into its opposite: rows that would count if we knew whose they are."""
    return _flipped(measure.counts)


@cache
def by_known(condition: str) -> str:
    """`condition` with the column `known` in place of whether there is a person key, so that random keys are neither read nor hashed."""
    if PERSON not in columns_named(condition):
        return condition
    tree = sqlglot.parse_one(condition, dialect="duckdb")
    return tree.transform(lambda node: exp.not_(exp.column("known")) if _asks_for_nobody(node) else node).sql(dialect="duckdb")


def _asks_for_nobody(node: exp.Expr) -> bool:
    return isinstance(node, exp.Is) and isinstance(node.this, exp.Column) and node.this.name == PERSON


def unlinked_rows(raw: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """UNLINKED_COLUMNS of one measure that follows people, without its months."""
    told = raw.filter(pl.col("grain") != "month").select(pl.lit(str(measure.name)).alias("measure"), *FIGURE_KEYS, "counted", "unlinked")
    return told.select(list(UNLINKED_COLUMNS))
