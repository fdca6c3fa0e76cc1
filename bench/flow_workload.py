"""The shared workload: A&E, acute beds, three pathways out, and people who come back. As a network, and as its plain numbers."""

import json
from datetime import date
from pathlib import Path

from wholeplace.flow.shapes import Arrivals, Group, Law, Length, Network, Return, Route, Service, Station, Step, Unit

STARTS = date(2024, 1, 1)  # a Monday


def read(folder: Path) -> dict:
    """The numbers as they stand in the file `workload.json` of a folder."""
    return json.loads((folder / "workload.json").read_text())


def network_of(told: dict) -> Network:
    """The workload as a network, with one stream of arrivals for each kind of person."""
    season = told["arrivals"]
    warm_up, days = told["calendar"]["warmup_days"], told["calendar"]["measure_days"]
    capacity = {name: node["capacity"] for name, node in told["nodes"].items() if node["capacity"]}
    returns = told["readmission"]
    step_down = told["routing"]["p2_to_p1"]
    arrivals = tuple(
        Arrivals(
            group=group, to="ED", per_day=season["mean_per_day"] * share, hours=tuple(season["hour"]), weekdays=tuple(season["dow"]),
            amplitude=season["season_A"], peak=warm_up + season["season_peak_measure_day"],
        )
        for group, share in season["class_share"].items()
    )  # fmt: skip
    return Network(
        name="the shared workload", starts=STARTS, days=days, warm_up=warm_up,
        stations=tuple(
            Station(name=name, title=name, kind=Unit.BEDS, capacity=(Step(since=STARTS, value=units),)) for name, units in capacity.items()
        ),
        groups=tuple(Group(name=group, title=group) for group in season["class_share"]),
        arrivals=arrivals, services=_services(told["service"]), routes=_routes(step_down),
        returns=tuple(
            Return(
                group=group, share=share, to="ED", becomes=tuple(returns["class_on_return"].items()),
                after=Length(law=Law.EXPONENTIAL, mean=returns["delay"]["tau"], longest=returns["delay"]["max_days"]),
            )
            for group, share in returns["prob_at_final_exit"].items()
        ),
    )  # fmt: skip


def _services(told: dict) -> tuple[Service, ...]:
    found = [Service(group=group, station=at, length=_lognormal(*told[at][group])) for at in ("ED", "ACUTE") for group in told[at]]
    found += [Service(group=at, station=at, length=_lognormal(*told[at])) for at in ("P1", "P2", "P3")]
    return (*found, Service(group="P2", station="P1", length=_lognormal(*told["P1"])))


def _routes(step_down: float) -> tuple[Route, ...]:
    ways = [("D", "ED", "", 1.0), ("P0", "ED", "ACUTE", 1.0), ("P0", "ACUTE", "", 1.0)]
    for group in ("P1", "P2", "P3"):
        ways += [(group, "ED", "ACUTE", 1.0), (group, "ACUTE", group, 1.0)]
    ways += [("P1", "P1", "", 1.0), ("P3", "P3", "", 1.0)]
    ways += [("P2", "P2", "P1", step_down), ("P2", "P2", "", 1 - step_down), ("P2", "P1", "", 1.0)]
    return tuple(Route(group=group, after=after, to=to, share=share) for group, after, to, share in ways)


def _lognormal(mean: float, sd: float) -> Length:
    return Length(law=Law.LOGNORMAL, mean=mean, sd=sd)
