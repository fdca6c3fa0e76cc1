"""Bad input is told plainly, all at once, and what can be run is not refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from tests.flow.example import aldermoor
from tests.flow.networks import networks
from wholeplace.flow.checks import problems_of
from wholeplace.flow.loads import loads_of, mean_arrivals
from wholeplace.flow.scenarios import with_changes
from wholeplace.flow.shapes import (
    Length,
    Move,
    Network,
    OverflowRule,
    Route,
    Scenario,
    Service,
    Station,
    Step,
    Unit,
    Waits,
)
from wholeplace.flow.steadiness import remarks_on, unsteady

Broken = Callable[[Network], Network]


def letters(network: Network) -> str:
    return "\n".join(str(problem) for problem in problems_of(network))


def station(network: Network, name: str, **changes: object) -> Network:
    return replace(network, stations=tuple(replace(each, **changes) if each.name == name else each for each in network.stations))


def stream(network: Network, group: str, **changes: object) -> Network:
    return replace(network, arrivals=tuple(replace(each, **changes) if each.group == group else each for each in network.arrivals))


def service(network: Network, group: str, where: str, **changes: object) -> Network:
    def changed(each: Service) -> Service:
        return replace(each, **changes) if (each.group, each.station) == (group, where) else each

    return replace(network, services=tuple(map(changed, network.services)))


def route(network: Network, group: str, after: str, **changes: object) -> Network:
    def changed(each: Route) -> Route:
        return replace(each, **changes) if (each.group, each.after) == (group, after) else each

    return replace(network, routes=tuple(map(changed, network.routes)))


def without(network: Network, what: str, **where: str) -> Network:
    """The network without the services or routes that have these values."""
    left = [each for each in getattr(network, what) if any(getattr(each, key) != value for key, value in where.items())]
    return replace(network, **{what: tuple(left)})


def capacity(value: float) -> tuple[Step, ...]:
    return (Step(since=date(2025, 5, 5), value=value),)


def mean(days: float) -> Length:
    return Length(law="lognormal", mean=days, sd=days)  # pyright: ignore[reportArgumentType]


SPARE = Station(name="spare", title="Spare", kind=Unit.OPEN)
BROKEN: list[tuple[Broken, str]] = [
    (lambda n: route(n, "emergency-1", "acute", share=0.9), "routes.emergency-1.acute: the shares add up to 0.9, not to 1."),
    (lambda n: station(n, "acute", capacity=capacity(-1)), "stations.acute.capacity: -1 is below 0."),
    (lambda n: station(n, "acute", capacity=capacity(12.5)), "12.5 is not whole"),
    (lambda n: station(n, "acute", capacity=()), "stations.acute.capacity: it is missing"),
    (lambda n: stream(n, "emergency-1", to="acut"), 'Did you mean "acute"?'),
    (lambda n: stream(n, "emergency-1", per_day=-2.0), "arrivals.emergency-1: a number of it is below 0."),
    (lambda n: stream(n, "emergency-1", spread=0.5), "0.5 is below 1"),
    (lambda n: stream(n, "emergency-1", hours=(6.0,) * 24), "these 24 factors average 6, and they should average 1"),
    (lambda n: service(n, "planned-0", "acute", length=mean(228.0)), "services.planned-0.acute.mean: 228 days is above 120"),
    (lambda n: service(n, "emergency-1", "acute", length=mean(0.0)), "0 days cannot be"),
    (lambda n: service(n, "emergency-1", "home-care", units=((0, 1.0),)), "a person takes less than 1 unit"),
    (lambda n: service(n, "emergency-1", "home-care", units=((1, 0.5), (2, 0.4))), "the shares add up to 0.9"),
    (lambda n: service(n, "emergency-1", "home-care", units=((400, 1.0),)), "somebody needs 400 units, and there are never more than 380"),
    (lambda n: route(n, "emergency-1", "home-care", to="home-care"), 'never leave: every way leads round in a circle'),
    (lambda n: without(n, "routes", after="rehab"), 'nothing says where "emergency-2" go after "rehab"'),
    (lambda n: without(n, "services", station="rehab"), "nothing says how long they need there"),
    (lambda n: replace(n, stations=(*n.stations, SPARE)), "stations.spare: nobody ever reaches it"),
    (lambda n: replace(n, groups=(*n.groups, n.groups[0])), "groups.a-and-e-only: it is there 2 times"),
    (lambda n: replace(n, days=0), "0 days are no forecast"),
    (lambda n: replace(n, returns=tuple(replace(each, share=1.4) for each in n.returns)), "a share is not from 0 to 1"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "says"), BROKEN, ids=[says for _, says in BROKEN])
def test_each_mistake_is_told(broken: Broken, says: str) -> None:
    assert says in letters(broken(aldermoor()))


def test_several_mistakes_come_in_one_letter() -> None:
    told = letters(station(stream(aldermoor(), "emergency-1", per_day=-2.0), "acute", capacity=capacity(-1)))
    assert "arrivals.emergency-1" in told
    assert "stations.acute.capacity" in told


@given(networks())
@settings(max_examples=30)
def test_a_network_that_can_be_run_has_no_problem(network: Network) -> None:
    assert problems_of(network) == []


def test_a_number_that_says_its_source_is_taken_as_meant() -> None:
    long = service(aldermoor(), "emergency-2", "home-care", length=replace(mean(20), mean=0.001))
    assert "services.emergency-2.home-care.mean" in letters(long)
    agreed = replace(long.assumptions[0], path="services.emergency-2.home-care.mean", value=0.001, low=0.001, high=0.001)
    assert problems_of(replace(long, assumptions=(*long.assumptions, agreed))) == []


def test_days_taken_for_hours_are_flagged() -> None:
    hours = service(aldermoor(), "emergency-1", "home-care", length=mean(26 * 24))
    assert "Look for a slip of units" in letters(hours)


def demand(times: float) -> Network:
    change = Move(what="arrivals.*.per_day", times=times)
    return with_changes(aldermoor(), Scenario(name="more", title="More", proposed_by="", why="", changes=(change,)))


def test_demand_above_capacity_is_said_plainly_with_both_numbers() -> None:
    """Solved by hand: home care is asked for 1.07 times its capacity when all demand is scaled so."""
    load = loads_of(aldermoor())["home-care"]
    assert load.capacity is not None
    over = demand(1.07 * load.capacity / load.units)
    growth = 1.07 * load.capacity / load.units * load.people_a_day * (1 - 1 / 1.07)
    assert 3.5 < 7 * growth < 4.5
    assert unsteady(over)["home-care"] == "Home care: demand exceeds capacity by 7%; the queue grows by about 4 people a week."
    assert any("demand exceeds capacity by 7%" in remark for remark in remarks_on(over))
    assert unsteady(aldermoor()) == {}


def test_a_fast_growing_queue_is_said_by_the_day() -> None:
    said = unsteady(station(aldermoor(), "acute", capacity=capacity(200)))["acute"]
    assert said.startswith("Hospital beds: demand exceeds capacity by ")
    assert said.endswith(" people a day.")


def test_a_station_that_sheds_people_is_never_unsteady() -> None:
    for policy in ("leave", "divert"):
        rule = OverflowRule(policy=policy, threshold=5, patience=0.1)  # pyright: ignore[reportArgumentType]
        assert "acute" not in unsteady(station(aldermoor(), "acute", capacity=capacity(200), overflow=rule))


def test_stations_that_wait_for_each_other_are_told_and_a_queue_solves_it() -> None:
    shares = {"acute": 0.2, "": 0.8}
    ways = [Route(group="emergency-2", after="rehab", to=to, share=share) for to, share in shares.items()]
    plain = without(aldermoor(), "routes", group="emergency-2", after="rehab")
    back = replace(plain, routes=(*plain.routes, *ways))
    assert any("wait for each other’s places" in remark for remark in remarks_on(back))
    assert problems_of(back) == []
    assert not any("wait for each other" in remark for remark in remarks_on(station(back, "acute", waits=Waits.IN_A_QUEUE)))


def test_the_light_sum_of_arrivals_is_the_kernels_own() -> None:
    from wholeplace.flow.rates import hourly_rates

    dated = (Step(since=date(2025, 12, 1), value=0.9), Step(since=date(2026, 2, 1), value=1.2))
    network = stream(stream(aldermoor(), "emergency-0", amplitude=0.2, peak=33.5, yearly=0.05), "planned-0", factors=dated)
    rates = hourly_rates(network, network.warm_up, network.warm_up + network.days).sum(axis=1) / network.days
    assert mean_arrivals(network) == pytest.approx(rates.tolist(), rel=1e-12)


def test_loads_follow_people_round_by_hand() -> None:
    """One ward, 10 a day for 2 days each, half of whom come back once and again: 10 / (1 - 0.5) a day in all."""
    from tests.flow.test_reading import SMALL, read

    text = SMALL.replace("per_day = 2", "per_day = 10").replace("mean = 4", "mean = 2").replace("capacity = 10", "capacity = 50")
    text += '[returns.all]\nshare = 0.5\nto = "ward"\nafter = { law = "exponential", mean = 9 }\n'
    load = loads_of(read(text))["ward"]
    assert (load.people_a_day, load.units, load.days) == pytest.approx((20, 40, 2))
