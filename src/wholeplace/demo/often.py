"""A few people who come to emergency departments again and again: a group that segments and cohorts should find."""

import numpy as np

from wholeplace.demo.days import END, FIRST
from wholeplace.demo.layout import Room
from wholeplace.demo.rates import number
from wholeplace.demo.records import Desk


def often(desk: Desk) -> tuple[np.ndarray, np.ndarray]:
    """(person, day) of the attendances of people who come often, besides those that anyone may have."""
    people, rng = desk.people, desk.layout.rng(desk.block, Room.OFTEN)
    likelier = np.where(people.severe_mental_illness, number("often.mental_illness"), 1.0) * 2 * (1 - people.percentile)
    members = np.flatnonzero(desk.households.adult & (rng.random(len(people)) < number("often.share") * likelier))
    years = (END - FIRST) / 365.25
    person = np.repeat(members, rng.poisson(number("often.a_year") * years, len(members)))
    when = FIRST + rng.integers(0, END - FIRST, len(person))
    kept = people.here(person, when)
    return person[kept], when[kept]
