"""Reads segments: the library that comes with wholeplace, and a place's own on top of it; each one TOML file, checked as a whole."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any

from wholeplace.people.tables import PERSON_SEGMENTS
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse import YES_OR_NO, Table, column_of, read_condition

FOLDER = "segments"
"""The folder in a place folder that holds its own segments."""

KEYS: Mapping[str, tuple[type, str]] = {
    "order": (int, "a whole number: segments are asked in this order, and the first that fits is the person's"),
    "title": (str, "what the segment is called"),
    "says": (str, "who is in it, in plain words"),
    "who": (str, "who is in it: a condition on columns of person_segments; `true` for the last one, which takes everybody left"),
    "source": (str, "whose definition it is"),
}
"""Every key a segment's file has: its kind and meaning."""

NOT_IN_RULES = ("person_key", "small_area", "place", "segment", "valid_from", "valid_to")
"""A rule asks what a person needs, not who they are, where they live or when it is."""

RULE_COLUMNS = Table(
    name=PERSON_SEGMENTS.name,
    grain=PERSON_SEGMENTS.grain,
    dates=(),
    columns={name: column_of(name, *told) for name, told in PERSON_SEGMENTS.columns.items() if name not in NOT_IN_RULES},
)
"""The columns that the rule of a segment may name."""

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One segment. `name` is its file's name and its value in tables; `who` is a checked condition on one row of a person."""

    name: str
    order: int
    title: str
    says: str
    who: str
    source: str


@cache  # the library's files are ours and do not change while we run
def library_segments() -> tuple[Segment, ...]:
    """The segments that come with wholeplace, in the order they are asked. Raises DataProblem if a file of it is wrong."""
    return _read_all(_texts(files("wholeplace.people.segments") / "library"))


def segments_of(place_folder: Path) -> tuple[Segment, ...]:
    """The segments of a place, in the order they are asked: its own files in `segments/` replace or add to the library's.

    A file of a known name replaces that segment; a new name adds one; `who = "false"` leaves one empty. Raises DataProblem
    with every problem in every file at once.
    """
    own = place_folder / FOLDER
    if not own.is_dir():
        return library_segments()
    return _read_all(_texts(files("wholeplace.people.segments") / "library") | _texts(own))


def _texts(folder: Traversable) -> dict[str, str]:
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}


def _read_all(texts: Mapping[str, str]) -> tuple[Segment, ...]:
    problems: list[Problem] = []
    read = [_read(name, texts[name], problems) for name in sorted(texts)]
    segments = sorted((segment for segment in read if segment), key=lambda segment: (segment.order, segment.name))
    problems += _order_problems(segments)
    if not problems:
        problems += _catch_all_problems(segments)
    if problems:
        raise DataProblem("The segments cannot be used", problems)
    return tuple(segments)


def _problem(name: str, key: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=f"{FOLDER}/{name}.toml, {key}" if key else f"{FOLDER}/{name}.toml", what=what, why=why, fix=fix)


def _read(name: str, text: str, problems: list[Problem]) -> Segment | None:
    before = len(problems)
    if not _NAME.fullmatch(name):
        fix = "Use small letters, numbers and hyphens, such as frail-at-home.toml."
        problems.append(_problem(name, "", f'"{name}" cannot be the name of a segment.', "It is written into every row.", fix))
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(_problem(name, "", f"it is not TOML: {error}.", "Nothing in it can be read.", "Correct that line."))
        return None
    problems += _key_problems(name, given)
    who = given.get("who")
    asked = None
    if isinstance(who, str) and who.strip():
        asked = read_condition(who, RULE_COLUMNS, where=f"{FOLDER}/{name}.toml, who", wants=YES_OR_NO, problems=problems)
    if len(problems) > before or asked is None:
        return None
    said = {key: given[key].strip() for key in ("title", "says", "source")}
    return Segment(name=name, order=given["order"], who=asked.sql, **said)


def _key_problems(name: str, given: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for key, value in given.items():
        if key not in KEYS:
            fix = did_you_mean(key, KEYS) or f"Known keys: {', '.join(KEYS)}."
            problems.append(_problem(name, key, "there is no such key.", "A key that is misspelt would be ignored in silence.", fix))
        elif type(value) is not KEYS[key][0] or value == "" or (isinstance(value, str) and not value.strip()):
            problems.append(_problem(name, key, f"{value!r} cannot be read here.", "Every segment says this.", f"It is {KEYS[key][1]}."))
    for key in KEYS.keys() - given.keys():
        problems.append(_problem(name, key, "it is missing.", "Every segment says this.", f"It is {KEYS[key][1]}."))
    return sorted(problems, key=lambda problem: problem.where)


def _order_problems(segments: list[Segment]) -> list[Problem]:
    twice = [(one, other) for one, other in pairwise(segments) if one.order == other.order]
    return [
        _problem(
            other.name, "order", f'{other.order} is also the order of segment "{one.name}".',
            "Nobody could say which of the two is asked first.", "Give each segment an order of its own.",
        )
        for one, other in twice
    ]  # fmt: skip


def _catch_all_problems(segments: list[Segment]) -> list[Problem]:
    *earlier, last = segments
    problems = []
    if last.who != "TRUE":
        problems.append(
            _problem(
                last.name, "who", f'"{last.who}" does not take everybody, and this is the last segment asked.',
                "Every resident is in exactly one segment, so the last one takes everybody left.",
                'Write who = "true" here, or give a segment with who = "true" the highest order.',
            )
        )  # fmt: skip
    return problems + [
        _problem(
            segment.name, "who", f'it takes everybody, so the {len(segments) - place} after it stay empty.',
            "The first segment that fits is the person's.", "Give it the highest order, or say who is in it.",
        )
        for place, segment in enumerate(earlier, start=1)
        if segment.who == "TRUE"
    ]  # fmt: skip
