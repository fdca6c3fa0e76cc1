"""Loneliness and well-being, asked before and after: questions as data, sums by the rule of whoever made them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from wholeplace.terms import DataProblem, Problem

_FILE = Path(__file__).with_name("scores.toml")


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


class When(StrEnum):
    """When the questions were asked."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One question, word for word."""

    id: str
    asks: str
    better: Direction


@dataclass(frozen=True, kw_only=True, slots=True)
class Instrument:
    """A set of questions. `answers`: what one may say -> its number. `sums`: does its owner add them up? `from_age`: years."""

    name: str
    title: str
    source: str
    terms: str
    sums: bool
    from_age: int
    lowest: int
    highest: int
    answers: Mapping[str, int]
    questions: tuple[Item, ...]
    better: Direction


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One number before and after. `better`: None where either is missing or both are the same."""

    title: str
    before: int | None
    after: int | None
    better: bool | None


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every set of questions, by name."""
    with _FILE.open("rb") as file:
        return {name: _instrument(name, row) for name, row in tomllib.load(file).items()}


def values_of(instrument: Instrument, answers: Mapping[str, str]) -> dict[str, int]:
    """The number of each answer. Questions that were not answered are left out. Raises DataProblem with every word that is no answer."""
    known = {item.id for item in instrument.questions}
    wrong = [name for name, said in answers.items() if name not in known or (said and said not in instrument.answers)]
    if wrong:
        why, fix = "A number that rests on anything else would mean nothing.", f"Choose one of: {', '.join(instrument.answers)}."
        raise DataProblem(
            instrument.title, [Problem(where=name, what="this is no answer of the list.", why=why, fix=fix) for name in wrong]
        )
    return {name: instrument.answers[said] for name, said in answers.items() if said}


def total(instrument: Instrument, values: Mapping[str, int]) -> int | None:
    """The sum, where the owner of the questions gives one and all of them were answered; else None: part of a sum is no sum."""
    if not instrument.sums or set(values) != {item.id for item in instrument.questions}:
        return None
    return sum(values.values())


def changes(instrument: Instrument, before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Change, ...]:
    """What changed: the sum where there is one, else each question by itself."""
    if instrument.sums:
        return (_change(instrument.title, total(instrument, before), total(instrument, after), instrument.better),)
    return tuple(_change(item.asks, before.get(item.id), after.get(item.id), item.better) for item in instrument.questions)


def _change(title: str, before: int | None, after: int | None, direction: Direction) -> Change:
    moved = None if before is None or after is None or before == after else (after > before) is (direction is Direction.HIGHER)
    return Change(title=title, before=before, after=after, better=moved)


def _instrument(name: str, row: Mapping[str, object]) -> Instrument:
    given: dict = dict(row)
    better = Direction(given.pop("better"))
    items = tuple(Item(id=one["id"], asks=one["asks"], better=Direction(one.get("better", better))) for one in given.pop("questions"))
    return Instrument(name=name, better=better, questions=items, **given)
