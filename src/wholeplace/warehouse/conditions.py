"""Conditions: the part of SQL that a measure or a cohort may use, checked against the columns of its table.

The subset: comparisons (= <> < <= > >=), between, in (a list), is null, like, and, or, not, + - *, brackets, abs,
coalesce; columns of the one table; numbers, 'texts', true, false and DATE '2025-01-01'; and, for a column of codes,
in codes('asthma'), or any_of(diagnoses, codes('asthma')) where it holds several, written out from a code list. Nothing else
passes, so the same text means the same on DuckDB and on Spark, reads no file and looks at no other row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import sqlglot
from sqlglot import expressions as exp
from sqlglot.errors import SqlglotError

from wholeplace.terms import Problem
from wholeplace.warehouse.code_lists import CodeList, any_written_out, written_out
from wholeplace.warehouse.columns import YES_OR_NO, Table
from wholeplace.warehouse.condition_words import Check, any_of_named, kind_of, lists_named

NO_LISTS: Mapping[str, CodeList] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A checked expression: its SQL in one form for all engines, its kind, and the columns and code lists it names."""

    sql: str
    kind: str
    columns: frozenset[str]
    code_lists: frozenset[str] = frozenset()


def read_condition(
    text: str, table: Table, *, where: str, wants: str, problems: list[Problem], lists: Mapping[str, CodeList] = NO_LISTS
) -> Condition | None:
    """Check `text` against the columns of `table`. None, with letters in `problems`, where it cannot be read.

    `wants` is the kind the whole must have: YES_OR_NO for a condition, NUMBER for an amount. `lists`: the code lists that it
    may name; they stand written out in the SQL.
    """
    check, before = Check(where, table, problems, lists), len(problems)
    tree = _parsed(text, check)
    if tree is None:
        return None
    kind = kind_of(tree, check)
    if kind is not None and kind != wants and len(problems) == before:
        asked = "a yes or no for each row" if wants == YES_OR_NO else f"a {wants}"
        fix = f"Write an expression that gives {asked}."
        check.refuse(f'"{text.strip()}" gives a {kind}.', why=f"Here {asked} is needed.", fix=fix)
    if len(problems) > before:
        return None
    whole = tree.transform(_without_lists, lists)
    return Condition(
        sql=whole.sql(dialect="duckdb", comments=False), kind=wants, columns=frozenset(check.columns), code_lists=frozenset(check.used)
    )


@cache
def columns_named(text: str) -> frozenset[str]:
    """The columns that a checked condition names."""
    return frozenset(column.name for column in sqlglot.parse_one(text, dialect="duckdb").find_all(exp.Column))


@cache
def numbers_compared(text: str, column: str) -> frozenset[int] | None:
    """The whole numbers that a checked condition compares a column with. None where it uses the column in any other way."""
    found: set[int] = set()
    for use in sqlglot.parse_one(text, dialect="duckdb").find_all(exp.Column):
        if use.name == column:
            numbers = _numbers_beside(use)
            if numbers is None:
                return None
            found |= numbers
    return frozenset(found)


def _numbers_beside(use: exp.Column) -> frozenset[int] | None:
    beside = use.parent
    if isinstance(beside, exp.Is):
        return frozenset()
    if not isinstance(beside, (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In)):
        return None
    others = [node for node in beside.iter_expressions() if node is not use]
    if all(isinstance(node, exp.Literal) and not node.is_string and node.name.isdigit() for node in others):
        return frozenset(int(node.name) for node in others)
    return None


def _parsed(text: str, check: Check) -> exp.Expr | None:
    try:
        trees = sqlglot.parse(text, dialect="duckdb")
    except SqlglotError:
        check.refuse(f'"{text.strip()}" cannot be read as SQL.', why="A word, bracket or quotation mark is out of place.")
        return None
    if len(trees) != 1 or trees[0] is None:
        check.refuse(f'"{text.strip()}" is not one condition.', why="One thing is asked in one place.", fix="Write one expression.")
        return None
    return trees[0]


def _without_lists(node: exp.Expr, lists: Mapping[str, CodeList]) -> exp.Expr:
    if named := lists_named(node):
        sql = written_out(node.this.sql(dialect="duckdb"), [lists[each.name] for each in named.expressions])
    elif several := any_of_named(node):
        column, named = several
        sql = any_written_out(column.sql(dialect="duckdb"), [lists[each.name] for each in named.expressions])
    else:
        return node
    return sqlglot.parse_one(sql, dialect="duckdb")
