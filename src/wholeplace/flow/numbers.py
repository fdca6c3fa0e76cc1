"""Every number of a network under its path, with its title and unit: what assumptions, changes and planners point at."""

from collections.abc import Iterator
from dataclasses import dataclass

from wholeplace.flow.shapes import Arrivals, Law, Network, Overflow, Station, Unit

HOME = "home"
"""How a route to nowhere is written: the person goes home."""

POUNDS, DAYS, PEOPLE_A_DAY, SHARE, ODDS, PLAIN = "£ a day", "days", "people a day", "share", "odds ratio", ""
_OF_KIND = {Unit.BEDS: "beds", Unit.PLACES: "places", Unit.VISITS: "visits a day", Unit.OPEN: ""}
_OVERFLOW = {"threshold": "people", "extra": "units", "patience": DAYS}
_OF_POLICY = {
    Overflow.WAIT: (),
    Overflow.LEAVE: ("patience",),
    Overflow.DIVERT: ("threshold",),
    Overflow.ESCALATE: ("threshold", "extra"),
}
_ARRIVALS = {
    "per_day": PEOPLE_A_DAY, "amplitude": SHARE, "peak": "days from the start", "yearly": "share a year", "spread": "variance over mean",
}  # fmt: skip
_HEADINGS = {
    "stations": "Beds, places and visits", "arrivals": "How many people come", "services": "How long they need",
    "routes": "Where they go", "returns": "Who comes back",
}  # fmt: skip
_RETURNS = {"share": SHARE, "odds_each_delay_day": ODDS, "delay_days_counted": DAYS, "late_after": DAYS, "odds_when_late": ODDS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Lever:
    """One number of a network that a planner may move. `path` names it in scenarios; `value` is what it is now, in `unit`."""

    path: str
    title: str
    unit: str
    value: float

    @property
    def heading(self) -> str:
        """Under which heading a page shows it."""
        return _HEADINGS[self.path.split(".", 1)[0]]


def numbers_of(network: Network) -> dict[str, Lever]:
    """Every number of a network by its path, in the network's own order.

    Money is in pounds. The number of a dated capacity is its first; each of its steps is also there by its day, and the shape
    of arrivals over hours, weekdays and months is not: those are lists. The arrivals of a group that comes to several stations
    are there for each (arrivals.GROUP.STATION.per_day) and added up (arrivals.GROUP.per_day).
    """
    found: dict[str, Lever] = {}
    for section in (_stations, _arrivals, _services, _routes, _returns):
        found.update((lever.path, lever) for lever in section(network))
    return found


def levers(network: Network) -> tuple[Lever, ...]:
    """The numbers that a planner moves most: capacities, arrivals, mean lengths, shares of routes and of returns, and overflow."""
    moved = ("capacity", "per_day", "mean", "share", "extra", "threshold")
    all_numbers = numbers_of(network).values()
    return tuple(each for each in all_numbers if each.path.rsplit(".", 1)[-1] in moved and each.value < 1e9)


def unit_of(station: Station) -> str:
    """What one unit of the station's capacity is called: 'beds', 'places' or 'visits a day'."""
    return _OF_KIND[station.kind]


def title_of(network: Network, name: str) -> str:
    """What a station or group is called in words; its name when the network does not know it."""
    titles = {each.name: each.title for each in (*network.groups, *network.stations)}
    return titles.get(name) or ("home" if name in ("", HOME) else name)


def _stations(network: Network) -> Iterator[Lever]:
    for station in network.stations:
        root = f"stations.{station.name}"
        steps = station.capacity
        if steps:
            yield Lever(path=f"{root}.capacity", title=station.title, unit=unit_of(station), value=steps[0].value)
        if len(steps) > 1 or any(step.since != network.starts for step in steps):
            for step in steps:
                title = f"{station.title} from {step.since}"
                yield Lever(path=f"{root}.capacity.{step.since}", title=title, unit=unit_of(station), value=step.value)
        yield Lever(path=f"{root}.cost_in_use", title=f"{station.title}: a unit in use", unit=POUNDS, value=station.cost_in_use.pence / 100)
        yield Lever(path=f"{root}.cost_idle", title=f"{station.title}: an idle unit", unit=POUNDS, value=station.cost_idle.pence / 100)
        for key in _OF_POLICY[station.overflow.policy]:
            title = f"{station.title}: {station.overflow.policy.value}, {key}"
            yield Lever(path=f"{root}.overflow.{key}", title=title, unit=_OVERFLOW[key], value=float(getattr(station.overflow, key)))


def streams_of(network: Network, group: str) -> tuple[Arrivals, ...]:
    """All arrivals of one group, in the network's own order."""
    return tuple(each for each in network.arrivals if each.group == group)


def _arrivals(network: Network) -> Iterator[Lever]:
    for group in dict.fromkeys(each.group for each in network.arrivals):
        streams = streams_of(network, group)
        title = f"Arrivals: {title_of(network, group)}"
        yield Lever(path=f"arrivals.{group}.per_day", title=title, unit=PEOPLE_A_DAY, value=sum(each.per_day for each in streams))
        if len(streams) > 1:
            for each in streams:
                for key, unit in _ARRIVALS.items():
                    name = f"{title} to {title_of(network, each.to)}"
                    yield Lever(path=f"arrivals.{group}.{each.to}.{key}", title=name, unit=unit, value=getattr(each, key))
        else:
            for key, unit in list(_ARRIVALS.items())[1:]:
                yield Lever(path=f"arrivals.{group}.{key}", title=f"{title}, {key}", unit=unit, value=getattr(next(iter(streams)), key))


def _services(network: Network) -> Iterator[Lever]:
    for each in network.services:
        root = f"services.{each.group}.{each.station}"
        title = f"{title_of(network, each.station)}: days needed, {title_of(network, each.group)}"
        yield Lever(path=f"{root}.mean", title=title, unit=DAYS, value=each.length.mean)
        if each.length.law not in (Law.FIXED, Law.EXPONENTIAL):
            yield Lever(path=f"{root}.sd", title=f"{title}, standard deviation", unit=DAYS, value=each.length.sd)
        if each.length.longest is not None:
            yield Lever(path=f"{root}.longest", title=f"{title}, longest", unit=DAYS, value=each.length.longest)
        if each.arranging is not None:
            name = f"{title_of(network, each.station)}: days of arranging the way out, {title_of(network, each.group)}"
            yield Lever(path=f"{root}.arranging.mean", title=name, unit=DAYS, value=each.arranging.mean)


def _routes(network: Network) -> Iterator[Lever]:
    for each in network.routes:
        title = f"{title_of(network, each.group)}: from {title_of(network, each.after)} to {title_of(network, each.to)}"
        yield Lever(path=f"routes.{each.group}.{each.after}.{each.to or HOME}.share", title=title, unit=SHARE, value=each.share)


def _returns(network: Network) -> Iterator[Lever]:
    for each in network.returns:
        root, title = f"returns.{each.group}", f"{title_of(network, each.group)} who come back"
        for key, unit in _RETURNS.items():
            name = title if key == "share" else f"{title}: {key.replace('_', ' ')}"
            yield Lever(path=f"{root}.{key}", title=name, unit=unit, value=getattr(each, key))
        yield Lever(path=f"{root}.after.mean", title=f"{title}: days until then", unit=DAYS, value=each.after.mean)
        for becomes, share in each.becomes:
            yield Lever(path=f"{root}.becomes.{becomes}", title=f"{title}, as {title_of(network, becomes)}", unit=SHARE, value=share)
