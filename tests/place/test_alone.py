"""Two runs at once on one place: the second is told, nothing is written twice, and a killed run holds nobody up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wholeplace.place.folder import alone
from wholeplace.terms import WrongUse

HOLD = """
import sys, time
from pathlib import Path
from wholeplace.place.folder import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_run_is_told_to_wait(tmp_path: Path, holder: subprocess.Popen) -> None:
    with pytest.raises(WrongUse, match="Another run is at work on"), alone(tmp_path):
        pass


def test_a_killed_run_holds_nobody_up(tmp_path: Path, holder: subprocess.Popen) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with alone(tmp_path):
        pass


def test_one_process_may_hold_a_place_twice(tmp_path: Path) -> None:
    with alone(tmp_path), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass


def test_two_places_do_not_wait_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with alone(tmp_path / "one"), alone(tmp_path / "two"):
        pass
