"""Seconds and peak memory of the main job, from files to pack, and how they grow with the place.

    make bench                        (20,000, 210,000 and 1,000,000 people)
    python bench/picture.py 5000 50000

Each size runs in a process of its own on a place made beforehand, so that nothing is warm but the disk. It prints a
table and asserts nothing: a busy machine must not look like a slow program.
"""

import argparse
import itertools
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SIZES = (20_000, 210_000, 1_000_000)
ROOMS = ("feeds", "people", "measures", "picture", "publish")


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of the main job. Seconds of the clock; peak memory of the process in GiB."""

    people: int
    seconds: float
    gib: float
    rooms: dict[str, float]
    megabytes_in: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", nargs="*", type=int, default=list(SIZES), help="sizes of place to measure")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wholeplace-bench-") as folder:
        runs = [measured(Path(folder) / str(people), people, asked.seed) for people in asked.people]
    tell(f"\n{'people':>10} {'files MB':>9} {'seconds':>8} {'peak GiB':>9}   " + " ".join(f"{room:>9}" for room in ROOMS))
    for run in runs:
        rooms = " ".join(f"{run.rooms.get(room, 0):9.1f}" for room in ROOMS)
        tell(f"{run.people:>10,} {run.megabytes_in:>9,.0f} {run.seconds:>8.1f} {run.gib:>9.2f}   {rooms}")
    for before, after in itertools.pairwise(runs):
        tell(f"growth from {before.people:,} to {after.people:,} people: seconds {exponent(before, after, lambda run: run.seconds):.2f}, "
             f"memory {exponent(before, after, lambda run: run.gib):.2f}")  # fmt: skip


def measured(place: Path, people: int, seed: int) -> Run:
    """Make a place, then run the main job on it in a fresh process and watch that process."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "wholeplace", "demo", str(place), "--people", str(people), "--seed", str(seed), "--json"],
                   check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    files = [path.stat().st_size for path in (place / "feeds").rglob("*") if path.is_file()]
    tell(f"{people:,} people: {sum(files) / 1e6:,.0f} MB of files made in {time.perf_counter() - started:.1f} seconds")
    with tempfile.TemporaryFile("w+") as said:
        started = time.perf_counter()
        job = subprocess.Popen([sys.executable, __file__.replace("picture.py", "one_run.py"), str(place)], stdout=said)
        _, status, usage = os.wait4(job.pid, 0)
        seconds = time.perf_counter() - started
        job.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if job.returncode:
            sys.exit(f"The main job ended with {job.returncode} on {people:,} people.")
        rooms = json.loads(said.read())
    # Linux counts the peak in kibibytes, macOS in bytes.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(people=people, seconds=seconds, gib=peak / 2**30, rooms=rooms, megabytes_in=sum(files) / 1e6)


def exponent(before: Run, after: Run, of: Callable[[Run], float]) -> float:
    """The power of size that `of` grew by: 1 means twice the people cost twice as much."""
    return math.log(of(after) / of(before)) / math.log(after.people / before.people)


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
