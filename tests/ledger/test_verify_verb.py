"""`wholeplace verify`: in plain words, as JSON, with exit codes, and over a real place folder."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Run, run
from tests.ledger.conftest import python
from tests.ledger.test_verifying import kept
from tests.ledger.test_verifying import run as sql
from wholeplace.agreement.records.meetings.models import Paper
from wholeplace.agreement.records.meetings.papers import file_paper, path_of
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import end_of, keep

__all__ = ["kept", "run"]


@pytest.mark.django_db
def test_all_in_order_is_said_with_the_last_seals(run: Run, kept: None, tmp_path: Path) -> None:
    ended = run("verify", tmp_path)
    assert ended.code == 0
    assert ended.out.splitlines()[0] == "7 entries and 3 records hold together."
    assert [line.strip() for line in ended.out.splitlines()[-2:]] == [str(end_of("accounts")), str(end_of())]
    assert ended.err == "Proving the records ...\nProving the papers ...\n"


@pytest.mark.django_db
def test_seals_kept_elsewhere_are_looked_up(run: Run, kept: None, tmp_path: Path) -> None:
    ended = run("verify", tmp_path, "--head", end_of(), "--head", end_of("accounts"), "--json")
    heads = {"main": str(end_of()), "accounts": str(end_of("accounts"))}
    assert ended.json == {"entries": 7, "records": 3, "papers": 0, "heads": heads, "remarks": [], "problems": []}
    assert "The seal that you kept is in its place." in run("verify", tmp_path, "--head", end_of()).out
    ended = run("verify", tmp_path, "--head", f"5:{'0' * 64}")
    assert ended.code == 3
    assert "log, entry 5: its seal is not the one that was kept elsewhere." in ended.err


@pytest.mark.django_db
def test_what_does_not_hold_is_a_letter_without_contents(run: Run, kept: None, tmp_path: Path) -> None:
    sql("UPDATE things_thing SET title = 'Mrs Nobody' WHERE reference = 'T-2'")
    ended = run("verify", tmp_path)
    assert (ended.code, ended.out) == (3, "")
    assert "thing T-2: it is not what entry 4 kept: title." in ended.err
    assert "Nobody" not in ended.err
    assert "Färse" not in ended.err
    ended = run("verify", tmp_path, "--json")
    assert ended.code == 3
    assert [problem["where"] for problem in ended.json["problems"]] == ["thing T-2"]


@pytest.mark.django_db
def test_a_paper_whose_file_was_altered_or_taken_away_is_found(run: Run, act: Act, tmp_path: Path) -> None:
    filed = file_paper(tmp_path, "need.txt", b"Forty beds are needed.")
    given = {"file_name": filed.file_name, "size": filed.size, "sha256": filed.sha256}
    keep(Paper(reference="P-1", body="board", meeting="M-1", item="I-1", title="Need", **given), act)
    assert run("verify", tmp_path).out.startswith("1 entry, 1 record and 1 paper hold together.")
    path_of(tmp_path, filed.sha256).write_bytes(b"Four beds are needed.")
    assert "paper P-1: its file is not what was filed." in run("verify", tmp_path).err
    path_of(tmp_path, filed.sha256).unlink()
    assert "paper P-1: its file is gone." in run("verify", tmp_path).err


@pytest.mark.parametrize("words", [["--head", "12"], ["--head", "12:abc"]])
def test_a_seal_that_is_none_is_wrong_use(run: Run, tmp_path: Path, words: list[str]) -> None:
    ended = run("verify", tmp_path, *words)
    assert ended.code == 2
    assert "is no seal" in ended.err


def test_a_folder_that_is_not_there_is_wrong_use(run: Run, tmp_path: Path) -> None:
    assert run("verify", tmp_path / "nowhere").code == 2


def verify(place: Path) -> Ended:
    return python(["-m", "wholeplace", "verify", str(place)])


def test_a_real_folder_is_proven_until_somebody_alters_its_file(made: Path) -> None:
    ended = verify(made)
    assert (ended.code, ended.out.splitlines()[0]) == (0, "3 entries and 2 records hold together.")
    with sqlite3.connect(made / "records" / "records.sqlite3") as file:
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            file.execute("DELETE FROM ledger_entry WHERE number = 2")
        file.execute("DROP TRIGGER ledger_entry_never_goes")
        file.execute("DELETE FROM ledger_entry WHERE number = 1 AND book = 'main'")
    ended = verify(made)
    assert (ended.code, ended.out) == (3, "")
    assert "it no longer refuses changes" in ended.err
    assert "log, entry 1: entry 2 stands in its place." in ended.err


def test_a_database_that_is_none_is_a_letter(made: Path) -> None:
    for file in (made / "records").glob("records.sqlite3*"):
        file.write_bytes(b"no database at all" * 1000)
    ended = verify(made)
    assert (ended.code, ended.out) == (3, "")
    assert "it does not answer as it should (file is not a database)" in ended.err


def test_a_place_without_records_is_wrong_use_and_gets_none(tmp_path: Path) -> None:
    ended = verify(tmp_path)
    assert ended.code == 2
    assert "keeps no records yet" in ended.err
    assert list(tmp_path.iterdir()) == []
