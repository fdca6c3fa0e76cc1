"""Receiving one big file by its contract, beside Pandera on Polars that keeps the same rules, and beside what the disk and the reader
alone would take.

    python bench/ingest.py                                    (1, 3 and 10 million rows of emergency care, as CSV and as Parquet)
    python bench/ingest.py 1000000 --kinds csv
    python bench/ingest.py 1000000 --feed admitted_patient_care    (wider; ours and the floor alone)

Each system runs in a process of its own on the same file, one after the other. Ours does all of `wholeplace receive`: read, type,
check, keep whole what is refused, part the identities into the vault, drop what came twice, write the rows and the receipt. The
peer reads, types, checks, keeps refused rows, drops what came twice, and writes the rows (see bench/ingest_peers.py for what it
leaves out). The floor is DuckDB alone: every cell of the file as text, and our rows written again as they are.

It prints seconds of the processor and of the clock without the start of Python and its imports, rows a second of the clock, peak
memory of the process, and ends with an error unless both accepted and refused the same rows. A size for which the machine has no
room, on disk or in memory, is left out and said. It asserts no time: a busy machine must
not look like a slow program, so look at the processor's seconds first. Before the first run on a machine, machine code is made, once
(2 seconds): run it twice.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

import duckdb
from ingest_data import FEEDS

HERE = Path(__file__).parent
SIZES = (1_000_000, 3_000_000, 10_000_000)
SYSTEMS = ("ours", "pandera on polars", "floor: scan", "floor: write")
DISK_A_ROW, MEMORY_A_ROW = 500, 1300
"""Bytes: the files that are made, received and written by the peer; what the peer holds (1.3 GiB for a million rows)."""
COMPARED = (
    "nhs_number", "local_id", "birth_date", "sex", "ethnic_group", "small_area", "provider", "site", "attendance_ref", "department_type",
    "attendance_category", "arrived_at", "departed_at", "disposal", "diagnoses",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of one system on one file. Seconds of processor and clock; peak memory in GiB."""

    system: str
    rows: int
    cpu: float
    wall: float
    gib: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--feed", choices=FEEDS, default="emergency_care")
    parser.add_argument("--kinds", nargs="*", choices=("csv", "parquet"), default=["csv", "parquet"])
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tell(f"{'file':<34} {'system':<18} {'CPU s':>7} {'clock s':>8} {'rows/s':>10} {'rows/CPU s':>10} {'peak GiB':>9} {'CPU / ours':>10}")
    for rows in asked.rows:
        if lacking := lacks(rows):
            tell(f"{rows:,} rows left out: {lacking}")
            continue
        with tempfile.TemporaryDirectory(prefix="wholeplace-ingest-") as scratch:
            # In a process of its own: what this one has held counts as held by every process that it starts.
            subprocess.run([sys.executable, str(HERE / "ingest_data.py"), asked.feed, str(rows), scratch, str(asked.seed)], check=True)
            for kind in asked.kinds:
                one_file(Path(scratch), asked.feed, kind)


def lacks(rows: int) -> str:
    """What the machine lacks for so many rows; empty where it has room."""
    disk, memory = disk_usage(tempfile.gettempdir()).free, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    lacking = [
        f"{needed / 2**30:.0f} GiB of {what} needed, {there / 2**30:.0f} there"
        for what, needed, there in (("disk", rows * DISK_A_ROW, disk), ("memory", rows * MEMORY_A_ROW, memory))
        if needed > there
    ]
    return "; ".join(lacking)


def one_file(folder: Path, feed: str, kind: str) -> None:
    """Run every system on one file and print a line for each."""
    systems = [system for system in SYSTEMS if feed == "emergency_care" or system != "pandera on polars"]
    size = (folder / f"feed.{kind}").stat().st_size
    runs = []
    for system in systems:
        runs.append(measured(system, folder, feed, kind))
        run = runs[-1]
        name, speeds = f"{run.rows:,} rows, {size / 1e6:,.0f} MB {kind}", f"{run.rows / run.wall:>10,.0f} {run.rows / run.cpu:>10,.0f}"
        tell(f"{name:<34} {system:<18} {run.cpu:>7.2f} {run.wall:>8.2f} {speeds} {run.gib:>9.2f} {run.cpu / runs[0].cpu:>10.2f}")
    if len(systems) == len(SYSTEMS):
        counts = compared(folder, feed)
        accepted, theirs, alike, refused, also = counts
        tell(f"    accepted by ours {accepted:,}, by the peer {theirs:,}, alike in every cell {alike:,}; refused {refused:,} and {also:,}")
        if not accepted == theirs == alike or refused != also:
            sys.exit("They did not receive the same rows.")


def measured(system: str, folder: Path, feed: str, kind: str) -> Run:
    """Run one system in a process of its own."""
    command = [sys.executable, "-W", "ignore", str(HERE / "ingest_systems.py"), system, str(folder), feed, kind]
    with tempfile.TemporaryFile("w+") as said:
        job = subprocess.Popen(command, stdout=said)
        _, status, used = os.wait4(job.pid, 0)
        if os.waitstatus_to_exitcode(status):
            sys.exit(f"{system} ended with {os.waitstatus_to_exitcode(status)}.")
        said.seek(0)
        spent = json.loads(said.read())
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)  # Linux counts in kibibytes, macOS in bytes
    return Run(system=system, rows=spent["rows"], cpu=spent["cpu"], wall=spent["wall"], gib=peak / 2**30)


def compared(folder: Path, feed: str) -> tuple[int, ...]:
    """Rows that ours accepted, with their identities put back; rows that the peer accepted; rows alike in every cell; rows that ours
    refused, and the peer."""
    state = folder / "place" / ".wholeplace"
    (identities,) = state.glob(f"vault/received/*/identities/*/{feed}.parquet")
    (rows,) = state.glob(f"received/tables/*/{feed}.parquet")
    (refused,) = state.glob(f"vault/received/*/quarantine/{feed}.rows.parquet")
    whose = {"nhs_number", "local_id", "birth_date"}
    cells = ", ".join(f"{'whose' if name in whose else 'rows'}.{name}" for name in COMPARED)
    ours = f"select {cells} from '{rows}' rows left join '{identities}' whose on rows.identity_no = whose.in_feed_no"
    theirs = f"select {', '.join(COMPARED)} from '{folder / 'peer' / 'rows.parquet'}'"
    counts = (
        f"select count(*) from ({ours})",
        f"select count(*) from ({theirs})",
        f"select count(*) from (({ours}) intersect all ({theirs}))",
        f"select count(*) from '{refused}'",
        f"select count(*) from '{folder / 'peer' / 'refused.parquet'}'",
    )
    with duckdb.connect(config={"temp_directory": str(folder)}) as connection:
        return tuple(int(connection.execute(sql).fetchall()[0][0]) for sql in counts)


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
