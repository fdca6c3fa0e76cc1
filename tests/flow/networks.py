"""Networks for property tests: any that can be run, in the order in which a file is read."""

from datetime import date, timedelta

from hypothesis import strategies as st

from wholeplace.flow.shapes import (
    ALL_WEEK,
    Arrivals,
    Assumption,
    Group,
    Law,
    Length,
    Network,
    Overflow,
    OverflowRule,
    Return,
    Route,
    Service,
    Station,
    Step,
    Unit,
    Waits,
)
from wholeplace.terms import Money

STARTS = date(2025, 5, 5)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
title = words.filter(str.strip)
small = st.floats(0, 1, allow_nan=False)
lists = {count: st.sampled_from([(1.0,) * count, (0.5, 1.5, *(1.0,) * (count - 2))]) for count in (24, 7, 12)}


@st.composite
def lengths(draw, low: float = 0.25, high: float = 100.0) -> Length:
    law = draw(st.sampled_from(list(Law)))
    mean = draw(st.floats(low, high))
    longest = draw(st.none() | st.floats(high, 2 * high))
    if law is Law.EMPIRICAL:
        quantiles = tuple(sorted(draw(st.lists(st.floats(low, high), min_size=2, max_size=6))))
        return Length(law=law, mean=mean, sd=draw(st.floats(0.1, 5)), quantiles=quantiles, longest=longest)
    sd = 0.0 if law in (Law.FIXED, Law.EXPONENTIAL) else draw(st.floats(0.1, 50))
    return Length(law=law, mean=mean, sd=sd, longest=longest)


@st.composite
def steps(draw, values, most: int = 3) -> tuple[Step, ...]:
    days = sorted(draw(st.sets(st.integers(-50, 400), min_size=1, max_size=most)))
    return tuple(Step(since=STARTS + timedelta(day), value=draw(values)) for day in days)


@st.composite
def stations(draw, name: str) -> Station:
    kind = draw(st.sampled_from(list(Unit)))
    policy = draw(st.sampled_from(list(Overflow)))
    rule = OverflowRule(policy=policy, threshold=draw(st.integers(0, 9)), extra=draw(st.integers(0, 9)), patience=draw(st.floats(0.1, 3)))
    return Station(
        name=name, title=draw(title), kind=kind,
        capacity=() if kind is Unit.OPEN else draw(steps(st.integers(5_000_000, 6_000_000).map(float))),
        waits=draw(st.sampled_from(list(Waits))), backfill=draw(st.booleans()), overflow=rule,
        starts_on=draw(st.sampled_from([ALL_WEEK, frozenset({0, 2, 4})])), leaves_on=draw(st.sampled_from([ALL_WEEK, frozenset({6})])),
        run_by=draw(words), funded_by=draw(words), cost_in_use=Money(draw(st.integers(0, 400_000))),
        cost_idle=Money(draw(st.integers(0, 400_000))),
    )  # fmt: skip


@st.composite
def networks(draw) -> Network:
    """A line of stations; each group comes to the first and goes on, home, or back into the line after a while."""
    names = [f"s-{number}" for number in range(draw(st.integers(1, 4)))]
    groups = [f"g{number}" for number in range(draw(st.integers(1, 3)))]
    arrivals, services, routes, returns = [], [], [], []
    for group in groups:
        arrivals.append(
            Arrivals(
                group=group, to=names[0], per_day=draw(st.floats(0, 500)), hours=draw(lists[24]), weekdays=draw(lists[7]),
                months=draw(lists[12]), amplitude=draw(small), peak=draw(st.floats(-400, 400) | st.integers(-400, 400).map(float)),
                yearly=draw(st.floats(-0.5, 0.5)), spread=draw(st.floats(1, 9)), factors=draw(st.just(()) | steps(st.floats(0, 3))),
            )
        )  # fmt: skip
        for number, name in enumerate(names):
            units = draw(st.sampled_from([((1, 1.0),), ((2, 1.0),), ((1, 0.5), (2, 0.25), (4, 0.25))]))
            services.append(
                Service(group=group, station=name, length=draw(lengths()), units=units, arranging=draw(st.none() | lengths(high=9.0)))
            )
            on = draw(small) if number + 1 < len(names) else 0.0
            routes += [Route(group=group, after=name, to=names[number + 1], share=on)] if number + 1 < len(names) else []
            routes.append(Route(group=group, after=name, to="", share=1 - on))
        if draw(st.booleans()):
            returns.append(
                Return(group=group, share=draw(st.floats(0, 0.5)), to=names[0], after=draw(lengths(low=1.0)), becomes=((group, 1.0),),
                       odds_each_delay_day=draw(st.floats(1, 2)), late_after=draw(st.floats(0, 9)), odds_when_late=draw(st.floats(0.5, 3)))
            )  # fmt: skip
    network = Network(
        name=draw(title), starts=STARTS, days=draw(st.integers(1, 400)), warm_up=draw(st.integers(0, 300)),
        stations=tuple(draw(stations(name)) for name in names), groups=tuple(_groups(draw, groups)), arrivals=tuple(arrivals),
        services=tuple(services), routes=tuple(routes), returns=tuple(returns),
    )  # fmt: skip
    return _agreed(draw, network)


def _groups(draw, names: list[str]) -> list[Group]:
    pathways = st.none() | st.integers(0, 3)
    return [Group(name=name, title=draw(title), pathway=draw(pathways), priority=draw(st.integers(0, 3))) for name in names]


def _agreed(draw, network: Network) -> Network:
    """Assumptions on some means, and one on a number that stands in a list."""
    from dataclasses import replace

    told = [
        Assumption(
            path=f"services.{each.group}.{each.station}.mean", value=each.length.mean, low=each.length.mean / 2,
            high=each.length.mean * draw(st.floats(1, 3)), unit="days", source=draw(title), fitted=draw(st.booleans()),
            agreed_by=draw(words), since=draw(st.none() | st.just(date(2026, 1, 1))),
        )
        for each in network.services if draw(st.booleans())
    ]  # fmt: skip
    loose = Assumption(path="arrivals.g0.months.7", value=0.9, low=0.8, high=0.9, unit="", source="a paper")
    return replace(network, assumptions=(loose, *told) if draw(st.booleans()) else tuple(told))
