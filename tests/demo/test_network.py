"""The demo place's network: in proportion to its people, fit to run, and written so that a planner can read it."""

import tomllib
from pathlib import Path

import pytest

from wholeplace.demo.network import WRITTEN_FOR, network_of, write_network_of
from wholeplace.flow import problems_of, scenario_from
from wholeplace.flow.loads import loads_of
from wholeplace.flow.reading import network_from
from wholeplace.flow.scenarios import with_changes
from wholeplace.flow.steadiness import unsteady


@pytest.mark.parametrize("people", [2_000, 21_000, WRITTEN_FOR, 2_700_000])
def test_a_place_of_any_size_has_a_network_that_holds(people: int) -> None:
    network = network_of(people)
    assert problems_of(network) == []
    assert unsteady(network) == {}
    assert sum(each.per_day for each in network.arrivals) == pytest.approx(115.1 * people / WRITTEN_FOR, rel=1e-4)


def test_small_places_keep_more_room_for_chance() -> None:
    in_use = [loads_of(network_of(people))["acute"] for people in (2_000, 21_000, WRITTEN_FOR)]
    shares = [load.units / load.capacity for load in in_use if load.capacity]
    assert shares == sorted(shares)
    assert len(shares) == 3


def test_what_is_written_is_read_back_with_every_scenario(tmp_path: Path) -> None:
    write_network_of(WRITTEN_FOR, tmp_path)
    text = (tmp_path / "assumptions" / "network.toml").read_text("utf-8")
    network = network_from({"network.toml": tomllib.loads(text)})
    assert network == network_of(WRITTEN_FOR)
    files = sorted((tmp_path / "assumptions" / "scenarios").glob("*.toml"))
    assert [file.stem for file in files] == ["fewer-falls", "more-home-care", "more-hospital-beds"]
    for file in files:
        scenario = scenario_from(file.read_text("utf-8"), file.stem, network)
        assert with_changes(network, scenario) != network
        assert "(invented)" in scenario.proposed_by
