"""From counts to a network: every step of fitting, put together and checked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from wholeplace.flow.calibrate.capacity import station_part
from wholeplace.flow.calibrate.care import care_part
from wholeplace.flow.calibrate.demand import demand_part
from wholeplace.flow.calibrate.emergency import emergency_part
from wholeplace.flow.calibrate.hospital import hospital_part
from wholeplace.flow.calibrate.returning import returning_part
from wholeplace.flow.calibrate.shapes import Asked, Fit, Part, together
from wholeplace.flow.calibrate.told import STATIONS
from wholeplace.flow.checks import problems_of
from wholeplace.flow.shapes import Network
from wholeplace.people import Paths
from wholeplace.place import Place
from wholeplace.terms import DataProblem

DAYS, WARM_UP = 365, 180


def fit_network(place: Place, paths: Paths, stated: Mapping[str, float], *, starts: date | None = None) -> tuple[Network, Fit]:
    """A network fitted to counts, and the report of its fit. `stated`: station -> units that the place says it has. `starts`: the
    network's first day (the first day that is not counted, unless given). Raises DataProblem where nothing can be run from it."""
    asked = Asked(paths=paths, starts=starts or paths.until, stated=dict(stated))
    found = _found(place, asked)
    network = Network(
        name=f"{place.settings.name}, fitted to its records", starts=asked.starts, days=DAYS, warm_up=WARM_UP, stations=found.stations,
        groups=found.groups, arrivals=found.arrivals, services=found.services, routes=found.routes, returns=found.returns,
        assumptions=found.assumptions,
    )  # fmt: skip
    if problems := problems_of(network):
        raise DataProblem("The records do not make a network that can be run", problems)
    made_from = f"records of {paths.stays_from} to {paths.until - timedelta(days=1)}"
    return network, Fit(made_from=made_from, sentences=found.sentences, plots=found.plots)


def _found(place: Place, asked: Asked) -> Part:
    hospital, ways = hospital_part(asked)
    names = tuple(group.name for group in hospital.groups)
    care = care_part(asked, names)
    through = tuple(name for name in names if not name.startswith("planned"))
    emergency = emergency_part(asked, through) if asked.paths.attendances_from else Part()
    groups = tuple(group.name for group in (*hospital.groups, *care.groups, *emergency.groups))
    demand = demand_part(asked, ways, groups)
    returning = returning_part(asked, ways, names, "a-and-e" if emergency.services else "acute")
    arriving = {stream.group for stream in demand.arrivals} | {name for back in returning.returns for name, _ in back.becomes}
    found = _only(together([demand, hospital, emergency, care, returning]), arriving)
    used = tuple(name for name in STATIONS if any(service.station == name for service in found.services))
    return together([station_part(asked, used, _bodies(place, asked.starts)), found])


def _only(part: Part, groups: set[str]) -> Part:
    """What concerns groups that somebody comes as: a group that nobody joins needs no numbers."""
    return replace(
        part,
        groups=tuple(each for each in part.groups if each.name in groups),
        services=tuple(each for each in part.services if each.group in groups),
        routes=tuple(each for each in part.routes if each.group in groups),
        returns=tuple(each for each in part.returns if each.group in groups),
        assumptions=tuple(each for each in part.assumptions if each.path.split(".")[1] in groups or each.path.startswith("stations.")),
    )


def _bodies(place: Place, day: date) -> dict[str, tuple[str, str]]:
    """Who runs and who funds each station, by the kinds of the place's organisations; empty where one kind has none or several."""
    standing = [each for each in place.organisations if each.stands_on(day)]

    def only(*words: str) -> str:
        fitting = [each.name for each in standing if any(word in (each.kind, *each.roles) for word in words)]
        return fitting[0] if len(fitting) == 1 else ""

    council, board = only("council"), only("icb")
    return {
        "a-and-e": (only("hospital"), board), "same-day": (only("hospital"), board), "acute": (only("hospital"), board),
        "home-care": (council, council), "rehab": (only("community"), board), "care-home": ("", council),
    }  # fmt: skip


__all__ = ["fit_network"]
