"""No slot ever has two appointments that stand: threads of one server on SQLite, processes on PostgreSQL, real databases."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.records


def contested(url: str, folder: Path, *, processes: int, threads: int, slots: int, changes: bool) -> dict[str, Any]:
    (folder / "records").mkdir()
    numbers = [str(processes), str(threads), str(slots), "changes" if changes else "only book"]
    words = [sys.executable, "-m", "tests.service.records.booking.contesting", url, str(folder), *numbers]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=1800)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def check_only_bookings(came: dict[str, Any], slots: int, callers: int) -> None:
    assert came["told"] == {"booked": slots, "gone": slots * (callers - 1)}, "each slot is got by one, all others are told that it is gone"
    assert (came["stand"], came["twice"], came["differ"], came["problems"]) == (slots, [], [], [])


def check_changes(came: dict[str, Any]) -> None:
    told = came["told"]
    assert came["stand"] == told["booked"] - told["cancelled"], "each answer is true: what moved stands, what could not move stands too"
    assert (came["twice"], came["differ"], came["problems"]) == ([], [], [])
    assert min(told["cancelled"], told["moved"]) > 0


def test_cancelling_and_moving_meanwhile_loses_nothing(url: str, tmp_path: Path) -> None:
    processes, threads = (3, 2) if url else (1, 4)
    check_changes(contested(url, tmp_path, processes=processes, threads=threads, slots=40, changes=True))


@pytest.mark.slow
def test_a_thousand_contested_slots(url: str, tmp_path: Path) -> None:
    processes, threads = (8, 1) if url else (1, 8)
    check_only_bookings(contested(url, tmp_path, processes=processes, threads=threads, slots=1000, changes=False), 1000, 8)


@pytest.mark.slow
def test_a_thousand_contested_slots_with_cancelling_and_moving(url: str, tmp_path: Path) -> None:
    processes, threads = (8, 1) if url else (1, 8)
    check_changes(contested(url, tmp_path, processes=processes, threads=threads, slots=1000, changes=True))
