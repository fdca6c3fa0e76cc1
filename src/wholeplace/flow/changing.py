"""One change of one number, as a pure function from a network to a network."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from wholeplace.flow.numbers import HOME, streams_of
from wholeplace.flow.shapes import Arrivals, Length, Move, Network, Return, Route, Service, Station, Step
from wholeplace.terms import Money

Revise = Callable[[float], float]


def revise_of(change: Move) -> Revise:
    """What the change does to a number. A change says exactly one of `to`, `add` and `times`; ValueError otherwise."""
    match (change.to, change.add, change.times):
        case (float() | int() as to, None, None):
            return lambda _: float(to)
        case (None, float() | int() as add, None):
            return lambda value: value + add
        case (None, None, float() | int() as times):
            return lambda value: value * times
    raise ValueError("A change says exactly one of to, add and times.")


def changed(network: Network, change: Move) -> Network:
    """The network with the number at `change.what` revised. The path must be one of `numbers_of(network)`; KeyError otherwise.

    A route that is not there yet has share 0. Raises ValueError where the number cannot change on a date.
    """
    section, *rest = change.what.split(".")
    return _SECTIONS[section](network, rest, change)


def is_dated(change: Move) -> bool:
    return change.since is not None or change.until is not None


def may_be_dated(path: str) -> bool:
    """Whether a number can differ by day: capacities, arrivals, levers over years. Lengths, routes, returns, costs hold for a run."""
    section, *_, last = path.split(".")
    return section == "projection" or (section, last) in {("stations", "capacity"), ("arrivals", "per_day")}


def dated(steps: tuple[Step, ...], revise: Revise, change: Move, starts: date) -> tuple[Step, ...]:
    """Steps with the values between `since` and `until` revised. The first value also holds for days before its own."""
    days = {step.since for step in steps} | {day for day in (change.since, change.until) if day}
    if is_dated(change) and min(days) in (change.since, change.until):
        days.add(min(starts, min(days) - timedelta(1)))  # so that what held before still does

    def value(day: date) -> float:
        before = [step.value for step in steps if step.since <= day] or [steps[0].value]
        inside = (change.since is None or change.since <= day) and (change.until is None or day < change.until)
        return revise(before[-1]) if inside else before[-1]

    return tuple(Step(since=day, value=value(day)) for day in sorted(days))


def whole(value: float) -> float:
    """Nearest whole number, a half upwards: a tenth of a bed cannot be opened."""
    return float(math.floor(value + 0.5))


def _station(network: Network, path: list[str], change: Move) -> Network:
    name, *keys = path
    revise = revise_of(change)

    def revised(station: Station) -> Station:
        match keys:
            case ["capacity"]:
                return replace(station, capacity=dated(station.capacity, lambda value: whole(revise(value)), change, network.starts))
            case ["capacity", day]:
                steps = (replace(step, value=whole(revise(step.value))) if str(step.since) == day else step for step in station.capacity)
                return replace(station, capacity=tuple(steps))
            case ["overflow", key]:
                value = revise(getattr(station.overflow, key))
                return replace(station, overflow=replace(station.overflow, **{key: value if key == "patience" else int(whole(value))}))
            case [key]:
                pence = getattr(station, key).pence
                return replace(station, **{key: Money(int(whole(100 * revise(pence / 100))))})
        raise KeyError(change.what)

    return replace(network, stations=tuple(revised(each) if each.name == name else each for each in network.stations))


def _arrivals(network: Network, path: list[str], change: Move) -> Network:
    group, *to, key = path
    meant = [each for each in streams_of(network, group) if not to or each.to == to[0]]
    revise = revise_of(change)
    now = sum(each.per_day for each in meant)

    def revised(each: Arrivals) -> Arrivals:
        if key != "per_day":
            return replace(each, **{key: revise(getattr(each, key))})
        if now == 0:
            return replace(each, per_day=revise(0.0) / len(meant))
        times = revise(now) / now
        if not is_dated(change):
            return replace(each, per_day=each.per_day * times)
        start = each.factors if each.factors else (Step(since=network.starts, value=1.0),)
        first = min(day for day in (network.starts, change.since, start[0].since) if day)
        before = start if start[0].since == first else (Step(since=first, value=1.0), *start)
        return replace(each, factors=_plain(dated(before, lambda value: value * times, change, network.starts)))

    return replace(network, arrivals=tuple(revised(each) if each in meant else each for each in network.arrivals))


def _plain(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Factors without a first 1 and without repeats, so that two ways to the same demand are the same network."""
    padded = (Step(since=date.min, value=1.0), *steps)
    return tuple(step for before, step in pairwise(padded) if step.value != before.value)


def stretched(length: Length, times: float) -> Length:
    """A law with every length taken `times`: the shape stays, mean and standard deviation keep their proportion."""
    longest = None if length.longest is None else length.longest * times
    quantiles = tuple(each * times for each in length.quantiles)
    return replace(length, mean=length.mean * times, sd=length.sd * times, quantiles=quantiles, longest=longest)


def _length(length: Length, key: str, revise: Revise) -> Length:
    if key != "mean":
        return replace(length, **{key: revise(getattr(length, key))})
    return stretched(length, revise(length.mean) / length.mean)


def _service(network: Network, path: list[str], change: Move) -> Network:
    group, station, *keys = path
    revise = revise_of(change)

    def revised(each: Service) -> Service:
        if (each.group, each.station) != (group, station):
            return each
        if keys[0] == "arranging" and each.arranging:
            return replace(each, arranging=_length(each.arranging, keys[1], revise))
        return replace(each, length=_length(each.length, keys[0], revise))

    return replace(network, services=tuple(revised(each) for each in network.services))


def _routes(network: Network, path: list[str], change: Move) -> Network:
    group, after, to = path[:3]
    to = "" if to == HOME else to
    same = [each for each in network.routes if (each.group, each.after) == (group, after)]
    now = sum(each.share for each in same if each.to == to)
    share = revise_of(change)(now)
    others = sum(each.share for each in same if each.to != to)

    def revised(each: Route) -> Route:
        if (each.group, each.after) != (group, after):
            return each
        return replace(each, share=share if each.to == to else each.share * (1 - share) / others if others else each.share)

    routes = tuple(revised(each) for each in network.routes)
    if not any(each.to == to for each in same):
        routes += (Route(group=group, after=after, to=to, share=share),)
    return replace(network, routes=routes)


def _returns(network: Network, path: list[str], change: Move) -> Network:
    group, *keys = path
    revise = revise_of(change)

    def revised(each: Return) -> Return:
        match keys:
            case ["after", key]:
                return replace(each, after=_length(each.after, key, revise))
            case ["becomes", other]:
                return replace(each, becomes=_shared(each.becomes, other, revise))
        return replace(each, **{keys[0]: revise(getattr(each, keys[0]))})

    return replace(network, returns=tuple(revised(each) if each.group == group else each for each in network.returns))


def _shared(shares: tuple[tuple[str, float], ...], name: str, revise: Revise) -> tuple[tuple[str, float], ...]:
    """Shares with one revised; the others give or take in proportion, so that they still add up to 1."""
    new = revise(dict(shares)[name])
    others = sum(share for each, share in shares if each != name)
    return tuple((each, new if each == name else share * (1 - new) / others if others else share) for each, share in shares)


_SECTIONS: dict[str, Callable[[Network, list[str], Move], Network]] = {
    "stations": _station,
    "arrivals": _arrivals,
    "services": _service,
    "routes": _routes,
    "returns": _returns,
}
