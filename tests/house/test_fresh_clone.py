"""The first command of the README, from a fresh clone in an empty environment: set up, invent a place, make its pack."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.walk import ROOT

pytestmark = pytest.mark.slow


def make(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", str(clone)), "SERVE": "0", "PEOPLE": "5000"}
    return subprocess.run(["make", *words], cwd=clone, env=env, capture_output=True, text=True, timeout=900)


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="needs git and the repository")
def test_one_command_makes_the_pack_and_a_second_run_sets_nothing_up(tmp_path: Path) -> None:
    clone = tmp_path / "wholeplace"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    first = make(clone, "demo")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "The pack is in demo-place/releases/2025-Q3-v1" in first.stdout
    assert (clone / "demo-place" / "releases" / "2025-Q3-v1" / "index.html").is_file()
    second = make(clone, "demo")
    assert second.returncode == 0
    assert "Setting up" not in second.stdout
    untracked = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert untracked.stdout == ""
