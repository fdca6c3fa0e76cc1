"""try: a scenario beside the system as it is, on a demo place."""

import json
from pathlib import Path

from tests.cli.conftest import Run

FEW = ("--replications", 3, "--quick")


def test_a_scenario_is_answered_at_once_and_by_simulation(run: Run, made_once: Path) -> None:
    ended = run("try", made_once, "--scenario", "more-home-care", *FEW)
    assert ended.code == 0
    assert "At once, by formula" in ended.out
    assert "proposed by Aldermoor Council (invented)" in ended.out
    assert "How many people come back, beside those delayed?" in ended.out
    assert "Only 3 runs were made: the ranges are rough." in ended.out.replace("\n    ", " ")


def test_machines_get_the_whole_forecast_and_the_same_digits_twice(run: Run, made_once: Path) -> None:
    first = run("try", made_once, "--scenario", "fewer-falls", "--against", "more-home-care", *FEW, "--json")
    again = run("try", made_once, "--scenario", "fewer-falls", "--against", "more-home-care", *FEW, "--json")
    assert first.code == 0
    assert first.out == again.out
    forecast = json.loads(first.out)["forecast"]
    assert forecast["against"]["name"] == "more-home-care"
    assert len(forecast["bands"]) == len(forecast["bands_against"]) > 20


def test_without_a_scenario_the_place_is_run_as_it_is(run: Run, made_once: Path) -> None:
    forecast = run("try", made_once, *FEW, "--json").json["forecast"]
    assert forecast["against"] is None
    assert not any(answer["compared"] for answer in forecast["answers"])


def test_an_unknown_scenario_is_wrong_use_and_names_those_there_are(run: Run, made_once: Path) -> None:
    ended = run("try", made_once, "--scenario", "more-homecare", *FEW)
    assert ended.code == 2
    assert "fewer-falls, more-home-care, more-hospital-beds" in ended.err


def test_a_mistake_in_a_scenario_is_a_letter(run: Run, demo_place: Path) -> None:
    file = demo_place / "assumptions" / "scenarios" / "more-home-care.toml"
    file.write_text(file.read_text().replace("stations.home-care.capacity", "stations.homecare.capacity"))
    ended = run("try", demo_place, "--scenario", file, *FEW)
    assert ended.code == 3
    assert 'Did you mean "stations.home-care.capacity"?' in ended.err
    checked = run("check", demo_place, "--json")
    assert checked.code == 3
    assert "stations.homecare.capacity" in checked.out


def test_a_new_place_has_a_network_to_fill_in_and_nothing_is_wrong_with_it(run: Run, tmp_path: Path) -> None:
    made = run("new", tmp_path / "mine", "--json").json["files"]
    assert "assumptions/network.toml" in made
    assert "network.toml" not in run("check", tmp_path / "mine", "--json").out


def test_a_place_that_wants_a_winter_plan_must_have_a_network(run: Run, demo_place: Path) -> None:
    (demo_place / "assumptions" / "network.toml").unlink()
    ended = run("check", demo_place)
    assert ended.code == 3
    assert '"winter" is in use, and assumptions/ holds no network.' in ended.err


def test_a_forecast_may_begin_with_who_is_there(run: Run, with_pack: Path) -> None:
    ended = run("try", with_pack, "--from-snapshot", "2025-10-01", *FEW, "--json")
    assert ended.code == 0
    forecast = ended.json["forecast"]
    assert forecast["starts"] == "2025-10-01"
    assert "people who were there" in forecast["warm_up"]


def test_a_snapshot_of_no_day_is_wrong_use(run: Run, made_once: Path) -> None:
    ended = run("try", made_once, "--from-snapshot", "yesterday", *FEW)
    assert ended.code == 2
    assert "yesterday is not a day. Write it as 2026-01-31." in ended.err
