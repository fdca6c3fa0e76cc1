"""Conditions: the part of SQL that a measure or a cohort may use, checked against the columns of its table.

The subset: comparisons (= <> < <= > >=), between, in (a list), is null, like, and, or, not, + - *, brackets, abs,
coalesce; columns of the one table; numbers, 'texts', true, false and DATE '2025-01-01'. Nothing else passes, so the
same text means the same on DuckDB and on Spark, reads no file and looks at no other row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import sqlglot
from sqlglot import expressions as exp
from sqlglot.errors import SqlglotError

from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse.columns import DATE, NUMBER, TEXT, YES_OR_NO, Column, Table

_ALLOWED = "Use columns, numbers, 'texts', = <> < <= > >=, between, in (a list), is null, like, and, or, not, + - *, abs, coalesce."
_WHY_NOT = "Conditions look at one row of one table, so that they mean the same everywhere and read nothing else."


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A checked expression: its SQL in one form for all engines, its kind, and the columns it names."""

    sql: str
    kind: str
    columns: frozenset[str]


@dataclass(slots=True)
class _Check:
    where: str
    table: Table
    problems: list[Problem]
    columns: set[str] = field(default_factory=set)

    def refuse(self, what: str, *, why: str = _WHY_NOT, fix: str = _ALLOWED) -> None:
        self.problems.append(Problem(where=self.where, what=what, why=why, fix=fix))


def read_condition(text: str, table: Table, *, where: str, wants: str, problems: list[Problem]) -> Condition | None:
    """Check `text` against the columns of `table`. None, with letters in `problems`, where it cannot be read.

    `wants` is the kind the whole must have: YES_OR_NO for a condition, NUMBER for an amount.
    """
    check, before = _Check(where, table, problems), len(problems)
    tree = _parsed(text, check)
    if tree is None:
        return None
    kind = _kind_of(tree, check)
    if kind is not None and kind != wants and len(problems) == before:
        asked = "a yes or no for each row" if wants == YES_OR_NO else f"a {wants}"
        fix = f"Write an expression that gives {asked}."
        check.refuse(f'"{text.strip()}" gives a {kind}.', why=f"Here {asked} is needed.", fix=fix)
    if len(problems) > before:
        return None
    return Condition(sql=tree.sql(dialect="duckdb", comments=False), kind=wants, columns=frozenset(check.columns))


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


def _parsed(text: str, check: _Check) -> exp.Expr | None:
    try:
        trees = sqlglot.parse(text, dialect="duckdb")
    except SqlglotError:
        check.refuse(f'"{text.strip()}" cannot be read as SQL.', why="A word, bracket or quotation mark is out of place.")
        return None
    if len(trees) != 1 or trees[0] is None:
        check.refuse(f'"{text.strip()}" is not one condition.', why="One thing is asked in one place.", fix="Write one expression.")
        return None
    return trees[0]


def _kind_of(node: exp.Expr, check: _Check) -> str | None:
    """The kind of value that `node` gives; None when a problem was already written down."""
    reader = _READERS.get(type(node))
    if reader is None:
        check.refuse(f'"{node.sql(dialect="duckdb")}" is not allowed in a condition.')
        return None
    return reader(node, check)


def _column(node: exp.Column, check: _Check) -> str | None:
    if node.table:
        check.refuse(f'"{node.sql()}" names a table.', fix="Name the column alone.")
        return None
    column = check.table.columns.get(node.name)
    if column is None:
        check.refuse(
            f'table {check.table.name} has no column "{node.name}".',
            why="A condition on a column that does not exist cannot be answered.",
            fix=did_you_mean(node.name, check.table.columns) or f"Its columns: {', '.join(check.table.columns)}.",
        )
        return None
    check.columns.add(column.name)
    return column.kind


def _literal(node: exp.Literal, _: _Check) -> str:
    return TEXT if node.is_string else NUMBER


def _yes_or_no(_node: exp.Boolean, _: _Check) -> str:
    return YES_OR_NO


def _date_literal(node: exp.Cast, check: _Check) -> str | None:
    inner = node.this
    if not (node.to.is_type("date") and isinstance(inner, exp.Literal) and inner.is_string):
        check.refuse(
            f'"{node.sql(dialect="duckdb")}" changes a type.', fix="Compare columns as they are. A day is written DATE '2025-01-01'."
        )
        return None
    try:
        date.fromisoformat(inner.name)
    except ValueError:
        check.refuse(f'"{inner.name}" is not a day.', why="It stands in no calendar.", fix="Write a day as DATE '2025-01-31'.")
        return None
    return DATE


def _junction(node: exp.Binary, check: _Check) -> str | None:
    for side in (node.left, node.right):
        _must_be(side, YES_OR_NO, check)
    return YES_OR_NO


def _not(node: exp.Not, check: _Check) -> str | None:
    _must_be(node.this, YES_OR_NO, check)
    return YES_OR_NO


def _must_be(node: exp.Expr, wanted: str, check: _Check) -> None:
    kind = _kind_of(node, check)
    if kind is not None and kind != wanted:
        check.refuse(
            f'"{node.sql(dialect="duckdb")}" is a {kind} where a {wanted} is needed.',
            why="DuckDB and Spark would each guess, and not alike.",
            fix="Compare it with something, such as a number or a text." if wanted == YES_OR_NO else "Use a column of numbers.",
        )


def _comparison(node: exp.Binary, check: _Check) -> str:
    _same_kind(node, (node.left, node.right), check)
    return YES_OR_NO


def _between(node: exp.Between, check: _Check) -> str:
    _same_kind(node, (node.this, node.args["low"], node.args["high"]), check)
    return YES_OR_NO


def _in(node: exp.In, check: _Check) -> str:
    if node.args.get("query") is not None or node.args.get("unnest") is not None or not node.expressions:
        check.refuse(f'"{node.sql(dialect="duckdb")}" looks into another table.', fix="Write the list out: in ('a', 'b').")
        return YES_OR_NO
    _same_kind(node, (node.this, *node.expressions), check)
    return YES_OR_NO


def _same_kind(node: exp.Expr, sides: tuple[exp.Expr, ...], check: _Check) -> None:
    kinds = [_kind_of(side, check) for side in sides]
    if None in kinds:
        return
    if len(set(kinds)) > 1:
        told = " with ".join(f"a {kind}" for kind in dict.fromkeys(kinds))
        check.refuse(
            f'"{node.sql(dialect="duckdb")}" compares {told}.',
            why="DuckDB and Spark would each guess how, and not alike.",
            fix="Compare numbers with numbers, texts with 'texts' in quotation marks, and days with DATE '2025-01-01'.",
        )
        return
    _known_values(sides, check)


def _known_values(sides: tuple[exp.Expr, ...], check: _Check) -> None:
    """A text that the column never holds would count nobody, in silence."""
    columns = [check.table.columns[side.name] for side in sides if isinstance(side, exp.Column)]
    texts = [side.name for side in sides if isinstance(side, exp.Literal) and side.is_string]
    for column in columns:
        for text in texts:
            if column.values and text not in column.values:
                check.refuse(
                    f"column {column.name} never holds '{text}'.",
                    why="The condition would count nobody, and say nothing.",
                    fix=did_you_mean(text, column.values) or f"It holds {_in_words(column)}.",
                )


def _in_words(column: Column) -> str:
    return ", ".join(f"'{value}'" for value in column.values)


def _is_null(node: exp.Is, check: _Check) -> str:
    if not isinstance(node.expression, exp.Null):
        check.refuse(f'"{node.sql(dialect="duckdb")}" is not allowed.', fix="Write `is null`, `is not null`, or the column alone.")
    _kind_of(node.this, check)
    return YES_OR_NO


def _like(node: exp.Like, check: _Check) -> str:
    for side in (node.this, node.expression):
        _must_be(side, TEXT, check)
    return YES_OR_NO


def _arithmetic(node: exp.Binary, check: _Check) -> str:
    for side in (node.left, node.right):
        _must_be(side, NUMBER, check)
    return NUMBER


def _one_number(node: exp.Expr, check: _Check) -> str:
    _must_be(node.this, NUMBER, check)
    return NUMBER


def _brackets(node: exp.Paren, check: _Check) -> str | None:
    return _kind_of(node.this, check)


def _coalesce(node: exp.Coalesce, check: _Check) -> str | None:
    sides = (node.this, *node.expressions)
    _same_kind(node, sides, check)
    return _kind_of(sides[0], _Check(check.where, check.table, []))


_READERS: Mapping[type, Callable[..., str | None]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Boolean: _yes_or_no,
    exp.Cast: _date_literal,
    exp.And: _junction,
    exp.Or: _junction,
    exp.Not: _not,
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE), _comparison),
    exp.Between: _between,
    exp.In: _in,
    exp.Is: _is_null,
    exp.Like: _like,
    **dict.fromkeys((exp.Add, exp.Sub, exp.Mul), _arithmetic),
    exp.Neg: _one_number,
    exp.Abs: _one_number,
    exp.Paren: _brackets,
    exp.Coalesce: _coalesce,
}
