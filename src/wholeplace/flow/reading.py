"""The network of a place from the TOML files in its `assumptions/` folder."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wholeplace.flow.checks import problems_of
from wholeplace.flow.numbers import HOME
from wholeplace.flow.reading_laws import LENGTH_KEYS, becomes_of, length_of, share_in, units_of
from wholeplace.flow.shapes import (
    ALL_WEEK,
    Arrivals,
    Group,
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
from wholeplace.flow.sheet import Sheet, read_toml
from wholeplace.terms import DataProblem, Money, Problem

if TYPE_CHECKING:
    from wholeplace.place import Place

FOLDER = "assumptions"
"""The folder in a place folder that holds its network, what it costs and its scenarios."""

NOT_OF_THE_NETWORK = ("budget.toml", "projection.toml", "winter.toml")
"""Files in the folder with a form of their own."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SUBJECT = "The network cannot be run"
_TOP = ("name", "starts", "days", "warm_up", "stations", "groups", "arrivals", "services", "routes", "returns", "assumptions")
_STATION = (
    "title", "kind", "capacity", "waits", "backfill", "overflow", "starts_on", "leaves_on", "run_by", "funded_by", "cost_in_use",
    "cost_idle",
)  # fmt: skip
_ARRIVALS = ("to", "per_day", "hours", "weekdays", "months", "amplitude", "peak", "yearly", "spread", "factors")
_RETURN = ("share", "to", "after", "becomes", "odds_each_delay_day", "delay_days_counted", "late_after", "odds_when_late")


def has_network(place: "Place") -> bool:
    """Whether the place says anything about its flow. A file that holds comments alone, as a new place has it, says nothing."""
    return any(any(line.strip() and not line.lstrip().startswith("#") for line in _lines(file)) for file in _files(place.folder))


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8-sig", errors="replace").splitlines()


def read_network(place: "Place") -> Network:
    """The network of a place: every TOML file in `assumptions/` taken together, but for those with a form of their own.

    Raises DataProblem with every mistake at once: first of what is written, then of what it comes to (see `checks`).
    """
    files = _files(place.folder)
    if not has_network(place):
        fix = "Run `wholeplace calibrate` on the place, or write the file yourself: `wholeplace new` shows the form."
        where = f"{FOLDER}/network.toml"
        raise DataProblem(SUBJECT, [Problem(where=where, what="there is no such file.", why="It says what can be run.", fix=fix)])
    return network_from({file.name: read_toml(file, SUBJECT) for file in files})


def _files(folder: Path) -> list[Path]:
    return [file for file in sorted((folder / FOLDER).glob("*.toml")) if file.name not in NOT_OF_THE_NETWORK]


def network_from(given: Mapping[str, Mapping[str, Any]]) -> Network:
    """The network of the tables of one or several files, by file name. Raises DataProblem with every mistake at once."""
    problems: list[Problem] = []
    where = next(iter(given)) if len(given) == 1 else FOLDER
    sheet = Sheet(where=where, given=_together(given, problems), problems=problems)
    network = _network(sheet)
    if problems:
        raise DataProblem(SUBJECT, problems)
    if problems := problems_of(network):
        raise DataProblem(SUBJECT, problems)
    return network


def _together(given: Mapping[str, Mapping[str, Any]], problems: list[Problem]) -> dict[str, Any]:
    """One tree of tables from several. A number that is said twice is a mistake: nobody could say which of the two holds."""
    whole: dict[str, Any] = {}
    said_in: dict[str, str] = {}

    def add(into: dict[str, Any], more: Mapping[str, Any], path: str, file: str) -> None:
        for key, value in more.items():
            here = f"{path}.{key}" if path else key
            if isinstance(value, dict) and isinstance(into.get(key, {}), dict) and here not in said_in and "value" not in value:
                add(into.setdefault(key, {}), value, here, file)
            elif key in into:
                what, fix = f"it is said in {said_in.get(here, 'another file')} as well.", "Keep one of the two."
                problems.append(Problem(where=f"{file}, {here}", what=what, why="Nobody could say which holds.", fix=fix))
            else:
                into[key], said_in[here] = value, file

    for file, tables in given.items():
        add(whole, tables, "", file)
    return whole


def _network(sheet: Sheet) -> Network:
    sheet.known(*_TOP)
    starts = sheet.day("starts")
    if "starts" not in sheet.given:
        sheet.wrong("starts", "it is missing.", "The run begins on a day.", "Write starts = 2026-04-01.")
    first = starts or date(2000, 1, 1)
    _keep_loose(sheet)
    read = Network(
        name=sheet.text("name", None),
        starts=first,
        days=sheet.whole("days"),
        warm_up=sheet.whole("warm_up", 0),
        stations=tuple(_station(name, each, first) for name, each in _each(sheet.under("stations"))),
        groups=tuple(_group(name, each) for name, each in _each(sheet.under("groups"))),
        arrivals=tuple(_streams(sheet.under("arrivals"), first)),
        services=tuple(_services(sheet.under("services"))),
        routes=tuple(_routes(sheet.under("routes"))),
        returns=tuple(_return(name, each) for name, each in _each(sheet.under("returns"))),
    )
    return replace(read, assumptions=tuple(sheet.assumptions))


def _keep_loose(sheet: Sheet) -> None:
    """Agreed numbers that stand nowhere else, such as one month of a list, are kept by their own path."""
    for each in sheet.tables("assumptions"):
        each.number_in({key: value for key, value in each.given.items() if key != "path"}, "", each.text("path", None))


def _each(sheet: Sheet) -> Iterator[tuple[str, Sheet]]:
    for name in sheet.given:
        yield name, sheet.under(name)


def _station(name: str, sheet: Sheet, starts: date) -> Station:
    sheet.known(*_STATION)
    root = f"stations.{name}"
    kind = Unit(sheet.choice("kind", [each.value for each in Unit]))
    return Station(
        name=name,
        title=sheet.text("title", name),
        kind=kind,
        capacity=_capacity(sheet, root, starts) if kind is not Unit.OPEN or "capacity" in sheet.given else (),
        waits=Waits(sheet.choice("waits", [each.value for each in Waits], Waits.WHERE_THEY_ARE.value)),
        backfill=sheet.yes_or_no("backfill"),
        overflow=_overflow(sheet.under("overflow"), root) if "overflow" in sheet.given else OverflowRule(),
        starts_on=_weekdays(sheet, "starts_on"),
        leaves_on=_weekdays(sheet, "leaves_on"),
        run_by=sheet.text("run_by"),
        funded_by=sheet.text("funded_by"),
        cost_in_use=_money(sheet, "cost_in_use", root),
        cost_idle=_money(sheet, "cost_idle", root),
    )


def _capacity(sheet: Sheet, root: str, starts: date) -> tuple[Step, ...]:
    given = sheet.given.get("capacity")
    if not isinstance(given, list):
        return (Step(since=starts, value=sheet.number("capacity", path=f"{root}.capacity")),)
    return _steps(sheet, "capacity", f"{root}.capacity")


def _steps(sheet: Sheet, key: str, path: str) -> tuple[Step, ...]:
    """A value that changes: a list of tables with since and value, and where it is agreed on also with its range and source."""
    steps: list[Step] = []
    for each in sheet.tables(key):
        since = each.day("since")
        if since is None:
            each.wrong("since", "it is missing.", "Each value of the list holds from a day on.", "Write since = 2026-12-01.")
            continue
        agreed = set(each.given) - {"since", "value"}
        value = each.number_in(dict(each.given), "", f"{path}.{since}") if agreed else each.number("value")
        steps.append(Step(since=since, value=value))
    return tuple(steps)


def _overflow(sheet: Sheet, root: str) -> OverflowRule:
    sheet.known("policy", "threshold", "extra", "patience")
    return OverflowRule(
        policy=Overflow(sheet.choice("policy", [each.value for each in Overflow])),
        threshold=round(sheet.number("threshold", 0, path=f"{root}.overflow.threshold")),
        extra=round(sheet.number("extra", 0, path=f"{root}.overflow.extra")),
        patience=sheet.number("patience", 0, path=f"{root}.overflow.patience"),
    )


def _weekdays(sheet: Sheet, key: str) -> frozenset[int]:
    given = sheet.given.get(key)
    if given is None:
        return ALL_WEEK
    if not isinstance(given, list) or not given or not set(given) <= set(WEEKDAYS):
        sheet.wrong(key, "it is not a list of weekdays.", "It cannot be read.", f"Choose from: {', '.join(WEEKDAYS)}.")
        return ALL_WEEK
    return frozenset(WEEKDAYS.index(each) for each in given)


def _money(sheet: Sheet, key: str, root: str) -> Money:
    return Money(round(100 * sheet.number(key, 0, path=f"{root}.{key}")))


def _group(name: str, sheet: Sheet) -> Group:
    sheet.known("title", "pathway", "priority")
    pathway = sheet.whole("pathway") if "pathway" in sheet.given else None
    return Group(name=name, title=sheet.text("title", name), pathway=pathway, priority=sheet.whole("priority", 0))


def _streams(sheet: Sheet, starts: date) -> Iterator[Arrivals]:
    for group, given in sheet.given.items():
        several = isinstance(given, list)
        for each in sheet.tables(group) if several else (sheet.under(group),):
            to = each.text("to", None)
            yield _arrivals(group, to, each, f"arrivals.{group}.{to}" if several else f"arrivals.{group}", starts)


def _arrivals(group: str, to: str, sheet: Sheet, path: str, starts: date) -> Arrivals:
    sheet.known(*_ARRIVALS)
    return Arrivals(
        group=group,
        to=to,
        per_day=sheet.number("per_day", path=f"{path}.per_day"),
        hours=sheet.numbers("hours", 24, (1.0,) * 24),
        weekdays=sheet.numbers("weekdays", 7, (1.0,) * 7),
        months=sheet.numbers("months", 12, (1.0,) * 12),
        amplitude=sheet.number("amplitude", 0, path=f"{path}.amplitude"),
        peak=_peak(sheet, path, starts),
        yearly=sheet.number("yearly", 0, path=f"{path}.yearly"),
        spread=sheet.number("spread", 1, path=f"{path}.spread"),
        factors=_steps(sheet, "factors", f"{path}.factors"),
    )


def _peak(sheet: Sheet, path: str, starts: date) -> float:
    """The day of the season's peak, or days from the start to it."""
    given = sheet.given.get("peak", 0)
    return (given - starts) / timedelta(days=1) if isinstance(given, date) else sheet.number("peak", 0, path=f"{path}.peak")


def _services(sheet: Sheet) -> Iterator[Service]:
    for group, stations in _each(sheet):
        for station, each in _each(stations):
            each.known(*LENGTH_KEYS, "units", "arranging")
            path = f"services.{group}.{station}"
            arranging = length_of(each.under("arranging"), f"{path}.arranging") if "arranging" in each.given else None
            length, units = length_of(each, path), units_of(each)
            yield Service(group=group, station=station, length=length, units=units, arranging=arranging)


def _routes(sheet: Sheet) -> Iterator[Route]:
    for group, stations in _each(sheet):
        for after, given in stations.given.items():
            if isinstance(given, str):
                yield Route(group=group, after=after, to="" if given == HOME else given, share=1.0)
                continue
            shares = stations.under(after)
            for to in shares.given:
                share = share_in(shares, to, f"routes.{group}.{after}.{to}.share")
                yield Route(group=group, after=after, to="" if to == HOME else to, share=share)


def _return(group: str, sheet: Sheet) -> Return:
    sheet.known(*_RETURN)
    root = f"returns.{group}"
    return Return(
        group=group,
        share=share_in(sheet, "share", f"{root}.share"),
        to=sheet.text("to", None),
        after=length_of(sheet.under("after"), f"{root}.after"),
        becomes=becomes_of(sheet, root, group),
        odds_each_delay_day=sheet.number("odds_each_delay_day", 1, path=f"{root}.odds_each_delay_day"),
        delay_days_counted=sheet.number("delay_days_counted", 30, path=f"{root}.delay_days_counted"),
        late_after=sheet.number("late_after", 2, path=f"{root}.late_after"),
        odds_when_late=sheet.number("odds_when_late", 1, path=f"{root}.odds_when_late"),
    )
