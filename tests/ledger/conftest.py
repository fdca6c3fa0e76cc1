"""Somebody who does things, a real place folder with records, and a PostgreSQL database of one's own."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Ended
from wholeplace.ledger.records import Act

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def act() -> Act:
    return Act(account="clerk.one", acting_as="clerk", event="changed", at=NOON, why="it was asked for")


def python(words: list[str], *, url: str = "") -> Ended:
    """Another process, with the database at `url` or that of the folder."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | ({"DATABASE_URL": url} if url else {})
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, env=env, timeout=300)
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)


ACTS = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from wholeplace.ledger.records import Act
from wholeplace.web.records import begin
begin(Path(sys.argv[1]), keeps_records=True)
from wholeplace.ledger.records.keeping import keep, note
from wholeplace.web.accounts.models import Account, RoleHeld
act = Act(account="clerk.one", acting_as="clerk", event="signed in", at=datetime(2026, 1, 1, tzinfo=UTC))
keep(Account(reference="a1", username="clerk.one", password="x", last_login=act.at, sign_on={"nhs": "é"}), act)
keep(RoleHeld(reference="r1", account_id="clerk.one", role="clerk", since=date(2026, 1, 1)), act)
note(act, kind="sign-in", reference="clerk.one", content={"number": 1}, book="accounts")
"""


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real folder with records in SQLite, whatever database the tests have."""
    folder = tmp_path_factory.mktemp("records") / "place"
    folder.mkdir()
    ended = python(["-c", ACTS, str(folder)])
    assert ended.code == 0, ended.err
    return folder


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    """The same, to break as one likes."""
    return Path(shutil.copytree(made_once, tmp_path / "place"))
