"""Learning from pairs that were chosen by what they agree in: their agreement is no sign that they are of one person."""

import itertools

import numpy as np
import pytest

from wholeplace.people.link.model.expectation import learn_m

NAMES = ("given", "family", "birth", "home", "email")
M = {"given": 0.8, "family": 0.85, "birth": 0.9, "home": 0.8, "email": 0.7}
U = {"given": 0.02, "family": 0.02, "birth": 0.01, "home": 0.05, "email": 0.01}
OF_ONE_PERSON = 0.001


def blocked() -> tuple[np.ndarray, np.ndarray, float]:
    """Every pattern of a million pairs in which a name agrees, its count, and the true share of one person among them."""
    patterns = np.array([pattern for pattern in itertools.product((0, 1), repeat=len(NAMES)) if pattern[0] or pattern[1]])
    same, two = (
        np.array(
            [
                np.prod([rates[name] if agree else 1 - rates[name] for name, agree in zip(NAMES, pattern, strict=True)])
                for pattern in patterns
            ]
        )
        for rates in (M, U)
    )
    counts = 1e6 * (OF_ONE_PERSON * same + (1 - OF_ONE_PERSON) * two)
    return patterns, counts, float(1e6 * OF_ONE_PERSON * same.sum() / counts.sum())


def learnt(*, chosen: bool):
    patterns, counts, _ = blocked()
    u = {name: np.array([1 - U[name], U[name]]) for name in NAMES}
    start = {name: np.array([0.1, 0.9]) for name in NAMES}
    return learn_m(patterns, counts, NAMES, u, start=start, chosen=chosen)


def test_the_share_of_one_person_is_found():
    *_, truly = blocked()
    found = learnt(chosen=True)
    assert found.share == pytest.approx(truly, rel=0.25)
    assert {name: found.m[name][1] for name in NAMES} == pytest.approx(M, abs=0.12)


def test_without_it_every_chosen_pair_is_taken_for_one_person():
    """Why `chosen` is there."""
    assert learnt(chosen=False).share > 0.9
