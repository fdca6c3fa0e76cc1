"""Reads agreement/bodies.toml (and any other TOML file beside it that holds bodies, powers, delegations or memoranda)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from wholeplace.agreement.bodies.checks import problems_of
from wholeplace.agreement.bodies.shapes import Agreement, Body, Delegation, Memorandum, Power
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Money, Problem
from wholeplace.terms.spelling import did_you_mean

FOLDER = "agreement"
KINDS: Mapping[str, type] = {"body": Body, "power": Power, "delegation": Delegation, "memorandum": Memorandum}
_HELD_AS = {"body": "bodies", "power": "powers", "delegation": "delegations", "memorandum": "memoranda"}


def read_agreement(place: Place) -> Agreement:
    """Who decides in a place. A place that wrote nothing down has an empty agreement.

    Raises DataProblem with everything that is wrong in any file, and with what does not hold together between them.
    """
    problems: list[Problem] = []
    held: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for file in sorted((place.folder / FOLDER).glob("*.toml")):
        for kind, item in _items(file, problems):
            held[kind].append(item)
    agreement = Agreement(**{_HELD_AS[kind]: tuple(items) for kind, items in held.items()})
    if not problems:
        names = [name for one in place.organisations for name in (one.code, one.name)]
        problems = problems_of(agreement, names)
    if problems:
        raise DataProblem("The agreement cannot be read", problems)
    return agreement


def _items(file: Path, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    where = f"{FOLDER}/{file.name}"
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(_problem(where, f"it is not TOML: {error}.", "Correct that line."))
        return
    for kind, rows in given.items():
        if kind not in KINDS:
            continue  # other rooms keep their own files in this folder
        for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
            item = _item(kind, row, f"{where}, {kind} {number}", problems)
            if item is not None:
                yield kind, item


def _item(kind: str, row: object, where: str, problems: list[Problem]) -> object | None:
    shape = KINDS[kind]
    known = [each.name for each in fields(shape)]
    unknown = [key for key in row if key not in known] if isinstance(row, dict) else []
    for key in unknown:
        problems.append(_problem(where, f'"{key}" is not known here.', did_you_mean(key, known) or f"Use: {', '.join(known)}."))
    if unknown:
        return None
    try:
        return msgspec.convert(_with_pence(row), shape, dec_hook=_share)
    except (msgspec.ValidationError, ValueError, ArithmeticError) as error:
        problems.append(_problem(where, f"{str(error).replace('`', '')}.", "Correct it. The example agreement shows the form."))
        return None


def _with_pence(row: object) -> object:
    """A limit is written as pounds, such as "250,000.00", and held as pence."""
    if not isinstance(row, dict) or "limit" not in row:
        return row
    return row | {"limit": {"pence": Money.pounds(str(row["limit"])).pence}}


def _share(kind: type, value: object) -> object:
    """Shares are written as "3/4"."""
    if kind is not Fraction:
        raise TypeError(f"no way to read {kind}")
    return Fraction(str(value))


def _problem(where: str, what: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why="Who decides must not be left to guessing.", fix=fix)
