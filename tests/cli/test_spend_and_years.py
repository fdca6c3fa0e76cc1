"""One budget and the years ahead, asked at a terminal."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.feeds.conftest import _PLACE
from wholeplace import demo
from wholeplace.cli.main import app

BUDGET = """
title = "Winter money"
pounds = 20000
aim = "people delayed"

[buys.home-care]
pounds_each = 10000
most = 2
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in _PLACE.items():
        (tmp_path / name).write_text(text)
    own = Path(demo.__file__).parent
    shutil.copytree(own / "scenarios", tmp_path / "assumptions" / "scenarios")
    shutil.copy(own / "network.toml", tmp_path / "assumptions" / "network.toml")
    (tmp_path / "assumptions" / "budget.toml").write_text(BUDGET)
    return tmp_path


def asked(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_a_budget_names_every_near_best_split(folder: Path):
    said = asked("spend", str(folder), "--replications", "3")
    assert "Winter money" in said
    assert "best in" in said
    assert "-0 " not in said
    best = json.loads(asked("spend", str(folder), "--replications", "3", "--json"))
    assert sum(split["best_in"] for split in best["near_best"]) <= 1.001
    assert all(split["split"]["spent"]["pence"] <= 2_000_000 for split in best["near_best"])


def test_a_place_without_a_budget_gets_a_letter(folder: Path):
    (folder / "assumptions" / "budget.toml").unlink()
    result = CliRunner().invoke(app, ["spend", str(folder)])
    assert result.exit_code != 0
    assert "budget.toml" in result.output


def test_the_years_ahead_are_told_one_by_one(folder: Path):
    """A place needs people to project: one small area of a hundred is enough."""
    said = asked("years", str(folder), "--replications", "2", "--scenario", "fewer-falls")
    assert said.count("with two or more conditions") >= 5
