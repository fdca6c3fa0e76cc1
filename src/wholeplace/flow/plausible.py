"""Numbers outside any plausible range: most often a slip of units."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from wholeplace.flow.numbers import numbers_of
from wholeplace.flow.shapes import Network
from wholeplace.terms import Problem

_NEAR_ONE = 0.05
"""How far the mean of a list of factors may be from 1: rounding and months of unlike length, no more."""


@cache  # a file of ours that does not change while we run
def _ranges() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("wholeplace.flow") / "ranges.toml").read_text(encoding="utf-8"))


def plausibility_problems(network: Network) -> list[Problem]:
    """A letter for each number outside its range that does not say its source, and for factors whose mean is not 1."""
    agreed = {each.path for each in network.assumptions}
    kinds = {each.name: each.kind.value for each in network.stations}
    problems = []
    for path, number in numbers_of(network).items():
        key = _range_of(path, kinds)
        if key and path not in agreed and not _ranges()[key]["low"] <= number.value <= _ranges()[key]["high"]:
            problems.append(_outside(path, number.value, _ranges()[key]))
    return problems + list(_factors(network))


def _range_of(path: str, kinds: dict[str, str]) -> str:
    section, *rest = path.split(".")
    match (section, rest[-1]):
        case ("services", "mean"):
            return "" if "arranging" in rest else kinds[rest[1]]
        case ("arrivals", "per_day"):
            return "arrivals"
        case ("returns", "mean"):
            return "returns"
        case ("stations", "cost_in_use" | "cost_idle"):
            return "cost"
    return ""


def _outside(path: str, value: float, range_: dict[str, Any]) -> Problem:
    side = "above" if value > range_["high"] else "below"
    limit = range_["high"] if value > range_["high"] else range_["low"]
    return Problem(
        where=path,
        what=f"{value:g} {range_['unit']} is {side} {limit:g}, and nothing says where it is from.",
        why=f"It looks like a slip of units. {range_['slip']}",
        fix=f'Correct it or, if it is right, say so: {{ value = {value:g}, source = "..." }}.',
    )


def _factors(network: Network) -> Iterator[Problem]:
    for stream in network.arrivals:
        for key in ("hours", "weekdays", "months"):
            factors = getattr(stream, key)
            mean = sum(factors) / len(factors)
            if abs(mean - 1) > _NEAR_ONE:
                yield Problem(
                    where=f"arrivals.{stream.group}.{key}",
                    what=f"these {len(factors)} factors average {mean:.3g}, and they should average 1.",
                    why="per_day times them would not be people a day.",
                    fix=f"Divide each by {mean:.3g}, or put the difference into per_day.",
                )
