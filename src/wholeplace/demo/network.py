"""The network of Aldermoor and three scenarios for it: invented numbers, scaled to the size of the place."""

import math
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from wholeplace.flow import Assumption, Network, OverflowRule, Scenario, Station, Step, scenario_from, scenario_text, write_network
from wholeplace.flow.reading import network_from
from wholeplace.terms import Money

WRITTEN_FOR = 210_000
"""How many people demo/network.toml is written for."""
_SPARE = 0.15
"""Of each capacity, the share that is kept against chance. It shrinks with the square root of the place, not with its size."""


def write_network_of(people: int, folder: Path) -> None:
    """assumptions/network.toml and assumptions/scenarios/*.toml of a place of about so many people."""
    scenarios = folder / "assumptions" / "scenarios"
    scenarios.mkdir(parents=True)
    network = network_of(people)
    (scenarios.parent / "network.toml").write_text(write_network(network), "utf-8")
    for scenario in _scenarios(network, people / WRITTEN_FOR):
        (scenarios / f"{scenario.name}.toml").write_text(scenario_text(scenario), "utf-8")


def network_of(people: int) -> Network:
    """Aldermoor's network for a place of about so many people: arrivals in proportion, and a little more room where it is small."""
    text = (files("wholeplace.demo") / "network.toml").read_text(encoding="utf-8")
    network = network_from({"network.toml": tomllib.loads(text)})
    times = people / WRITTEN_FOR
    capacities = {f"stations.{each.name}.capacity": _capacity(each, times) for each in network.stations}
    return replace(
        network,
        stations=tuple(replace(each, capacity=_steps(each, times), overflow=_overflow(each, times)) for each in network.stations),
        arrivals=tuple(replace(each, per_day=round(each.per_day * times, 6)) for each in network.arrivals),
        assumptions=tuple(_assumption(each, times, capacities) for each in network.assumptions),
    )


def _capacity(station: Station, times: float) -> float:
    units = station.capacity[0].value
    return float(max(4, math.ceil(units * ((1 - _SPARE) * times + _SPARE * times**0.5)))) if times < 1 else float(round(units * times))


def _steps(station: Station, times: float) -> tuple[Step, ...]:
    return tuple(replace(step, value=_capacity(station, times)) for step in station.capacity)


def _overflow(station: Station, times: float) -> OverflowRule:
    rule = station.overflow
    return replace(rule, threshold=max(2, round(rule.threshold * times)), extra=max(1, round(rule.extra * times))) if rule.extra else rule


def _assumption(told: Assumption, times: float, capacities: dict[str, float]) -> Assumption:
    """Ranges move with their number: capacities and arrivals are scaled, lengths and shares are those of any place."""
    if told.path in capacities:
        scale = capacities[told.path] / told.value
        return replace(told, value=capacities[told.path], low=float(math.floor(told.low * scale)), high=float(math.ceil(told.high * scale)))
    if told.path.startswith("arrivals."):
        return replace(told, value=round(told.value * times, 6), low=round(told.low * times, 6), high=round(told.high * times, 6))
    return told


def _scenarios(network: Network, times: float) -> list[Scenario]:
    folder = files("wholeplace.demo") / "scenarios"
    read = [
        scenario_from(file.read_text(encoding="utf-8"), file.name.removesuffix(".toml"), network)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    ]
    return [replace(each, one_off_cost=Money(round(each.one_off_cost.pence * times / 100_000) * 100_000)) for each in read]
