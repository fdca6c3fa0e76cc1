"""Three ways to link the benchmark's records to its register: ours, Splink alone, and a tuned deterministic cascade.

    python bench/linkage_systems.py ours /tmp/linkage/100000 /tmp/linkage/100000/ours.parquet

Each runs in a process of its own, so that seconds and memory are its own, starts from the same Parquet files and ends with one row a
record: record_no, person (of the register, or null) and score (the higher the surer; of a pair that was not taken too, where the
system weighed one). The seconds of each stage go to standard output as JSON. No system sees the truth.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from linkage_cascade import cascade
from linkage_ours import ours
from linkage_splink import splink_alone

SYSTEMS: dict[str, Callable[..., pl.DataFrame]] = {"ours": ours, "splink": splink_alone, "cascade": cascade}


@dataclass(kw_only=True, slots=True)
class Stages:
    """Seconds of the processor and of the clock, by stage, in the order in which they were done."""

    seconds: dict[str, tuple[float, float]] = field(default_factory=dict)
    began: tuple[float, float] = (0.0, 0.0)

    def start(self) -> None:
        self.began = (_cpu(), time.perf_counter())

    def done(self, stage: str) -> None:
        """The time since the last call was spent on `stage`."""
        now = (_cpu(), time.perf_counter())
        spent = self.seconds.get(stage, (0.0, 0.0))
        self.seconds[stage] = (spent[0] + now[0] - self.began[0], spent[1] + now[1] - self.began[1])
        self.began = now


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("found", type=Path)
    parser.add_argument("--train", action="store_true", help="ours: learn the weights from these records first")
    parser.add_argument("--memory-gib", type=float, help="what DuckDB may hold before it spills")
    asked = parser.parse_args()
    stages = Stages()
    stages.start()
    found = SYSTEMS[asked.system](asked.folder, stages, train=asked.train, memory_gib=asked.memory_gib)
    found.write_parquet(asked.found)
    sys.stdout.write(json.dumps({stage: list(spent) for stage, spent in stages.seconds.items()}))


if __name__ == "__main__":
    main()
