"""The same journeys and measures on DuckDB and on Spark: seconds, CPU seconds and memory of each, and whether they are equal.

    python bench/engines.py                 (20,000 and 210,000 people)
    python bench/engines.py 210000 --place my-place --master local[2]

A place is made and received, or taken (`--place`: received already; it is copied, not touched). People are linked once, so that
both engines start from the same links. Each engine then works in a fresh process. Spark's CPU seconds and memory are those of
its Java process too (read from /proc, so on Linux only). It prints a table and asserts nothing but that the figures are equal.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

SIZES = (20_000, 210_000)
ENGINES = ("duckdb", "spark")
PARTS = ("journeys", "measures")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one part of the work took: seconds of the clock, CPU seconds of all processes, peak GiB of Python and of Java."""

    seconds: float
    cpu: float
    gib: float
    java_gib: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", nargs="*", type=int, default=list(SIZES), help="sizes of place to measure")
    parser.add_argument("--place", type=Path, help="a place that was received already, in place of a made one")
    parser.add_argument("--master", default="local[*]", help="where Spark works")
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        return work(asked.run)
    with tempfile.TemporaryDirectory(prefix="wholeplace-bench-") as folder:
        for people in asked.people:
            compare(_received(asked.place, Path(folder) / str(people), people), people, asked.master)
    return None


def compare(place: Path, people: int, master: str) -> None:
    """Run both engines on copies of one place and print what each cost."""
    costs: dict[str, dict[str, Cost]] = {}
    folders = {engine: _copy(place, engine, master) for engine in ENGINES}
    for engine, folder in folders.items():
        done = subprocess.run([sys.executable, __file__, "--run", str(folder)], check=True, stdout=subprocess.PIPE, text=True)
        costs[engine] = {part: Cost(**cost) for part, cost in json.loads(done.stdout.splitlines()[-1]).items()}
    tell(f"\n{people:,} people, Spark on {master}, {os.cpu_count()} processors")
    tell(f"{'part':<10} {'engine':<8} {'seconds':>8} {'CPU s':>8} {'GiB':>6} {'Java GiB':>9}")
    for part in PARTS:
        for engine in ENGINES:
            cost = costs[engine][part]
            tell(f"{part:<10} {engine:<8} {cost.seconds:>8.1f} {cost.cpu:>8.1f} {cost.gib:>6.2f} {cost.java_gib:>9.2f}")
        tell(f"{part:<10} Spark took {costs['spark'][part].cpu / costs['duckdb'][part].cpu:.1f} times the CPU of DuckDB")
    results = [pl.read_parquet(folder / "results.parquet") for folder in folders.values()]
    if not results[0].equals(results[1]):
        sys.exit("The figures of the two engines differ.")
    tell(f"{len(results[0]):,} figures, all equal")


def work(folder: Path) -> None:
    """Make the journeys and measures of one place, and print what they took as JSON. Runs in a process of its own."""
    import wholeplace
    from wholeplace.measures import compute
    from wholeplace.people import build_journeys

    place, told, spent = wholeplace.read(folder), {}, 0.0
    for part in PARTS:
        started = time.perf_counter()
        if part == "journeys":
            build_journeys(place)
        else:
            compute(place).rows.write_parquet(folder / "results.parquet")
        seconds, (cpu, gib, java) = time.perf_counter() - started, _used()
        told[part] = {"seconds": seconds, "cpu": cpu - spent, "gib": gib, "java_gib": java}
        spent = cpu
    tell(json.dumps(told))


def _used() -> tuple[float, float, float]:
    """CPU seconds of this process and the Java process it started, so far; the peak GiB of each."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    cpu, java = own.ru_utime + own.ru_stime, 0.0
    for process in Path("/proc").glob("[0-9]*"):
        told = (process / "stat").read_text().rpartition(")")[2].split()
        if int(told[1]) == os.getpid():
            cpu += (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
            peak = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM"))
            java += int(peak.split()[1]) / 2**20
    return cpu, own.ru_maxrss / 2**20, java


def _received(given: Path | None, folder: Path, people: int) -> Path:
    if given is not None:
        shutil.copytree(given, folder)
    else:
        _wholeplace("demo", folder, "--people", str(people))
        _wholeplace("receive", folder)
    from wholeplace import read
    from wholeplace.people import build_journeys

    build_journeys(read(folder))  # so that everybody has a key, the same on both engines
    return folder


def _copy(place: Path, engine: str, master: str) -> Path:
    folder = place.with_name(f"{place.name}-{engine}")
    shutil.copytree(place, folder)
    for made in ("journeys", "cells"):
        shutil.rmtree(folder / ".wholeplace" / made, ignore_errors=True)
    text = (folder / "place.toml").read_text("utf-8")
    spark = f'\n[spark]\nmaster = "{master}"\n[spark.settings]\n"spark.driver.memory" = "6g"\n'
    (folder / "place.toml").write_text(f'engine = "{engine}"\n{text}{spark}', encoding="utf-8")
    return folder


def _wholeplace(*words: object) -> None:
    subprocess.run([sys.executable, "-m", "wholeplace", *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
