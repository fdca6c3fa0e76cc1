"""Who objects to the use of their records: the national list, and a few objections that people made to partners themselves."""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.days import BURN_IN, END, as_date
from wholeplace.demo.files import write
from wholeplace.demo.layout import Room
from wholeplace.demo.rates import number
from wholeplace.demo.records import Desk, clients_of, dates, pick, tell_who

FEED = "opt_outs"
LIST_DATE = END - 5
"""The day the lists were drawn up."""


def write_opt_outs(desk: Desk, folder: Path, block: int) -> None:
    """The feed's files of one block: NHS numbers with a national opt-out, and local objections with names and no number."""
    rng, people = desk.layout.rng(block, Room.OPT_OUTS), desk.people
    grown = np.flatnonzero(people.here(np.arange(len(people)), np.full(len(people), LIST_DATE)) & desk.households.adult)
    national = grown[rng.random(len(grown)) < number("opt_outs.national")]
    local = grown[rng.random(len(grown)) < number("opt_outs.local")]
    listed = pl.DataFrame({"NHS_NUMBER": np.sort(desk.number[national])}).with_columns(
        KIND=pl.lit("national"), PURPOSE=pl.lit(None, pl.String), LIST_DATE=pl.lit(as_date(LIST_DATE))
    )
    tell_who(desk, FEED, local)
    clients = clients_of(desk, FEED, local)
    objected = BURN_IN + rng.integers(0, LIST_DATE - BURN_IN, len(local))
    withdrawn = objected + rng.integers(30, 900, len(local))
    stands = (rng.random(len(local)) < number("opt_outs.stands")) | (withdrawn >= END)
    objections = pl.DataFrame({
        "LOCAL_ID": desk.locals_of(FEED, people.serial[local]), "GIVEN_NAME": clients.given(local), "FAMILY_NAME": clients.family(local),
        "DATE_OF_BIRTH": clients.born(local), "POSTCODE": desk.homes.postcode.gather(desk.homes.on(people, local, objected)),
        "KIND": pl.repeat("local", len(local), eager=True), "PURPOSE": pick(("planning", "research"), rng.integers(0, 2, len(local))),
        "START_DATE": dates(objected), "END_DATE": dates(withdrawn, stands),
    })  # fmt: skip
    for name, frame in (("national", listed), ("local_objections", objections)):
        desk.ledger.wrote(FEED, len(frame))
        write(frame, folder / FEED / f"{name}_{block + 1:03d}.csv")
