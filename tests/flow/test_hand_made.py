"""Hand-made people with given stays: what happens to each is written down, and both roads must say the same."""

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest

from wholeplace.flow.oracle import run_slowly
from wholeplace.flow.shapes import (
    Group,
    Law,
    Length,
    Network,
    Overflow,
    OverflowRule,
    Present,
    Return,
    Route,
    Service,
    Snapshot,
    Station,
    Step,
    Unit,
    Waits,
)
from wholeplace.flow.trace import GivenPerson, given_key, trace

MONDAY = date(2025, 3, 3)


def bed(name: str, beds: float = 1, **more) -> Station:
    """A station of so many beds from the start on."""
    return Station(**{"name": name, "title": name, "kind": Unit.BEDS, "capacity": (Step(since=MONDAY, value=beds),)} | more)


def of(*stations: Station, ways: dict[str, str], days: int = 30, **more) -> Network:
    """A network in which each group goes the way written for it, such as "ward home-care"; every stay is 1 day unless given."""
    routes, services = [], []
    for group, way in ways.items():
        steps = way.split()
        services += [Service(group=group, station=at, length=Length(law=Law.FIXED, mean=1.0)) for at in steps]
        routes += [Route(group=group, after=at, to=to, share=1.0) for at, to in zip(steps, [*steps[1:], ""], strict=True)]
    kinds = tuple(Group(name=group, title=group) for group in ways)
    told = {"name": "hand-made", "starts": MONDAY, "days": days, "warm_up": 0, "stations": stations, "groups": kinds, "arrivals": ()}
    return Network(**told | {"services": tuple(services), "routes": tuple(routes)} | more)


def coming(*people: tuple[float, str, str, tuple[float, ...]]) -> list[GivenPerson]:
    return [GivenPerson(time=time, group=group, to=to, lengths=lengths) for time, group, to, lengths in people]


def told(network: Network, given: list[GivenPerson], *, snapshot: Snapshot | None = None) -> list[str]:
    """The story by both roads, which must be one: "2.5 b started ward", people by the letter of their turn to come."""
    fast, slow = trace(network, given=given, snapshot=snapshot), run_slowly(network, given=given, snapshot=snapshot)
    assert fast.transitions == slow.transitions
    letters = {given_key(i): "abcdefgh"[i] for i in range(len(given))}
    return [" ".join(f"{one.time:g} {letters.get(one.key, '-')} {one.what} {one.station or one.other}".split()) for one in fast.transitions]


def starts(story: list[str]) -> list[str]:
    return [line for line in story if " started " in line]


def test_one_bed_first_come_first_served():
    story = told(of(bed("ward"), ways={"x": "ward"}), coming((0.5, "x", "ward", (2.0,)), (1.0, "x", "ward", (1.0,))))
    assert story == [
        "0.5 a arrived ward", "0.5 a started ward", "1 b arrived ward", "1 b waits ward", "2.5 a ready ward", "2.5 a left ward",
        "2.5 a gone", "2.5 b started ward", "3.5 b ready ward", "3.5 b left ward", "3.5 b gone",
    ]  # fmt: skip


def test_who_is_ready_keeps_the_bed_until_the_next_place_is_free():
    network = of(bed("ward"), bed("home-care"), ways={"x": "ward home-care"})
    story = told(network, coming((0.0, "x", "ward", (1.0, 5.0)), (1.5, "x", "ward", (1.0, 1.0)), (2.0, "x", "ward", (1.0, 1.0))))
    assert starts(story) == [
        "0 a started ward", "1 a started home-care", "1.5 b started ward", "6 b started home-care", "6 c started ward",
        "7 c started home-care",
    ]  # fmt: skip


def test_who_waits_in_a_queue_holds_nothing():
    network = of(bed("ward"), bed("visits", waits=Waits.IN_A_QUEUE), ways={"x": "ward visits"})
    story = told(network, coming((0.0, "x", "ward", (1.0, 5.0)), (1.5, "x", "ward", (1.0, 1.0)), (2.0, "x", "ward", (1.0, 1.0))))
    assert starts(story)[3] == "2.5 c started ward"


def test_all_who_wait_for_a_station_are_one_line_wherever_they_are():
    network = of(bed("ward"), bed("rehab"), bed("care"), ways={"x": "ward care", "y": "rehab care", "z": "care"})
    people = coming((0.0, "z", "care", (5.0,)), (0.1, "y", "rehab", (2.0, 1.0)), (0.2, "x", "ward", (1.0, 1.0)))
    assert starts(told(network, people))[3:] == ["5 c started care", "6 b started care"]


def test_who_goes_first_goes_first():
    network = of(bed("ward"), ways={"x": "ward", "y": "ward"})
    network = replace(network, groups=(Group(name="x", title="x", priority=1), Group(name="y", title="y", priority=0)))
    story = told(network, coming((0.0, "x", "ward", (2.0,)), (0.5, "x", "ward", (1.0,)), (1.0, "y", "ward", (1.0,))))
    assert starts(story) == ["0 a started ward", "2 c started ward", "3 b started ward"]


@pytest.mark.parametrize(("backfill", "second"), [(False, "3 b started visits"), (True, "1 c started visits")])
def test_four_visits_wait_for_four_free_ones(backfill, second):
    network = of(bed("visits", 5, backfill=backfill, kind=Unit.VISITS), ways={"x": "visits", "y": "visits", "z": "visits"})
    needs = {"x": 2, "y": 4, "z": 2}
    services = tuple(replace(service, units=((needs[service.group], 1.0),)) for service in network.services)
    people = coming((0.0, "x", "visits", (3.0,)), (0.5, "y", "visits", (1.0,)), (1.0, "z", "visits", (1.0,)))
    assert starts(told(replace(network, services=services), people))[1] == second


def test_a_fall_of_capacity_throws_nobody_out():
    steps = (Step(since=MONDAY, value=2), Step(since=MONDAY + timedelta(1), value=1))
    network = of(bed("ward", capacity=steps), ways={"x": "ward"})
    people = coming((0.0, "x", "ward", (3.0,)), (0.5, "x", "ward", (2.0,)), (1.0, "x", "ward", (1.0,)))
    assert starts(told(network, people)) == ["0 a started ward", "0.5 b started ward", "3 c started ward"]


def test_a_rise_of_capacity_starts_people_at_midnight():
    steps = (Step(since=MONDAY, value=1), Step(since=MONDAY + timedelta(2), value=2))
    network = of(bed("ward", capacity=steps), ways={"x": "ward"})
    assert starts(told(network, coming((0.0, "x", "ward", (9.0,)), (0.5, "x", "ward", (2.0,)))))[1] == "2 b started ward"


def test_nobody_leaves_and_nobody_starts_at_weekends():
    weekdays = frozenset(range(5))
    network = of(bed("ward", leaves_on=weekdays), bed("care", starts_on=weekdays), ways={"x": "ward", "y": "care"})
    story = told(network, coming((4.0, "x", "ward", (1.5,)), (5.5, "y", "care", (1.0,)), (5.6, "x", "ward", (1.0,))))
    assert starts(story) == ["4 a started ward", "7 b started care", "7 c started ward"]
    assert "5.5 a ready ward" in story
    assert "7 a left ward" in story


def test_a_way_out_that_takes_time_is_arranged_in_the_bed():
    network = of(bed("ward"), ways={"x": "ward"})
    arranging = Length(law=Law.FIXED, mean=2.0)
    network = replace(network, services=tuple(replace(service, arranging=arranging) for service in network.services))
    story = told(network, coming((0.0, "x", "ward", (1.0,)), (0.5, "x", "ward", (1.0,))))
    assert starts(story) == ["0 a started ward", "3 b started ward"]
    assert "1 a ready ward" in story


OVERFLOW = [
    (OverflowRule(), "0 a, 3 b, 4 c, 5 d"),
    (OverflowRule(policy=Overflow.DIVERT, threshold=0), "0 a"),
    (OverflowRule(policy=Overflow.DIVERT, threshold=1), "0 a, 3 b"),
    (OverflowRule(policy=Overflow.ESCALATE, threshold=1, extra=1), "0 a, 0.5 b, 1.5 c, 2.5 d"),
    (OverflowRule(policy=Overflow.ESCALATE, threshold=2, extra=3), "0 a, 1 b, 1.2 c, 3 d"),
]


@pytest.mark.parametrize(("rule", "expected"), OVERFLOW)
def test_what_a_full_station_does_with_those_from_outside(rule, expected):
    network = of(bed("ward", overflow=rule), ways={"x": "ward"})
    people = coming(*((time, "x", "ward", (3.0 if time == 0 else 1.0,)) for time in (0.0, 0.5, 1.0, 1.2)))
    assert ", ".join(line.removesuffix(" started ward") for line in starts(told(network, people))) == expected


def test_who_loses_patience_leaves_unseen():
    network = of(bed("ward", overflow=OverflowRule(policy=Overflow.LEAVE, patience=0.01)), ways={"x": "ward"})
    story = told(network, coming((0.0, "x", "ward", (3.0,)), (0.5, "x", "ward", (1.0,))))
    assert starts(story) == ["0 a started ward"]
    assert any("b gave up ward" in line for line in story)


def test_people_who_only_wait_for_each_other_change_places():
    network = of(bed("ward"), bed("rehab"), ways={"x": "ward rehab", "y": "rehab ward"})
    story = told(network, coming((0.0, "x", "ward", (1.0, 4.0)), (0.5, "y", "rehab", (2.0, 3.0))))
    assert starts(story)[2:] == ["2.5 a started rehab", "2.5 b started ward"]


def test_a_ring_of_three_changes_places_and_lets_in_who_waits():
    network = of(bed("p"), bed("q"), bed("r"), ways={"x": "p q", "y": "q r", "z": "r p", "w": "p"})
    people = coming((0.0, "x", "p", (1.0, 1.0)), (0.1, "y", "q", (1.0, 2.0)), (0.2, "z", "r", (1.0, 0.5)), (0.3, "w", "p", (1.0,)))
    assert starts(told(network, people))[3:] == ["1.2 a started q", "1.2 b started r", "1.2 c started p", "1.7 d started p"]


def test_who_needs_next_what_they_have_stays():
    network = of(bed("ward"), ways={"x": "ward"})
    network = replace(network, routes=(Route(group="x", after="ward", to="ward", share=1.0),), days=4)
    story = starts(told(network, coming((0.0, "x", "ward", (1.0, 1.0)))))
    assert story == [f"{day} a started ward" for day in range(4)]


def test_at_one_moment_stays_end_before_people_come():
    story = told(of(bed("ward"), ways={"x": "ward"}), coming((0.0, "x", "ward", (1.0,)), (1.0, "x", "ward", (1.0,))))
    assert "1 b waits ward" not in story
    assert starts(story)[1] == "1 b started ward"


def test_people_come_back_as_somebody_else():
    network = of(bed("ward"), ways={"x": "ward", "y": "ward"}, days=9)
    back = Return(group="x", share=1.0, to="ward", after=Length(law=Law.FIXED, mean=3.0), becomes=(("y", 1.0),))
    story = told(replace(network, returns=(back,)), coming((0.0, "x", "ward", (1.0, 2.0))))
    assert story[4:] == ["1 a at home", "4 a came back ward", "4 a started ward", "6 a ready ward", "6 a left ward", "6 a gone"]


def test_delay_and_late_support_raise_the_odds_of_coming_back():
    network = of(bed("ward", 400), bed("care", 0.0), ways={"x": "ward care"}, days=400, warm_up=0)
    steps = (Step(since=MONDAY, value=0), Step(since=MONDAY + timedelta(4), value=400))
    network = replace(network, stations=(network.stations[0], bed("care", capacity=steps)))
    back = Return(
        group="x", share=0.2, to="ward", after=Length(law=Law.FIXED, mean=500.0), becomes=(("x", 1.0),), odds_each_delay_day=1.5,
        delay_days_counted=2.0, late_after=2.0, odds_when_late=2.0,
    )  # fmt: skip
    people = coming(*((0.0, "x", "ward", (1.0, 1.0)) for _ in range(400)))
    letters = trace(replace(network, returns=(back,)), given=people).transitions
    home = sum(one.what == "at home" for one in letters) / 400
    odds = 0.25 * 1.5**2 * 2
    assert abs(home - odds / (1 + odds)) < 3 * math.sqrt(0.25 / 400)


def test_who_is_there_at_the_start_keeps_the_place_and_the_turn():
    network = of(bed("ward", 2), bed("care"), ways={"x": "ward care", "y": "care"})
    rows = (
        Present(group="x", station="ward", people=1, elapsed=3.0, ready_days=1.0, waits_for="care"),
        Present(group="x", station="ward", people=1, elapsed=9.0, ready_days=2.0, waits_for="care"),
        Present(group="y", station="care", people=1, elapsed=0.25),
        Present(group="x", station="", people=1, elapsed=None, ready_days=0.5, waits_for="ward"),
    )
    story = told(network, [], snapshot=Snapshot(on=MONDAY, present=rows))
    assert [line for line in story if "started" in line] == [
        "0.75 - started care", "0.75 - started ward", "1.75 - started care", "2.75 - started care",
    ]  # fmt: skip
