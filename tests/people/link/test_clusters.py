"""Rows become one person when they are alike on the whole; a chain of chance likenesses does not make one."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.people.link.clusters import UNCOMPARED, cluster_rows

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


def slow_road(pairs: list[tuple[int, int, float]], count: int) -> list[int]:
    """Average linkage word for word: look at every two clusters, join the best, begin anew."""
    weight = {frozenset(pair[:2]): pair[2] for pair in pairs}
    clusters = [[row] for row in range(count)]
    while True:
        means = []
        for one, other in itertools.combinations(clusters, 2):
            between = [weight.get(frozenset(pair), UNCOMPARED) for pair in itertools.product(one, other)]
            means.append((sum(between) / len(between), one, other))
        best = max(means, key=lambda told: told[0], default=(0.0, [], []))
        if best[0] <= 0:
            return [min(next(each for each in clusters if row in each)) for row in range(count)]
        clusters.remove(best[1])
        clusters.remove(best[2])
        clusters.append(best[1] + best[2])


def different_weights(count: int) -> st.SearchStrategy[list[tuple[int, int, float]]]:
    """Some pairs of rows, no two means of which can be equal: of equals either may be joined first, and both answers are right.

    Square roots of different primes are independent over the fractions, so no two means of different weights are the same number.
    """
    every = list(itertools.combinations(range(count), 2))
    chosen = st.lists(st.sampled_from(every), unique=True)
    return st.tuples(chosen, st.permutations(range(len(every)))).map(
        lambda told: [
            (one, other, told[1][at] - len(every) / 2 + math.sqrt(PRIMES[every.index((one, other))]) / 100)
            for at, (one, other) in enumerate(told[0])
        ]
    )


@given(different_weights(6))
def test_two_roads_to_one_clustering(pairs: list[tuple[int, int, float]]):
    assert cluster_rows(pairs, 6) == slow_road(pairs, 6)


@given(different_weights(6), st.randoms())
def test_order_of_pairs_is_of_no_matter(pairs: list[tuple[int, int, float]], dice):
    shuffled = list(pairs)
    dice.shuffle(shuffled)
    assert cluster_rows(pairs, 6) == cluster_rows(shuffled, 6)


def test_a_chain_of_likenesses_does_not_make_one_person():
    """1 is like 2 and 2 is like 3, but 1 and 3 are unlike."""
    assert cluster_rows([(0, 1, 9.0), (1, 2, 5.0), (0, 2, -8.0)], 3) == [0, 0, 2]


def test_one_unlikely_pair_does_not_split_those_who_agree_on_the_whole():
    assert cluster_rows([(0, 1, 9.0), (1, 2, 8.0), (0, 2, -2.0)], 3) == [0, 0, 0]


def test_pairs_never_compared_count_against():
    assert cluster_rows([(0, 1, 9.0), (1, 2, 3.0)], 3) == [0, 0, 2]


def test_rows_of_one_source_are_never_joined():
    pairs = [(0, 2, 9.0), (1, 2, 8.0), (0, 1, 20.0)]
    assert cluster_rows(pairs, 3, sources=[1, 1, 2]) == [0, 1, 0]


def test_no_pairs_no_clusters():
    assert cluster_rows([], 3) == [0, 1, 2]
    assert cluster_rows([], 0) == []
