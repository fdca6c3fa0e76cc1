"""A network as the text of `assumptions/network.toml`, so that what was fitted can be read, agreed on and edited."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from wholeplace.flow.numbers import HOME
from wholeplace.flow.reading import WEEKDAYS
from wholeplace.flow.shapes import (
    ALL_WEEK,
    Arrivals,
    Assumption,
    Law,
    Length,
    Network,
    OverflowRule,
    Return,
    Route,
    Service,
    Station,
    Step,
    Unit,
    Waits,
)
from wholeplace.flow.toml_text import Value, lines

_HEAD = """\
# Care in one place as stations, groups of people and the ways between them. Times are in days, money in pounds a day, shares from 0 to 1.
# Any number may be a table that says who agreed it, from when, and how sure it is:
#   { value = 216, low = 200, high = 230, unit = "places", source = "...", agreed_by = "...", since = 2026-04-01 }
# The run begins on `starts`; its first `warm_up` days only fill the system, and the `days` after them are the forecast.
"""


def write_network(network: Network) -> str:
    """The TOML text of a network. Reading it gives the same network, in groups' order (services and routes group by group).

    Numbers with an assumption are written as tables that say it. Assumptions of numbers that have no place of their own in
    the file follow at its end.
    """
    agreed = {each.path: each for each in network.assumptions}
    told = _Told(agreed)
    text = [_HEAD]
    text += lines({"name": network.name, "starts": network.starts, "days": network.days, "warm_up": network.warm_up})
    for station in network.stations:
        text += _section(f"stations.{station.name}", _station(station, network, told))
    for group in network.groups:
        pathway: dict[str, Value] = {} if group.pathway is None else {"pathway": group.pathway}
        priority: dict[str, Value] = {"priority": group.priority} if group.priority else {}
        text += _section(f"groups.{group.name}", {"title": group.title} | pathway | priority)
    text += _arrivals(network, told)
    for service in network.services:
        text += _section(f"services.{service.group}.{service.station}", _service(service, told))
    text += _routes(network.routes, told)
    for each in network.returns:
        text += _section(f"returns.{each.group}", _return(each, told))
    for each in told.left():
        text += ["", "[[assumptions]]", *lines({"path": each.path} | _assumption(each, each.value))]
    return "\n".join(text) + "\n"


class _Told:
    """Assumptions by path, and which of them have been written beside their number."""

    def __init__(self, agreed: Mapping[str, Assumption]) -> None:
        self._agreed = agreed
        self._written: set[str] = set()

    def number(self, path: str, value: float) -> Value:
        """The number plain, or as a table when somebody agreed on it."""
        if path not in self._agreed:
            return float(value)
        self._written.add(path)
        return _assumption(self._agreed[path], float(value))

    def left(self) -> Iterable[Assumption]:
        return [each for path, each in self._agreed.items() if path not in self._written]


def _assumption(told: Assumption, value: float) -> dict[str, Value]:
    said: dict[str, Value] = {"value": float(value)}
    said |= {"low": told.low} if told.low != value else {}
    said |= {"high": told.high} if told.high != value else {}
    said |= {"unit": told.unit} if told.unit else {}
    said |= {"source": told.source}
    said |= {"fitted": True} if told.fitted else {}
    said |= {"agreed_by": told.agreed_by} if told.agreed_by else {}
    return said | ({"since": told.since} if told.since else {})


def _section(name: str, values: Mapping[str, Value]) -> list[str]:
    return ["", f"[{name}]", *lines(values)]


def _station(station: Station, network: Network, told: _Told) -> dict[str, Value]:
    root = f"stations.{station.name}"
    values: dict[str, Value] = {"title": station.title, "kind": station.kind.value}
    if len(station.capacity) == 1 and station.capacity[0].since == network.starts:
        values["capacity"] = told.number(f"{root}.capacity", station.capacity[0].value)
    elif station.capacity or station.kind is not Unit.OPEN:
        values["capacity"] = _steps(station.capacity, f"{root}.capacity", told)
    if station.waits is not Waits.WHERE_THEY_ARE:
        values["waits"] = station.waits.value
    if station.backfill:
        values["backfill"] = True
    if station.overflow != OverflowRule():
        rule = station.overflow
        keys = [key for key in ("threshold", "extra", "patience") if getattr(rule, key)]
        values["overflow"] = {"policy": rule.policy.value} | {
            key: told.number(f"{root}.overflow.{key}", getattr(rule, key)) for key in keys
        }
    for key in ("starts_on", "leaves_on"):
        if getattr(station, key) != ALL_WEEK:
            values[key] = [WEEKDAYS[day] for day in sorted(getattr(station, key))]
    values |= {key: getattr(station, key) for key in ("run_by", "funded_by") if getattr(station, key)}
    costs = {key: getattr(station, key).pence for key in ("cost_in_use", "cost_idle")}
    return values | {key: told.number(f"{root}.{key}", pence / 100) for key, pence in costs.items() if pence}


def _steps(steps: tuple[Step, ...], path: str, told: _Told) -> list[Value]:
    written: list[Value] = []
    for step in steps:
        number = told.number(f"{path}.{step.since}", step.value)
        said = dict(number) if isinstance(number, Mapping) else {"value": number}
        said.pop("since", None)
        written.append({"since": step.since} | said)
    return written


def _arrivals(network: Network, told: _Told) -> list[str]:
    text: list[str] = []
    for group in dict.fromkeys(each.group for each in network.arrivals):
        streams = [each for each in network.arrivals if each.group == group]
        for each in streams:
            several = len(streams) > 1
            root = f"arrivals.{group}.{each.to}" if several else f"arrivals.{group}"
            text += ["", f"[[arrivals.{group}]]" if several else f"[arrivals.{group}]", *lines(_stream(each, root, network, told))]
    return text


def _stream(each: Arrivals, root: str, network: Network, told: _Told) -> dict[str, Value]:
    values: dict[str, Value] = {"to": each.to, "per_day": told.number(f"{root}.per_day", each.per_day)}
    for key, count in (("hours", 24), ("weekdays", 7), ("months", 12)):
        if getattr(each, key) != (1.0,) * count:
            values[key] = list(getattr(each, key))
    if each.amplitude:
        values["amplitude"] = told.number(f"{root}.amplitude", each.amplitude)
    if each.peak:
        on_a_day = each.peak == int(each.peak) and abs(each.peak) < 100_000
        values["peak"] = network.starts + timedelta(days=int(each.peak)) if on_a_day else told.number(f"{root}.peak", each.peak)
    for key, plain in (("yearly", 0.0), ("spread", 1.0)):
        if getattr(each, key) != plain:
            values[key] = told.number(f"{root}.{key}", getattr(each, key))
    if each.factors:
        values["factors"] = _steps(each.factors, f"{root}.factors", told)
    return values


def _length(length: Length, root: str, told: _Told) -> dict[str, Value]:
    values: dict[str, Value] = {"law": length.law.value, "mean": told.number(f"{root}.mean", length.mean)}
    if length.law is Law.EMPIRICAL:
        values |= {"sd": length.sd, "quantiles": list(length.quantiles)}
    elif length.law not in (Law.FIXED, Law.EXPONENTIAL):
        values["sd"] = told.number(f"{root}.sd", length.sd)
    if length.longest is not None:
        values["longest"] = told.number(f"{root}.longest", length.longest)
    return values


def _service(service: Service, told: _Told) -> dict[str, Value]:
    root = f"services.{service.group}.{service.station}"
    values = _length(service.length, root, told)
    if service.units != ((1, 1.0),):
        values["units"] = {str(units): share for units, share in service.units}
    if service.arranging is not None:
        values["arranging"] = _length(service.arranging, f"{root}.arranging", told)
    return values


def _routes(routes: tuple[Route, ...], told: _Told) -> list[str]:
    text: list[str] = []
    for group in dict.fromkeys(route.group for route in routes):
        values: dict[str, dict[str, Value]] = {}
        for each in routes:
            if each.group == group:
                to = each.to or HOME
                values.setdefault(each.after, {})[to] = told.number(f"routes.{group}.{each.after}.{to}.share", each.share)
        text += _section(f"routes.{group}", values)
    return text


def _return(each: Return, told: _Told) -> dict[str, Value]:
    root = f"returns.{each.group}"
    values: dict[str, Value] = {"share": told.number(f"{root}.share", each.share), "to": each.to}
    values["after"] = _length(each.after, f"{root}.after", told)
    values["becomes"] = {name: told.number(f"{root}.becomes.{name}", share) for name, share in each.becomes}
    plain = {"odds_each_delay_day": 1.0, "delay_days_counted": 30.0, "late_after": 2.0, "odds_when_late": 1.0}
    return values | {key: told.number(f"{root}.{key}", getattr(each, key)) for key, usual in plain.items() if getattr(each, key) != usual}
