"""Expectation maximisation on counts of agreement patterns, with `u` known. Pure: arrays in, rates out, no dice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.people.link.model.weights import Rates

ITERATIONS = 200
CONVERGED = 1e-5
LEAST = 0.5
"""Pairs added to each level's count, so that a level never seen is rare, not impossible."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Learnt:
    """What one round of EM found: `m` by comparison and place of the level (0 is `other`), the share of pairs that are of one
    person, and after how many iterations it stood still."""

    m: Mapping[str, np.ndarray]
    share: float
    iterations: int


def shares_of(counts: np.ndarray) -> np.ndarray:
    """Counts as shares, with LEAST added to each."""
    return (counts + LEAST) / (counts + LEAST).sum()


def learn_m(  # noqa: PLR0913  a table of patterns, a table of rates, and what is not as usual
    patterns: np.ndarray,
    counts: np.ndarray,
    names: Sequence[str],
    u: Mapping[str, np.ndarray],
    *,
    start: Mapping[str, np.ndarray],
    fixed: Collection[str] = (),
    chosen: bool = False,
) -> Learnt:
    """`m` of each comparison in `names` from patterns of agreement (one row a pattern, one column a comparison, -1: missing).

    `counts`: pairs of each pattern. `u`: shares by level among pairs of two people; stays as it is. `start`: first guess of m;
    for the comparisons in `fixed` it is the last word. `chosen`: the pairs were chosen by the very comparisons that are taught, so
    those of two people agree oftener than `u` among them; how often is learnt beside m, and is used here only. Else the
    agreement by which they were chosen would be taken for a sign of one person, and in the end every pair for one.
    A missing value tells nothing and teaches nothing.
    """
    m, apart = {name: start[name].copy() for name in names}, {name: u[name].copy() for name in names}
    share, rounds = 0.1, 0
    while rounds < ITERATIONS:
        rounds += 1
        evidence = np.full(len(counts), np.log(share / (1 - share)))
        for place, name in enumerate(names):
            bits = np.append(np.log(m[name]) - np.log(apart[name]), 0.0)  # the last one is read by -1
            evidence += bits[patterns[:, place]]
        matches = counts / (1 + np.exp(-evidence))
        before = {name: m[name] for name in names}
        for place, name in enumerate(names):
            if name in fixed:
                continue
            seen = patterns[:, place] >= 0
            m[name] = shares_of(np.bincount(patterns[seen, place], weights=matches[seen], minlength=len(m[name])))
            if chosen:
                apart[name] = shares_of(np.bincount(patterns[seen, place], weights=(counts - matches)[seen], minlength=len(m[name])))
        share = min(max(matches.sum() / counts.sum(), 1e-9), 1 - 1e-9)
        if max(float(np.abs(m[name] - before[name]).max()) for name in names) < CONVERGED:
            break
    return Learnt(m=m, share=float(share), iterations=rounds)


def rates_from(m: np.ndarray, u: np.ndarray, names: Sequence[str]) -> dict[str, Rates]:
    """Rates by level name, surest first; the arrays count from `other` upwards."""
    upwards = list(reversed(names))
    return {name: Rates(m=float(m[upwards.index(name)]), u=float(u[upwards.index(name)])) for name in names}
