"""Who the mothers of the babies are: women of the same small area and community, of an age to be, at least nine months apart."""

import numpy as np

from wholeplace.demo.days import BURN_IN, YEAR
from wholeplace.demo.population import NOBODY, People

_BETWEEN = 280
"""Days between two births of a mother, unless they are on one day."""
_TURNS = 12
_AGES = (17.0, 46.0)
_USUAL, _SPREAD = 30.5, 6.0
"""Age of mothers: mean and a spread wider than in life, for a small area has few women of each age (ONS births by age: 30.9)."""


def mothers_of(rng: np.random.Generator, people: People, known: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """For each person the row of the mother, NOBODY for those not born here in the window and where no woman would do.

    `known`: household of each person (NOBODY: none yet) and community. Babies of one day, area and community are twins. Each turn
    draws a woman for every baby without one; she is kept when she lives here that day, is of an age to be a mother and has no
    other baby within nine months.
    """
    household, community = known
    group = people.home.astype(np.int64) * 8 + community
    mother = np.full(len(people), NOBODY)
    baby = np.flatnonzero((people.arrives == people.born) & (people.born >= BURN_IN))
    women = np.flatnonzero(people.female & (household != NOBODY) & (people.born < BURN_IN - 10 * YEAR))
    if not len(women) or not len(baby):
        return mother
    baby = baby[np.lexsort((people.born[baby], group[baby]))]
    women = women[np.argsort(group[women], kind="stable")]
    twin = same_day(group[baby], people.born[baby])
    leader = np.maximum.accumulate(np.where(twin, 0, np.arange(len(baby))))
    first = np.searchsorted(group[women], group[baby])
    count = np.searchsorted(group[women], group[baby], side="right") - first
    chosen = np.full(len(baby), NOBODY)
    for _ in range(_TURNS):
        open_ = np.flatnonzero((chosen == NOBODY) & ~twin & (count > 0))
        drawn = women[first[open_] + (rng.random(len(open_)) * count[open_]).astype(np.int64)]
        chosen[open_] = np.where(_fits(rng, people, drawn, people.born[baby[open_]]), drawn, NOBODY)
        chosen[_too_soon(chosen, people.born[baby])] = NOBODY
    mother[baby] = chosen[leader]
    return mother


def same_day(group: np.ndarray, born: np.ndarray) -> np.ndarray:
    """Of rows in order of group and day of birth: those of the same group and day as the row before."""
    twin = np.zeros(len(born), dtype=bool)
    twin[1:] = (born[1:] == born[:-1]) & (group[1:] == group[:-1])
    return twin


def _fits(rng: np.random.Generator, people: People, woman: np.ndarray, born: np.ndarray) -> np.ndarray:
    age = (born - people.born[woman]) / YEAR
    usual = rng.random(len(woman)) < np.exp(-0.5 * ((age - _USUAL) / _SPREAD) ** 2)
    return (age >= _AGES[0]) & (age < _AGES[1]) & usual & people.here(woman, born)


def _too_soon(mother: np.ndarray, born: np.ndarray) -> np.ndarray:
    """Rows whose mother had another baby less than nine months before."""
    order = np.lexsort((born, mother))
    soon = (mother[order][1:] == mother[order][:-1]) & (mother[order][1:] != NOBODY) & (born[order][1:] - born[order][:-1] < _BETWEEN)
    return order[1:][soon]
