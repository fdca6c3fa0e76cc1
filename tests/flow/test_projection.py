"""People over years: nobody lost, levers act from their day, and demand follows."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flow.example import aldermoor
from wholeplace.flow import Effort, Move, Scenario, YearAhead, plan_years, projected
from wholeplace.flow.loads import mean_arrivals
from wholeplace.flow.moving import moved_to
from wholeplace.flow.projection import factors_of, over_years, project, years_ahead
from wholeplace.flow.projection.reading import people_of, read_transitions, transitions_in
from wholeplace.flow.projection.shapes import AGES, CONDITIONS, FIFTHS, SEXES, Transitions, YearOfPeople
from wholeplace.flow.projection.stepping import next_year
from wholeplace.flow.scenarios import BASE
from wholeplace.flow.sheet import Sheet
from wholeplace.terms import DataProblem

SHAPE = (AGES, SEXES, FIFTHS, CONDITIONS)


def usual() -> tuple[Transitions, np.ndarray, int]:
    return transitions_in(Sheet(where="x", given={}, problems=[]), aldermoor())


def tried(*changes: Move) -> Scenario:
    return Scenario(name="tried", title="Tried", proposed_by="", why="", changes=changes)


def chances(seed: int) -> Transitions:
    dice = np.random.default_rng(seed)
    return Transitions(
        onset=dice.random((AGES, FIFTHS)), deaths=dice.random((AGES, FIFTHS, CONDITIONS)), births=dice.random(AGES), out=dice.random(AGES),
        into=dice.random(AGES), share_female=float(dice.random()), use={"a": dice.random((AGES, FIFTHS, CONDITIONS))},
    )  # fmt: skip


@given(st.integers(0, 10_000), st.floats(0, 3))
@settings(max_examples=50)
def test_nobody_vanishes_and_nobody_comes_from_nowhere(seed: int, factor: float) -> None:
    now = YearOfPeople(year=2025, people=np.random.default_rng(seed).random(SHAPE) * 1000)
    after = next_year(now, chances(seed + 1), lambda *_: factor)
    assert after.people.sum() == pytest.approx(now.people.sum() + after.births + after.moved_in - after.deaths - after.moved_out, rel=1e-12)
    assert (after.people >= -1e-9).all()


def test_one_year_of_one_person_by_hand() -> None:
    """A thousand women of 30 to 34 without conditions: 100 get one; of all 1 in 10 die; 1 in 5 grows into the next band."""
    people = np.zeros(SHAPE)
    people[6, 0, 2, 0] = 1000.0
    told = Transitions(
        onset=np.full((AGES, FIFTHS), 0.1), deaths=np.full((AGES, FIFTHS, CONDITIONS), 0.1), births=np.full(AGES, 0.05), out=np.zeros(AGES),
        into=np.zeros(AGES), share_female=0.4, use={},
    )  # fmt: skip
    after = next_year(YearOfPeople(year=2025, people=people), told)
    assert after.year == 2026
    assert after.people[6, 0, 2, :2] == pytest.approx([900 * 0.9 * 0.8, 100 * 0.9 * 0.8])
    assert after.people[7, 0, 2, :2] == pytest.approx([900 * 0.9 * 0.2, 100 * 0.9 * 0.2])
    assert after.people[0, :, 2, 0] == pytest.approx([900 * 0.05 * 0.4, 900 * 0.05 * 0.6])
    assert (after.births, after.deaths) == pytest.approx((45, 100))


def test_the_oldest_stay_in_their_band_and_three_conditions_stay_three() -> None:
    people = np.zeros(SHAPE)
    people[-1, 1, 0, -1] = 10.0
    told = Transitions(
        onset=np.ones((AGES, FIFTHS)), deaths=np.zeros((AGES, FIFTHS, CONDITIONS)), births=np.ones(AGES), out=np.zeros(AGES),
        into=np.zeros(AGES), share_female=0.5, use={},
    )  # fmt: skip
    assert next_year(YearOfPeople(year=2025, people=people), told).people[-1, 1, 0, -1] == 10.0


def test_a_lever_acts_in_the_years_it_holds() -> None:
    factor = factors_of(
        tried(
            Move(what="projection.onset", times=0.8, since=date(2027, 1, 1), until=date(2029, 1, 1)),
            Move(what="projection.onset.1", times=0.5),
            Move(what="stations.acute.capacity", add=5),
        )
    )
    assert [factor("onset", year, 0) for year in range(2026, 2030)] == [1.0, 0.8, 0.8, 1.0]
    assert [factor("onset", 2028, fifth) for fifth in (1, 2)] == [0.5, 1.0]
    assert factor("deaths", 2028, 0) == 1.0


def start() -> YearOfPeople:
    _, shares, _ = usual()
    return YearOfPeople(year=2025, people=np.full((AGES, SEXES, FIFTHS), 100.0)[..., None] * shares[:, None, None, :])


def test_less_onset_means_fewer_conditions_and_less_demand_each_year_more() -> None:
    told, _, years = usual()
    plain, less = (
        years_ahead(project(start(), told, years, factors_of(s)), told) for s in (BASE, tried(Move(what="projection.onset", times=0.7)))
    )
    assert len(plain) == years + 1 == 6
    gaps = [p.demand["emergency-1"] - q.demand["emergency-1"] for p, q in zip(plain, less, strict=True)]
    assert gaps[0] == 0
    assert gaps[1:] == sorted(gaps[1:])
    assert gaps[1] > 0
    assert less[-1].with_two_or_more < plain[-1].with_two_or_more
    assert less[-1].people >= plain[-1].people


def test_deaths_by_age_are_those_of_everybody_of_the_age() -> None:
    told, shares, _ = usual()
    middle = (told.deaths[:, 2, :] * shares).sum(axis=1)
    assert middle[[0, 9, 14]] == pytest.approx([0.0009, 0.0027, 0.024])


def test_demand_moves_arrivals_from_the_first_of_january() -> None:
    ahead = [
        YearAhead(year=year, people=1, from_65=1, with_two_or_more=1, demand={"emergency-1": factor})
        for year, factor in ((2025, 1.0), (2026, 1.1), (2027, 1.2))
    ]
    network = over_years(aldermoor(), ahead)
    (now,), (was,) = ([each for each in n.arrivals if each.group == "emergency-1"] for n in (network, aldermoor()))
    assert [(step.since, step.value) for step in now.factors] == [(date(2026, 1, 1), 1.1), (date(2027, 1, 1), 1.2)]
    both = [mean_arrivals(moved_to(n, date(2027, 3, 1), 7))[aldermoor().arrivals.index(was)] for n in (network, aldermoor())]
    assert both[0] == pytest.approx(1.2 * both[1])


def test_factors_of_a_programme_and_of_the_years_multiply() -> None:
    from wholeplace.flow import with_changes

    programme = with_changes(aldermoor(), tried(Move(what="arrivals.emergency-1.per_day", times=0.9, since=date(2026, 7, 1))))
    ahead = [YearAhead(year=y, people=1, from_65=1, with_two_or_more=1, demand={"emergency-1": f}) for y, f in ((2025, 1.0), (2026, 2.0))]
    (stream,) = (each for each in over_years(programme, ahead).arrivals if each.group == "emergency-1")
    assert [(step.since.month, step.value) for step in stream.factors] == [(1, 2.0), (7, pytest.approx(1.8))]


def place(folder: Path, text: str = "") -> SimpleNamespace:
    (folder / "assumptions").mkdir(exist_ok=True)
    (folder / "assumptions" / "projection.toml").write_text(text, "utf-8")
    rows = [("A", 0, "all", 2024, 50), ("A", 65, "female", 2024, 30), ("B", 90, "male", 2024, 20), ("B", 90, "male", 2023, 999)]
    population = pl.DataFrame(rows, schema=["small_area", "age_band", "sex", "year", "people"], orient="row")
    areas = pl.DataFrame({"small_area": ["A", "B"], "deprivation_fifth": [1, None]})
    return SimpleNamespace(folder=folder, population=population, small_areas=areas)


def test_the_people_of_a_place_are_those_of_its_last_year(tmp_path: Path) -> None:
    _, shares, _ = usual()
    first = people_of(place(tmp_path), shares)  # pyright: ignore[reportArgumentType]
    assert first.year == 2024
    assert first.people.sum() == pytest.approx(100)
    assert first.people[0, :, 0].sum(axis=1) == pytest.approx([25, 25])  # sexes told together are halved
    assert first.people[18, 1, 2].sum() == pytest.approx(20)  # without a rank: the middle fifth


def test_a_place_may_say_its_own_numbers_and_mistakes_are_told(tmp_path: Path) -> None:
    told, _, years = read_transitions(place(tmp_path, "years = 3\n[onset]\nby_deprivation = [2, 1, 1, 1, 1]"), aldermoor())  # pyright: ignore[reportArgumentType]
    assert years == 3
    assert told.onset[:, 0] == pytest.approx(2 * told.onset[:, 1])
    with pytest.raises(DataProblem) as letter:
        read_transitions(place(tmp_path, "[onset]\nby_agee = 3\n[deaths]\nby_age = [1, 2]\n[conditions]\none = 3"), aldermoor())  # pyright: ignore[reportArgumentType]
    assert 'Did you mean "by_age"?' in str(letter.value)
    assert "it is not a list of 19 numbers" in str(letter.value)


def test_a_plan_over_years_holds_each_year_against_itself(tmp_path: Path) -> None:
    here = place(tmp_path, "years = 2")
    scenario = tried(Move(what="projection.onset", times=0.5), Move(what="stations.home-care.capacity", times=1.1))
    plan = plan_years(here, aldermoor(), scenario, effort=Effort(replications=2))  # pyright: ignore[reportArgumentType]
    assert [year.year for year in plan.years] == [2025, 2026]
    for year in plan.years:
        assert year.ahead.demand["emergency-1"] < year.ahead_as_it_is.demand["emergency-1"]
        assert {answer.compared for answer in year.answers} == {True, False}
    assert len(projected(here, aldermoor(), BASE)) == 3  # pyright: ignore[reportArgumentType]
