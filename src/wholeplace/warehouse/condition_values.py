"""What a condition compares a column with: values that the column never holds would count nobody, in silence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import expressions as exp

from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse.code_lists import CodeList
from wholeplace.warehouse.columns import Column, Table

_ALLOWED = (
    "Use columns, numbers, 'texts', = <> < <= > >=, between, in (a list), is null, like, and, or, not, + - *, abs, coalesce, codes, any_of."
)
_WHY_NOT = "Conditions look at one row of one table, so that they mean the same everywhere and read nothing else."
_COUNTS_NOBODY = "The condition would count nobody, and say nothing."


@dataclass(slots=True)
class Check:
    """One condition under check: its table, the code lists it may name, and what it was found to use."""

    where: str
    table: Table
    problems: list[Problem]
    lists: Mapping[str, CodeList] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def refuse(self, what: str, *, why: str = _WHY_NOT, fix: str = _ALLOWED) -> None:
        """Write a letter. What stands in a condition is the writer's own, never a person's value."""
        self.problems.append(Problem(where=self.where, what=what, why=why, fix=fix))


def check_values(node: exp.Expr, sides: tuple[exp.Expr, ...], check: Check) -> None:
    """Texts, codes and ends of bands that stand beside a column in one comparison."""
    columns = [check.table.columns[side.name] for side in sides if isinstance(side, exp.Column)]
    texts = [side.name for side in sides if isinstance(side, exp.Literal) and side.is_string]
    numbers = [side.name for side in sides if isinstance(side, exp.Literal) and not side.is_string]
    for column in columns:
        for text in texts:
            if column.system and isinstance(node, (exp.EQ, exp.NEQ, exp.In)):
                _check_code(text, column, check)
            elif column.values and text not in column.values:
                fix = did_you_mean(text, column.values) or f"It holds {_in_words(column)}."
                check.refuse(f"column {column.name} never holds '{text}'.", why=_COUNTS_NOBODY, fix=fix)
        for number in numbers:
            if column.numbers:
                _check_band(number, node, column, check)


def _in_words(column: Column) -> str:
    return ", ".join(f"'{value}'" for value in column.values)


def _check_code(text: str, column: Column, check: Check) -> None:
    bare = text.replace(".", "").upper()
    if bare != text:
        fix = f"Write '{bare}'." if len(bare) > _SHORT else f"Write {column.name} like '{bare}%'."
        check.refuse(f"column {column.name} never holds '{text}': its codes stand in capitals without a dot.", why=_COUNTS_NOBODY, fix=fix)
    elif len(text) <= _SHORT:
        what = f"column {column.name} holds codes of four characters, and '{text}' is the beginning of some."
        fix = f"Write {column.name} like '{text}%', or name a code list: {column.name} in codes('...')."
        check.refuse(what, why="The codes that begin with it would not be found.", fix=fix)


_SHORT = 3
"""Characters of a code that stands for a group of others, such as J45."""


def check_pattern(node: exp.Like, check: Check) -> None:
    """The beginning of a code in `diagnosis like 'J45%'` stands as codes do: in capitals without a dot."""
    column = check.table.columns.get(node.this.name) if isinstance(node.this, exp.Column) else None
    pattern = node.expression
    if column is None or not column.system or not isinstance(pattern, exp.Literal):
        return
    if re.search(r"[a-z.]", pattern.name):
        fix = f"Write like '{pattern.name.replace('.', '').upper()}'."
        what = f"column {column.name} never holds what '{pattern.name}' looks for: its codes stand in capitals without a dot."
        check.refuse(what, why=_COUNTS_NOBODY, fix=fix)


def _check_band(number: str, node: exp.Expr, column: Column, check: Check) -> None:
    every = column.numbers
    fix = f"Use {'age, the whole years' if 'age' in check.table.columns else 'one of these'}"
    fix += ", or under_18." if "under_18" in check.table.columns else "."
    if not (number.isdigit() and int(number) in every):
        told = f"{every[0]}, {every[1]}, {every[2]} ... {every[-1]}"
        why = "A band lies on one side as a whole, so other ages would count than the condition says."
        check.refuse(f"column {column.name} holds the lower ends of bands ({told}), and {number} is none of them.", why=why, fix=fix)
    elif isinstance(node, (exp.GT, exp.LTE)):
        why = f"The band that begins at {number} lies on one side as a whole."
        check.refuse(
            f'"{node.sql(dialect="duckdb")}" would cut a band of ages.', why=why, fix=f"Write {column.name} >= or < the end you mean."
        )
