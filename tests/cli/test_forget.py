"""wholeplace forget: the number comes from a pipe or a file, never from the command line, and is never said."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import Run
from tests.house.tiny import Somebody, make_tiny
from wholeplace.cli.main import app

HER = Somebody(no=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One place for all of these tests, from which somebody else goes each time."""
    made = tmp_path_factory.mktemp("made") / "tiny"
    make_tiny(made, people=16)
    return made


def test_the_number_is_asked_for_and_not_said(folder: Path) -> None:
    result = CliRunner().invoke(app, ["forget", str(folder)], input=f"{HER.number}\n")
    assert result.exit_code == 0, result.output
    assert "feeds/person_list/a.csv: 1 rows taken out, 0 cells emptied" in result.output
    assert "Nothing was found." in result.output
    assert HER.number not in result.output
    assert HER.number.encode() not in (folder / "feeds" / "person_list" / "a.csv").read_bytes()


def test_a_file_may_hold_the_number_and_a_machine_may_read_the_answer(folder: Path, tmp_path: Path, run: Run) -> None:
    him = Somebody(no=7)
    (tmp_path / "number.txt").write_text(f"{him.local_id}\n")
    answer = run("forget", folder, "--file", tmp_path / "number.txt", "--feed", "contacts", "--json").json
    assert answer["gone"] is True
    assert {file["file"] for file in answer["files"]} >= {"feeds/person_list/a.csv", "feeds/contacts/a.csv"}
    assert answer["searched"]["found"] == {}


def test_what_is_left_ends_with_1(folder: Path) -> None:
    other = Somebody(no=8)
    (folder / "letter.txt").write_text(f"Dear {other.given} {other.family}, born {other.born:%d/%m/%Y}")
    result = CliRunner().invoke(app, ["forget", str(folder)], input=f"{other.number}\n")
    assert result.exit_code == 1
    assert "NOT everything is gone" in result.output
    assert "letter.txt: 1 lines or rows" in result.output


@pytest.mark.parametrize(("given", "code"), [("\n", 2), ("x\n", 2), ("", 2)])
def test_no_number_is_wrong_use(folder: Path, given: str, code: int) -> None:
    assert CliRunner().invoke(app, ["forget", str(folder)], input=given).exit_code == code


def test_a_missing_file_is_wrong_use(folder: Path, run: Run) -> None:
    assert run("forget", folder, "--file", folder / "nothing.txt").code == 2
