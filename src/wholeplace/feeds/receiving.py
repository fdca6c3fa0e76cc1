"""Receives every feed of a place: reads, types, keeps apart what breaks its contract, and writes a receipt."""

import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from wholeplace.feeds.dropped import sha256_of
from wholeplace.feeds.generations import GENERATION, closed_folder, generation_of, next_generation, sweep
from wholeplace.feeds.one_feed import Drop, fingerprint_of, receive_one
from wholeplace.feeds.opening import feeds_of
from wholeplace.feeds.receipt import Receipt, receipt_from
from wholeplace.feeds.received import received_folder
from wholeplace.feeds.tables import RECEIVED_TABLES
from wholeplace.place.folder import close_to_others, finish_swap, state_folder, swapped
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Key, key_from, old_key_from, reseal


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
        known = {feed.name: fingerprint_of(feed, hashes[feed.name]) for feed in feeds if feed.name in earlier.receipts}
        if {name: receipt.fingerprint for name, receipt in earlier.receipts.items()} == known and len(known) == len(feeds):
            progress("feeds", "nothing new", 1.0)
            return tuple(earlier.receipts[name] for name in sorted(earlier.receipts))
        drops = [Drop(feed=feed, hashes=hashes[feed.name], known=known.get(feed.name, ""), key=earlier.key) for feed in feeds]
        return _received(place, drops, earlier, progress)


def _received(place: Place, drops: Sequence[Drop], earlier: "_Earlier", progress: Progress) -> tuple[Receipt, ...]:
    """Receive what is new, take over what is not, and put both in the place of what was received before."""
    receipts, problems = list[Receipt](), list[Problem]()
    with next_generation(place.folder, earlier.generation) as (generation, vault), swapped(earlier.folder) as folder:
        for at, drop in enumerate(drops):
            before = earlier.receipts.get(drop.feed.name)
            progress("feeds", f"receiving {drop.feed.name}", at / len(drops))
            if before is not None and before.fingerprint == drop.known:
                receipts.append(_taken_over(earlier, folder, vault, before))
                continue
            receipt, found = receive_one(replace(drop, folder=folder, vault=vault), before)
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
