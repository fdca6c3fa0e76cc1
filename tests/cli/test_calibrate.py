"""wholeplace calibrate: a report for a place with a network of its own, a network for one without."""

import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.slow
def test_a_network_written_by_hand_stands_and_the_fitted_one_is_reported(run: Run, demo_place: Path) -> None:
    own = (demo_place / "assumptions" / "network.toml").read_text("utf-8")
    ended = run("calibrate", demo_place, "--replications", "2")
    assert ended.code == 0
    assert "was written by hand and stands" in " ".join(ended.out.split())
    assert "Tested on the winter of 2024/25" in " ".join(ended.out.split())
    assert (demo_place / "assumptions" / "network.toml").read_text("utf-8") == own
    assert tomllib.loads((demo_place / ".wholeplace" / "flow" / "network.fitted.toml").read_text("utf-8"))["stations"]


@pytest.mark.slow
def test_a_place_without_a_network_gets_one_that_can_be_tried(run: Run, demo_place: Path) -> None:
    (demo_place / "assumptions" / "network.toml").unlink()
    told = run("calibrate", demo_place, "--replications", "2", "--json").json
    assert all(number["low"] <= number["value"] <= number["high"] for number in told["numbers"])
    assert told["back_test"]["replays"][0]["error"] > 0
    assert run("try", demo_place, "--replications", "2", "--quick").code == 0


def test_a_place_without_stays_gets_a_letter(run: Run, demo_place: Path) -> None:
    for file in (demo_place / "feeds" / "admitted_patient_care").iterdir():
        file.unlink()
    (demo_place / "feeds" / "admitted_patient_care").rmdir()
    ended = run("calibrate", demo_place)
    assert ended.code == 3
    assert "no feed tells of stays in hospital" in " ".join(ended.err.split())
