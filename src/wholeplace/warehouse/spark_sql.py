"""Our SQL as Spark must read it to mean the same.

SQLGlot knows how each dialect writes a thing. Where Spark has the same word for another thing, it carries the word over; those
forms are rewritten here, each with its reason. What cannot be rewritten is refused in `dialect`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import ErrorLevel

from wholeplace.warehouse.dialect import parsed

WHOLE_NUMBERS = exp.DataType.INTEGER_TYPES


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One statement that makes or drops a table or view. `kind`: "table", "view" or "drop". `query`: what fills it; "" of a drop."""

    kind: str
    name: str
    query: str = ""


def statement_in(sql: str) -> Statement:
    """CREATE [OR REPLACE] [TEMP] TABLE or VIEW ... AS query, or DROP, in its parts.

    Raises ValueError for any other, which only DuckDB runs.
    """
    tree = parsed(sql)
    if isinstance(tree, exp.Drop):
        return Statement(kind="drop", name=tree.args["tables"][0].name)
    if isinstance(tree, exp.Create) and tree.kind in ("TABLE", "VIEW") and tree.expression is not None:
        return Statement(kind=tree.kind.lower(), name=tree.this.name, query=tree.expression.sql(dialect="duckdb"))
    raise ValueError(f"This statement runs on DuckDB alone: {' '.join(sql.split()[:4])} ...")


def to_spark(sql: str) -> str:
    """The same query for Spark. Check it with `problems_in` first: what that refuses is not carried faithfully."""
    tree = parsed(sql)
    for node in reversed(list(tree.walk())):  # the inner first, for a form may stand within another
        if rewrite := AS_SPARK_MEANS_IT.get(type(node)):
            node.replace(rewrite(node))
    return tree.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE)


def _boundaries(node: exp.DateDiff) -> exp.Expr:
    """DuckDB counts the midnights (hours, months ...) between two times, Spark the whole days that have passed."""
    unit = node.args["unit"].name.upper()
    if unit == "DAY":
        return _function("DATEDIFF", exp.cast(node.this, "date"), exp.cast(node.expression, "date"))
    cut = [_function("DATE_TRUNC", exp.Literal.string(unit), time) for time in (node.expression, node.this)]
    return _function("TIMESTAMPDIFF", exp.var(unit), *cut)


def _divided(node: exp.Div) -> exp.Expr:
    """DuckDB's / gives doubles, of whole numbers and of decimals too."""
    return exp.Div(this=exp.cast(node.this, "double"), expression=node.expression)


def _cast(node: exp.Cast) -> exp.Expr:
    """A fraction becomes the nearest whole number on DuckDB (of two, the even one); Spark cuts it off."""
    if node.to.is_type(*WHOLE_NUMBERS) and node.this.find(exp.Div) and not isinstance(node.this, exp.Floor | exp.Ceil | exp.Round):
        return exp.cast(_function("RINT", node.this), node.to)
    return node


def _rounded(node: exp.Round) -> exp.Expr:
    """To a number of digits, DuckDB rounds the number itself, and Spark its shortest writing: 1.005 becomes 1.0 and 1.01."""
    digits = node.args.get("decimals")
    if digits is None:
        return node
    scale = exp.cast(exp.Pow(this=exp.Literal.number(10), expression=digits), "double")
    return exp.Div(this=exp.Round(this=exp.Mul(this=exp.cast(node.this, "double"), expression=scale)), expression=scale.copy())


def _from_monday(node: exp.DayOfWeekIso) -> exp.Expr:
    """Monday is 1 on DuckDB. SQLGlot 30 turns it into another day."""
    return exp.paren(exp.Add(this=_function("WEEKDAY", node.this), expression=exp.Literal.number(1)))


def _from_sunday(node: exp.DayOfWeek) -> exp.Expr:
    """Sunday is 0 on DuckDB and 1 on Spark."""
    return exp.paren(exp.Sub(this=_function("DAYOFWEEK", node.this), expression=exp.Literal.number(1)))


def _cut_off(node: exp.TimestampTrunc) -> exp.Expr:
    """Spark gives a time in a zone. Ours have none."""
    return exp.cast(_function("DATE_TRUNC", exp.Literal.string(node.args["unit"].name), node.this), "timestamp_ntz")


def _function(name: str, *values: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(values))


AS_SPARK_MEANS_IT: dict[type[exp.Expr], Callable[..., exp.Expr]] = {
    exp.DateDiff: _boundaries,
    exp.Div: _divided,
    exp.Cast: _cast,
    exp.Round: _rounded,
    exp.TimestampTrunc: _cut_off,
    exp.DayOfWeek: _from_sunday,
    exp.DayOfWeekIso: _from_monday,
}
