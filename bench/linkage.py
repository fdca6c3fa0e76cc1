"""Linkage held against truth and against peers, on a hard benchmark that is made on the spot: see bench/linkage_data.py.

    python bench/linkage.py                          (100,000, 1,000,000 and 2,700,000 people)
    python bench/linkage.py 100000 --seed 3 --errors /tmp/linkage-errors.md
    python bench/linkage.py 2700000 --memory-gib 2.5 --systems ours

Each system runs in a process of its own on the same files, one after the other. It prints the processor's and the clock's seconds of
the whole process (start and reading included), peak memory (the resident set that the kernel counted), precision, recall, the
highest recall at given precisions over all thresholds, recall by kind of difficulty, and how the seconds grow. It asserts nothing.

`--memory-gib` is DuckDB's own limit, from which it spills to disk. The process needs more than that (Python, Polars and Arrow hold
copies): the peak printed is what the whole process held, and that is what a limit on a machine is held against.
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
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from linkage_cover import cover
from linkage_data import make
from linkage_errors import told
from linkage_marks import PRECISIONS, by_difficulty, held_against_truth, marks, recall_at, table

SIZES = (100_000, 1_000_000, 2_700_000)
SYSTEMS = ("ours", "ours, trained here", "splink", "cascade")


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of one system. Seconds of processor and clock; peak memory in GiB; (processor, clock) seconds by stage."""

    system: str
    people: int
    cpu: float
    wall: float
    gib: float
    stages: dict[str, list[float]]
    rows: pl.DataFrame


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--systems", default=";".join(SYSTEMS), help="joined by ;")
    parser.add_argument("--memory-gib", type=float)
    parser.add_argument("--errors", type=Path, help="write what is left wrong, by kind, to this file")
    parser.add_argument("--keep", type=Path, help="keep the files here, and use those that are there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wholeplace-linkage-") as scratch:
        runs = [
            run for people in asked.people for run in all_systems((asked.keep or Path(scratch)) / f"{people}-{asked.seed}", people, asked)
        ]
    tell_growth(runs)


def all_systems(folder: Path, people: int, asked: argparse.Namespace) -> list[Run]:
    """Make the data unless they are there, run every system on them, and print."""
    began = time.perf_counter()
    if not (folder / "truth.parquet").exists():
        make(folder, count=people, seed=asked.seed)
    tell(f"\n{people:,} people, {people // 10:,} records, seed {asked.seed} (made in {time.perf_counter() - began:.1f} seconds)")
    runs = [one(folder, people, system, asked.memory_gib) for system in asked.systems.split(";")]
    tell_marks(runs)
    tell_difficulties(runs)
    tell_cover(folder)
    if asked.errors and runs[0].system == "ours":
        asked.errors.write_text(told(folder, runs[0].rows, f"{people:,} people, seed {asked.seed}"))
    return runs


def one(folder: Path, people: int, system: str, memory_gib: float | None) -> Run:
    """Run one system in a process of its own and watch that process."""
    name, _, how = system.partition(", ")
    command = [sys.executable, str(Path(__file__).parent / "linkage_systems.py"), name, str(folder), str(folder / f"{name}.parquet")]
    command += ["--train"] if how else []
    command += ["--memory-gib", str(memory_gib)] if memory_gib else []
    with tempfile.TemporaryFile("w+") as said:
        began = time.perf_counter()
        job = subprocess.Popen(command, stdout=said)
        _, status, used = os.wait4(job.pid, 0)
        wall = time.perf_counter() - began
        job.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        stages = json.loads(said.read() or "{}")
    if job.returncode:
        sys.exit(f"{system} ended with {job.returncode} on {people:,} people.")
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)  # Linux counts in kibibytes, macOS in bytes
    rows = held_against_truth(folder, name)
    return Run(system=system, people=people, cpu=used.ru_utime + used.ru_stime, wall=wall, gib=peak / 2**30, stages=stages, rows=rows)


def tell_marks(runs: list[Run]) -> None:
    titles = ["system", "CPU s", "wall s", "peak GiB", "precision", "recall", *(f"recall at {p}" for p in PRECISIONS), "CPU s by stage"]
    lines = []
    for run in runs:
        got = marks(run.rows)
        at = [f"{recall_at(run.rows, precision):.4f}" for precision in PRECISIONS]
        stages = ", ".join(f"{stage} {spent[0]:.1f}" for stage, spent in run.stages.items())
        lines.append(
            [run.system, f"{run.cpu:.1f}", f"{run.wall:.1f}", f"{run.gib:.2f}", f"{got.precision:.4f}", f"{got.recall:.4f}", *at, stages]
        )
    tell(table(titles, lines))


def tell_difficulties(runs: list[Run]) -> None:
    told_of = {run.system: by_difficulty(run.rows) for run in runs}
    first = told_of[runs[0].system]
    titles = ["recall (precision) by difficulty", "records", *told_of]
    lines = [
        [
            name,
            f"{first[name].there:,}",
            *(f"{told_of[system][name].recall:.3f} ({told_of[system][name].precision:.3f})" for system in told_of),
        ]
        for name in first
    ]
    tell("\n" + table(titles, lines))


def tell_cover(folder: Path) -> None:
    lines = [[kind, f"{changed:,}", f"{known:.3f}"] for kind, changed, known in cover(folder).iter_rows()]
    tell("\n" + table(["names changed", "records", "of which our own lists know"], lines))


def tell_growth(runs: list[Run]) -> None:
    for system in dict.fromkeys(run.system for run in runs):
        for before, after in itertools.pairwise(run for run in runs if run.system == system):
            grown = math.log(after.people / before.people)
            tell(f"{system}: from {before.people:,} to {after.people:,} people the processor's seconds grow by the power "
                 f"{math.log(after.cpu / before.cpu) / grown:.2f}, memory by {math.log(after.gib / before.gib) / grown:.2f}")  # fmt: skip


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
