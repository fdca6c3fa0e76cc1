"""`wholeplace verify`: in plain words, as JSON, with exit codes, and over a real place folder."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Run, run
from tests.ledger.test_verifying import kept
from tests.ledger.test_verifying import run as sql
from wholeplace.ledger.records.keeping import end_of

__all__ = ["kept", "run"]


@pytest.mark.django_db
def test_all_in_order_is_said_with_the_last_seals(run: Run, kept: None, tmp_path: Path) -> None:
    ended = run("verify", tmp_path)
    assert ended.code == 0
    assert ended.out.splitlines()[0] == "7 entries and 3 records hold together."
    assert [line.strip() for line in ended.out.splitlines()[-2:]] == [str(end_of("accounts")), str(end_of())]
    assert ended.err == "Proving the records ...\n"


@pytest.mark.django_db
def test_seals_kept_elsewhere_are_looked_up(run: Run, kept: None, tmp_path: Path) -> None:
    ended = run("verify", tmp_path, "--head", end_of(), "--head", end_of("accounts"), "--json")
    assert ended.json == {
        "entries": 7, "records": 3, "heads": {"main": str(end_of()), "accounts": str(end_of("accounts"))}, "remarks": [], "problems": [],
    }  # fmt: skip
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


@pytest.mark.parametrize("words", [["--head", "12"], ["--head", "12:abc"]])
def test_a_seal_that_is_none_is_wrong_use(run: Run, tmp_path: Path, words: list[str]) -> None:
    ended = run("verify", tmp_path, *words)
    assert ended.code == 2
    assert "is no seal" in ended.err


def test_a_folder_that_is_not_there_is_wrong_use(run: Run, tmp_path: Path) -> None:
    assert run("verify", tmp_path / "nowhere").code == 2


SIGN_INS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from wholeplace.ledger.records import Act
from wholeplace.web.records import begin
begin(Path(sys.argv[1]), keeps_records=True)
from wholeplace.ledger.records.keeping import note
for number in range(3):
    act = Act(account="clerk.one", acting_as="clerk", event="signed in", at=datetime(2026, 1, 1, tzinfo=UTC))
    note(act, kind="sign-in", reference="clerk.one", content={"number": number})
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A real folder with records in SQLite, whatever database the tests have."""
    python(["-c", SIGN_INS, str(tmp_path)])
    return tmp_path


def python(words: list[str]) -> Ended:
    env = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, env=env, timeout=120)
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)


def verify(place: Path) -> Ended:
    return python(["-m", "wholeplace", "verify", str(place)])


def test_a_real_folder_is_proven_until_somebody_alters_its_file(place: Path) -> None:
    ended = verify(place)
    assert (ended.code, ended.out.splitlines()[0]) == (0, "3 entries and 0 records hold together.")
    with sqlite3.connect(place / "records" / "records.sqlite3") as file:
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            file.execute("DELETE FROM ledger_entry WHERE number = 3")
        file.execute("DROP TRIGGER ledger_entry_never_goes")
        file.execute("DELETE FROM ledger_entry WHERE number = 2")
    ended = verify(place)
    assert (ended.code, ended.out) == (3, "")
    assert "it no longer refuses changes" in ended.err
    assert "log, entry 2: entry 3 stands in its place." in ended.err


def test_a_database_that_is_none_is_a_letter(place: Path) -> None:
    for file in (place / "records").glob("records.sqlite3*"):
        file.write_bytes(b"no database at all" * 1000)
    ended = verify(place)
    assert (ended.code, ended.out) == (3, "")
    assert "it cannot be read (file is not a database)" in ended.err


def test_a_place_without_records_is_wrong_use_and_gets_none(tmp_path: Path) -> None:
    ended = verify(tmp_path)
    assert ended.code == 2
    assert "keeps no records yet" in ended.err
    assert list(tmp_path.iterdir()) == []
