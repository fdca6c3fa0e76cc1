"""One system on one file, for bench/ingest.py to watch: prints the rows, and the seconds of processor and clock, as JSON.

python bench/ingest_systems.py ours FOLDER emergency_care csv
"""

import importlib
import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

PLACE = {
    "place.toml": 'name = "Anywhere"\nlevels = ["system", "place"]\n',
    "areas.csv": "code,name,level,parent,valid_from,valid_to\nS1,Anywhere,system,,2000-01-01,\nP1,Somewhere,place,S1,2000-01-01,\n",
    "small_areas.csv": "code,place,deprivation_rank,valid_from,valid_to\nA1,P1,,2000-01-01,\n",
    "population.csv": "small_area,age_band,sex,year,people\nA1,40,all,2020,100\n",
    "organisations.csv": "code,name,kind,parent,successor,valid_from,valid_to,roles\nRXX,Anywhere Hospital,nhs trust,S1,,2000-01-01,,\n",
}


def ours(folder: Path, feed: str, kind: str) -> Callable[[], object]:
    from wholeplace.feeds import receive
    from wholeplace.place import read_place

    place = folder / "place"
    shutil.rmtree(place, ignore_errors=True)
    (place / "feeds" / feed).mkdir(parents=True)
    for name, text in PLACE.items():
        (place / name).write_text(text, encoding="utf-8")
    os.link(folder / f"feed.{kind}", place / "feeds" / feed / f"feed.{kind}")
    opened = read_place(place)
    return lambda: receive(opened)


def pandera_on_polars(folder: Path, feed: str, kind: str) -> Callable[[], object]:  # noqa: ARG001  it knows one feed
    import ingest_peers

    (folder / "peer").mkdir(exist_ok=True)
    return lambda: ingest_peers.pandera_on_polars(folder / f"feed.{kind}", folder / "peer")


def scan(folder: Path, feed: str, kind: str) -> Callable[[], object]:  # noqa: ARG001
    source = (
        f"read_csv('{folder}/feed.csv', all_varchar = true, header = true, sample_size = 2048)"
        if kind == "csv"
        else f"'{folder}/feed.parquet'"
    )
    connection = duckdb.connect()
    return lambda: connection.execute(f"select max(hash(columns(*))) from {source}").fetchall()


def write(folder: Path, feed: str, kind: str) -> Callable[[], object]:  # noqa: ARG001
    (rows,) = (folder / "place" / ".wholeplace" / "received" / "tables").glob(f"*/{feed}.parquet")
    connection = duckdb.connect()
    connection.execute(f"create table kept as from '{rows}'")
    target = folder / "written.parquet"
    return lambda: connection.execute(f"copy kept to '{target}' (format parquet, compression zstd, compression_level 1)")


LATER = {
    "ours": ("llvmlite.binding", "pyarrow.compute", "sqlglot.dialects.duckdb", "sqlglot.generators.duckdb"),
    "pandera on polars": ("pandera.backends.polars.base", "pandera.backends.polars.builtin_checks", "pandera.backends.polars.container",
                          "pandera.backends.polars.components", "pandera.backends.polars.checks", "pandera.backends.register_checks",
                          "pandera.strategies.base_strategies", "polars._utils.parquet"),
}  # fmt: skip
"""What a system imports only when it first needs it. It is imported before the clock starts, as everything else is."""

SYSTEMS = {"ours": ours, "pandera on polars": pandera_on_polars, "floor: scan": scan, "floor: write": write}


def main() -> None:
    system, folder, feed, kind = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:5]
    work = SYSTEMS[system](folder, feed, kind)
    for module in LATER.get(system, ()):
        importlib.import_module(module)
    began, before = time.perf_counter(), _cpu()
    work()
    spent = {"wall": time.perf_counter() - began, "cpu": _cpu() - before}
    rows = duckdb.execute(f"select count(*) from '{folder}/feed.parquet'").fetchall()[0][0]
    sys.stdout.write(json.dumps({"rows": rows, **spent}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
