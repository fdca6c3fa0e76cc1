"""Amounts as whole numbers, so that adding them up gives the same digits in any order and on any engine.

Days, minutes and pence are whole as they stand. An amount that may have a fraction (a score, hours made of minutes) is held
in millionths: each row's amount is rounded to the sixth decimal once, before anything is added up.
"""

import sqlglot
from sqlglot import expressions as exp

from wholeplace.feeds.tables import PUBLISHED, SPEND
from wholeplace.measures.registered import counted_table
from wholeplace.people.tables import JOURNEY_TABLES

MILLIONTHS = 1_000_000
_WHOLE = ("BIGINT", "INTEGER", "SMALLINT")
_TYPES = {
    "spend": SPEND.columns,
    "published": PUBLISHED.columns,
    **{table.name: {name: kind for name, (kind, _) in table.columns.items()} for table in JOURNEY_TABLES.values()},
}
_KEEP_WHOLE = (exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Paren, exp.Greatest, exp.Least, exp.Coalesce, exp.Abs)


def parts_in_one(table: str, amount: str) -> int:
    """How many of the units in which an amount is held make one: 1 for whole amounts, else a million."""
    return 1 if is_whole(table, amount) else MILLIONTHS


def is_whole(table: str, amount: str) -> bool:
    """Whether the amount of every row of `table` is a whole number: whole columns and numbers, added, taken off and multiplied."""
    columns = frozenset(name for name, kind in _TYPES[counted_table(table)].items() if kind in _WHOLE)
    return _is_whole(sqlglot.parse_one(amount, dialect="duckdb"), columns)


def _is_whole(node: exp.Expr, columns: frozenset[str]) -> bool:
    if isinstance(node, exp.Column):
        return node.name in columns
    if isinstance(node, exp.Literal):
        return node.is_int
    return isinstance(node, _KEEP_WHOLE) and all(_is_whole(child, columns) for child in node.iter_expressions())


def row_sql(table: str, amount: str) -> str:
    """SQL: the amount of one row, before it is held."""
    return f"cast({amount} as {'bigint' if is_whole(table, amount) else 'double'})"


def total_sql(table: str, amount: str, column: str) -> str:
    """SQL: the sum of `column` (made by `row_sql`) as a whole number."""
    held = column if is_whole(table, amount) else f"cast(round({column} * {MILLIONTHS}) as bigint)"
    return f"cast(coalesce(sum({held}), 0) as bigint)"


def squares_sql(table: str, amount: str, column: str) -> str:
    """SQL: the sum of squares of `column`; of an amount with a fraction in millionths too, in a wider number as squares grow fast."""
    if is_whole(table, amount):
        return f"cast(coalesce(sum({column} * {column}), 0) as bigint)"
    held = f"cast(round({column} * {column} * {MILLIONTHS}) as decimal(38, 0))"
    return f"cast(coalesce(sum({held}), 0) as decimal(38, 0))"
