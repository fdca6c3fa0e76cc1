"""One job of bench/measures.py, in a process of its own. Prints what it cost as JSON."""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import measures_data as data

from wholeplace.measures.cells import column_of, keys_of, named_cells_sql, part_columns, pass_sql
from wholeplace.measures.counting import count_rows, load_areas
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.kinds import conditions_of
from wholeplace.measures.ratio import denominators
from wholeplace.measures.shapes import Measure
from wholeplace.people.cell_numbers import AREAS
from wholeplace.warehouse import Warehouse, contents_of, to_spark, words_of

COMPARED = 32
PARTS = ("counted", "events")
"""What the peers count: rows, and those that are an event. Amounts and medians are ours alone."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=sorted(JOBS))
    parser.add_argument("journeys", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--memory-gib", type=float)
    parser.add_argument("--other", type=Path)
    parser.add_argument("--people", type=int)
    asked = parser.parse_args()
    sys.stdout.write(json.dumps(JOBS[asked.job](asked)) + "\n")


def by_table(measures: Sequence[Measure]) -> Mapping[str, list[Measure]]:
    """The measures of tables that were generated."""
    ordered = sorted((measure for measure in measures if measure.table in data.COUNTED), key=lambda measure: measure.table)
    return {table: list(alike) for table, alike in groupby(ordered, key=lambda measure: measure.table)}


def whole_library() -> Mapping[str, list[Measure]]:
    measures = list(library_measures().values())
    return by_table([*measures, *denominators(measures)])


def compared() -> Mapping[str, list[Measure]]:
    """32 measures: all counts of rows of contacts and A&E visits, and of stays the first by name that make up the number."""
    plain = by_table([measure for measure in library_measures().values() if not measure.amount])
    chosen = [*plain["contacts"], *plain["attendances"]]
    return by_table([*chosen, *plain["stays"][: COMPARED - len(chosen)]])


def cpu() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], object]) -> dict[str, float]:
    began, clock = cpu(), time.perf_counter()
    work()
    return {"cpu": cpu() - began, "seconds": time.perf_counter() - clock}


def make(asked: argparse.Namespace) -> dict[str, float]:
    return timed(lambda: data.make_journeys(asked.journeys, asked.people))


def cells(asked: argparse.Namespace) -> dict[str, float]:
    tables, measures = data.inputs_of(asked.journeys).tables, whole_library()
    return timed(lambda: count(measures, tables, asked.out, asked.memory_gib))


def count(
    measures: Mapping[str, list[Measure]], tables: Mapping[str, tuple[Path, ...]], out: Path, memory_gib: float | None = None
) -> None:
    """Cells and values of every table, kept in `out`, as a run of the measures does it."""
    # DuckDB's limit leaves room for the rest of the process, so that the whole stays inside.
    with Warehouse(spill=out / "spill", memory_gib=memory_gib and memory_gib * 0.8) as warehouse:
        load_areas(warehouse, tables[AREAS])
        for table, alike in measures.items():
            count_rows(warehouse, warehouse, alike, tables[table], out)


def month(asked: argparse.Namespace) -> dict[str, float]:
    """The last month comes in, in every table, after all others were counted."""
    tables, measures = data.inputs_of(asked.journeys).tables, whole_library()
    count(measures, {**tables, **data.before_last_month(tables, asked.out / "before")}, asked.out)
    return timed(lambda: count(measures, tables, asked.out))


def scan(asked: argparse.Namespace) -> dict[str, float]:
    """The floor of the whole library: unpack every value of every column that the passes read, and do nothing with it."""
    return unpacked(whole_library(), data.inputs_of(asked.journeys).tables)


def scan_compared(asked: argparse.Namespace) -> dict[str, float]:
    """The floor of the 32 measures."""
    return unpacked(compared(), data.inputs_of(asked.journeys).tables)


def scan_month(asked: argparse.Namespace) -> dict[str, float]:
    """The floor of a new month: hash the stored bytes of every column used, as what changed is not known without, and unpack the last
    file of each table."""
    measures, tables = whole_library(), data.inputs_of(asked.journeys).tables

    def hashed() -> None:
        for table, alike in measures.items():
            columns = words_of(pass_sql(alike))
            for path in tables[table]:
                contents_of(path, columns)

    cost, last = timed(hashed), unpacked(measures, {table: tables[table][-1:] for table in measures})
    return {**last, "cpu": cost["cpu"] + last["cpu"], "seconds": cost["seconds"] + last["seconds"]}


def unpacked(of: Mapping[str, list[Measure]], tables: Mapping[str, tuple[Path, ...]]) -> dict[str, float]:
    """Unpack every value of every column that the passes of these measures read, and count the stored bytes and the rows."""
    told = {"bytes": 0.0, "rows": 0.0}

    def read() -> None:
        with Warehouse() as warehouse:
            for table, measures in of.items():
                warehouse.view_of_parquet(table, *tables[table])
                used = sorted(words_of(pass_sql(measures)) & set(warehouse.columns(table)))
                counts = ", ".join(f"count({column})" for column in used)
                told["rows"] += warehouse.rows(f"select count(*), {counts} from {table}")[0][0]
                files = ", ".join(f"'{path}'" for path in tables[table])
                listed = ", ".join(f"'{column}'" for column in used)
                sizes = f"select sum(total_compressed_size) from parquet_metadata([{files}]) where path_in_schema in ({listed})"
                told["bytes"] += int(warehouse.rows(sizes)[0][0])

    return {**timed(read), **told}


def ours(asked: argparse.Namespace) -> dict[str, float]:
    tables, measures = data.inputs_of(asked.journeys).tables, compared()
    return timed(lambda: count(measures, tables, asked.out))


def one_query(measure: Measure) -> str:
    """How one measure alone is counted to the same cells, as an analyst would write it."""
    told, month = conditions_of(measure), f"cast(date_trunc('month', {measure.on}) as date)"
    keys = ", ".join(keys_of(measure.table))
    events = f"sum(case when {told['of_which']} then 1 else 0 end)" if measure.of_which else "0"
    return (
        f"select {month} as month, {keys}, count(*) as counted, {events} as events\n"
        f"from {measure.table} where {measure.on} is not null and {told['counts']} group by {month}, {keys}"
    )


def naive(asked: argparse.Namespace) -> dict[str, float]:
    tables, counted = data.inputs_of(asked.journeys).tables, compared()

    def work() -> None:
        with Warehouse(spill=asked.out / "spill") as warehouse:
            for table, measures in counted.items():
                warehouse.view_of_parquet(table, *tables[table])
                for measure in measures:
                    warehouse.write_parquet(one_query(measure), asked.out / f"{measure.name}.parquet")

    return timed(work)


def spark(asked: argparse.Namespace) -> dict[str, float]:
    from pyspark.sql import SparkSession  # only this job needs it, and it is slow to load

    tables, counted = data.inputs_of(asked.journeys).tables, compared()
    session = SparkSession.builder.master("local[2]").config("spark.driver.memory", "8g").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    machine = session.sparkContext._gateway.proc.pid  # nothing public tells which process does the work
    session.range(1000).selectExpr("sum(id)").collect()  # started up
    began = cpu_of(machine)

    def work() -> None:
        for table, measures in counted.items():
            session.read.parquet(*(str(path) for path in tables[table])).createOrReplaceTempView(table)
            for measure in measures:
                session.sql(to_spark(one_query(measure))).coalesce(1).write.parquet(str(asked.out / f"{measure.name}.parquet"))

    told = timed(work)
    told |= {"cpu": told["cpu"] + cpu_of(machine) - began, "gib": peak_of(machine)}
    session.stop()
    return told


def cpu_of(process: int) -> float:
    """CPU seconds of another process so far (Linux)."""
    ticks = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(ticks[11]) + int(ticks[12])) / 100


def peak_of(process: int) -> float:
    """Most memory of another process so far, in GiB (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**20


def equal(asked: argparse.Namespace) -> dict[str, float]:
    """Stops unless every cell of every measure is the same by us (`out`) and by the other."""
    with Warehouse(spill=asked.out / "spill") as warehouse:
        load_areas(warehouse, data.inputs_of(asked.journeys).tables[AREAS])
        for table, measures in compared().items():
            warehouse.view_of_parquet("kinds", *sorted((asked.out / table).glob("*.parquet")))
            warehouse.run(f"create or replace view named as {named_cells_sql(measures, 'kinds')}")
            for measure in measures:
                path = asked.other / f"{measure.name}.parquet"
                warehouse.view_of_parquet("theirs", *(sorted(path.glob("*.parquet")) if path.is_dir() else [path]))
                compare(warehouse, measure)
    return {"cpu": 0.0, "seconds": 0.0}


def compare(warehouse: Warehouse, measure: Measure) -> None:
    columns = {part: column_of(measure.name, part) for part in PARTS}
    sums = ", ".join(f"sum({column}) as {part}" if column in part_columns(measure) else f"0 as {part}" for part, column in columns.items())
    keys = ", ".join(("month", *keys_of(measure.table)))
    counted = f"select {keys}, {sums} from named where {columns['counted']} > 0 group by {keys}"
    for one, other in (("select * from mine", "select * from theirs"), ("select * from theirs", "select * from mine")):
        differ = warehouse.rows(f"with mine as ({counted}) select count(*) from ({one} except all {other})")[0][0]
        if differ:
            sys.exit(f"{measure.name} differs in {differ} cells.")


JOBS: Mapping[str, Callable[[argparse.Namespace], dict[str, float]]] = {
    "cells": cells, "equal": equal, "make": make, "month": month, "naive": naive, "ours": ours, "scan": scan,
    "scan-compared": scan_compared, "scan-month": scan_month, "spark": spark,
}  # fmt: skip

if __name__ == "__main__":
    main()
