"""Links against the truth: counted fast, and counted pair by pair."""

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.people.link.truth import against_truth


def frames(keys, persons, groups=None):
    links = pl.DataFrame(
        {"identity_no": range(len(keys)), "person_key": keys}, schema={"identity_no": pl.Int64, "person_key": pl.Int64}
    ).drop_nulls()
    truth = pl.DataFrame({"identity_no": range(len(persons)), "person": persons, "group": groups or ["a"] * len(persons)})
    return links, truth


def test_a_worked_example():
    # Truth: 0 1 2 | 3 4 | 5. Links: 0 1 | 2 3 4 | 5 unlinked.
    (row,) = against_truth(*frames([1, 1, 2, 2, 2, None], [1, 1, 1, 2, 2, 3])).to_dicts()
    assert (row["pairs"], row["made"], row["right"]) == (4, 4, 2)
    assert (row["precision"], row["recall"], row["f1"]) == (0.5, 0.5, 0.5)
    assert (row["persons"], row["whole"], row["pure"]) == (3, 2, 1)


def test_nothing_linked_has_no_precision():
    (row,) = against_truth(*frames([None, None], [1, 1])).to_dicts()
    assert (row["precision"], row["recall"], row["f1"]) == (None, 0, 0)


def test_two_unlinked_identities_are_not_one_person():
    (row,) = against_truth(*frames([None, None], [1, 2])).to_dicts()
    assert (row["made"], row["pure"], row["recall"]) == (0, 2, None)


def test_links_of_identities_the_truth_does_not_know_are_left_out():
    links, truth = frames([1, 1, 1], [1, 1, 1])
    (row,) = against_truth(links, truth.head(2)).to_dicts()
    assert (row["made"], row["right"]) == (1, 1)


@pytest.mark.parametrize("twice", ["links", "truth"])
def test_an_identity_that_stands_twice_is_refused(twice):
    links, truth = frames([1], [1])
    with pytest.raises(ValueError, match=twice):
        against_truth(*(pl.concat([frame, frame]) if name == twice else frame for name, frame in (("links", links), ("truth", truth))))


IDENTITIES = st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 3)), st.integers(1, 3), st.sampled_from("ab")), min_size=1, max_size=12)


@given(IDENTITIES)
def test_two_roads(rows):
    keys, persons, groups = (list(column) for column in zip(*rows, strict=True))
    told = {row["group"]: row for row in against_truth(*frames(keys, persons, groups), by="group").to_dicts()}
    pairs = list(combinations(range(len(rows)), 2))
    true = [pair for pair in pairs if persons[pair[0]] == persons[pair[1]]]
    made = [pair for pair in pairs if keys[pair[0]] is not None and keys[pair[0]] == keys[pair[1]]]
    right = [pair for pair in made if pair in true]
    assert (told["all"]["pairs"], told["all"]["made"], told["all"]["right"]) == (len(true), len(made), len(right))
    for group in set(groups):
        halves = [sum(groups[side] == group for pair in chosen for side in pair) / 2 for chosen in (true, made, right)]
        assert [told[group][name] for name in ("pairs", "made", "right")] == halves
    assert told["all"]["persons"] == len(set(persons))
