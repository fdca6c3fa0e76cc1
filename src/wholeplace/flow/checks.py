"""What is wrong with a network: everything at once, each with what to do about it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from wholeplace.flow.numbers import HOME
from wholeplace.flow.plausible import plausibility_problems
from wholeplace.flow.shapes import Law, Network, Overflow, Station, Unit
from wholeplace.flow.steadiness import swamped
from wholeplace.flow.ways import ways_problems
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def problems_of(network: Network) -> list[Problem]:
    """Every problem that keeps a network from being run; empty when all is well.

    First names, references, numbers and shares; when those hold, the ways through it (stations nobody reaches, loops that never
    leave); then numbers outside any plausible range, and demand of more than twice what a
    station can do. Demand above capacity by less is not refused: it is said plainly (see `steadiness`).
    """
    problems = [*_names(network), *_references(network), *_numbers(network), *_shares(network)]
    problems = problems or [*_served(network), *ways_problems(network)]
    problems = problems or plausibility_problems(network)
    return problems or swamped(network)


def _problem(path: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=path, what=what, why=why, fix=fix)


def _names(network: Network) -> Iterator[Problem]:
    for kind, names in (("stations", [each.name for each in network.stations]), ("groups", [each.name for each in network.groups])):
        if not names:
            yield _problem(kind, "there are none.", "Nothing can be run.", f"Write [{kind}.NAME] and its keys below.")
        for name, count in Counter(names).items():
            if not _NAME.fullmatch(name) or name == HOME:
                fix = "Use small letters, numbers and hyphens, such as home-care."
                yield _problem(f"{kind}.{name}", f'"{name}" cannot be a name here.', "Paths are made of it.", fix)
            if count > 1:
                yield _problem(f"{kind}.{name}", f"it is there {count} times.", "Nobody could say which is meant.", "Keep one.")
    yield from _twice("services", ((each.group, each.station) for each in network.services))
    yield from _twice("routes", ((each.group, each.after, each.to or HOME) for each in network.routes))
    yield from _twice("returns", ((each.group,) for each in network.returns))


def _twice(section: str, names: Iterable[tuple[str, ...]]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield _problem(".".join((section, *name)), f"it is there {count} times.", "Nobody could say which holds.", "Keep one.")


def _references(network: Network) -> Iterator[Problem]:
    stations, groups = [each.name for each in network.stations], [each.name for each in network.groups]
    asked: list[tuple[str, str, list[str], str]] = []
    for each in network.arrivals:
        asked += [(f"arrivals.{each.group}", each.group, groups, "group"), (f"arrivals.{each.group}.to", each.to, stations, "station")]
    for each in network.services:
        path = f"services.{each.group}.{each.station}"
        asked += [(path, each.group, groups, "group"), (path, each.station, stations, "station")]
    for each in network.routes:
        path = f"routes.{each.group}.{each.after}"
        asked += [(path, each.group, groups, "group"), (path, each.after, stations, "station"), (path, each.to, ["", *stations], "station")]
    for each in network.returns:
        path = f"returns.{each.group}"
        asked += [(path, each.group, groups, "group"), (f"{path}.to", each.to, stations, "station")]
        asked += [(f"{path}.becomes", name, groups, "group") for name, _ in each.becomes]
    for path, name, known, kind in dict.fromkeys((path, name, tuple(known), kind) for path, name, known, kind in asked):
        if name not in known:
            fix = did_you_mean(name, known) or f"Write [{kind}s.{name}], or correct the name."
            yield _problem(path, f'there is no {kind} "{name}".', "Nobody could be sent there.", fix)


def _numbers(network: Network) -> Iterator[Problem]:
    if network.days < 1:
        yield _problem("days", f"{network.days} days are no forecast.", "At least one day is measured.", "Write days = 365.")
    if network.warm_up < 0:
        yield _problem("warm_up", f"{network.warm_up} is below 0.", "It is a number of days.", "Write warm_up = 180.")
    for station in network.stations:
        yield from _station_numbers(station)
    yield from _arrival_numbers(network)
    yield from _length_numbers(network)


def _arrival_numbers(network: Network) -> Iterator[Problem]:
    for each in network.arrivals:
        path = f"arrivals.{each.group}"
        lists = (*each.hours, *each.weekdays, *each.months, *(step.value for step in each.factors), each.per_day)
        if min(lists) < 0:
            yield _problem(
                path, "a number of it is below 0.", "Fewer than nobody cannot come.", "Correct per_day, hours, weekdays or months."
            )
        if not 0 <= each.amplitude <= 1:
            yield _problem(f"{path}.amplitude", f"{each.amplitude:g} is not from 0 to 1.", "Arrivals would fall below 0.", "Write 0.06.")
        if each.spread < 1:
            fix = "Write 1 for arrivals at random; more where days differ more than that."
            yield _problem(f"{path}.spread", f"{each.spread:g} is below 1.", "Days cannot be more alike than by chance here.", fix)
        if each.yearly <= -1:
            yield _problem(
                f"{path}.yearly", f"{each.yearly:g} is -1 or below.", "Nobody would come.", "Write 0.02 for 2 in 100 more a year."
            )


def _station_numbers(station: Station) -> Iterator[Problem]:
    path = f"stations.{station.name}"
    if station.kind is not Unit.OPEN and not station.capacity:
        yield _problem(f"{path}.capacity", "it is missing.", "Only a station without limit has none.", "Write capacity = 20.")
    for step in station.capacity:
        if step.value < 0:
            yield _problem(f"{path}.capacity", f"{step.value:g} is below 0.", "There cannot be fewer than none.", "Write 0 to close it.")
        elif step.value != int(step.value):
            fix = "Write whole units; several small teams can be stations of their own."
            yield _problem(f"{path}.capacity", f"{step.value:g} is not whole.", f"Capacity is counted in {station.kind.value}.", fix)
    if list(station.capacity) != sorted(station.capacity, key=lambda step: step.since):
        yield _problem(f"{path}.capacity", "its days are not in order.", "Each value holds until the next.", "Sort them by since.")
    rule = station.overflow
    if min(rule.threshold, rule.extra, rule.patience, station.cost_in_use.pence, station.cost_idle.pence) < 0:
        yield _problem(path, "a number of its overflow or costs is below 0.", "It cannot be run.", "Correct it.")
    if rule.policy is Overflow.LEAVE and rule.patience <= 0:
        yield _problem(f"{path}.overflow.patience", "it is missing.", "People leave after it.", "Write patience = 0.25 for 6 hours.")


def _length_numbers(network: Network) -> Iterator[Problem]:
    lengths = [(f"services.{each.group}.{each.station}", each.length) for each in network.services]
    lengths += [(f"services.{each.group}.{each.station}.arranging", each.arranging) for each in network.services if each.arranging]
    lengths += [(f"returns.{each.group}.after", each.after) for each in network.returns]
    for path, length in lengths:
        free = length.law in (Law.FIXED, Law.EMPIRICAL)
        if length.mean < 0 or (length.mean == 0 and not free):
            yield _problem(f"{path}.mean", f"{length.mean:g} days cannot be.", "It is a length of time.", "Write days: 0.25 is 6 hours.")
        if length.sd < 0 or (length.sd == 0 and not free and length.law is not Law.EXPONENTIAL):
            fix = f'Write how much lengths differ, or law = "{Law.FIXED}".'
            yield _problem(f"{path}.sd", f"a standard deviation of {length.sd:g} days cannot be.", "Lengths differ under this law.", fix)
        if length.longest is not None and length.longest <= 0:
            yield _problem(f"{path}.longest", f"{length.longest:g} is not above 0.", "Nothing could be drawn.", "Leave it away.")
        if length.quantiles and min(length.quantiles) < 0:
            yield _problem(f"{path}.quantiles", "one is below 0.", "They are lengths of time.", "Correct it.")


def _shares(network: Network) -> Iterator[Problem]:
    sums: dict[str, list[float]] = {}
    for route in network.routes:
        sums.setdefault(f"routes.{route.group}.{route.after}", []).append(route.share)
    for service in network.services:
        sums[f"services.{service.group}.{service.station}.units"] = [share for _, share in service.units]
        if min(units for units, _ in service.units) < 1:
            path = f"services.{service.group}.{service.station}.units"
            yield _problem(path, "a person takes less than 1 unit.", "Units are whole.", "Count in smaller units, such as visits.")
    for back in network.returns:
        sums[f"returns.{back.group}.becomes"] = [share for _, share in back.becomes]
        sums[f"returns.{back.group}.share"] = [back.share, 1 - back.share]
    for path, shares in sums.items():
        if min(shares) < 0 or max(shares) > 1:
            yield _problem(path, "a share is not from 0 to 1.", "It is a part of one whole.", "Write 0.16 for 16 in 100.")
        elif abs(sum(shares) - 1) > 1e-6:
            what = f"the shares add up to {sum(shares):.4g}, not to 1."
            yield _problem(
                path, what, "Somebody would go nowhere, or twice.", f'Add "{HOME}" for those who need nothing more, or correct one.'
            )


def _served(network: Network) -> Iterator[Problem]:
    """Everybody who comes to a station must be told how long they need there, and where they go from it."""
    served = {(each.group, each.station) for each in network.services}
    leaving = {(each.group, each.after) for each in network.routes}
    coming = [(each.group, each.to) for each in network.arrivals] + [(each.group, each.to) for each in network.routes if each.to]
    coming += [(name, each.to) for each in network.returns for name, _ in each.becomes]
    for group, station in dict.fromkeys(coming):
        if (group, station) not in served:
            path, fix = f"services.{group}.{station}", f"Write [services.{group}.{station}] with law and mean."
            yield _problem(
                path, f'"{group}" come to "{station}", and nothing says how long they need there.', "They would never leave.", fix
            )
        if (group, station) not in leaving:
            path, fix = f"routes.{group}.{station}", f'Write {station} = "{HOME}" under [routes.{group}], or where they go.'
            yield _problem(path, f'nothing says where "{group}" go after "{station}".', "They would never leave.", fix)
    for each in network.services:
        most = max((step.value for station in network.stations if station.name == each.station for step in station.capacity), default=0)
        needed = max(units for units, share in each.units if share > 0 or len(each.units) == 1)
        unlimited = any(station.name == each.station and station.kind is Unit.OPEN for station in network.stations)
        if not unlimited and 0 < most < needed:
            what = f"somebody needs {needed} units, and there are never more than {most:g}."
            yield _problem(
                f"services.{each.group}.{each.station}.units", what, "They would wait for ever.", "Correct units or the capacity."
            )
