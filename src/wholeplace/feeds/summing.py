"""Adds up what became of a feed's rows, for its receipt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from wholeplace.feeds.contract import Contract
from wholeplace.feeds.coverage import by_month, covered, thin_months
from wholeplace.feeds.doubles import Doubles
from wholeplace.feeds.identities import Parted
from wholeplace.feeds.layers import LEFT_OUT
from wholeplace.feeds.opening import Feed
from wholeplace.feeds.reading import ReadFile
from wholeplace.feeds.receipt import Fault, Receipt, ReceivedFile
from wholeplace.feeds.sql_text import quoted
from wholeplace.feeds.unknown import EXAMPLES
from wholeplace.warehouse import Warehouse

_MONTHS_SHOWN = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One feed, read and written. `table`: the Parquet file of its accepted rows. `examples`: for each file, by column, the commonest
    values that its list does not know."""

    feed: Feed
    files: tuple[ReadFile, ...]
    listed: tuple[ReceivedFile, ...]
    doubles: Doubles
    parted: Parted
    table: Path
    examples: tuple[Mapping[str, tuple[str, ...]], ...]
    fingerprint: str


def receipt_of(warehouse: Warehouse, outcome: Outcome) -> Receipt:
    """The receipt of one feed, before it is compared with the last one."""
    feed, files, table = outcome.feed, outcome.files, outcome.table
    contract = feed.contract
    tallies = [file.staged.tally(warehouse) for file in files]
    left_out = sum(tally.get(LEFT_OUT, 0) for tally in tallies)
    split = sum(sum(file.split_faults.values()) for file in files)
    refused = sum(
        rows for file, tally in zip(files, tallies, strict=True) for mask, rows in tally.items() if mask > 0 and mask & file.shape.refusing
    )
    rows_in = sum(sum(tally.values()) for tally in tallies) + split
    repeated, replaced = outcome.doubles.repeated, outcome.doubles.replaced
    days = _days(outcome.parted)
    starts, ends = _covers(warehouse, contract, table, days)
    months = by_month(days)
    faults = [*_faults(outcome, tallies), *_gaps(contract, months, starts, ends)]
    return Receipt(
        feed=feed.name,
        contract=contract.name,
        table=contract.table.name,
        title=contract.title,
        files=outcome.listed,
        rows_in=rows_in,
        accepted=rows_in - left_out - refused - split - repeated - replaced,
        quarantined=refused + split,
        repeated=repeated,
        replaced=replaced,
        left_out=left_out,
        faults=tuple(faults),
        completeness=_completeness(contract, outcome.parted),
        months={month.isoformat(): rows for month, rows in months.items()},
        covers_from=contract.covers_from or starts,
        covers_to=contract.covers_to or ends,
        ignored_columns=_in_order(name for file in files for name in file.shape.ignored),
        lacking_columns=_in_order(name for file in files for name in file.shape.lacking),
        fingerprint=outcome.fingerprint,
    )


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=str.casefold))


def _faults(outcome: Outcome, tallies: Sequence[Mapping[int, int]]) -> list[Fault]:
    """Every fault with the rows it was found in, the most frequent first."""
    found: dict[Fault, int] = {}
    examples: dict[str, list[str]] = {}
    for file, tally in zip(outcome.files, tallies, strict=True):
        for check in file.shape.checks:
            fault = Fault(column=check.column, reason=check.reason, rows=0, effect=check.effect, why=check.why, fix=check.fix)
            found[fault] = found.get(fault, 0) + sum(rows for mask, rows in tally.items() if mask > 0 and mask & check.mask)
        for kind, rows in file.split_faults.items():
            fault = Fault(column="row", reason=kind, rows=0, effect="refuse", why=_WHY_SPLIT, fix=_FIX_SPLIT)
            found[fault] = found.get(fault, 0) + rows
    for shown in outcome.examples:
        for column, values in shown.items():
            examples.setdefault(column, []).extend(value for value in values if value not in examples.get(column, []))
    made = [
        replace(fault, rows=rows, examples=tuple(examples.get(fault.column, [])[:EXAMPLES]) if fault.effect != "note" else ())
        for fault, rows in found.items()
        if rows
    ]
    return sorted(made, key=lambda fault: (-fault.rows, fault.column, fault.reason))


_WHY_SPLIT = "Its cells cannot be told apart."
_FIX_SPLIT = "Ask the sender to put quotes around text that holds the separator."


def _gaps(contract: Contract, months: Mapping[date, int], starts: date | None, ends: date | None) -> list[Fault]:
    thin = thin_months(months, starts, ends) if contract.coverage == "events" else ()
    if not thin:
        return []
    shown = ", ".join(f"{month:%Y-%m}" for month in thin[:_MONTHS_SHOWN]) + (" and others" if len(thin) > _MONTHS_SHOWN else "")
    rows = sum(months.get(month, 0) for month in thin)
    why = "Figures for such a month would be too low."
    return [
        Fault(column=contract.dated_by, reason=f"has few rows or none in {shown}", rows=rows, effect="note", why=why, fix="Ask for them.")
    ]


def _days(parted: Parted) -> dict[date, int]:
    """Accepted rows by the day that dates them."""
    return {date(1970, 1, 1) + timedelta(days=day): rows for day, rows in sorted(parted.days.items())}


def _covers(warehouse: Warehouse, contract: Contract, table: Path, days: Mapping[date, int]) -> tuple[date | None, date | None]:
    if contract.coverage == "events":
        return covered(days)
    if not days:
        return None, None
    if contract.coverage == "spans":
        return min(days), max(days) + timedelta(days=1)
    ((ends,),) = warehouse.rows(f"select max(ends) from read_parquet({quoted(str(table))})")
    return min(days), ends


def _completeness(contract: Contract, parted: Parted) -> dict[str, float]:
    return {name: round(parted.filled.get(name, 0) / parted.rows, 4) if parted.rows else 0.0 for name in contract.table.columns}
