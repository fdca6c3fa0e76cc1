"""How a verb ends: 0 done, 2 wrong use, 3 a letter with every problem; a fault of ours shows itself."""

import os
from pathlib import Path

import pytest

import wholeplace
from tests.cli.conftest import Run
from wholeplace.cli.main import VERBS

TAKES_A_PLACE = [["check"], ["receive"], ["picture"], ["serve"]]


@pytest.mark.parametrize("verb", TAKES_A_PLACE)
def test_a_folder_that_is_not_there_is_wrong_use(run: Run, tmp_path: Path, verb: list[str]) -> None:
    ended = run(*verb, tmp_path / "nowhere")
    assert (ended.code, ended.out) == (2, "")
    assert "nowhere" in ended.err


@pytest.mark.parametrize("words", [["pictures"], ["picture"], ["picture", "a", "--perod", "2025"], ["demo", "x", "--people", "3"]])
def test_words_that_cannot_be_read_are_wrong_use(run: Run, words: list[str]) -> None:
    assert run(*words).code == 2


def test_a_period_that_cannot_be_read_says_how_to_write_one(run: Run, tmp_path: Path) -> None:
    ended = run("picture", tmp_path, "--period", "2025-Q5")
    assert ended.code == 2
    assert "2025-Q3" in ended.err


def test_an_empty_folder_gets_one_letter_with_every_problem(run: Run, tmp_path: Path) -> None:
    ended = run("check", tmp_path)
    assert (ended.code, ended.out) == (3, "")
    assert "place.toml" in ended.err


def test_machines_get_the_letter_as_json(run: Run, tmp_path: Path) -> None:
    ended = run("check", tmp_path, "--json")
    assert (ended.code, ended.err) == (3, "")
    assert {"where", "what", "why", "fix"} == ended.json["problems"][0].keys()


def test_machines_get_wrong_use_as_json(run: Run, tmp_path: Path) -> None:
    ended = run("picture", tmp_path / "nowhere", "--json")
    assert ended.code == 2
    assert "nowhere" in ended.json["wrong_use"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the root user may write anywhere")
def test_a_folder_that_may_not_be_written_is_a_letter(run: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    ended = run("new", tmp_path / "place")
    assert ended.code == 3
    assert "does not allow" in ended.err


def test_a_full_disk_is_a_letter(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "receipts"))

    monkeypatch.setattr(wholeplace, "receive", full)
    ended = run("receive", tmp_path)
    assert ended.code == 3
    assert "the disk is full" in ended.err


def test_a_fault_of_ours_is_not_dressed_up_as_a_letter(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise KeyError("a column that we forgot")

    monkeypatch.setattr(wholeplace, "receive", faulty)
    with pytest.raises(KeyError):
        run("receive", tmp_path)


def test_every_verb_answers_machines(run: Run) -> None:
    for verb in VERBS:
        assert "--json" in run(verb.__name__, "--help").out
