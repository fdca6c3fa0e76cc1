"""`wholeplace check` says everything that is wrong with the front door's files, of all of them at once."""

from pathlib import Path

import pytest

import wholeplace
from tests.web.partner.conftest import partnership

__all__ = ["partnership"]


@pytest.fixture
def front_door(partnership: Path) -> Path:
    (partnership / "place.toml").write_text((partnership / "place.toml").read_text().replace('"agreement"', '"agreement", "front-door"'))
    (partnership / "front_door").mkdir()
    return partnership


def test_nothing_is_wrong_where_nothing_is_written(front_door: Path) -> None:
    assert wholeplace.check(front_door) == ()


def test_faults_of_all_files_come_at_once(front_door: Path) -> None:
    (front_door / "front_door" / "practices.toml").write_text('[[practice]]\ncode = "Z1"\nname = "One"\nkindd = "x"\n')
    (front_door / "front_door" / "triage.toml").write_text("first = 1\n")
    (front_door / "postcodes.csv").write_text("postcode\nQX1 1AA\n")
    wrong = {problem.where.split(",")[0].split(":")[0] for problem in wholeplace.check(front_door)}
    assert {"front_door/practices.toml", "postcodes.csv"} <= {where.split(" ")[0] for where in wrong}
    assert any("triage" in where for where in wrong)


@pytest.mark.parametrize("text", ["[[coordinates]\n", '[[coordinates]]\norganisation = "NOBODY"\nlooks_after = ["NOWHERE"]\n'])
def test_who_coordinates_whom_is_checked(front_door: Path, text: str) -> None:
    (front_door / "front_door" / "coordinates.toml").write_text(text)
    wrong = wholeplace.check(front_door)
    assert {problem.where for problem in wrong} == {"front_door/coordinates.toml"}
    assert len(wrong) == 1 + text.count("NOBODY")
