"""Whose NHS number is not on a record: more often people in the poorest areas, of some groups, and without an address.

So the records that are hardest to link are not everybody's alike, and what is counted by linked people alone is uneven.
"""

import numpy as np

from wholeplace.demo.homes import NO_FIXED_ABODE, Homes
from wholeplace.demo.layout import Layout
from wholeplace.demo.population import People
from wholeplace.demo.rates import number, words


def unevenness(layout: Layout, people: People, homes: Homes) -> np.ndarray:
    """For each person, how many times likelier than others' their number is to be missing."""
    codes = words("people.ethnicity_codes")
    group = np.isin(people.ethnicity, [codes.index(code) for code in words("unlinked.groups")])
    nowhere = (homes.postcode == NO_FIXED_ABODE).to_numpy()[homes.first]
    weight = np.where(layout.fifth[people.home] == 1, number("unlinked.poorest_fifth"), 1.0)
    weight = np.where(group, weight * number("unlinked.group_factor"), weight)
    return np.where(nowhere, weight * number("unlinked.no_address"), weight)


def uneven(rng: np.random.Generator, hit: np.ndarray, flat: float, chance: np.ndarray) -> np.ndarray:
    """Rows hit at a `flat` rate (sorted indexes), turned into rows hit each at its own `chance` with as few changes as can be."""
    choice = rng.random(len(chance))
    stays = np.zeros(len(chance), dtype=bool)
    stays[hit] = choice[hit] * flat < chance[hit]
    added = choice * (1 - flat) < chance - flat
    added[hit] = False
    return np.flatnonzero(stays | added)
