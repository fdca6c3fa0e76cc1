"""The people of Aldermoor: the place keeps its size, and nobody is in two beds or admitted after death."""

import numpy as np
import pytest

from tests.demo.slow_count import is_valid
from wholeplace.demo import days
from wholeplace.demo.care import Service, services_of
from wholeplace.demo.hospital import Dice, Kind, Stays, stays_of, without_overlaps
from wholeplace.demo.layout import Layout, lay_out
from wholeplace.demo.names import nhs_numbers, wrong_number
from wholeplace.demo.population import People, people_of

SMALL = lay_out(20_000, 3, True)


@pytest.fixture(scope="module")
def block() -> tuple[Layout, People, Stays]:
    people = people_of(SMALL, 0)
    return SMALL, people, stays_of(Dice(rng=SMALL.rng(0, 2), layout=SMALL, people=people))


def test_numbers_are_valid_distinct_and_in_the_test_range() -> None:
    numbers = nhs_numbers(np.arange(0, 900_000, 7), 900_000)
    assert len(np.unique(numbers)) == len(numbers)
    assert numbers.min() >= 9_990_000_000
    assert all(is_valid(str(number)) for number in numbers[:2_000])
    assert not any(is_valid(str(number)) for number in wrong_number(numbers[:2_000]))


def test_a_very_big_place_goes_on_below_the_test_range_and_stays_distinct() -> None:
    numbers = nhs_numbers(np.arange(0, 12_000_000, 5), 12_000_000)
    assert len(np.unique(numbers)) == len(numbers)
    assert numbers.min() >= 9_000_000_000
    assert all(is_valid(str(number)) for number in numbers[::5_000])


def test_the_place_keeps_its_size_and_its_ages() -> None:
    layout = lay_out(210_000, 1, True)
    blocks = [people_of(layout, block) for block in range(len(layout.blocks))]
    counts, older = [], []
    for when in ("2021-08-01", "2022-10-01", "2024-03-01", "2025-10-31"):
        day = days.day(when)
        here = [np.flatnonzero(people.here(np.arange(len(people)), np.full(len(people), day))) for people in blocks]
        counts.append(sum(map(len, here)))
        older.append(sum(int((people.age(rows, day) >= 65).sum()) for people, rows in zip(blocks, here, strict=True)))
    assert max(counts) - min(counts) < 0.006 * 210_000
    assert max(older) - min(older) < 0.02 * min(older)
    assert abs(counts[0] - 210_000) < 1_500


def test_nobody_is_in_two_beds(block: tuple[Layout, People, Stays]) -> None:
    _, _, stays = block
    same = stays.person[1:] == stays.person[:-1]
    assert (stays.starts[1:] >= stays.ends[:-1])[same].all()
    assert (stays.ends >= stays.starts).all()


def test_nobody_is_admitted_after_death_or_before_living_here(block: tuple[Layout, People, Stays]) -> None:
    _, people, stays = block
    assert people.here(stays.person, stays.starts).all()
    assert (stays.ends <= people.dies[stays.person]).all()
    assert (stays.died == (stays.ends == people.dies[stays.person])).all()


def test_ready_lies_within_the_stay(block: tuple[Layout, People, Stays]) -> None:
    _, _, stays = block
    known = stays.ready >= 0
    assert (stays.ready[known] >= stays.starts[known]).all()
    assert (stays.ready[known] <= stays.ends[known]).all()


def test_overlaps_go_and_a_second_look_changes_nothing(block: tuple[Layout, People, Stays]) -> None:
    _, people, stays = block
    twice = without_overlaps(people, Stays.together([stays, stays]))
    assert len(twice) == len(stays)
    assert (twice.starts == stays.starts).all()


def test_care_stops_at_death_and_only_one_first_care_home(block: tuple[Layout, People, Stays]) -> None:
    layout, people, stays = block
    services = services_of(Dice(rng=layout.rng(0, 3), layout=layout, people=people), stays)
    ended = services.ends < days.END
    assert (services.ends[ended] <= people.leaves[services.person[ended]]).all()
    first = np.isin(services.service, (Service.RESIDENTIAL, Service.NURSING)) & (services.starts == people.care_home[services.person])
    assert len(np.unique(services.person[first])) == first.sum()


@pytest.mark.parametrize("plant", [True, False])
def test_admissions_do_not_drift(plant: bool) -> None:
    """Each kind of admission in the first year against the last, 20,000 people: within chance where nothing is planted."""
    layout = lay_out(20_000, 4, plant)
    first, last = (0, 0), (0, 0)
    for number in range(len(layout.blocks)):
        people = people_of(layout, number)
        stays = stays_of(Dice(rng=layout.rng(number, 2), layout=layout, people=people))
        planned = stays.kind == Kind.ELECTIVE
        children = (stays.kind == Kind.EMERGENCY) & (people.age(stays.person, stays.starts) < 18)
        first = _add(first, _years(stays, (planned, children), days.FIRST))
        last = _add(last, _years(stays, (planned, children), days.FIRST + 730))
    assert all(abs(b - a) < 3.5 * (a + b) ** 0.5 for a, b in zip(first, last, strict=True))


def _add(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    return one[0] + two[0], one[1] + two[1]


def _years(stays: Stays, groups: tuple[np.ndarray, np.ndarray], starts: int) -> tuple[int, int]:
    inside = (stays.starts >= starts) & (stays.starts < starts + 365)
    return int((groups[0] & inside).sum()), int((groups[1] & inside).sum())
