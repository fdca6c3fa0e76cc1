"""Receives one feed: reads its files, types, keeps apart what breaks its contract, parts who it is about, and says what became of it."""

import hashlib
import os
import shutil
import zlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from wholeplace.feeds.accepted import Accepted
from wholeplace.feeds.change import change_since
from wholeplace.feeds.doubles import find_doubles
from wholeplace.feeds.dropped import CannotBeRead, DroppedFile, Source, made_ready, sha256_of
from wholeplace.feeds.identities import Carried, Parting, part_rows, write_identities
from wholeplace.feeds.opening import Feed, look_at
from wholeplace.feeds.quarantine import write_quarantine
from wholeplace.feeds.reading import ReadFile, make_enums, read_file
from wholeplace.feeds.receipt import Receipt, ReceivedFile
from wholeplace.feeds.summing import Outcome, receipt_of
from wholeplace.feeds.unknown import unknown_values
from wholeplace.terms import Problem
from wholeplace.warehouse import Key, Warehouse, memory_gib

ENGINE = "4"
"""Raised whenever the same files and contract would be received differently, so that no old result is taken for a new one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drop:
    """One feed to receive. `hashes`: the SHA-256 of each file, which may still be in the making. `known`: the fingerprint, where it
    was needed before; else empty."""

    feed: Feed
    hashes: Mapping[Path, Future[str]]
    known: str
    key: Key | None
    folder: Path = Path()
    vault: Path = Path()

    @property
    def fingerprint(self) -> str:
        return self.known or fingerprint_of(self.feed, self.hashes)

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def output(self, kind: str, ending: str) -> Path:
        return self.folder / kind / f"{self.feed.name}{ending}"

    @property
    def table(self) -> Path:
        return self.folder / "tables" / self.feed.contract.table.name / f"{self.feed.name}.parquet"

    @property
    def identities(self) -> Path:
        return self.vault / "identities" / self.feed.contract.table.name / f"{self.feed.name}.parquet"


def fingerprint_of(feed: Feed, hashes: Mapping[Path, Future[str]]) -> str:
    """One hash over the engine, the contract as read, its code lists and every file by name and content."""
    paths = [str(column.lookup.path.parent) for column in feed.contract.columns if column.lookup is not None]
    said = repr(feed.contract)
    for path in paths:  # the same drop has the same fingerprint wherever the folder lies
        said = said.replace(path, "")
    parts = [ENGINE, said]
    parts += [sha256_of(column.lookup.path) for column in feed.contract.columns if column.lookup is not None]
    parts += [f"{path.name} {digest.result()}" for path, digest in sorted(hashes.items(), key=lambda each: each[0])]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


_NEVER_PACK = "set checkpoint_threshold = '1 TB'"
"""Rows wait here for seconds only. DuckDB would stop after a gigabyte of them to compress them all, for a quarter of the time
that receiving takes; beyond the limit of memory they spill to disk either way."""


_SHARE_HELD = 0.5
"""Files of up to this share of the memory may have their rows held there: rows take about as much as the text they come from."""


def receive_one(drop: Drop, earlier: Receipt | None) -> tuple[Receipt | None, tuple[Problem, ...]]:
    """Receive one feed into the folders of its drop: its receipt, or letters. `earlier`: the receipt before, to tell what changed."""
    seen, problems = look_at(drop.feed)
    if problems:
        return None, problems
    drop.work.mkdir(exist_ok=True)
    with Warehouse(spill=drop.work, memory_gib=memory_gib(os.environ)) as warehouse:
        warehouse.run(_NEVER_PACK)
        files, listed, problems = _read_files(warehouse, drop, seen)
        if problems:
            return None, problems
        receipt, problems = _written(warehouse, drop, files, listed)
    shutil.rmtree(drop.work, ignore_errors=True)
    if receipt is None:
        return None, problems
    receipt = change_since(earlier, receipt)
    path = drop.output("receipts", ".json")
    path.parent.mkdir(exist_ok=True)
    path.write_text(receipt.to_json(), encoding="utf-8")
    return receipt, ()


def _read_files(
    warehouse: Warehouse, drop: Drop, seen: Sequence[DroppedFile]
) -> tuple[list[ReadFile], list[ReceivedFile], tuple[Problem, ...]]:
    """Stage every file that has rows and was not dropped before under another name."""
    enums = make_enums(warehouse, drop.feed.contract)
    files: list[ReadFile] = []
    listed: list[ReceivedFile] = []
    problems: list[Problem] = []
    same_as = _same_files(drop, seen)
    held, room = 0, memory_gib(os.environ) * 2**30 * _SHARE_HELD
    for number, file in enumerate(seen):
        if file.empty or file.path in same_as:
            digest, same = drop.hashes[file.path].result(), same_as.get(file.path, "")
            listed.append(ReceivedFile(name=file.name, sha256=digest, rows=0, notes=file.notes, same_as=same))
            continue
        where = f"feeds/{drop.feed.name}/{file.name}"
        try:
            ready = made_ready(file, number, drop.work)
            held += ready.size
            source = Source(file=file, ready=ready, number=number, where=where, in_memory=held <= room)
            read, found = read_file(warehouse, drop.feed.contract, source, enums)
        except (CannotBeRead, OSError, EOFError, zlib.error) as error:
            what = f"{error}." if isinstance(error, CannotBeRead) else f"it is damaged ({type(error).__name__})."
            why, fix = "Its rows would be missing from the picture.", "Ask the sender for a new copy."
            problems.append(Problem(where=where, what=what, why=why, fix=fix))
            continue
        problems += found
        if read is not None:
            files.append(read)
            notes = read.notes if read.rows else (*read.notes, "it holds a header and no rows")
            listed.append(ReceivedFile(name=file.name, sha256=drop.hashes[file.path].result(), rows=read.rows, notes=notes))
    return files, listed, tuple(problems)


def _same_files(drop: Drop, seen: Sequence[DroppedFile]) -> dict[Path, str]:
    """The files whose content is that of one before them, with its name. Only files of one size are compared: hashes are waited for."""
    sizes = Counter(file.path.stat().st_size for file in seen)
    first: dict[str, str] = {}
    found: dict[Path, str] = {}
    for file in seen:
        if file.empty or sizes[file.path.stat().st_size] == 1:
            continue
        digest = drop.hashes[file.path].result()
        if digest in first:
            found[file.path] = first[digest]
        first.setdefault(digest, file.name)
    return found


def _written(
    warehouse: Warehouse, drop: Drop, files: list[ReadFile], listed: list[ReceivedFile]
) -> tuple[Receipt | None, tuple[Problem, ...]]:
    contract = drop.feed.contract
    if not any(file.rows for file in files):
        return None, (_no_rows(drop.feed, "no file holds a row."),)
    staged = [file.staged for file in files]
    held = all(part.held is not None for part in staged)

    def set_apart() -> tuple[Mapping[str, tuple[str, ...]], ...]:
        """Write what was refused; the commonest unknown values of each file."""
        rows, faults = drop.vault / "quarantine" / f"{drop.feed.name}.rows.parquet", drop.output("quarantine", ".parquet")
        write_quarantine(warehouse, contract, files, faults=faults, rows=rows, key=drop.key)
        return tuple(unknown_values(warehouse, file.shape, file.staged) for file in files)

    def close(carried: Collection[Carried]) -> None:
        if carried:
            write_identities(carried, drop.identities, drop.key)

    # Rows that are held ask nothing of the warehouse while they are parted; others are read off it to the last.
    with ThreadPoolExecutor(1) as aside, warehouse.beside() as beside:
        apart, own = (aside.submit(set_apart), beside) if held else (None, warehouse)
        doubles = find_doubles(own, contract, staged)
        parting = Parting(table=contract.table, day=contract.dated_by, filled={name for file in files for name in file.shape.given})
        parted = part_rows(Accepted(parts=staged, doubles=doubles.places), own, parting, drop.table, meanwhile=close)
        examples = apart.result() if apart is not None else set_apart()
    outcome = Outcome(
        feed=drop.feed,
        files=tuple(files),
        listed=tuple(listed),
        doubles=doubles,
        parted=parted,
        table=drop.table,
        examples=examples,
        fingerprint=drop.fingerprint,
    )
    receipt = receipt_of(warehouse, outcome)
    if receipt.accepted == 0:
        return None, (_no_rows(drop.feed, f"none of {receipt.rows_in:,} rows keeps to the contract.{_most_often(receipt)}"),)
    return receipt, ()


def _most_often(receipt: Receipt) -> str:
    if receipt.left_out == receipt.rows_in:
        lacking = f" (the files have no {', '.join(receipt.lacking_columns)})" if receipt.lacking_columns else ""
        return f" All are left out by `where`, or hold no value{lacking}."
    worst = max(receipt.faults, key=lambda fault: fault.rows, default=None)
    return f" Most often: {worst.column} {worst.reason} ({worst.rows:,} rows)." if worst is not None else ""


def _no_rows(feed: Feed, what: str) -> Problem:
    why = "A feed without rows would look like a place where nothing happened."
    fix = "Ask the sender for a new drop, say in feed.toml how its columns differ, or take the folder away."
    return Problem(where=f"feeds/{feed.name}", what=what, why=why, fix=fix)
