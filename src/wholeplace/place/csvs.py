"""Reads the place's own CSV files: every cell as trimmed text first, then typed, each fault with its row."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

SHOWN = 5
"""How many rows of one kind a letter names before it says how many more there are."""


def read_table(
    folder: Path, name: str, needed: Sequence[str], *, may_have: Sequence[str] = (), problems: list[Problem]
) -> pl.DataFrame | None:
    """The file's columns as text ('' becomes null) with `row`, 2 for the first row below the header as a spreadsheet shows it.

    None, with problems, when the file is missing, empty, or lacks a needed column.
    """
    path = folder / name
    if not path.is_file():
        problems.append(
            Problem(
                where=name,
                what="there is no such file in the folder.",
                why="The place cannot be read without it.",
                fix=f"Add {name} with the columns {', '.join(needed)}.",
            )
        )
        return None
    try:
        frame = pl.read_csv(path, infer_schema=False, encoding="utf8", truncate_ragged_lines=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        problems.append(
            Problem(
                where=name,
                what=f"it cannot be read as CSV: {reason}.",
                why="Its rows are not known.",
                fix="Save it as CSV (UTF-8) with one header row and the same number of values in each row.",
            )
        )
        return None
    frame = frame.rename({column: column.strip().lower() for column in frame.columns})
    if not _headers_fit(name, frame.columns, needed, may_have, problems):
        return None
    text = pl.all().str.strip_chars()
    frame = frame.with_columns(text).with_columns(pl.when(pl.all() == "").then(None).otherwise(pl.all()).name.keep())
    frame = frame.with_columns([pl.lit(None, pl.String).alias(column) for column in may_have if column not in frame.columns])
    return frame.with_row_index("row", offset=2).filter(~pl.all_horizontal(pl.exclude("row").is_null()))


def _headers_fit(name: str, headers: Sequence[str], needed: Sequence[str], may_have: Sequence[str], problems: list[Problem]) -> bool:
    unknown = [header for header in headers if header not in needed and header not in may_have]
    missing = [column for column in needed if column not in headers]
    for column in missing:
        guess = did_you_mean(column, unknown)
        fix = f"{guess} Rename it to {column}." if guess else f"Add a column called {column}."
        where = f"{name}, column {column}"
        problems.append(Problem(where=where, what="the column is missing.", why="The file cannot be read without it.", fix=fix))
    for header in unknown:
        if did_you_mean(header, missing):
            continue  # told above, as the likely misspelling of a missing column
        why = "A misspelt column would be ignored in silence."
        fix = did_you_mean(header, [*needed, *may_have]) or f"Take it out. Known columns: {', '.join([*needed, *may_have])}."
        problems.append(Problem(where=f"{name}, column {header}", what="there is no such column.", why=why, fix=fix))
    return not missing


def rows_in_words(rows: Sequence[int]) -> str:
    """For letters: "row 4", "rows 4, 9 and 12", "rows 4, 9, 12, 15, 18 and 210 more"."""
    shown = [str(row) for row in sorted(rows)[:SHOWN]]
    more = len(rows) - len(shown)
    if more:
        return f"rows {', '.join(shown)} and {more:,} more"
    if len(shown) == 1:
        return f"row {shown[0]}"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}"


def tell(problems: list[Problem], faulty: pl.DataFrame, letter: Problem, *, by: str | None = None) -> None:
    """Add `letter` for the rows of `faulty`, naming them: one letter in all, or one for each distinct value of `by`.

    `letter.where` is the file; `letter.what` may hold {value}. Nothing is added when no row is faulty.
    """
    if faulty.is_empty():
        return
    if by is None:
        where = f"{letter.where}, {rows_in_words(faulty['row'].to_list())}"
        problems.append(replace(letter, where=where))
        return
    groups = sorted(faulty.group_by(by), key=lambda group: group[1]["row"].to_list())
    for (value,), rows in groups:
        where = f"{letter.where}, {rows_in_words(rows['row'].to_list())}, {by}"
        problems.append(replace(letter, where=where, what=letter.what.replace("{value}", str(value))))


def required(problems: list[Problem], frame: pl.DataFrame, name: str, columns: Sequence[str]) -> None:
    """A problem for each of `columns` that is empty in some row."""
    for column in columns:
        letter = Problem(where=name, what=f"{column} is empty.", why="Each row must say it.", fix="Fill it in.")
        tell(problems, frame.filter(pl.col(column).is_null()), letter)


def dates(problems: list[Problem], frame: pl.DataFrame, name: str, columns: Sequence[str]) -> pl.DataFrame:
    """`columns` as dates, read from YYYY-MM-DD or dd/mm/yyyy (the day is always first: these are the place's own files)."""
    letter = Problem(
        where=name, what='"{value}" is not a date.', why="Areas and bodies change, so each has its days.", fix="Write it as 2025-04-01."
    )
    for column in columns:
        text = pl.col(column)
        read = pl.coalesce(text.str.to_date("%Y-%m-%d", strict=False), text.str.to_date("%d/%m/%Y", strict=False))
        tell(problems, frame.filter(text.is_not_null() & read.is_null()), letter, by=column)
        frame = frame.with_columns(read.alias(column))
    return frame


def numbers(problems: list[Problem], frame: pl.DataFrame, name: str, columns: Sequence[str], *, whole: bool) -> pl.DataFrame:
    """`columns` as whole (64-bit) or other numbers."""
    sort_of = "a whole number" if whole else "a number"
    letter = Problem(where=name, what=f'"{{value}}" is not {sort_of}.', why="It is counted with.", fix="Write digits only.")
    for column in columns:
        read = pl.col(column).cast(pl.Int64 if whole else pl.Float64, strict=False)
        tell(problems, frame.filter(pl.col(column).is_not_null() & read.is_null()), letter, by=column)
        frame = frame.with_columns(read.alias(column))
    return frame
