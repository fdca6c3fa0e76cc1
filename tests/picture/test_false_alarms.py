"""The budget of false alarms and the power that is left, by simulation: thousands of invented series at once.

Budgets (methods, section 7): on a place where nothing is planted at most 1% of readings "shift" and at most 5% change.
A reading has two to three members, so each measure alone must stay near 1.7%.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from wholeplace.picture.looks import RATE, SHARE, Months, Pair, Pairs, judge, look
from wholeplace.picture.shapes import Direction, Verdict
from wholeplace.picture.verdicts import Told, verdict_of

SERIES = 4_000
MONTHS = np.arange("2022-10", "2025-10", dtype="datetime64[M]")


@dataclass(frozen=True)
class World:
    """How a series comes about: events a month, how much more they vary than chance, winter, a step in the last months."""

    family: str = RATE
    mean: float = 300.0
    dispersion: float = 1.0
    winter: float = 0.0
    step: float = 1.0
    since: int = 24  # the step begins in this month of 36
    period: int = 3  # months


def series(world, dice):
    wave = 1 + world.winter * np.cos(2 * np.pi * (MONTHS.astype(int) % 12) / 12)
    mean = np.broadcast_to(world.mean * wave * np.where(np.arange(36) >= world.since, world.step, 1.0), (SERIES, 36))
    if world.family == SHARE:
        return dice.binomial(400, np.minimum(mean / 400, 1)).astype(float), np.full((SERIES, 36), 400.0)
    if world.dispersion > 1:
        mean = dice.gamma(mean / (world.dispersion - 1), world.dispersion - 1)
    return dice.poisson(mean).astype(float), np.full((SERIES, 36), 1000.0)


def pair(events, exposure, inside):
    """The marked months against the same months a year before."""
    none = np.full(SERIES, np.nan)
    sums = [part[:, when].sum(axis=1) for when in (inside, np.roll(inside, -12)) for part in (events, exposure)]
    return Pair(
        value=sums[0] / sums[1], numerator=sums[0], denominator=sums[1], error=none,
        value_before=sums[2] / sums[3], numerator_before=sums[2], denominator_before=sums[3], error_before=none,
    )  # fmt: skip


def judged(world, *, seed=1, many=False):
    events, exposure = series(world, np.random.default_rng(seed))
    inside = np.arange(36) >= 36 - world.period
    pairs = Pairs(period=pair(events, exposure, inside), year=pair(events, exposure, np.arange(36) >= 24))
    months = Months(value=events / exposure, numerator=events, denominator=exposure, starts=MONTHS.astype("datetime64[D]"))
    looks = look(months, pairs, family=world.family, improvement="lower", period=inside)
    return judge(looks, many=np.full(SERIES, many)).direction


QUIET = {
    "few events": World(mean=5),
    "a town's quarter": World(mean=60),
    "many events": World(mean=300),
    "twice as noisy as chance": World(mean=300, dispersion=2),
    "six times as noisy as chance": World(mean=300, dispersion=6),
    "a mild winter": World(mean=300, winter=0.03),
    "a hard winter": World(mean=300, winter=0.15),
    "a hard and noisy winter": World(mean=300, winter=0.15, dispersion=4),
    "a share": World(family=SHARE, mean=60),
    "a common share": World(family=SHARE, mean=240),
    "a share in winter": World(family=SHARE, mean=60, winter=0.1),
    "one month": World(period=1),
}


@pytest.mark.parametrize("name", QUIET)
def test_a_quiet_measure_is_called_changed_at_most_about_17_times_in_1000(name):
    assert np.mean(judged(QUIET[name]) != 0) < 0.021


def test_twelve_quiet_months_look_at_more_points_and_stay_under_three_in_a_hundred():
    assert np.mean(judged(World(period=12)) != 0) < 0.03


def test_a_quiet_place_stays_in_its_budget_of_readings():
    """Readings of three unrelated quiet measures: a share in winter, a noisy rate, a plain share."""
    worlds = (World(family=SHARE, mean=60, winter=0.1), World(mean=300, dispersion=4), World(family=SHARE, mean=240))
    rises = np.stack([judged(world, seed=seed) for seed, world in enumerate(worlds)])
    words = {1: Direction.WORSE, -1: Direction.BETTER, 0: Direction.NONE}
    verdicts = [verdict_of(*_told(words, row)) for row in rises.T]
    assert sum(each is not Verdict.NO_CLEAR_CHANGE for each in verdicts) / SERIES <= 0.05
    assert sum(each is Verdict.SHIFTING for each in verdicts) / SERIES <= 0.01


def _told(words, row):
    chased, *others = (Told(direction=words[int(side)]) for side in row)
    return chased, others


def step_of(score, mean):
    """The factor that lifts a quarter's events by `score` standard errors over the same quarter a year before."""
    quarter = 3 * mean
    factor = 1 + score * np.sqrt(2 / quarter)
    for _ in range(20):
        factor = 1 + score * np.sqrt((1 + factor) / quarter)
    return float(factor)


# Power, measured: share of planted steps found, by their size in standard errors of the quarter, the strength of winter,
# and the month of 36 in which the step began (24: a year ago; 33: this quarter).
POWER = """
  size | winter | since | found at least
  3.5  | 0      | 24    | 0.92
  3.5  | 0      | 33    | 0.87
  3.5  | 0.1    | 24    | 0.91
  4    | 0      | 33    | 0.93
  4    | 0.1    | 30    | 0.88
  5    | 0.1    | 33    | 0.95
"""


@pytest.mark.parametrize(
    ("size", "winter", "since", "found"), [[float(cell) for cell in line.split("|")] for line in POWER.strip().splitlines()[1:]]
)
def test_planted_changes_are_found(size, winter, since, found):
    rises = judged(World(mean=300, winter=winter, step=step_of(size, 300), since=int(since)))
    assert np.mean(rises > 0) >= found
    assert np.mean(rises < 0) < 0.002, "never called the other way round"


def test_a_winter_is_not_an_improvement_in_summer():
    assert np.mean(judged(World(mean=2_000, winter=0.2)) != 0) < 0.03
