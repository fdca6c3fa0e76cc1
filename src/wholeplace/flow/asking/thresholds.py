"""The chance of passing a level that people watch, such as beds fuller than 92% for a week."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.asking.asked import Asked, capacity_of, series
from wholeplace.flow.asking.ranges import Range, chance_of, change_of_chance
from wholeplace.flow.asking.sentences import Words, amount, between, told
from wholeplace.flow.shapes import Answer, Run, Station, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS = Words(question="How likely is it that a level is passed?", says="", unit="in 100", least=0.0005)


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """A share of beds in use that counts as passed once it is above for so many days in a row."""

    share_in_use: float
    days_in_a_row: int
    source: str


@cache  # a file of ours that does not change while we run
def usual_threshold() -> Threshold:
    """The level that is watched where a place says nothing else."""
    given = tomllib.loads((files("wholeplace.flow.asking") / "thresholds.toml").read_text(encoding="utf-8"))
    return Threshold(**given["beds"])


def answers(asked: Asked, threshold: Threshold | None = None) -> tuple[Answer, ...]:
    """For each station of beds, the chance that it is fuller than the threshold for that many days in a row."""
    level = threshold or usual_threshold()
    beds = [station for station in asked.network.stations if station.kind is Unit.BEDS and station.name not in asked.front_doors]
    return tuple(answer for station in beds for answer in _one(asked, station, level))


def _one(asked: Asked, station: Station, level: Threshold) -> list[Answer]:
    now = passed(asked.run, station.name, level)
    chance = chance_of(now)
    words = f"being above {100 * level.share_in_use:g}% full for {level.days_in_a_row} days in a row"
    limits = between(chance.low, chance.high, WORDS)
    sentence = f"{station.title}: the chance of {words} is {amount(chance.mean, 'in 100')} ({limits})."
    found = [told(WORDS, station.name, sentence, chance)]
    if asked.base is not None:
        change = change_of_chance(now, passed(asked.base, station.name, level))
        sentence = f"{station.title}: {_change(change, words)}."
        found.append(told(WORDS, station.name, sentence, change, compared=True))
    return found


def _change(change: Range, words: str) -> str:
    if not change.is_clear:
        return f"no clear difference in the chance of {words}"
    near, far = sorted((abs(change.low), abs(change.high)))
    direction = "higher" if change.mean > 0 else "lower"
    return f"the chance of {words} is {amount(abs(change.mean), 'in 100')} {direction} ({between(near, far, WORDS)})"


def passed(run: Run, station: str, level: Threshold) -> "NDArray[np.bool_]":
    """Whether a station was above the level for that many days in a row, [replication]."""
    above = series(run, f"units:{station}") > level.share_in_use * capacity_of(run, station)[None, :]
    in_a_row = np.zeros(len(above), dtype=int)
    longest = in_a_row.copy()
    for day in range(above.shape[1]):
        in_a_row = np.where(above[:, day], in_a_row + 1, 0)
        longest = np.maximum(longest, in_a_row)
    return longest >= level.days_in_a_row
