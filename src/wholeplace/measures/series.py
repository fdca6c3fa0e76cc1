"""One line over time stands on one definition. Joining two is refused, with the reason."""

import tomllib
from functools import cache
from importlib.resources import files

import polars as pl

from wholeplace.terms import DataProblem, Problem


@cache
def _reasons() -> dict[frozenset[str], tuple[str, str]]:
    told = tomllib.loads((files("wholeplace.measures") / "apart.toml").read_text(encoding="utf-8"))
    return {frozenset(each["definitions"]): (each["reason"], each["source"]) for each in told["apart"]}


def kept_apart(definitions: list[str], *, where: str) -> list[Problem]:
    """One letter for each pair of different definition ids: why the two never make one series."""
    ids = sorted(set(definitions))
    pairs = [(first, second) for number, first in enumerate(ids) for second in ids[number + 1 :]]
    return [_letter(first, second, where) for first, second in pairs]


def _letter(first: str, second: str, where: str) -> Problem:
    reason, source = _reasons().get(frozenset((first, second)), ("They count different things, or count them in different ways.", ""))
    said = f" ({source}.)" if source else ""
    return Problem(
        where=where,
        what=f'definitions "{first}" and "{second}" cannot make one series.',
        why=f"{reason}{said} A jump where they meet would look like a change in care.",
        fix="Show them as two measures, each with its own name and its own line.",
    )


def join(*parts: pl.DataFrame) -> pl.DataFrame:
    """Put parts of one series (rows with RESULT_COLUMNS, one measure, area, split and group) one after the other.

    Raises DataProblem when their definition ids differ, or when two parts give a value for the same days.
    """
    whole = pl.concat(parts)
    letters = kept_apart(whole["definition_id"].unique().to_list(), where="the series asked for")
    twice = whole.filter(pl.struct("area", "split", "group", "starts", "ends").is_duplicated())
    if not letters and len(twice):
        day = twice["starts"].min()
        letters.append(
            Problem(
                where="the series asked for",
                what=f"2 parts give a value for the same days, first for {day}.",
                why="Nobody could say which one is meant.",
                fix="Leave out one of the parts for those days.",
            )
        )
    if letters:
        raise DataProblem("The series was not joined", letters)
    return whole.sort("area", "split", "group", "starts", "ends")
