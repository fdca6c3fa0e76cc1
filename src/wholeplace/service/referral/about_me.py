"""About Me: what a person wants everybody who helps them to know, written once, in their own words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wholeplace.terms import DataProblem, Problem

_FILE = Path(__file__).with_name("about_me.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """One heading of About Me. `name`: ours. `title`: the standard's. `hint`: what somebody might write there."""

    name: str
    title: str
    hint: str


@cache
def headings() -> tuple[Heading, ...]:
    """The headings, in the order of the standard."""
    return tuple(Heading(**row) for row in _given()["heading"])


def longest() -> int:
    """How many letters one heading holds."""
    return int(_given()["longest"])


def written(texts: Mapping[str, str]) -> dict[str, str]:
    """What was written, under known headings, without those that are blank. Raises DataProblem with every text that is too long."""
    kept = {one.name: texts.get(one.name, "").strip() for one in headings()}
    long = [name for name, text in kept.items() if len(text) > longest()]
    if long:
        why, fix = "Others read it in a minute, or not at all.", f"Use at most {longest()} letters under one heading."
        raise DataProblem("About Me cannot be kept", [Problem(where=name, what="it is too long.", why=why, fix=fix) for name in long])
    return {name: text for name, text in kept.items() if text}


@cache
def _given() -> Mapping:
    with _FILE.open("rb") as file:
        return tomllib.load(file)
