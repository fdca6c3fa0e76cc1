"""wholeplace measure: a file to fill in, its letters, its definition, and its exact figures."""

import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wholeplace.cli.measure import STAYS_IN_THE_HOUSE
from wholeplace.measures.keys import KEYS

FILLED = {
    "title": "Nights in hospital", "short": "Nights, the middle stay", "question": "How long is a stay in the middle?", "noun": "stays",
    "source": "Agreed here, 2026", "kind": "median", "unit": "nights",
}  # fmt: skip


def filled(text: str) -> str:
    """A new file as a person may fill it in: a median instead of the example's share."""
    lines = []
    for line in text.splitlines():
        key = line.split(" = ")[0]
        if key == "of_which":
            lines.append('amount = "nights"')
        else:
            lines.append(f'{key} = "{FILLED[key]}"' if key in FILLED else line)
    return "\n".join(lines)


@pytest.fixture
def own(run: Run, demo_place: Path) -> Path:
    """A demo place with one good measure of its own."""
    run("measure", "new", demo_place, "middle-stay")
    file = demo_place / "measures" / "middle-stay.toml"
    file.write_text(filled(file.read_text("utf-8")), encoding="utf-8")
    return demo_place


def test_a_new_file_tells_of_every_key_and_asks_for_what_only_its_writer_knows(run: Run, demo_place: Path) -> None:
    ended = run("measure", "new", demo_place, "middle-stay")
    assert ended.code == 0
    text = (demo_place / "measures" / "middle-stay.toml").read_text("utf-8")
    assert all(f"{key} = " in text for key in KEYS)
    letter = run("measure", "check", demo_place, "middle-stay")
    assert letter.code == 3
    empty = [key for key, value in tomllib.loads(text).items() if value == ""]
    assert all(f"middle-stay.toml, {key}: it is empty." in letter.err for key in empty)
    assert set(empty) == {"title", "short", "question", "noun", "source"}


def test_every_further_key_of_a_new_file_is_toml_when_its_mark_is_taken_away(run: Run, demo_place: Path) -> None:
    run("measure", "new", demo_place, "middle-stay")
    lines = (demo_place / "measures" / "middle-stay.toml").read_text("utf-8").splitlines()
    told = tomllib.loads("\n".join(line.removeprefix("# ") for line in lines if line.removeprefix("# ").split(" = ")[0] in KEYS))
    assert set(told) == set(KEYS)


@pytest.mark.parametrize("name", ["delayed-days", "Middle_Stay"])
def test_a_name_that_cannot_be_is_wrong_use(run: Run, demo_place: Path, name: str) -> None:
    assert run("measure", "new", demo_place, name).code == 2


def test_a_file_is_never_written_over(run: Run, own: Path) -> None:
    before = (own / "measures" / "middle-stay.toml").read_bytes()
    assert run("measure", "new", own, "middle-stay").code == 2
    assert (own / "measures" / "middle-stay.toml").read_bytes() == before


def test_check_tells_of_one_measure_or_of_all_and_of_code_lists(run: Run, own: Path) -> None:
    assert run("measure", "check", own).code == 0
    assert "Next: wholeplace measure run" in run("measure", "check", own, "middle-stay").out
    (own / "measures" / "other.toml").write_text("title = 3")
    (own / "codes").mkdir()
    (own / "codes" / "mine.csv").write_text("code\nJ45\n")
    letters = run("measure", "check", own, "middle-stay", "--json")
    assert letters.code == 3
    assert {problem["where"] for problem in letters.json["problems"]} == {"codes/mine.csv, line 1"}
    assert "other.toml" in run("measure", "check", own).err
    assert run("measure", "check", own, "nowhere").code == 2


def test_explain_says_it_in_words_in_sql_and_by_its_files(run: Run, own: Path) -> None:
    told = run("measure", "explain", own, "middle-stay").out
    assert "Half of the rows have it or less" in told
    assert "stays: nothing was received yet." in told
    assert "The SQL of its values:" in told
    assert "date_trunc('month'" in told
    answer = run("measure", "explain", own, "middle-stay", "--spark", "--json").json
    assert set(answer["sql"]) == {"its cells", "its values"}
    assert "DATE_TRUNC('MONTH'" in answer["sql"]["its cells"]
    nearly = run("measure", "explain", own, "middle-stays")
    assert nearly.code == 2
    assert 'Did you mean "middle-stay"?' in nearly.err


@pytest.mark.slow
def test_run_gives_exact_figures_with_limits_and_says_that_they_stay(run: Run, own: Path) -> None:
    told = run("measure", "run", own, "middle-stay", "--period", "2025-Q3")
    assert told.code == 0
    assert STAYS_IN_THE_HOUSE[:40] in told.out
    answer = run("measure", "run", own, "middle-stay", "--json").json
    assert answer["exact"] is True
    assert answer["period"] == "2025-Q3"
    assert {row["level"] for row in answer["rows"]} == {"system", "place"}
    assert all(row["lower"] <= row["value"] <= row["upper"] for row in answer["rows"] if row["status"] == "complete")
    assert not (own / ".wholeplace" / "cells").exists()
    standing = run("measure", "explain", own, "middle-stay", "--json").json["stands_on"]
    assert standing[0]["feeds"] == ["admitted_patient_care"]
    assert run("measure", "run", own, "middle-stay", "--period", "never").code == 2
