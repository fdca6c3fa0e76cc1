"""Four writers at once: the chain never forks, the second is told, nothing is lost. Real processes, on a real database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.ledger.racing import ROUNDS

pytestmark = pytest.mark.records


def test_writers_at_once_lose_nothing_and_never_fork_the_log(url: str, tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    words = [sys.executable, "-m", "tests.ledger.racing", url, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr
    came = json.loads(done.stdout.splitlines()[-1])
    everything = {f"{thread}-{turn}" for thread in range(2) for turn in range(ROUNDS)}
    assert came["told"] == [{"first": ROUNDS, "second": ROUNDS}] * 2, "in each round one is first, and the other is told"
    assert {name: set(parts) for name, parts in came["parts"].items()} == {"S-0": everything, "S-1": everything}
    assert [len(parts) for parts in came["parts"].values()] == [2 * ROUNDS] * 2
    assert (came["entries"], came["records"], came["problems"]) == (4 * ROUNDS, 2, [])
