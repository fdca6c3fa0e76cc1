"""Scenarios change a network as they say and nothing else, and read back as they were written."""

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flow.example import aldermoor
from wholeplace.flow.loads import capacity_on
from wholeplace.flow.numbers import levers, numbers_of
from wholeplace.flow.scenario_files import read_scenario, scenario_from, scenario_text
from wholeplace.flow.scenarios import BASE, compared, with_changes
from wholeplace.flow.shapes import Move, Network, Scenario
from wholeplace.terms import DataProblem, Money


def tried(*changes: Move) -> Scenario:
    return Scenario(name="tried", title="Tried", proposed_by="A planner", why="To see", changes=changes)


def number(network: Network, path: str) -> float:
    return numbers_of(network)[path].value


def test_no_change_is_the_same_network() -> None:
    assert with_changes(aldermoor(), BASE) is aldermoor()


@given(st.sampled_from([each.path for each in levers(aldermoor())]))
@settings(max_examples=40)
def test_a_change_to_what_is_there_changes_nothing(path: str) -> None:
    now = number(aldermoor(), path)
    after = with_changes(aldermoor(), tried(Move(what=path, to=now)))
    assert numbers_of(after).keys() == numbers_of(aldermoor()).keys()
    assert {p: n.value for p, n in numbers_of(after).items()} == pytest.approx({p: n.value for p, n in numbers_of(aldermoor()).items()})


INDEPENDENT = (
    Move(what="stations.home-care.capacity", times=1.1, since=date(2025, 12, 1)),
    Move(what="stations.acute.cost_in_use", add=5.0),
    Move(what="arrivals.emergency-1.per_day", times=0.9, since=date(2026, 1, 1)),
    Move(what="services.emergency-2.rehab.mean", times=0.8),
    Move(what="routes.emergency-2.rehab.home-care", to=0.5),
    Move(what="returns.emergency-1.share", add=-0.01),
)


@given(st.permutations(INDEPENDENT))
def test_the_order_of_independent_changes_does_not_matter(changes: list[Move]) -> None:
    assert with_changes(aldermoor(), tried(*changes)) == with_changes(aldermoor(), tried(*INDEPENDENT))


def test_two_dated_factors_of_one_number_may_come_in_either_order() -> None:
    changes = [
        Move(what="arrivals.emergency-0.per_day", times=t, since=date(2026, m, 1), until=date(2026, m + 2, 1))
        for t, m in ((0.5, 1), (0.25, 2))
    ]
    one, other = (with_changes(aldermoor(), tried(*order)) for order in permutations(changes))
    assert one == other
    (stream,) = (each for each in one.arrivals if each.group == "emergency-0")
    assert [(step.since.month, step.value) for step in stream.factors] == [(1, 0.5), (2, 0.125), (3, 0.25), (4, 1.0)]


@given(st.integers(-100, 500), st.integers(1, 200), st.integers(-150, 700))
def test_a_dated_capacity_differs_between_its_days_only(begins: int, lasts: int, on: int) -> None:
    start = aldermoor().starts
    since, until, day = start + timedelta(begins), start + timedelta(begins + lasts), start + timedelta(on)
    after = with_changes(aldermoor(), tried(Move(what="stations.rehab.capacity", add=7, since=since, until=until)))
    before, now = (next(each for each in network.stations if each.name == "rehab") for network in (aldermoor(), after))
    assert capacity_on(now, day) - capacity_on(before, day) == (7 if since <= day < until else 0)


def test_until_alone_holds_from_the_start() -> None:
    after = with_changes(aldermoor(), tried(Move(what="stations.rehab.capacity", to=20, until=date(2025, 12, 1))))
    rehab = next(each for each in after.stations if each.name == "rehab")
    assert [capacity_on(rehab, day) for day in (date(2025, 1, 1), date(2025, 11, 30), date(2025, 12, 1))] == [20, 20, 45]


def test_capacity_is_whole_and_a_half_goes_up() -> None:
    assert number(with_changes(aldermoor(), tried(Move(what="stations.rehab.capacity", times=1.1))), "stations.rehab.capacity") == 50
    assert number(with_changes(aldermoor(), tried(Move(what="stations.rehab.capacity", add=1.4))), "stations.rehab.capacity") == 46


def test_a_length_keeps_its_shape() -> None:
    after = with_changes(aldermoor(), tried(Move(what="services.emergency-1.acute.mean", times=0.9)))
    now, was = (next(s.length for s in n.services if (s.group, s.station) == ("emergency-1", "acute")) for n in (after, aldermoor()))
    assert now.sd / now.mean == pytest.approx(was.sd / was.mean)


def test_the_other_routes_give_in_proportion_and_a_new_one_may_open() -> None:
    after = with_changes(aldermoor(), tried(Move(what="routes.emergency-2.acute.home-care.share", to=0.25)))
    shares = {each.to: each.share for each in after.routes if (each.group, each.after) == ("emergency-2", "acute")}
    assert shares == {"rehab": 0.75, "home-care": 0.25}


def test_a_star_stands_for_every_name() -> None:
    after = with_changes(aldermoor(), tried(Move(what="arrivals.*.per_day", times=1.5)))
    assert [each.per_day for each in after.arrivals] == pytest.approx([1.5 * each.per_day for each in aldermoor().arrivals])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Move(what="stations.homecare.capacity", add=1), 'Did you mean "stations.home-care.capacity"?'),
        (Move(what="stations.acute.capacity"), "exactly one of to, add and times"),
        (Move(what="stations.acute.capacity", to=1, add=1), "exactly one of to, add and times"),
        (Move(what="stations.acute.capacity", add=-900), "stations.acute.capacity becomes -623, which is below 0"),
        (Move(what="routes.emergency-2.rehab.home-care", to=1.5), "becomes 1.5, which is above 1"),
        (Move(what="services.emergency-1.acute.mean", times=0.9, since=date(2026, 1, 1)), "cannot change on a date"),
        (Move(what="stations.acute.capacity", add=1, since=date(2026, 2, 1), until=date(2026, 1, 1)), "before it begins"),
        (Move(what="routes.emergency-2.acute.care-home", to=0.1), "is no number of this network"),
        (Move(what="arrivals.*.rate", times=2), "is no number of this network"),
        (Move(what="projection.onset.6", times=2), 'Did you mean "projection.onset'),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(change: Move, says: str) -> None:
    with pytest.raises(DataProblem) as letter:
        with_changes(aldermoor(), tried(change))
    assert says in str(letter.value)


FILE = """
title = "Fewer falls"
proposed_by = "Public Health"
why = "Falls fill beds"
one_off_cost = 1500.5

[[change]]
what = "stations.home-care.capacity"
add = 12
since = 2026-01-01
says = "Two more teams"

[[prevention]]
programme = "Strength and balance"
group = ["emergency-1", "emergency-2"]
lowers_demand_by = 5
since = 2026-02-01
"""


def test_a_prevention_programme_lowers_the_demand_of_its_groups_from_a_day() -> None:
    scenario = scenario_from(FILE, "falls", aldermoor())
    assert scenario.one_off_cost == Money(150_050)
    assert [(each.what, each.times, each.since) for each in scenario.changes[1:]] == [
        ("arrivals.emergency-1.per_day", 0.95, date(2026, 2, 1)),
        ("arrivals.emergency-2.per_day", 0.95, date(2026, 2, 1)),
    ]


def test_a_scenario_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    scenario = scenario_from(FILE, "falls", aldermoor())
    file = tmp_path / "falls.toml"
    file.write_text(scenario_text(scenario), "utf-8")
    assert read_scenario(file, aldermoor()) == scenario


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('title = "Fewer falls"', 'titel = "x"'), 'Did you mean "title"?'),
        (("lowers_demand_by = 5", "lowers_demand_by = 0.05"), "Write 5 for 5 in 100, not 0.05."),
        (("lowers_demand_by = 5", "lowers_demand_by = 500"), "Demand cannot fall by more than all of it"),
        (('group = ["emergency-1", "emergency-2"]', 'group = "emergency-9"'), 'Did you mean "arrivals.emergency-'),
        (("since = 2026-01-01", 'since = "January"'), "is not a day"),
        (("[[change]]", "[change]"), "Write [[change]] before each of them."),
        (("add = 12", "add = 12\nto = 3"), "exactly one of to, add and times"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_scenario_file_is_told(change: tuple[str, str], says: str) -> None:
    with pytest.raises(DataProblem) as letter:
        scenario_from(FILE.replace(*change), "falls", aldermoor())
    assert says in str(letter.value)


def test_two_scenarios_are_compared_in_words() -> None:
    one = scenario_from(FILE, "falls", aldermoor())
    other = tried(
        Move(what="stations.home-care.capacity", add=12, since=date(2026, 1, 1), says="Two more teams"),
        Move(what="stations.acute.capacity", times=0.9),
    )
    sentences = compared(one, other, aldermoor())
    assert sentences[0] == "Fewer falls, proposed by Public Health. Why: Falls fill beds. Setting it up costs £1,500.50."
    assert sentences[1] == "Tried, proposed by A planner. Why: To see."
    both = next(each for each in sentences if each.startswith("Home care. Both: "))
    assert "380 to 392 visits a day from 1 January 2026 (Two more teams)" in both
    assert "The assumption is 380 visits a day (362 to 398); source: Invented for the demo place." in both
    beds = next(each for each in sentences if each.startswith("Hospital beds."))
    assert "Fewer falls: as it is; Tried: 277 to 249 beds." in beds
    assert compared(BASE, BASE, aldermoor())[-1] == "Neither changes anything."


def test_every_lever_has_a_title_a_unit_and_a_heading() -> None:
    assert all(each.title and each.heading for each in levers(aldermoor()))
    assert {each.heading for each in levers(aldermoor())} >= {"Beds, places and visits", "How many people come", "How long they need"}
