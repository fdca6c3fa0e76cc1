"""What each word of a condition may be, and what kind of value it gives: the check behind `conditions.read_condition`."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlglot import expressions as exp

from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse.columns import CODES, DATE, NUMBER, TEXT, YES_OR_NO, Column, Table
from wholeplace.warehouse.condition_values import Check, check_pattern, check_values


def kind_of(node: exp.Expr, check: Check) -> str | None:
    """The kind of value that `node` gives; None when a problem was already written down."""
    reader = _READERS.get(type(node))
    if reader is None:
        check.refuse(f'"{node.sql(dialect="duckdb")}" is not allowed in a condition.')
        return None
    return reader(node, check)


def _column(node: exp.Column, check: Check) -> str | None:
    if node.table:
        check.refuse(f'"{node.sql()}" names a table.', fix="Name the column alone.")
        return None
    column = check.table.columns.get(node.name)
    if column is None and node.this.quoted:
        why = "Double quotation marks name a column; texts stand in single ones."
        check.refuse(f'table {check.table.name} has no column "{node.name}".', why=why, fix=f"If it is a text, write '{node.name}'.")
        return None
    if column is None:
        check.refuse(
            f'table {check.table.name} has no column "{node.name}".',
            why="A condition on a column that does not exist cannot be answered.",
            fix=did_you_mean(node.name, check.table.columns) or f"Its columns: {', '.join(check.table.columns)}.",
        )
        return None
    check.columns.add(column.name)
    return column.kind


def _literal(node: exp.Literal, _: Check) -> str:
    return TEXT if node.is_string else NUMBER


def _yes_or_no(_node: exp.Boolean, _: Check) -> str:
    return YES_OR_NO


def _date_literal(node: exp.Cast, check: Check) -> str | None:
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


def _junction(node: exp.Binary, check: Check) -> str | None:
    for side in (node.left, node.right):
        _must_be(side, YES_OR_NO, check)
    return YES_OR_NO


def _not(node: exp.Not, check: Check) -> str | None:
    _must_be(node.this, YES_OR_NO, check)
    return YES_OR_NO


_INSTEAD = {
    YES_OR_NO: "Compare it with something, such as a number or a text.",
    NUMBER: "Use a column of numbers.",
    TEXT: "Use a column of texts, and put the text in quotation marks.",
}


def _must_be(node: exp.Expr, wanted: str, check: Check) -> None:
    kind = kind_of(node, check)
    if kind is not None and kind != wanted:
        check.refuse(
            f'"{node.sql(dialect="duckdb")}" is a {kind} where a {wanted} is needed.',
            why="DuckDB and Spark would each guess, and not alike.",
            fix=_how_to_ask(node) if kind == CODES else _days_in(check.table) if kind == DATE else _INSTEAD[wanted],
        )


def _days_in(table: Table) -> str:
    """Days are never reckoned in a condition: DuckDB and Spark take one from another in different ways."""
    spans = [name for name, column in table.columns.items() if column.kind == NUMBER and ("days" in name or name in ("nights", "minutes"))]
    told = f"are columns of their own: {', '.join(spans)}" if spans else "cannot be reckoned here"
    return f"Compare a day with another, or with DATE '2025-01-31'. Days between two dates {told}."


def _how_to_ask(node: exp.Expr) -> str:
    return f"Write any_of({node.sql(dialect='duckdb')}, codes('...')) with the name of a code list."


def _comparison(node: exp.Binary, check: Check) -> str:
    _same_kind(node, (node.left, node.right), check)
    return YES_OR_NO


def _between(node: exp.Between, check: Check) -> str:
    _same_kind(node, (node.this, node.args["low"], node.args["high"]), check)
    return YES_OR_NO


def _in(node: exp.In, check: Check) -> str:
    if named := lists_named(node):
        return _in_codes(node, named, check)
    if node.args.get("query") is not None or node.args.get("unnest") is not None or not node.expressions:
        check.refuse(f'"{node.sql(dialect="duckdb")}" looks into another table.', fix="Write the list out: in ('a', 'b').")
        return YES_OR_NO
    _same_kind(node, (node.this, *node.expressions), check)
    return YES_OR_NO


def lists_named(node: exp.Expr) -> exp.Anonymous | None:
    """The codes(...) of `x in codes(...)`; None for anything else."""
    field = node.args.get("field") if isinstance(node, exp.In) else None
    return field if isinstance(field, exp.Anonymous) and field.name.lower() == "codes" else None


def any_of_named(node: exp.Expr) -> tuple[exp.Expr, exp.Anonymous] | None:
    """The column and the codes(...) of `any_of(x, codes(...))`; None for anything else."""
    if not (isinstance(node, exp.Anonymous) and node.name.lower() == "any_of" and len(node.expressions) == 2):
        return None
    column, named = node.expressions
    return (column, named) if isinstance(named, exp.Anonymous) and named.name.lower() == "codes" else None


def _in_codes(node: exp.In, named: exp.Anonymous, check: Check) -> str:
    _codes_of(node.this, named, check, several=False)
    return YES_OR_NO


def _named_function(node: exp.Anonymous, check: Check) -> str | None:
    several = any_of_named(node)
    if several:
        _codes_of(*several, check, several=True)
        return YES_OR_NO
    shown = node.sql(dialect="duckdb", normalize_functions=False)
    if node.name.lower() in ("any_of", "codes"):
        why = "A list of codes stands in codes(...), beside the column it is looked for in."
        check.refuse(f'"{shown}" is not whole.', why=why, fix="Write diagnosis in codes('asthma'), or any_of(diagnoses, codes('asthma')).")
    else:
        check.refuse(f'"{shown}" is not allowed in a condition.')
    return None


def _codes_of(asked: exp.Expr, named: exp.Anonymous, check: Check, *, several: bool) -> None:
    column = check.table.columns.get(asked.name) if isinstance(asked, exp.Column) else None
    if kind_of(asked, check) is None:
        return
    if column is None or not column.system:
        holding = [each.name for each in check.table.columns.values() if each.system]
        check.refuse(
            f'"{asked.sql(dialect="duckdb")}" holds no codes.',
            why="A code list can only be looked for in a column of codes.",
            fix=f"Table {check.table.name} has codes in: {', '.join(holding) or 'no column'}.",
        )
        return
    _check_how_many(column, check, several=several)
    if not named.expressions:
        check.refuse("codes() names no list.", why="It would count nobody.", fix="Write the name of a list: codes('asthma').")
    for each in named.expressions:
        if isinstance(each, exp.Literal) and each.is_string:
            _known_list(each.name, column, check)
        else:
            shown = each.sql(dialect="duckdb")
            check.refuse(f"{shown} is not the name of a list.", why="Lists are named.", fix=f"Put it in quotation marks: codes('{shown}').")


def _check_how_many(column: Column, check: Check, *, several: bool) -> None:
    if several == (column.kind == CODES):
        return
    if several:
        what, fix = f"column {column.name} holds one code, not several.", f"Write {column.name} in codes('...')."
    else:
        what, fix = f"column {column.name} holds several codes, not one.", f"Write any_of({column.name}, codes('...'))."
    check.refuse(what, why="One code is in a list or not; of several, any may be.", fix=fix)


def _known_list(name: str, column: Column, check: Check) -> None:
    found = check.lists.get(name)
    if found is None:
        check.refuse(
            f'there is no code list "{name}".',
            why="The condition would count nobody, and say nothing.",
            fix=did_you_mean(name, check.lists) or f"The lists are: {', '.join(sorted(check.lists)) or 'none here'}.",
        )
    elif found.system != column.system:
        check.refuse(
            f'list "{name}" holds codes of {found.system}, and column {column.name} those of {column.system}.',
            why="Codes that look alike mean other things in the two.",
            fix=f"Name a list of {column.system}.",
        )
    else:
        check.used.add(name)


def _same_kind(node: exp.Expr, sides: tuple[exp.Expr, ...], check: Check) -> None:
    if any(isinstance(side, exp.Null) for side in sides):
        asked = sides[0].sql(dialect="duckdb")
        why = "Nothing is equal to null, so it would count nobody, and say nothing."
        check.refuse(f'"{node.sql(dialect="duckdb")}" compares with null.', why=why, fix=f"Write {asked} is null, or {asked} is not null.")
        return
    kinds = [kind_of(side, check) for side in sides]
    if None in kinds:
        return
    if CODES in kinds:
        held = next(side for side, kind in zip(sides, kinds, strict=True) if kind == CODES)
        why = "One code is in a list or not; of several, any may be."
        check.refuse(f'"{held.sql(dialect="duckdb")}" holds several codes, not one value.', why=why, fix=_how_to_ask(held))
        return
    if len(set(kinds)) > 1:
        told = " with ".join(f"a {kind}" for kind in dict.fromkeys(kinds))
        check.refuse(
            f'"{node.sql(dialect="duckdb")}" compares {told}.',
            why="DuckDB and Spark would each guess how, and not alike.",
            fix="Compare numbers with numbers, texts with 'texts' in quotation marks, and days with DATE '2025-01-01'.",
        )
        return
    check_values(node, sides, check)


def _is_null(node: exp.Is, check: Check) -> str:
    if not isinstance(node.expression, exp.Null):
        check.refuse(f'"{node.sql(dialect="duckdb")}" is not allowed.', fix="Write `is null`, `is not null`, or the column alone.")
    kind_of(node.this, check)
    return YES_OR_NO


def _like(node: exp.Like, check: Check) -> str:
    for side in (node.this, node.expression):
        _must_be(side, TEXT, check)
    check_pattern(node, check)
    return YES_OR_NO


def _arithmetic(node: exp.Binary, check: Check) -> str:
    for side in (node.left, node.right):
        _must_be(side, NUMBER, check)
    return NUMBER


def _one_number(node: exp.Expr, check: Check) -> str:
    _must_be(node.this, NUMBER, check)
    return NUMBER


def _brackets(node: exp.Paren, check: Check) -> str | None:
    return kind_of(node.this, check)


def _coalesce(node: exp.Coalesce, check: Check) -> str | None:
    sides = (node.this, *node.expressions)
    _same_kind(node, sides, check)
    return kind_of(sides[0], Check(check.where, check.table, []))


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
    exp.Anonymous: _named_function,
    exp.Is: _is_null,
    exp.Like: _like,
    **dict.fromkeys((exp.Add, exp.Sub, exp.Mul), _arithmetic),
    exp.Neg: _one_number,
    exp.Abs: _one_number,
    exp.Paren: _brackets,
    exp.Coalesce: _coalesce,
}
