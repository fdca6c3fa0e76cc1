"""Small crowded networks for property tests: every rule of the kernel is met often, and the slow road stays short."""

from datetime import date, timedelta

from hypothesis import strategies as st

from wholeplace.flow.shapes import (
    Arrivals,
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

STARTS = date(2025, 1, 3)  # a Friday
DAYS = 9
weekdays = st.sampled_from([frozenset(range(7))] * 6 + [frozenset(range(5)), frozenset({0, 3}), frozenset({6})])


@st.composite
def lengths(draw, most: float = 4.0) -> Length:
    law = draw(st.sampled_from(list(Law)))
    mean = draw(st.sampled_from([0.25, 0.5, 1.0, most]))
    if law is Law.EMPIRICAL:
        return Length(law=law, mean=mean, quantiles=(0.0, 0.0, mean, 2 * mean, 3 * mean), longest=draw(st.none() | st.just(2 * mean)))
    sd = 0.0 if law in (Law.FIXED, Law.EXPONENTIAL) else mean * draw(st.sampled_from([0.0, 0.5, 1.0, 2.0]))
    return Length(law=law, mean=mean, sd=sd, longest=draw(st.none() | st.just(3 * mean)))


@st.composite
def shares(draw, names: list[str]) -> list[tuple[str, float]]:
    """Shares that add up to 1, over some of the names."""
    weights = [draw(st.integers(0, 3)) for _ in names]
    if not sum(weights):
        return [(names[0], 1.0)]
    return [(name, weight / sum(weights)) for name, weight in zip(names, weights, strict=True) if weight]


@st.composite
def stations(draw, name: str) -> Station:
    days = sorted(draw(st.sets(st.integers(-1, DAYS), min_size=1, max_size=3)))
    capacity = tuple(Step(since=STARTS + timedelta(day), value=draw(st.sampled_from([0, 1, 2, 2, 3, 5, 8]))) for day in days)
    rule = OverflowRule(
        policy=draw(st.sampled_from([Overflow.WAIT, *Overflow])), threshold=draw(st.integers(0, 4)), extra=draw(st.integers(0, 3)),
        patience=draw(st.sampled_from([0.2, 2.0])),
    )  # fmt: skip
    return Station(
        name=name, title=name, kind=draw(st.sampled_from([Unit.BEDS, Unit.VISITS, Unit.BEDS, Unit.OPEN])), capacity=capacity,
        waits=draw(st.sampled_from([Waits.WHERE_THEY_ARE, *Waits])), backfill=draw(st.booleans()), overflow=rule, starts_on=draw(weekdays),
        leaves_on=draw(weekdays),
    )  # fmt: skip


@st.composite
def networks(draw) -> Network:
    """Every group may be sent from every station to every other, and back to itself; people come back as anybody."""
    names = [f"s{i}" for i in range(draw(st.integers(1, 4)))]
    groups = [f"g{i}" for i in range(draw(st.integers(1, 3)))]
    each = [(group, name) for group in groups for name in names]
    units = st.sampled_from([((1, 1.0),), ((1, 0.5), (2, 0.3), (4, 0.2)), ((2, 1.0),)])
    returns = tuple(
        Return(
            group=group, share=draw(st.sampled_from([0.0, 0.3, 0.9, 1.0])), to=draw(st.sampled_from(names)), after=draw(lengths(2.0)),
            becomes=tuple(draw(shares(groups))), odds_each_delay_day=draw(st.sampled_from([1.0, 1.4])), delay_days_counted=2.0,
            late_after=draw(st.sampled_from([0.0, 1.0])), odds_when_late=draw(st.sampled_from([1.0, 2.0])),
        )
        for group in groups if draw(st.booleans())
    )  # fmt: skip
    return Network(
        name="crowded", starts=STARTS, days=DAYS - 3, warm_up=3, stations=tuple(draw(stations(name)) for name in names),
        groups=tuple(Group(name=group, title=group, priority=draw(st.sampled_from([0, 5, 9]))) for group in groups),
        arrivals=tuple(
            Arrivals(group=group, to=draw(st.sampled_from(names)), per_day=draw(st.sampled_from([0.0, 2.0, 8.0])),
                     spread=draw(st.sampled_from([1.0, 3.0])))
            for group in groups for _ in range(draw(st.sampled_from([1, 1, 2, 0])))
        ),
        services=tuple(
            Service(group=group, station=name, length=draw(lengths()), units=draw(units), arranging=draw(st.none() | lengths(2.0)))
            for group, name in each
        ),
        routes=tuple(
            Route(group=group, after=name, to=to, share=share) for group, name in each for to, share in draw(shares(["", *names]))
        ),
        returns=returns,
    )  # fmt: skip


@st.composite
def knots(draw) -> Network:
    """Two to four stations of one or two beds, long ways round between them and hardly anybody leaves: people get stuck at once."""
    names = [f"s{i}" for i in range(draw(st.integers(2, 4)))]
    beds = [(Step(since=STARTS, value=draw(st.integers(1, 2))),) for _ in names]
    groups = [f"g{i}" for i in range(draw(st.integers(1, 3)))]
    each = [(group, name) for group in groups for name in names]
    return Network(
        name="knots", starts=STARTS, days=DAYS, warm_up=0, groups=tuple(Group(name=group, title=group) for group in groups),
        stations=tuple(Station(name=name, title=name, kind=Unit.BEDS, capacity=steps) for name, steps in zip(names, beds, strict=True)),
        arrivals=tuple(Arrivals(group=group, to=draw(st.sampled_from(names)), per_day=3.0) for group in groups),
        services=tuple(
            Service(
                group=group, station=name, length=Length(law=Law.EXPONENTIAL, mean=0.4),
                units=draw(st.sampled_from([((1, 1.0),), ((2, 1.0),)])),
            )
            for group, name in each
        ),
        routes=tuple(Route(group=group, after=name, to=to, share=share) for group, name in each for to, share in draw(shares(names))),
    )  # fmt: skip


@st.composite
def snapshots(draw, network: Network) -> Snapshot:
    """People at stations for known and unknown times, ready or not, and people in queues."""
    names = [station.name for station in network.stations]
    arranged = {(service.group, service.station) for service in network.services if service.arranging}
    rows = []
    for _ in range(draw(st.integers(0, 5))):
        group, at = draw(st.sampled_from(network.groups)).name, draw(st.sampled_from(names))
        elapsed = draw(st.sampled_from([None, 0.0, 0.5, 3.0, 30.0]))
        others = [name for name in names if name != at]
        ways = ["under way", "in a queue", *(["blocked"] if others else []), *(["arranging"] if (group, at) in arranged else [])]
        way = draw(st.sampled_from(ways))
        ready = draw(st.sampled_from([0.0, 1.0, 2.5])) if way != "under way" else None
        waits_for = at if way == "in a queue" else draw(st.sampled_from(others)) if way == "blocked" else ""
        rows.append(
            Present(
                group=group, station="" if way == "in a queue" else at, people=draw(st.integers(1, 3)), elapsed=elapsed, ready_days=ready,
                waits_for=waits_for,
            )
        )  # fmt: skip
    return Snapshot(on=STARTS + timedelta(draw(st.integers(0, 3))), present=tuple(rows))
