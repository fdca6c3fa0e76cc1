"""The ways through a network: who reaches what, who never leaves, and which stations wait for each other."""

from collections.abc import Iterator, Mapping

from wholeplace.flow.numbers import HOME, title_of
from wholeplace.flow.shapes import Network, Unit, Waits
from wholeplace.terms import Problem


def ways_problems(network: Network) -> list[Problem]:
    """Stations that nobody reaches, and groups that never leave."""
    return [*_unreached(network), *_endless(network)]


def reached(network: Network) -> set[tuple[str, str]]:
    """Every (group, station) that somebody can come to, from outside, along routes, or by coming back."""
    onward = _onward(network)
    seen: set[tuple[str, str]] = set()
    ahead = [(each.group, each.to) for each in network.arrivals]
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            ahead += onward.get(node, [])
    return seen


def _onward(network: Network) -> dict[tuple[str, str], list[tuple[str, str]]]:
    back = {each.group: [(name, each.to) for name, _ in each.becomes] for each in network.returns}
    onward: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for route in network.routes:
        onward.setdefault((route.group, route.after), []).extend([(route.group, route.to)] if route.to else back.get(route.group, []))
    return onward


def _unreached(network: Network) -> Iterator[Problem]:
    met = {station for _, station in reached(network)}
    for station in network.stations:
        if station.name not in met:
            yield Problem(
                where=f"stations.{station.name}",
                what="nobody ever reaches it.",
                why="Its capacity would stand idle, and its cost count for nothing.",
                fix="Add arrivals to it or a route that leads there, or take it away.",
            )


def _endless(network: Network) -> Iterator[Problem]:
    """Groups that can stand somewhere from which no chain of routes leads home."""
    into: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for route in network.routes:
        if route.share > 0:
            into.setdefault((route.group, route.to), []).append((route.group, route.after))
    leaving: set[tuple[str, str]] = set()
    ahead = [(group.name, "") for group in network.groups]
    while ahead:
        node = ahead.pop()
        if node not in leaving:
            leaving.add(node)
            ahead += into.get(node, [])
    for group, station in sorted(reached(network) - leaving):
        yield Problem(
            where=f"routes.{group}.{station}",
            what=f'"{group}" who come to "{station}" never leave: every way leads round in a circle.',
            why="They would fill it for ever.",
            fix=f'Give one station of the circle a share that goes "{HOME}".',
        )


def waiting_for_each_other(network: Network) -> Iterator[str]:
    """A sentence for each circle of stations whose people wait, holding their place, for a place in the next.

    Once all are full nobody could ever move; the run then lets people change places, which a real ward may not.
    """
    holding = {each.name for each in network.stations if each.kind is not Unit.OPEN and each.waits is Waits.WHERE_THEY_ARE}
    limited = {each.name for each in network.stations if each.kind is not Unit.OPEN}
    met = reached(network)
    edges: dict[str, set[str]] = {}
    for route in network.routes:
        if route.share > 0 and route.to in holding and route.after in limited and (route.group, route.after) in met:
            edges.setdefault(route.after, set()).add(route.to)
    for first, *others in _circles(edges):
        circle = (first, *others)
        names = " and ".join(title_of(network, name) for name in circle)
        who = f"People in {names} wait for each other’s places" if len(circle) > 1 else f"People in {names} wait there for a place in it"
        yield f'{who} and hold their own. Where they hold nothing, write waits = "{Waits.IN_A_QUEUE}" for {first}.'


def _circles(edges: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Sets of stations that each lead to all the others, in order of name."""

    def ahead_of(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = list(edges.get(start, ()))
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                ahead += edges.get(name, ())
        return seen

    beyond = {name: ahead_of(name) for name in edges}
    in_circles = {name for name in edges if name in beyond[name]}
    circles = {tuple(sorted(other for other in in_circles if other in beyond[name] and name in beyond[other])) for name in in_circles}
    return sorted(circles)
