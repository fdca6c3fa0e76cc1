"""`wholeplace relocate`: from SQLite in the folder to PostgreSQL, every row, proven on both sides; or nothing at all."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Ended
from tests.ledger.conftest import python

pytestmark = [
    pytest.mark.records,
    pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="needs a PostgreSQL (make test-records)"),
]


def wholeplace(*words: object, url: str = "") -> Ended:
    return python(["-m", "wholeplace", *map(str, words)], url=url)


def rows_of_postgresql(url: str, table: str) -> list[tuple[object, ...]]:
    import psycopg

    with psycopg.connect(url) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


def test_records_are_moved_whole_and_the_old_file_is_left_alone(made: Path, url: str) -> None:
    before = wholeplace("verify", made, "--json").json
    with sqlite3.connect(made / "records" / "records.sqlite3") as file:
        log = file.execute("SELECT book, number, says, seal, kind, reference FROM ledger_entry ORDER BY 1, 2").fetchall()
    moved = wholeplace("relocate", made, "--json", url=url)
    assert moved.code == 0, moved.err
    told = moved.json
    assert (told["entries"], told["records"], told["heads"]) == (before["entries"], before["records"], before["heads"])
    assert rows_of_postgresql(url, "ledger_entry") == log
    assert wholeplace("verify", made, "--json", url=url).json == before

    without = wholeplace("verify", made)
    assert (without.code, "moved to PostgreSQL" in without.err) == (2, True)
    again = wholeplace("relocate", made, url=url)
    assert (again.code, "they were moved" in again.err) == (2, True)
    (made / "records" / "moved.txt").unlink()
    full = wholeplace("relocate", made, url=url)
    assert (full.code, "it holds rows already (" in full.err) == (3, True)


def test_records_that_do_not_hold_together_are_not_moved(made: Path, url: str) -> None:
    with sqlite3.connect(made / "records" / "records.sqlite3") as file:
        file.execute("UPDATE ledger_head SET number = 2")
    moved = wholeplace("relocate", made, url=url)
    assert moved.code == 3
    assert "Nothing was moved, because the old records do not hold together" in moved.err
    assert rows_of_postgresql(url, "ledger_entry") == []
    assert not (made / "records" / "moved.txt").exists()


def test_nowhere_to_move_is_wrong_use(made: Path) -> None:
    moved = wholeplace("relocate", made)
    assert (moved.code, "DATABASE_URL" in moved.err) == (2, True)
