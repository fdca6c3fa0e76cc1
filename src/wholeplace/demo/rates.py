"""The demo's numbers, read once from rates.toml, where each stands with its unit and source."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("rates.toml").read_text("utf-8"))


def _value(name: str) -> Any:
    room, _, entry = name.partition(".")
    return _book()[room][entry]["value"]


def has(name: str) -> bool:
    """There is such an entry."""
    room, _, entry = name.partition(".")
    return entry in _book()[room]


def number(name: str) -> float:
    """One number, by "room.entry"."""
    return float(_value(name))


@cache
def numbers(name: str) -> np.ndarray:
    """A list of numbers (or of rows), never to be written to."""
    values = np.asarray(_value(name), dtype=np.float64)
    values.setflags(write=False)
    return values


def words(name: str) -> tuple[str, ...]:
    """A list of words, or one word."""
    value = _value(name)
    return (value,) if isinstance(value, str) else tuple(value)


def entry(name: str) -> dict[str, Any]:
    """A whole entry with its value, unit, source and whatever else it says."""
    room, _, key = name.partition(".")
    return dict(_book()[room][key])
