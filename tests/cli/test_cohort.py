"""wholeplace cohort: the flow and the tables, small numbers hidden, letters for what cannot be made."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wholeplace.cli.cohort import _count, _rows
from wholeplace.measures.statistics import SMALL_NUMBER_RULES as RULES
from wholeplace.people.cohort.shapes import BaselineRow

RULE = RULES["hide-1-to-7-round-to-5"]


@pytest.fixture
def place(with_pack: Path, tmp_path: Path) -> Path:
    """A place whose journeys are made, to write cohorts into."""
    return Path(shutil.copytree(with_pack, tmp_path / "aldermoor"))


@pytest.mark.slow
def test_a_cohort_is_told_in_words_and_as_json(run: Run, place: Path) -> None:
    told = run("cohort", place, "support-after-hospital").out
    assert "The cohort: " in told
    assert "Back in hospital before day 14: " in told
    assert "They are about people: they stay in the house." in told
    answer = run("cohort", place, "support-after-hospital", "--json").json
    assert {step["group"] for step in answer["flow"]} == {"cohort"}
    assert (place / ".wholeplace" / "cohorts" / "support-after-hospital" / "cohort.parquet").is_file()
    counts = [row[key] for row in answer["baseline"] + answer["outcomes"] for key in ("people", "missing")]
    counts += [step[key] for step in answer["flow"] for key in ("came", "out", "left")]
    assert all(count == "fewer than 8" or (count % 5 == 0 and (count == 0 or count >= 10)) for count in counts)
    assert not re.search(r"(?<![\d.,])[1-7] \(\d+%\)", told)


@pytest.mark.slow
def test_what_cannot_be_made_is_a_letter(run: Run, place: Path) -> None:
    assert run("cohort", place, "support-after-hospitl").code == 2
    own = place / "cohorts" / "own.toml"
    own.parent.mkdir()
    own.write_text('title = "x"\npurpose = "planing"\n', "utf-8")
    ended = run("cohort", place, own, "--json")
    assert ended.code == 3
    assert {problem["where"].split(", ")[1] for problem in ended.json["problems"]} == {"purpose", "question", "source", "enter"}


def test_a_rule_that_rounds_nothing_still_rounds_here() -> None:
    """Or a small number could be found by subtraction from the lines of the flow."""
    assert [_count(number, RULES["hide-under-10"]) for number in (0, 9, 10, 11, 13)] == [0, "fewer than 10", 10, 10, 15]
    assert [_count(number, RULE) for number in (0, 7, 8, 12, 13)] == [0, "fewer than 8", 10, 10, 15]
    assert [_count(number, RULES["midpoint-6"]) for number in (0, 1, 6, 7)] == [0, 3, 3, 9]


def test_nothing_is_told_of_a_group_of_few() -> None:
    numbers = {"mean": 80.5, "sd": 1.0, "median": 80.0, "lower_quartile": 80.0, "upper_quartile": 81.0}
    few = BaselineRow(column="age", level="", group="yes", people=3, missing=0, **numbers)
    (row,) = _rows([few], RULE)
    assert row["people"] == "fewer than 8"
    assert [row[name] for name in ("per_cent", "mean", "sd", "median", "lower_quartile", "upper_quartile")] == [None] * 6


def test_a_share_is_of_rounded_counts() -> None:
    sexes = (("f", 31), ("m", 21))
    rows = [BaselineRow(column="sex", level=sex, group="all", people=people, missing=0, share=people / 52) for sex, people in sexes]
    assert [row["per_cent"] for row in _rows(rows, RULE)] == [60, 40]
