"""Adds up what became of a feed's rows, for its receipt."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from wholeplace.feeds.contract import Contract
from wholeplace.feeds.coverage import by_month, covered, missing_months
from wholeplace.feeds.opening import Feed
from wholeplace.feeds.reading import ReadFile
from wholeplace.feeds.receipt import Fault, Receipt, ReceivedFile
from wholeplace.feeds.shaping import LEFT_OUT
from wholeplace.feeds.sql_text import named, quoted
from wholeplace.warehouse import Warehouse


def receipt_of(
    warehouse: Warehouse, feed: Feed, files: Sequence[ReadFile], listed: Sequence[ReceivedFile], *,
    doubles: tuple[int, int], table: Path, fingerprint: str,
) -> Receipt:  # fmt: skip
    """The receipt of one feed, before it is compared with the last one."""
    contract = feed.contract
    tallies = [dict(warehouse.rows(f"select _faults, count(*) from {file.staged.relation} group by 1")) for file in files]
    left_out = sum(tally.get(LEFT_OUT, 0) for tally in tallies)
    split = sum(sum(file.split_faults.values()) for file in files)
    refused = sum(
        rows for file, tally in zip(files, tallies, strict=True) for mask, rows in tally.items() if mask > 0 and mask & file.shape.refusing
    )
    rows_in = sum(sum(tally.values()) for tally in tallies) + split
    repeated, replaced = doubles
    days = _days(warehouse, contract, table)
    starts, ends = _covers(warehouse, contract, table, days)
    months = by_month(days)
    faults = [*_faults(files, tallies), *_gaps(contract, months, starts, ends)]
    return Receipt(
        feed=feed.name,
        contract=contract.name,
        table=contract.table.name,
        title=contract.title,
        files=tuple(listed),
        rows_in=rows_in,
        accepted=rows_in - left_out - refused - split - repeated - replaced,
        quarantined=refused + split,
        repeated=repeated,
        replaced=replaced,
        left_out=left_out,
        faults=tuple(faults),
        completeness=_completeness(warehouse, contract, table),
        months={month.isoformat(): rows for month, rows in months.items()},
        covers_from=contract.covers_from or starts,
        covers_to=contract.covers_to or ends,
        ignored_columns=_in_order(name for file in files for name in file.shape.ignored),
        lacking_columns=_in_order(name for file in files for name in file.shape.lacking),
        fingerprint=fingerprint,
    )


def _in_order(names) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=str.casefold))


def _faults(files: Sequence[ReadFile], tallies: Sequence[Mapping[int, int]]) -> list[Fault]:
    """Every fault with the rows it was found in, the most frequent first."""
    rows: dict[tuple[str, str, str, str, str], int] = {}
    for file, tally in zip(files, tallies, strict=True):
        for check in file.shape.checks:
            found = sum(count for mask, count in tally.items() if mask > 0 and mask & check.mask)
            key = (check.column, check.reason, check.effect, check.why, check.fix)
            rows[key] = rows.get(key, 0) + found
        for kind, count in file.split_faults.items():
            key = (
                "row",
                kind,
                "refuse",
                "Its cells cannot be told apart.",
                "Ask the sender to put quotes around text that holds the separator.",
            )
            rows[key] = rows.get(key, 0) + count
    made = [
        Fault(column=column, reason=reason, rows=count, effect=effect, why=why, fix=fix)
        for (column, reason, effect, why, fix), count in rows.items()
        if count
    ]
    return sorted(made, key=lambda fault: (-fault.rows, fault.column, fault.reason))


def _gaps(contract: Contract, months: Mapping[date, int], starts: date | None, ends: date | None) -> list[Fault]:
    if contract.coverage != "events":
        return []
    why = "Figures for a month without rows would be 0 where they are not known."
    return [
        Fault(
            column=contract.dated_by,
            reason=f"has no row in {month:%Y-%m}",
            rows=0,
            effect="note",
            why=why,
            fix="Ask for the missing month.",
        )
        for month in missing_months(months, starts, ends)
    ]


def _days(warehouse: Warehouse, contract: Contract, table: Path) -> dict[date, int]:
    """Accepted rows by the day that dates them."""
    day = f"cast({named(contract.dated_by)} as date)"
    rows = warehouse.rows(
        f"select {day} as day, count(*) from read_parquet({quoted(str(table))}) where {day} is not null group by 1 order by 1"
    )
    return dict(rows)


def _covers(warehouse: Warehouse, contract: Contract, table: Path, days: Mapping[date, int]) -> tuple[date | None, date | None]:
    if contract.coverage == "events":
        return covered(days)
    if not days:
        return None, None
    if contract.coverage == "spans":
        return min(days), max(days) + timedelta(days=1)
    ((ends,),) = warehouse.rows(f"select max(ends) from read_parquet({quoted(str(table))})")
    return min(days), ends


def _completeness(warehouse: Warehouse, contract: Contract, table: Path) -> dict[str, float]:
    columns = list(contract.table.columns)
    counts = ", ".join(f"count({named(name)})" for name in columns)
    (rows, *filled) = warehouse.rows(f"select count(*), {counts} from read_parquet({quoted(str(table))})")[0]
    return {name: round(count / rows, 4) if rows else 0.0 for name, count in zip(columns, filled, strict=True)}
