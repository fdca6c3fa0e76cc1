"""Heads of spend, each beside an outcome: read from heads.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wholeplace.terms import MeasureName

_FILE = Path(__file__).with_name("heads.toml")
ALL_SPENT, ALL_USED = MeasureName("cost-per-head-all"), MeasureName("use-cost-all")
"""All that partners spent, and all of it that could be followed to people."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """One head of spend. `spent`: the measures of what partners spend on it, which add up, each with what it is called. `used`: what
    people's use of it costs, by where they live. `outcome`: the measure that stands beside it."""

    name: str
    title: str
    spent: Mapping[MeasureName, str]
    used: MeasureName
    outcome: MeasureName


@cache
def heads() -> tuple[Head, ...]:
    """Every head, in the order of the file."""
    return tuple(
        Head(
            name=name, title=told["title"], spent={MeasureName(each): called for each, called in told["spent"].items()},
            used=MeasureName(told["used"]), outcome=MeasureName(told["outcome"]),
        )
        for name, told in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
    )  # fmt: skip
