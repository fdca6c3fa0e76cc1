"""Days on which more, or fewer, people come to A&E than chance alone brings: the over-dispersion that is planted."""

from functools import cache

import numpy as np

from wholeplace.demo.days import END, FIRST, Calendar, calendar_of, weights_of
from wholeplace.demo.layout import Layout, Room
from wholeplace.demo.population import People
from wholeplace.demo.rates import number


def on_busy_days(layout: Layout, block: int, people: People, who: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """New days for the attendances `who` (person, day), drawn by season, weekday and the day's own factor, for those who lived here
    then; the others keep theirs. As many attendances as before, and every day's factor is the same for the whole place."""
    person, when = who
    drawn = _calendar(layout.seed, len(layout.blocks)).draw(layout.rng(block, Room.BUSY_DAYS), len(person))
    return np.where(people.here(person, drawn), drawn, when)


@cache
def _calendar(seed: int, blocks: int) -> Calendar:
    rng = np.random.default_rng([seed, blocks, Room.BUSY_DAYS])
    shape = number("emergency.busy_days") ** -2
    factors = rng.gamma(shape, 1 / shape, END - FIRST)
    return calendar_of(FIRST, END, weights_of("emergency.season", "emergency.weekday", FIRST, END) * factors)
