"""Make the whole place folder, block by block, in as many threads as there are processors."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import polars as pl

from wholeplace.demo.agreement import write_agreement
from wholeplace.demo.air import write_air
from wholeplace.demo.answers import write_answers
from wholeplace.demo.births import write_births
from wholeplace.demo.books import write_books
from wholeplace.demo.care import services_of
from wholeplace.demo.care_records import write_care
from wholeplace.demo.contacts import write_contacts
from wholeplace.demo.dirt import say_what_is_covered, spoil_folder
from wholeplace.demo.emergency import write_attendances
from wholeplace.demo.episodes import write_episodes
from wholeplace.demo.front_door import write_front_door
from wholeplace.demo.hospital import Dice, stays_of
from wholeplace.demo.layout import Layout, Room, lay_out
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.listings import write_directory
from wholeplace.demo.money import write_spend
from wholeplace.demo.network import write_network_of
from wholeplace.demo.opt_outs import write_opt_outs
from wholeplace.demo.paths import count_paths
from wholeplace.demo.persons import write_persons
from wholeplace.demo.place_folder import population_counts, write_place, write_population
from wholeplace.demo.population import people_of
from wholeplace.demo.postcodes import write_postcodes
from wholeplace.demo.published import write_published
from wholeplace.demo.records import desk_for
from wholeplace.demo.rehab import rehab_of
from wholeplace.demo.tenancies import write_tenancies
from wholeplace.demo.truth import write_truth
from wholeplace.demo.voluntary import write_support
from wholeplace.demo.who_is_who import who_is_who, write_block
from wholeplace.place.folder import swapped
from wholeplace.terms import WrongUse
from wholeplace.terms.progress import Progress, quiet

SMALLEST, LARGEST = 2_000, 10_000_000


def make(
    folder: Path, *, people: int = 210_000, seed: int = 1, plant: bool = True, opens_on: date | None = None, progress: Progress = quiet
) -> None:
    """Write the invented place Aldermoor into `folder`, which must be empty or not there yet.

    The same `people`, `seed` and `plant` give the same bytes, whatever the number of processors. `opens_on` is the day from which the
    directory's listings count back when they were confirmed (None: a day that never moves); nothing else hangs on it. The folder appears
    only when all is written. Refuses (WrongUse) a folder that holds something or that one stands in, fewer than 2,000 people
    and more than 10 million.
    """
    _refuse_wrong_use(folder, people)
    with swapped(folder.resolve()) as making:
        layout = lay_out(people, seed, plant)
        _write(layout, people, making, progress)
        write_directory(layout, making, opens_on)


def _refuse_wrong_use(folder: Path, people: int) -> None:
    if not SMALLEST <= people <= LARGEST:
        raise WrongUse(f"The demo place has from {SMALLEST:,} to {LARGEST:,} people, not {people:,}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"{folder} is not empty. Name a new folder for the demo place.")
    if folder.resolve() == Path.cwd():
        raise WrongUse("The demo place needs a folder of its own. Name a new one inside this one.")


def _write(layout: Layout, people: int, folder: Path, progress: Progress) -> None:
    feeds, ledger = folder / "feeds", Ledger()
    feeds.mkdir()
    progress("demo", "Laying out Aldermoor", 0.0)
    write_place(layout, folder)
    write_postcodes(layout, folder)
    write_network_of(people, folder)
    write_agreement(folder)
    write_front_door(layout, folder)
    counts = _blocks(layout, folder, ledger, progress)
    write_population(counts, folder)
    write_spend(layout, feeds, ledger)
    write_air(layout, feeds, ledger)
    write_books(feeds, ledger)
    write_published(layout, feeds, ledger)
    spoil_folder(feeds, ledger)
    say_what_is_covered(feeds)
    write_truth(layout, folder, ledger)
    progress("demo", f"{sum(ledger.rows.values()):,} rows written", 1.0)


def _blocks(layout: Layout, folder: Path, ledger: Ledger, progress: Progress) -> list[pl.DataFrame]:
    """Write every block; add up its ledger, say who is who, and hand back its population counts, in order of block."""
    counts: list[pl.DataFrame] = []
    total = len(layout.blocks)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool, who_is_who(folder) as writer:
        made = pool.map(lambda block: _one_block(layout, folder / "feeds", block), range(total))
        for done, (own, count, known) in enumerate(made, start=1):
            ledger.add(own)
            counts.append(count)
            write_block(writer, known)
            progress("demo", "Inventing people and their care", done / total)
    return counts


def _one_block(layout: Layout, feeds: Path, block: int) -> tuple[Ledger, pl.DataFrame, pl.DataFrame]:
    """All feeds of one block. Each room has its own dice, so that changing one leaves the others alone."""
    ledger = Ledger()
    people = people_of(layout, block)
    stays = stays_of(Dice(rng=layout.rng(block, Room.STAYS), layout=layout, people=people))
    services = services_of(Dice(rng=layout.rng(block, Room.SERVICES), layout=layout, people=people), stays)
    rehab = rehab_of(Dice(rng=layout.rng(block, Room.REHAB, 0), layout=layout, people=people), stays)
    count_paths(Dice(rng=layout.rng(block, Room.STAYS), layout=layout, people=people), stays, ledger)
    desk = desk_for(layout, people, block, ledger)
    write_persons(desk, feeds, block)
    write_episodes(desk, stays, feeds, block)
    write_attendances(desk, stays, feeds, block)
    write_care(desk, (services, rehab), feeds, block)
    write_support(desk, feeds, block)
    write_contacts(desk, feeds, block)
    for write in (write_tenancies, write_births, write_answers, write_opt_outs):
        write(desk, feeds, block)
    return ledger, population_counts(layout, people), desk.who_is_who.frame()
