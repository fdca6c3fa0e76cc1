"""Reads front_door/practices.toml of a place: which services may be booked, how, and what is offered where one may not."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from wholeplace.service.booking.shapes import Alternative, Practice, Practices, Takes
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

FILE = Path("front_door") / "practices.toml"
_WHERE = FILE.as_posix()
_WHY = "Who may be booked, and by whom, must not be left to guessing."
_KINDS = {"practice": Practice, "alternative": Alternative}


def read_practices(folder: Path) -> Practices:
    """The services of the place `folder` that have slots; none where the file is absent. Raises DataProblem with all that is wrong."""
    file = folder / FILE
    if not file.is_file():
        return Practices()
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataProblem("The practices cannot be read", [_problem(_WHERE, f"it is not TOML: {error}.", "Correct that line.")]) from None
    problems: list[Problem] = []
    rows = {kind: _rows(given.get(kind, []), kind, problems) for kind in _KINDS}
    problems += [
        _problem(_WHERE, f'"{name}" is no table that is known.', did_you_mean(name, _KINDS) or f"Use: {', '.join(_KINDS)}.")
        for name in given
        if name not in _KINDS
    ]
    practices = Practices(by_code={one.code: one for one in rows["practice"]}, alternatives={one.name: one for one in rows["alternative"]})
    problems += _problems_between(rows["practice"], rows["alternative"], practices)
    if problems:
        raise DataProblem("The practices cannot be used", problems)
    return practices


def _rows(given: object, kind: str, problems: list[Problem]) -> list[Any]:
    read = []
    for number, row in enumerate(given if isinstance(given, list) else [given], start=1):
        where = f"{_WHERE}, {kind} {number}"
        known = [one.name for one in fields(_KINDS[kind])]
        unknown = [key for key in row if key not in known] if isinstance(row, dict) else []
        problems += [
            _problem(where, f'"{key}" is not known here.', did_you_mean(key, known) or f"Use: {', '.join(known)}.") for key in unknown
        ]
        if unknown:
            continue
        try:
            read.append(msgspec.convert(row, _KINDS[kind]))
        except msgspec.ValidationError as error:
            problems.append(_problem(where, f"{str(error).replace('`', '').rstrip('.')}.", "Correct it."))
    return read


def _problems_between(practices: list[Practice], alternatives: list[Alternative], known: Practices) -> Iterator[Problem]:
    for name, times in _twice([one.code for one in practices]) | _twice([one.name for one in alternatives]):
        yield _problem(_WHERE, f'"{name}" is there {times} times.', "Keep one of them.")
    for one in practices:
        where = f"{_WHERE}, practice {one.code}"
        for name in one.instead:
            if name not in known.alternatives:
                fix = did_you_mean(name, known.alternatives) or "Add it as an [[alternative]], or name another one."
                yield _problem(where, f'it offers "{name}" instead, which is no alternative of this file.', fix)
        if one.takes is Takes.LISTED and not one.listed:
            yield _problem(where, "it takes people of listed practices, and lists none.", "Add listed = [codes].")
        if one.takes is not Takes.LISTED and one.listed:
            yield _problem(where, f"it lists practices, and takes {one.takes}.", 'Write takes = "listed", or take the list away.')
        yield from (_problem(where, what, "Correct the number.") for what in _wrong_numbers(one))


def _wrong_numbers(one: Practice) -> Iterator[str]:
    least = {"list_size": 0, "furthest_days": 1, "nearest_minutes": 0, "hours_before": 0, "quota": 0}
    for name, smallest in least.items():
        value = getattr(one, name)
        if value is not None and value < smallest:
            yield f"{name} is {value}, which is less than {smallest}."


def _twice(names: list[str]) -> set[tuple[str, int]]:
    return {(name, names.count(name)) for name in names if names.count(name) > 1}


def _problem(where: str, what: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=_WHY, fix=fix)
