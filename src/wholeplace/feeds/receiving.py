"""Receives every feed of a place: reads, types, keeps apart what breaks its contract, and writes a receipt."""

import hashlib
import os
import shutil
import zlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from wholeplace.feeds.accepted import Accepted
from wholeplace.feeds.change import change_since
from wholeplace.feeds.doubles import find_doubles
from wholeplace.feeds.dropped import CannotBeRead, DroppedFile, Source, made_ready, sha256_of
from wholeplace.feeds.generations import GENERATION, closed_folder, generation_of, next_generation, sweep
from wholeplace.feeds.identities import Carried, Parting, part_rows, write_identities
from wholeplace.feeds.opening import Feed, feeds_of, look_at
from wholeplace.feeds.quarantine import write_quarantine
from wholeplace.feeds.reading import ReadFile, make_enums, read_file
from wholeplace.feeds.receipt import Receipt, ReceivedFile, receipt_from
from wholeplace.feeds.received import received_folder
from wholeplace.feeds.summing import Outcome, receipt_of
from wholeplace.feeds.tables import RECEIVED_TABLES
from wholeplace.place.folder import close_to_others, finish_swap, state_folder, swapped
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Key, Warehouse, key_from, memory_gib, old_key_from, reseal

ENGINE = "4"
"""Raised whenever the same files and contract would be received differently, so that no old result is taken for a new one."""


def receive(place: Place, *, progress: Progress = quiet) -> tuple[Receipt, ...]:
    """Receive every feed that holds files, and return the receipts by feed.

    Writes .wholeplace/received, which names nobody, and the vault half that says who each row is about; both closed to other
    users, and both as a whole or not at all. A feed whose files and contract are as they were is taken over. Raises DataProblem
    with the letters of all feeds when one cannot be received, or when the vault does not open with the configured key.
    """
    feeds, problems = feeds_of(place)
    if problems:
        raise DataProblem("The feeds were not received", problems)
    state_folder(place.folder)
    earlier = _opened(place)
    with ThreadPoolExecutor() as several:  # hashing leaves Python's lock to others
        hashes = {feed.name: {path: several.submit(sha256_of, path) for path in feed.files} for feed in feeds}
        known = {feed.name: _fingerprint(feed, hashes[feed.name]) for feed in feeds if feed.name in earlier.receipts}
        if {name: receipt.fingerprint for name, receipt in earlier.receipts.items()} == known and len(known) == len(feeds):
            progress("feeds", "nothing new", 1.0)
            return tuple(earlier.receipts[name] for name in sorted(earlier.receipts))
        drops = [_Drop(feed=feed, hashes=hashes[feed.name], known=known.get(feed.name, ""), key=earlier.key) for feed in feeds]
        return _received(place, drops, earlier, progress)


def _received(place: Place, drops: Sequence["_Drop"], earlier: "_Earlier", progress: Progress) -> tuple[Receipt, ...]:
    """Receive what is new, take over what is not, and put both in the place of what was received before."""
    receipts, problems = list[Receipt](), list[Problem]()
    with next_generation(place.folder, earlier.generation) as (generation, vault), swapped(earlier.folder) as folder:
        for at, drop in enumerate(drops):
            before = earlier.receipts.get(drop.feed.name)
            progress("feeds", f"receiving {drop.feed.name}", at / len(drops))
            if before is not None and before.fingerprint == drop.known:
                receipts.append(_taken_over(earlier, folder, vault, before))
                continue
            receipt, found = _receive_one(replace(drop, folder=folder, vault=vault), before)
            problems += found
            receipts += [receipt] if receipt is not None else []
        shutil.rmtree(folder / "work", ignore_errors=True)
        if problems:
            raise DataProblem("The feeds were not received", problems)
        (folder / GENERATION).write_text(f"{generation}\n", encoding="ascii")
        close_to_others(folder)
        close_to_others(vault)
    sweep(place.folder, keep=generation)
    progress("feeds", "received", 1.0)
    return tuple(receipts)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Earlier:
    """What was received before, with the key its vault half is under now. `receipts`: of feeds that can be taken over."""

    folder: Path
    vault: Path
    generation: int
    key: Key | None
    receipts: Mapping[str, Receipt]


def _opened(place: Place) -> _Earlier:
    """The last good drop, after putting right what a killed run left, and with the vault brought under the configured key."""
    folder = received_folder(place)
    finish_swap(folder)
    generation = generation_of(folder)
    sweep(place.folder, keep=generation)
    vault = closed_folder(place.folder, generation)
    key = key_from(os.environ)
    reseal(vault, key, old_key_from(os.environ))
    receipts = [receipt_from(path) for path in sorted((folder / "receipts").glob("*.json"))]
    whole = {
        receipt.feed: receipt
        for receipt in receipts
        if all((vault / name).exists() for name in closed_outputs(receipt)) and all((folder / name).exists() for name in outputs(receipt))
    }
    return _Earlier(folder=folder, vault=vault, generation=generation, key=key, receipts=whole)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drop:
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
        return self.known or _fingerprint(self.feed, self.hashes)

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


def _fingerprint(feed: Feed, hashes: Mapping[Path, Future[str]]) -> str:
    """One hash over the engine, the contract as read, its code lists and every file by name and content."""
    paths = [str(column.lookup.path.parent) for column in feed.contract.columns if column.lookup is not None]
    said = repr(feed.contract)
    for path in paths:  # the same drop has the same fingerprint wherever the folder lies
        said = said.replace(path, "")
    parts = [ENGINE, said]
    parts += [sha256_of(column.lookup.path) for column in feed.contract.columns if column.lookup is not None]
    parts += [f"{path.name} {digest.result()}" for path, digest in sorted(hashes.items(), key=lambda each: each[0])]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _taken_over(earlier: _Earlier, folder: Path, vault: Path, receipt: Receipt) -> Receipt:
    """The earlier result of a feed that did not change, both halves linked and not copied."""
    for old, new, names in ((earlier.folder, folder, outputs(receipt)), (earlier.vault, vault, closed_outputs(receipt))):
        for name in names:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(old / name, new / name)
    return receipt


def outputs(receipt: Receipt) -> tuple[str, ...]:
    """The files that receiving one feed writes, under the received folder."""
    return (
        f"tables/{receipt.table}/{receipt.feed}.parquet",
        f"quarantine/{receipt.feed}.parquet",
        f"receipts/{receipt.feed}.json",
    )


def closed_outputs(receipt: Receipt) -> tuple[str, ...]:
    """The files that receiving one feed writes into the vault, under its generation."""
    identities = (f"identities/{receipt.table}/{receipt.feed}.parquet",) if RECEIVED_TABLES[receipt.table].about_people else ()
    return (*identities, f"quarantine/{receipt.feed}.rows.parquet")


_NEVER_PACK = "set checkpoint_threshold = '1 TB'"
"""Rows wait here for seconds only. DuckDB would stop after a gigabyte of them to compress them all, for a quarter of the time
that receiving takes; beyond the limit of memory they spill to disk either way."""


_SHARE_HELD = 0.5
"""Files of up to this share of the memory may have their rows held there: rows take about as much as the text they come from."""


def _receive_one(drop: _Drop, earlier: Receipt | None) -> tuple[Receipt | None, tuple[Problem, ...]]:
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
    warehouse: Warehouse, drop: _Drop, seen: Sequence[DroppedFile]
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


def _same_files(drop: _Drop, seen: Sequence[DroppedFile]) -> dict[Path, str]:
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
    warehouse: Warehouse, drop: _Drop, files: list[ReadFile], listed: list[ReceivedFile]
) -> tuple[Receipt | None, tuple[Problem, ...]]:
    contract = drop.feed.contract
    if not any(file.rows for file in files):
        return None, (_no_rows(drop.feed, "no file holds a row."),)
    staged = [file.staged for file in files]
    doubles = find_doubles(warehouse, contract, staged)
    accepted = Accepted(parts=staged, doubles=doubles.places)
    filled = {name for file in files for name in file.shape.given}
    refused = drop.vault / "quarantine" / f"{drop.feed.name}.rows.parquet"

    def set_apart() -> None:
        write_quarantine(warehouse, contract, files, faults=drop.output("quarantine", ".parquet"), rows=refused, key=drop.key)

    def meanwhile(carried: Collection[Carried]) -> None:
        if carried:
            write_identities(carried, drop.identities, drop.key)
        if not accepted.held:
            set_apart()

    parting = Parting(table=contract.table, day=contract.dated_by, filled=filled)
    with ThreadPoolExecutor(1) as aside:  # rows that are held ask nothing of the warehouse while they are parted
        job = aside.submit(set_apart) if accepted.held else None
        parted = part_rows(accepted, warehouse, parting, drop.table, meanwhile=meanwhile)
        if job is not None:
            job.result()
    outcome = Outcome(
        feed=drop.feed,
        files=tuple(files),
        listed=tuple(listed),
        doubles=doubles,
        parted=parted,
        table=drop.table,
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
