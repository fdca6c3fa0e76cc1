"""The SQL that the house writes: a subset that means the same on DuckDB and on Spark.

SQLGlot carries a query from one to the other but lets several things pass that the other side cannot run, or runs
differently. So what we do not want is refused here by name, each with its reason and what to write instead.
"""

import re
from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, UnsupportedError

from wholeplace.terms import Problem

Finding = tuple[str, str, str]  # what, why, fix

UNIQUE_ENDINGS = ("_no", "_id")
"""A column so named is unique among the rows it orders. It ends every order that picks one row among several."""

PICKS_A_ROW = (exp.RowNumber, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue, exp.Ntile)
"""Window functions whose answer depends on which of two equal rows comes first."""

LISTS = "Sort it at once: list_sort(list(x) filter (where x is not null)), or use min() and max()."

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
    exp.ArrayAgg: ("list or array_agg", "Its order, and whether nulls are in it, depend on the engine.", LISTS),
    exp.GroupConcat: ("string_agg", "Spark joins texts in no order.", LISTS),
    exp.CurrentDate: ("current_date", "A hidden clock: the same input must give the same output.", "Pass the day as a value."),
    exp.CurrentTimestamp: ("now()", "A hidden clock: the same input must give the same output.", "Pass the time as a value."),
    exp.Rand: ("random()", "Hidden dice: the same input must give the same output.", "Draw outside SQL, from a seed."),
    exp.Uuid: ("uuid()", "Hidden dice: the same input must give the same output.", "Number the rows with a total order."),
    exp.Lambda: ("a lambda", "Spark writes it differently.", "Unnest the list and write the rule over its rows."),
    exp.ApproxDistinct: ("approx_count_distinct", "It is not exact.", "Use count(distinct ...)."),
    exp.Median: ("median", "Of an even number of rows with whole values, engines differ.", "Compute the median outside SQL."),
    exp.IsNan: ("isnan", "Of null it is null on one engine and false on the other.", "Keep what is no number out of the rows."),
    exp.Week: ("week()", "Spark has no such function.", "Count days: floor(date_diff('day', date '1900-01-01', x) / 7)."),
    exp.TimeToUnix: ("epoch()", "Spark's has no fractions of a second.", "Write date_diff('minute', ...) from a fixed time."),
}

DIFFERENCES = ("DAY", "MONTH", "YEAR", "HOUR", "MINUTE")
"""Units in which date_diff counts the same on both engines, once it is carried over."""

PATTERNS = {
    "[[:": ("a named class of letters in a pattern", "Java reads it as single letters.", "Write the letters, such as [a-z]."),
    "$": ("$ in a pattern", "Java lets it stand before a last line break.", "Write \\z."),
}


def problems_in(sql: str, *, where: str) -> tuple[Problem, ...]:
    """Everything in one query that lies outside the subset. Empty: DuckDB and Spark give the same answer to it."""
    try:
        tree = parsed(sql)
    except ParseError as error:
        first = str(error).splitlines()[0]
        return (Problem(where=where, what=f"it cannot be read: {first}", why="No engine would run it.", fix="Correct the SQL."),)
    found = dict.fromkeys(finding for rule in RULES for finding in rule(tree))
    return tuple(Problem(where=where, what=f"it uses {what}.", why=why, fix=fix) for what, why, fix in found)


def tables_read(sql: str) -> frozenset[str]:
    """The tables a query reads; the steps it names itself (WITH) are not among them."""
    tree = parsed(sql)
    own = {step.alias for step in tree.find_all(exp.CTE)}
    return frozenset(table.name for table in tree.find_all(exp.Table) if table.name and table.name not in own)


def words_of(sql: str) -> frozenset[str]:
    """Every word in the text of a query: all columns that it reads are among them. A hundred times faster than to parse it."""
    return frozenset(re.findall(r"\w+", sql))


def parsed(sql: str) -> exp.Expr:
    """The tree of one statement as DuckDB reads it. Raises ParseError."""
    return sqlglot.parse_one(sql, dialect="duckdb")


def _refused_forms(tree: exp.Expr) -> Iterator[Finding]:
    for node in tree.walk():
        if (finding := REFUSED.get(type(node))) and not _put_in_order(node):
            yield finding


def _put_in_order(node: exp.Expr) -> bool:
    """A list without nulls that is sorted at once is the same whichever way it was gathered."""
    kept = node.parent
    return isinstance(node, exp.ArrayAgg) and isinstance(kept, exp.Filter) and isinstance(kept.parent, exp.ArraySort)


def _unlike_forms(tree: exp.Expr) -> Iterator[Finding]:
    """Forms that both engines take and that mean another thing on each, which only a look inside tells."""
    for difference in tree.find_all(exp.DateDiff):
        unit = difference.args["unit"].name.upper()
        if unit not in DIFFERENCES:
            yield (f"date_diff of a {unit.lower()}", "Engines begin it on different days.", f"Count in {', '.join(DIFFERENCES).lower()}.")
    for extract in tree.find_all(exp.Extract):
        if extract.name.upper() not in ("YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE"):
            yield (
                f"extract({extract.name.lower()})",
                "Engines number it in different ways.",
                "Use isodow(), year(), month() or day().",
            )
    for like in tree.find_all(exp.Like, exp.ILike):
        if "\\" in like.expression.name:
            yield ("LIKE with a backslash", "In Spark it takes the next letter as it is.", "Use starts_with(), or regexp_matches().")
    for pattern in tree.find_all(exp.RegexpLike):
        yield from (finding for sign, finding in PATTERNS.items() if sign in pattern.expression.name)


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
    _refused_forms, _unlike_forms, _unknown_functions, _joins, _stars, _groups, _windows, _lateral_aliases, _not_for_spark,
)  # fmt: skip
