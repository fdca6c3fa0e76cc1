"""Reads tables of the TOML files under a place's agreement/ into shapes, and tells every mistake at once."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from wholeplace.terms import Money, Problem
from wholeplace.terms.spelling import did_you_mean

FOLDER = "agreement"
_ALL_BUT = 0.85


@dataclass(frozen=True, kw_only=True, slots=True)
class TableKind:
    """How the tables of one name are read: into which shape. `money`: keys written as pounds. `words`: keys (with a dot for an inner
    table) that may be written by an enumeration's short name. `prepare`: turns a row into the shape's own form first."""

    shape: type
    money: tuple[str, ...] = ()
    words: Mapping[str, type[StrEnum]] | None = None
    prepare: Callable[[dict[str, Any]], dict[str, Any]] | None = None


def read_tables(folder: Path, kinds: Mapping[str, TableKind], why: str) -> tuple[dict[str, list[Any]], list[Problem]]:
    """Every table of the given kinds in agreement/*.toml, by kind, in the order of files and of rows; and everything that is wrong.

    Tables of other names are other rooms' and are left alone, unless a name is all but one of these. A row with a mistake is told
    and left out.
    """
    held: dict[str, list[Any]] = {kind: [] for kind in kinds}
    problems: list[Problem] = []
    for file in sorted((folder / FOLDER).glob("*.toml")):
        where = f"{FOLDER}/{file.name}"
        try:
            given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(
                Problem(where=where, what=f"it is not TOML: {error}.", why="Nothing in it can be read.", fix="Correct that line.")
            )
            continue
        problems += _misnamed(given, kinds, where, why)
        for kind in [kind for kind in given if kind in kinds]:
            rows = given[kind] if isinstance(given[kind], list) else [given[kind]]
            for number, row in enumerate(rows, start=1):
                item, wrong = read_row(row, kinds[kind], f"{where}, {kind} {number}", why)
                problems += wrong
                held[kind] += [] if item is None else [item]
    return held, problems


def read_row(row: object, kind: TableKind, where: str, why: str) -> tuple[Any, list[Problem]]:
    """One row as its shape, or None with every problem that keeps it from being read."""
    if not isinstance(row, dict):
        fix = "Write it as a table with its keys."
        return None, [Problem(where=where, what=f"{row!r} is no table.", why=why, fix=fix)]
    known = [each.name for each in fields(kind.shape)]
    problems = [
        Problem(where=where, what=f'"{key}" is not known here.', why=why, fix=did_you_mean(key, known) or f"Use: {', '.join(known)}.")
        for key in row
        if key not in known
    ]
    problems += [Problem(where=where, what=what, why=why, fix=fix) for what, fix in _several_owners(row)]
    if problems:
        return None, problems
    try:
        given = kind.prepare(dict(row)) if kind.prepare else row
        return msgspec.convert(_in_form(given, kind), kind.shape, dec_hook=_exact), []
    except (msgspec.ValidationError, ValueError, ArithmeticError, LookupError) as error:
        what = f"{str(error).replace('`', '').rstrip('.')}."
        return None, [Problem(where=where, what=what, why=why, fix="Correct it. The example agreement shows the form.")]


def _misnamed(given: Iterable[str], kinds: Mapping[str, TableKind], where: str, why: str) -> Iterator[Problem]:
    """A table that is all but called as one of these, such as [[actions]], would be left out in silence."""
    for name in given:
        near = [] if name in kinds else get_close_matches(name, list(kinds), n=1, cutoff=_ALL_BUT)
        if near:
            yield Problem(where=where, what=f'"{name}" is no table that is known.', why=why, fix=f'Did you mean "{near[0]}"?')


def _several_owners(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    owner = row.get("owner")
    if isinstance(owner, list):
        yield f"{len(owner)} own it: {', '.join(map(str, owner))}. Where two own, neither does.", "Name exactly one owner."


def _in_form(row: Mapping[str, Any], kind: TableKind) -> dict[str, Any]:
    """Money written as pounds is held as pence; the short name of an enumeration's word ("relative") as the word itself."""
    money = {key: {"pence": Money.pounds(str(row[key])).pence} for key in kind.money if key in row}
    formed = {**row, **money}
    for path, words in (kind.words or {}).items():
        outer, _, inner = path.rpartition(".")
        table = formed.get(outer) if outer else formed
        if isinstance(table, dict) and inner in table:
            named = {**table, inner: _word(table[inner], words)}
            formed = {**formed, outer: named} if outer else named
    return formed


def _word(given: object, words: type[StrEnum]) -> object:
    short = {one.name.lower().replace("_", "-"): one.value for one in words}
    if given in short or given in short.values():
        return short.get(str(given), given)
    raise LookupError(f'"{given}" is none of: {", ".join(short)}')


def _exact(kind: type, value: object) -> object:
    """Shares are written as "3/4", staff as 2.5: neither goes through a float that rounds."""
    if kind is Fraction:
        return Fraction(str(value))
    if kind is Decimal:
        return Decimal(str(value))
    raise TypeError(f"no way to read {kind}")
