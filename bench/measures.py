"""What the library's cells cost at full scale, beside its peers: CPU seconds and peak memory, as ratios in the same run.

    python bench/measures.py                          (1 and 2.7 million people; 57 million events)
    python bench/measures.py 1000000 2700000 5000000 --folder /data/bench --without-spark

For every size: the cells of the whole library, and how they grow. For the largest size that is not over 2.7 million: the same with 4 GiB
of memory for everything; one new month; 32 measures by us, by one DuckDB query a measure, and by PySpark. Beside each its physical floor:
the stored bytes of the columns that it reads, and the CPU seconds of unpacking them and doing nothing more. Every job runs in a process
of its own. The numbers of all peers must be equal, or it stops; of speed it asserts nothing, as a busy machine must not look like a slow
program.
"""

import argparse
import itertools
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measures_data import MONTHS

SIZES = (1_000_000, 2_700_000)
PEERS_AT_MOST = 2_700_000
ONE = Path(__file__).with_name("measures_one.py")


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One job. CPU seconds of what is measured, without starting up; seconds of the clock; peak memory of the process in GiB."""

    cpu: float
    seconds: float
    gib: float
    told: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", nargs="*", type=int, default=list(SIZES), help="sizes of place to measure")
    parser.add_argument("--folder", type=Path, help="where generated journeys are kept for another run; else they are deleted")
    parser.add_argument("--without-spark", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wholeplace-bench-") as scratch:
        measured(asked.folder or Path(scratch), Path(scratch), sorted(asked.people), spark=not asked.without_spark)


def measured(kept: Path, scratch: Path, sizes: list[int], *, spark: bool) -> None:
    """Every job of every size, told as it comes."""
    fit = [people for people in sizes if people <= PEERS_AT_MOST] or sizes[:1]
    full: dict[int, Run] = {}
    for people in sizes:
        journeys = kept / f"journeys-{people}"
        if not journeys.exists():
            making = journeys.with_name(f".{journeys.name}")
            # In a process of its own too: a child begins with the memory of its parent as its peak.
            job("make", making, scratch / "made", "--people", str(people))
            making.rename(journeys)
        floor = job("scan", journeys, scratch / f"scan-{people}")
        full[people] = job("cells", journeys, scratch / f"cells-{people}")
        tell(f"{people:,} people, {floor.told['rows'] / 1e6:.1f} million rows, cells of the whole library", full[people], floor)
        if people == fit[-1]:
            beside(journeys, scratch, full[people], spark=spark)
    for before, after in itertools.pairwise(sizes):
        say(f"growth from {before:,} to {after:,} people: CPU {power(full, before, after, lambda run: run.cpu):.2f}, "
            f"memory {power(full, before, after, lambda run: run.gib):.2f}")  # fmt: skip


def beside(journeys: Path, scratch: Path, full: Run, *, spark: bool) -> None:
    """Less memory, one new month, and the peers."""
    small = job("cells", journeys, scratch / "small", "--memory-gib", "4")
    tell("  held to 4 GiB", small)
    say(f"  4 GiB costs {100 * (small.cpu / full.cpu - 1):+.0f}% CPU, {100 * (small.seconds / full.seconds - 1):+.0f}% of the clock")
    month = job("month", journeys, scratch / "month")
    tell(f"  one new month after {MONTHS - 1}", month, job("scan-month", journeys, scratch / "scan-month"))
    say(f"  one new month costs 1/{full.cpu / month.cpu:.1f} of a full run; its share of the rows is 1/{MONTHS}")
    floor, ours = job("scan-compared", journeys, scratch / "scan-compared"), job("ours", journeys, scratch / "ours")
    tell("  32 measures, ours", ours, floor)
    for peer in ("naive", *(["spark"] if spark else [])):
        theirs = job(peer, journeys, scratch / peer)
        tell(f"  32 measures, {peer}", theirs, floor)
        job("equal", journeys, scratch / "ours", "--other", str(scratch / peer))
        say(f"  equal numbers; ours is 1/{theirs.cpu / ours.cpu:.2f} of its CPU")


def job(name: str, journeys: Path, out: Path, *more: str) -> Run:
    """Run one job in a process of its own and watch it."""
    with tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen([sys.executable, str(ONE), name, str(journeys), str(out), *more], stdout=said)
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            sys.exit(f"The job {name} ended with {running.returncode}.")
        said.seek(0)
        told = json.loads(said.read().splitlines()[-1])
    # Linux counts the peak in kibibytes, macOS in bytes.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(cpu=told.pop("cpu"), seconds=told.pop("seconds"), gib=told.pop("gib", peak / 2**30), told=told)


def power(runs: dict[int, Run], before: int, after: int, of: Callable[[Run], float]) -> float:
    """The power of size that `of` grew by: 1 means twice the people cost twice as much."""
    return math.log(of(runs[after]) / of(runs[before])) / math.log(after / before)


def tell(what: str, run: Run, floor: Run | None = None) -> None:
    least = f"; floor {floor.cpu:.2f} CPU seconds, {floor.told['bytes'] / 1e6:,.0f} MB" if floor else ""
    say(f"{what}: {run.cpu:.2f} CPU seconds, {run.seconds:.1f} of the clock, {run.gib:.2f} GiB{least}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
