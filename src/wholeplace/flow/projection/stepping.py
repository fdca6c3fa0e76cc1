"""One year of everybody's life, in expected numbers: conditions begin, people die, come and go, are born, and grow older."""

from collections.abc import Callable

import numpy as np

from wholeplace.flow.projection.shapes import CONDITIONS, FEMALE, FIFTHS, Transitions, YearOfPeople

Factors = Callable[[str, int, int], float]
"""The factor of a lever in a year for a fifth (1 to 5; 0: for all)."""


def as_it_is(lever: str, year: int, fifth: int) -> float:  # noqa: ARG001  the same in every year for everybody
    """No lever moved."""
    return 1.0


def next_year(now: YearOfPeople, told: Transitions, factors: Factors = as_it_is) -> YearOfPeople:
    """The year after, nobody lost: people = those before + born + moved in - died - moved out.

    A fifth of each age band grows into the next; who is 90 or over stays there. Babies have no condition and their mothers' fifth.
    """
    year = now.year + 1

    def by_fifth(lever: str) -> np.ndarray:
        return np.array([factors(lever, year, 0) * factors(lever, year, fifth) for fifth in range(1, FIFTHS + 1)])

    people = _with_onset(now.people, np.clip(told.onset * by_fifth("onset"), 0, 1))
    chance = np.clip(told.deaths * by_fifth("deaths")[None, :, None], 0, 1)
    dead = people * chance[:, None, :, :]
    alive = people - dead
    gone = alive * np.clip(told.out * factors("moves-out", year, 0), 0, 1)[:, None, None, None]
    come = alive * (told.into * factors("moves-in", year, 0))[:, None, None, None]
    babies = (alive[:, FEMALE] * told.births[:, None, None]).sum(axis=(0, 2)) * factors("births", year, 0)
    older = _older(alive - gone + come)
    older[0, :, :, 0] += np.outer([told.share_female, 1 - told.share_female], babies)
    counts = {"births": babies, "deaths": dead, "moved_in": come, "moved_out": gone}
    return YearOfPeople(year=year, people=older, **{name: float(people.sum()) for name, people in counts.items()})


def _with_onset(people: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """People after some got one more condition; with three or more it stays at that."""
    gets = people * chance[:, None, :, None]
    gets[..., CONDITIONS - 1] = 0.0
    after = people - gets
    after[..., 1:] += gets[..., :-1]
    return after


def _older(people: np.ndarray) -> np.ndarray:
    grows = people / 5
    grows[-1] = 0.0
    after = people - grows
    after[1:] += grows[:-1]
    return after


def demand(people: np.ndarray, use: np.ndarray) -> float:
    """Relative use of care by everybody, with each cell's use [age, fifth, conditions]."""
    return float((people.sum(axis=1) * use).sum())
