"""The SQL that the house writes: a subset that means the same on DuckDB and on Spark.

SQLGlot carries a query from one to the other but lets several things pass that the other side cannot run, or runs
differently. So what we do not want is refused here by name, each with its reason and what to write instead.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, UnsupportedError

from wholeplace.terms import Problem

Finding = tuple[str, str, str]  # what, why, fix

UNIQUE_ENDINGS = ("_no", "_id")
"""A column so named is unique among the rows it orders. It ends every order that picks one row among several."""

PICKS_A_ROW = (exp.RowNumber, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue, exp.Ntile)
"""Window functions whose answer depends on which of two equal rows comes first."""

REFUSED: dict[type[exp.Expr], Finding] = {
    exp.Pivot: ("PIVOT or UNPIVOT", "Spark writes it differently.", "Write one CASE for each column, or UNION ALL the columns."),
    exp.IntDiv: ("//", "Spark has DIV, and DuckDB's own // differs between types.", "Write floor(a / b)."),
    exp.PercentileCont: ("quantile_cont", "Spark has no such form.", "Compute the quantile outside SQL."),
    exp.Quantile: ("quantile", "Spark's is approximate.", "Compute the quantile outside SQL."),
    exp.ArgMin: ("arg_min", "Of equal rows it takes any.", "Use row_number() with a total order and keep the first."),
    exp.ArgMax: ("arg_max", "Of equal rows it takes any.", "Use row_number() with a total order and keep the first."),
    exp.AnyValue: ("any_value", "It takes any row.", "Use min() or max()."),
    exp.First: ("first", "It depends on the order in which rows are read.", "Use min(), or row_number() with a total order."),
    exp.Last: ("last", "It depends on the order in which rows are read.", "Use max(), or row_number() with a total order."),
    exp.ArrayAgg: ("list or array_agg", "Its order depends on the engine.", "Sort it at once: list_sort(list(x)), or use min() and max()."),
    exp.GroupConcat: ("string_agg", "Spark joins texts in no order.", "Write array_to_string(list_sort(list(x)), ';')."),
    exp.CurrentDate: ("current_date", "A hidden clock: the same input must give the same output.", "Pass the day as a value."),
    exp.CurrentTimestamp: ("now()", "A hidden clock: the same input must give the same output.", "Pass the time as a value."),
    exp.Rand: ("random()", "Hidden dice: the same input must give the same output.", "Draw outside SQL, from a seed."),
    exp.Uuid: ("uuid()", "Hidden dice: the same input must give the same output.", "Number the rows with a total order."),
    exp.Lambda: ("a lambda", "Spark writes it differently.", "Unnest the list and write the rule over its rows."),
    exp.ApproxDistinct: ("approx_count_distinct", "It is not exact.", "Use count(distinct ...)."),
}


def problems_in(sql: str, *, where: str) -> tuple[Problem, ...]:
    """Everything in one query that lies outside the subset. Empty: DuckDB and Spark give the same answer to it."""
    try:
        tree = _parsed(sql)
    except ParseError as error:
        first = str(error).splitlines()[0]
        return (Problem(where=where, what=f"it cannot be read: {first}", why="No engine would run it.", fix="Correct the SQL."),)
    found = dict.fromkeys(finding for rule in RULES for finding in rule(tree))
    return tuple(Problem(where=where, what=f"it uses {what}.", why=why, fix=fix) for what, why, fix in found)


def to_spark(sql: str) -> str:
    """The same query for Spark. Check it with `problems_in` first: what that refuses is not carried faithfully."""
    tree = _parsed(sql)
    for node in reversed(list(tree.walk())):  # the inner first, for a form may stand within another
        if isinstance(node, tuple(AS_SPARK_MEANS_IT)):
            node.replace(AS_SPARK_MEANS_IT[type(node)](node))
    return tree.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE)


def _boundaries(node: exp.DateDiff) -> exp.Expr:
    """DuckDB counts the midnights (hours, months ...) between two times, Spark the whole days that have passed."""
    unit = node.args["unit"].name.upper()
    if unit == "DAY":
        return exp.Anonymous(this="DATEDIFF", expressions=[exp.cast(node.this, "date"), exp.cast(node.expression, "date")])
    cut = [exp.Anonymous(this="DATE_TRUNC", expressions=[exp.Literal.string(unit), time]) for time in (node.expression, node.this)]
    return exp.Anonymous(this="TIMESTAMPDIFF", expressions=[exp.var(unit), *cut])


def _divided(node: exp.Div) -> exp.Expr:
    """DuckDB's / gives doubles, of whole numbers and of decimals too."""
    return exp.Div(this=exp.cast(node.this, "double"), expression=node.expression)


AS_SPARK_MEANS_IT: dict[type[exp.Expr], Callable[..., exp.Expr]] = {exp.DateDiff: _boundaries, exp.Div: _divided}
"""Forms that SQLGlot carries over word for word although Spark means another thing by them, and how Spark must read them."""


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
    tree = _parsed(sql)
    if isinstance(tree, exp.Drop):
        return Statement(kind="drop", name=tree.args["tables"][0].name)
    if isinstance(tree, exp.Create) and tree.kind in ("TABLE", "VIEW") and tree.expression is not None:
        return Statement(kind=tree.kind.lower(), name=tree.this.name, query=tree.expression.sql(dialect="duckdb"))
    raise ValueError(f"This statement runs on DuckDB alone: {sql.split(maxsplit=3)[:3]}.")


def tables_read(sql: str) -> frozenset[str]:
    """The tables a query reads; the steps it names itself (WITH) are not among them."""
    tree = _parsed(sql)
    own = {step.alias for step in tree.find_all(exp.CTE)}
    return frozenset(table.name for table in tree.find_all(exp.Table) if table.name and table.name not in own)


def _parsed(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, dialect="duckdb")


def _refused_forms(tree: exp.Expr) -> Iterator[Finding]:
    for node in tree.walk():
        if (finding := REFUSED.get(type(node))) and not _put_in_order(node):
            yield finding


def _put_in_order(node: exp.Expr) -> bool:
    """A list that is sorted at once, as list_sort(list(x)), is the same whichever way it was gathered."""
    beside = node.parent.parent if isinstance(node.parent, exp.Filter) else node.parent
    return isinstance(node, exp.ArrayAgg) and isinstance(beside, exp.ArraySort)


def _unknown_functions(tree: exp.Expr) -> Iterator[Finding]:
    for function in tree.find_all(exp.Anonymous):
        yield (f"{function.name}()", "SQLGlot does not know it and would pass it on unchanged.", "Use a function that both engines have.")


def _joins(tree: exp.Expr) -> Iterator[Finding]:
    for join in tree.find_all(exp.Join):
        if join.method == "ASOF":
            yield ("an ASOF join", "Spark has none.", "Join on equal keys and keep the nearest with a window.")
        if join.kind == "POSITIONAL" or join.method == "POSITIONAL":
            yield ("a positional join", "Spark has none, and files have no order.", "Join on a key.")
        if join.args.get("using") or join.method == "NATURAL":
            yield ("USING or a natural join", "The joined column is another one in Spark.", "Write ON a.x = b.x.")


def _stars(tree: exp.Expr) -> Iterator[Finding]:
    for star in tree.find_all(exp.Star):
        if any(star.args.get(part) for part in ("except_", "except", "replace", "rename")):
            yield ("* with EXCLUDE, REPLACE or RENAME", "Spark has none.", "Name the columns.")


def _groups(tree: exp.Expr) -> Iterator[Finding]:
    for group in tree.find_all(exp.Group):
        if group.args.get("all"):
            yield ("GROUP BY ALL", "Spark reads it differently.", "Name the columns.")
    for distinct in tree.find_all(exp.Distinct):
        if distinct.args.get("on"):
            yield ("DISTINCT ON", "Of equal rows it takes any.", "Use row_number() with a total order and keep the first.")
    for select in tree.find_all(exp.Select):
        if select.args.get("limit") and not select.args.get("order"):
            yield ("LIMIT without ORDER BY", "It takes any rows.", "Order the rows in full.")


def _windows(tree: exp.Expr) -> Iterator[Finding]:
    for window in tree.find_all(exp.Window):
        order = window.args.get("order")
        needs_order = isinstance(window.this, PICKS_A_ROW) or _has_row_frame(window)
        if needs_order and not (order and _is_total(order)):
            yield (
                f"{window.this.sql(dialect='duckdb').split('(')[0].lower()}() over an order that is not total",
                "Of equal rows either may come first, so two runs could differ.",
                f"End ORDER BY with a unique column, named ..{' or ..'.join(UNIQUE_ENDINGS)}.",
            )


def _has_row_frame(window: exp.Window) -> bool:
    frame = window.args.get("spec")
    return frame is not None and (frame.args.get("kind") or "").upper() == "ROWS"


def _is_total(order: exp.Expr) -> bool:
    last = order.expressions[-1].this
    return isinstance(last, exp.Column) and last.name.endswith(UNIQUE_ENDINGS)


def _lateral_aliases(tree: exp.Expr) -> Iterator[Finding]:
    for select in tree.find_all(exp.Select):
        made: set[str] = set()
        for projection in select.expressions:
            for used in sorted(made & _plain_columns(projection)):
                yield (
                    f'the alias "{used}" beside its own making',
                    "Spark may read another column.",
                    "Make it in a step of its own (WITH).",
                )
            if isinstance(projection, exp.Alias) and projection.alias not in _plain_columns(projection):
                made.add(projection.alias)
        where = select.args.get("where")
        for used in sorted(made & _plain_columns(where)) if where else ():
            yield (f'the alias "{used}" in WHERE', "Spark knows only source columns there.", "Make it in a step of its own (WITH).")


def _plain_columns(node: exp.Expr) -> set[str]:
    """Columns written without a table, outside any inner query."""
    inner = {id(column) for query in node.find_all(exp.Select) if query is not node for column in query.find_all(exp.Column)}
    return {column.name for column in node.find_all(exp.Column) if not column.table and id(column) not in inner}


def _not_for_spark(tree: exp.Expr) -> Iterator[Finding]:
    try:
        tree.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as error:
        yield (f"a form Spark lacks ({str(error).splitlines()[0]})", "The query could not be carried over.", "Write it in plainer SQL.")


RULES: tuple[Callable[[exp.Expr], Iterator[Finding]], ...] = (
    _refused_forms, _unknown_functions, _joins, _stars, _groups, _windows, _lateral_aliases, _not_for_spark,
)  # fmt: skip
