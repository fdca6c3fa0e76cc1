"""SimPy and Ciw, written straightforwardly, tell the same story as the kernel when they draw the same numbers."""

import copy
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from wholeplace.flow.trace import trace

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def told(shared_data, monkeypatch) -> dict:
    monkeypatch.syspath_prepend(str(BENCH))
    from flow_workload import read

    return read(shared_data.parent / "flow")


def crowded(told: dict, share: float) -> dict:
    """The workload with a share of its places, so that a few weeks are enough for everything to be full."""
    told = copy.deepcopy(told)
    for node in told["nodes"].values():
        node["capacity"] = node["capacity"] and int(node["capacity"] * share)
    return told


def kernel(told: dict, days: int) -> list:
    from flow_workload import network_of

    began, visits = {}, []
    for one in trace(replace(network_of(told), warm_up=0, days=days), seed=5).transitions:
        if one.what == "started":
            began[one.key, one.station] = one.time
        elif one.what == "left":
            visits.append((one.key, one.station, began[one.key, one.station], one.time))
    return visits


def peer(name: str, told: dict, days: int) -> list:
    pytest.importorskip(name, reason=f"{name} is in the group of dependencies called bench")
    from flow_luck import SameLuck, comers
    from flow_workload import network_of

    if name == "simpy":
        from flow_simpy import simulate
    else:
        from flow_ciw import simulate
    found = simulate(told, comers(network_of(told), 5, days), SameLuck(told), days)
    return found[0] if name == "simpy" else found


@pytest.mark.parametrize("name", ["simpy", "ciw"])
def test_same_draws_same_story(told, name):
    from flow_luck import furthest_apart

    small = crowded(told, 0.5)
    ours, theirs = kernel(small, 20), peer(name, small, 20)
    assert len(ours) > 4000
    assert furthest_apart(ours, theirs) < 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("name", ["simpy", "ciw"])
def test_same_draws_same_story_over_the_whole_workload(told, name):
    from flow_luck import furthest_apart

    ours, theirs = kernel(told, 545), peer(name, told, 545)
    assert furthest_apart(ours, theirs) < 1e-6  # days: moments add up over a year and a half of rounding


def test_a_day_off_would_be_seen(told):
    from flow_luck import furthest_apart

    visits = kernel(crowded(told, 0.5), 5)
    key, station, began, left = visits[7]
    assert furthest_apart(visits, [*visits[:7], (key, station, began, left + 1e-6), *visits[8:]]) > 1e-7
    assert furthest_apart(visits, visits[:-1]) == float("inf")


def test_the_benchmark_is_beside_the_tests():
    assert (BENCH / "flow.py").is_file()
    assert str(BENCH) not in sys.path
