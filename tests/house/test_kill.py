"""Killed at any point, a run leaves what was good before; the next one completes it and ends where an undisturbed run ends."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.house.tiny import make_tiny
from tests.house.walk import ROOT

POINTS = 20

RUN = """
import os, signal, sys
from pathlib import Path

folder, kill_at = sys.argv[1], int(sys.argv[2])
passed = 0


def point(*_):
    global passed
    passed += 1
    if passed == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)


def watched(function):
    def around(*given, **named):
        point()
        done = function(*given, **named)
        point()
        return done
    return around


for module, names in ((os, ("rename", "replace", "link")), (Path, ("rename", "replace", "write_text", "unlink"))):
    for name in names:
        setattr(module, name, watched(getattr(module, name)))

import wholeplace
from wholeplace.warehouse import Warehouse

for name in ("write_parquet", "table_from"):
    setattr(Warehouse, name, watched(getattr(Warehouse, name)))
wholeplace.make_picture(folder, progress=point)
print(passed)
"""
"""Makes a picture in a process of its own, and kills it at the n-th thing that is renamed, written or told. 0: never."""


def run(folder: Path, *, kill_at: int = 0) -> int:
    """Make the picture. Killed: -1. Else how many points were passed."""
    command = [sys.executable, "-c", RUN, str(folder), str(kill_at)]
    where = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=where, check=False)
    if done.returncode == -signal.SIGKILL:
        return -1
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


CONTENTS = re.compile(r"^(\.wholeplace/cells/.+)-[0-9a-f]{16,}\.parquet$")
"""Cells are named by the bytes that they were counted from, and those hold person keys, which are random."""


def results(folder: Path) -> dict[str, object]:
    """All that a run ends with, but for person keys, times and what is drawn anew each time. Folders that nobody knows stand out."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        where = CONTENTS.sub(r"\1.parquet", path.relative_to(folder).as_posix())
        assert where not in found, f"two generations of {where}"
        if path.is_dir():
            found[where] = "folder"
        elif path.suffix == ".parquet":
            frame = pl.read_parquet(path)
            keys = [name for name, kind in frame.schema.items() if "person" in name and kind == pl.Int64]
            frame = frame.drop(keys)
            found[where] = (frame.schema, frame.height) if "/people/" in where else frame
        else:
            found[where] = path.read_bytes()
    return found


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "tiny"
    make_tiny(folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A place whose picture was made in peace, and how many points that took."""
    folder = Path(shutil.copytree(tiny, tmp_path_factory.mktemp("peace") / "tiny"))
    return folder, run(folder)


def spread(points: int, among: int) -> list[int]:
    return sorted({1 + round(at * (among - 1) / (points - 1)) for at in range(points)})


def assert_recovers(tiny: Path, undisturbed: tuple[Path, int], folder: Path, kill_at: int) -> None:
    shutil.copytree(tiny, folder)
    assert run(folder, kill_at=kill_at) == -1
    feeds = {path: path.read_bytes() for path in (folder / "feeds").rglob("*.csv")}
    run(folder)
    assert {path: path.read_bytes() for path in (folder / "feeds").rglob("*.csv")} == feeds
    mine, theirs = results(folder), results(undisturbed[0])
    assert generations_apart(mine).keys() == generations_apart(theirs).keys()
    different = [name for name in generations_apart(theirs) if not same(generations_apart(mine)[name], generations_apart(theirs)[name])]
    assert not different


def generations_apart(found: dict[str, object]) -> dict[str, object]:
    """A killed run may have used up a number for the vault half of what was received; which number it is says nothing."""
    numbered = {where for where in found if where.startswith(".wholeplace/vault/received/")}
    assert len({where.split("/")[3] for where in numbered}) == 1, "one generation only"
    return {where.replace(_generation(where), "/n/"): what for where, what in found.items() if not where.endswith("received/generation")}


def _generation(where: str) -> str:
    parts = where.split("/")
    return f"/{parts[3]}/" if where.startswith(".wholeplace/vault/received/") and len(parts) > 4 else "/n/"


def same(one: object, other: object) -> bool:
    return one.equals(other) if isinstance(one, pl.DataFrame) and isinstance(other, pl.DataFrame) else one == other


def test_a_run_killed_halfway_is_completed_by_the_next(tiny: Path, undisturbed: tuple[Path, int], tmp_path: Path) -> None:
    assert_recovers(tiny, undisturbed, tmp_path / "tiny", undisturbed[1] // 2)


@pytest.mark.slow
@pytest.mark.parametrize("point", range(POINTS))
def test_a_run_killed_anywhere_is_completed_by_the_next(tiny: Path, undisturbed: tuple[Path, int], tmp_path: Path, point: int) -> None:
    assert_recovers(tiny, undisturbed, tmp_path / "tiny", spread(POINTS, undisturbed[1])[point])
