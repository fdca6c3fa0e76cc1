"""review: cases are put at a terminal and nowhere else, and every decision is kept."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import wholeplace
from tests.cli.conftest import Run
from tests.people.link.identities import linked
from wholeplace.people.link.review import CASES, DECISIONS, keep_queue
from wholeplace.people.vault import Store
from wholeplace.place.folder import STATE
from wholeplace.warehouse import Warehouse

ANNA = {"given_name": "Annabella", "family_name": "Alder", "birth_date": None, "postcode": "ZZ99 3WZ", "rows": 5}
ANA = {"given_name": "Anabela", "family_name": "Alder\x1b[2J", "address": "1 Invented Lane, Aldermoor, in the county of nowhere", "rows": 2}
BEN = {"given_name": "Benedetto", "family_name": "Birch", "rows": 9}
NAMES = ("Annabella", "Anabela", "Benedetto", "Alder", "Invented Lane")
TERMINAL = {"COLUMNS": "72", "LINES": "40", "TERM": "xterm"}


@pytest.fixture
def place(demo_place: Path) -> Path:
    """A place where three people wait in two cases."""
    with Warehouse(threads=1) as warehouse:
        linked(
            warehouse, (ANNA, ANA, BEN), {0: 1, 1: 2, 2: 3}, [(0, 1, 0.62, "given names differ"), (1, 2, None, "one number, two people")]
        )
        keep_queue(warehouse, store_of(demo_place))
    return demo_place


def store_of(place: Path) -> Store:
    return Store(folder=place / STATE / "vault" / "people")


def rows_of(store: Store, name: str) -> list[tuple]:
    frame = store.read(name)
    return [] if frame is None else frame.rows()


def at_a_terminal(*words: str, keys: str) -> tuple[int, str]:
    """Run the command line at a terminal of its own, press `keys`, and return how it ended and all that it showed."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "wholeplace", *words], stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | TERMINAL, close_fds=True
    )
    os.close(theirs)
    os.write(ours, keys.encode())
    shown = b""
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError:  # the other side has gone
            break
        if not more:
            break
        shown += more
    os.close(ours)
    return running.wait(timeout=60), shown.decode()


def test_count_says_how_many_wait_and_names_nobody(run: Run, place: Path) -> None:
    ended = run("review", place, "--count")
    assert (ended.code, ended.out) == (0, "Cases that wait: 2. Decided: 0.\n")
    told = run("review", place, "--count", "--json").json
    assert told == {"waiting": 2, "decided": 0, "repeats": {"asked_twice": 0, "answered_alike": 0, "kappa": None}, "contradictions": []}


@pytest.mark.parametrize("words", [("--by", "AB"), ("--by", "AB", "--json"), ()])
def test_no_case_is_shown_but_at_a_terminal(run: Run, place: Path, words: tuple[str, ...]) -> None:
    ended = run("review", place, *words)
    assert ended.code == 2
    assert not [name for name in NAMES if name in ended.out + ended.err]


def test_initials_are_asked_for(run: Run, place: Path) -> None:
    assert "initials" in run("review", place).err
    assert "initials" in run("review", place, "--undo", "1").err


def test_a_place_where_nothing_was_linked_is_wrong_use(run: Run, tmp_path: Path) -> None:
    folder = wholeplace.new(tmp_path / "empty", name="Empty")
    ended = run("review", folder, "--count")
    assert ended.code == 2
    assert "wholeplace link" in ended.err


def test_cases_are_put_side_by_side_and_decisions_are_kept(run: Run, place: Path) -> None:
    code, shown = at_a_terminal("review", str(place), "--by", "AB", keys="s\nx\nd\n")
    assert code == 0
    assert "Given name     Anabela" in shown
    assert "Family name    Alder?[2J" in shown  # a name cannot command the terminal
    assert "The model gives them 62% of being one." in shown
    assert "Please answer s, d, k or q." in shown
    assert "Decided: 2. Still waiting: 0." in shown
    kept = store_of(place).read(DECISIONS)
    assert kept is not None
    assert kept.select("case_no", "decision", "by", "probability").rows() == [(1, "same", "AB", None), (2, "different", "AB", 0.62)]
    assert all(len(line) <= 72 for line in shown.replace("\r", "").splitlines() if "Invented" in line)


def test_skip_leaves_a_case_and_the_end_of_input_stops(run: Run, place: Path) -> None:
    code, shown = at_a_terminal("review", str(place), "--by", "AB", keys="k\n\x04")
    assert code == 0
    assert "Decided: 0. Still waiting: 2." in shown
    assert store_of(place).read(DECISIONS) is None


def test_undo_puts_a_case_back(run: Run, place: Path) -> None:
    at_a_terminal("review", str(place), "--by", "AB", keys="s\nq\n")
    assert run("review", place, "--count", "--json").json["decided"] == 1
    assert run("review", place, "--undo", "1", "--by", "CD", "--json").json == {"case": 1, "decision": "withdrawn"}
    assert run("review", place, "--count", "--json").json["waiting"] == 2
    assert run("review", place, "--undo", "1", "--by", "CD").code == 2


def test_only_the_table_of_cases_holds_identifiers(place: Path) -> None:
    store = store_of(place)
    assert [name for name in store.names() if any(each in str(rows_of(store, name)) for each in NAMES)] == [CASES]
