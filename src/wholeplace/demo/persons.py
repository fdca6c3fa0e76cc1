"""The person list: who is registered, where they live and since when, as of the last day."""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.days import END, FIRST
from wholeplace.demo.files import write
from wholeplace.demo.population import NEVER
from wholeplace.demo.rates import number
from wholeplace.demo.records import Desk, addresses, before_window, clients_of, dates, pick, practice_codes, tell_who, who

FEED = "person_list"


def write_persons(desk: Desk, folder: Path, block: int) -> None:
    """The feed's file of one block: one row a person and address, for everyone here on or after FIRST."""
    people = desk.people
    everyone = np.arange(len(people))
    since = before_window(people, number("people.years_at_address"), desk.rng)
    moved = (people.moves > since) & (people.moves < np.minimum(people.leaves, END))
    person = np.concatenate([everyone, everyone[moved]])
    starts = np.concatenate([np.where((people.moves <= since) & ~moved, since, since), people.moves[moved]])
    ends = np.concatenate([np.where(moved, people.moves, people.leaves), people.leaves[moved]])
    kept = np.flatnonzero((ends > FIRST) & (starts < END) & (ends > starts))
    order = np.lexsort((starts[kept], person[kept]))
    frame = _rows(desk, person[kept][order], starts[kept][order], ends[kept][order])
    desk.ledger.wrote(FEED, len(frame))
    write(frame, folder / FEED / f"people_{block + 1:03d}.csv")


def _rows(desk: Desk, person: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> pl.DataFrame:
    people = desk.people
    facts = who(desk, FEED, person, np.full(len(person), END))
    home = people.home_on(person, starts)
    ended = (ends < END) & (ends < NEVER)
    dies = people.dies[person]
    tell_who(desk, FEED, person)
    clients, where = clients_of(desk, FEED, person), addresses(desk, person, np.minimum(ends, END) - 1)
    columns = {
        "NHS_NUMBER": facts["number"], "LOCAL_ID": facts["local"], "GIVEN_NAME": clients.given(person),
        "FAMILY_NAME": clients.family(person), "DATE_OF_BIRTH": clients.born(person), "SEX": facts["sex"],
        "ETHNIC_CATEGORY": facts["ethnicity"], "ADDRESS": where["address"], "POSTCODE": where["postcode"], "UPRN": where["uprn"],
        "LSOA": _areas(desk, person, home, facts["area"]), "GP_PRACTICE_CODE": practice_codes(desk.layout, home, people.serial[person]),
        "START_DATE": dates(starts), "END_DATE": dates(ends, ~ended), "DATE_OF_DEATH": dates(dies, dies >= END),
        "LEARNING_DISABILITY": pick(("N", "Y"), people.learning_disability[person].astype(np.int8)),
        "SEVERE_MENTAL_ILLNESS": pick(("N", "Y"), people.severe_mental_illness[person].astype(np.int8)),
        "UNPAID_CARER": pick(("N", "Y"), people.unpaid_carer[person].astype(np.int8)),
    }  # fmt: skip
    return pl.DataFrame(columns)


def _areas(desk: Desk, person: np.ndarray, home: np.ndarray, spoiled: pl.Series) -> pl.Series:
    """The area of each address by today's code, where the record was not spoiled."""
    right = pick(desk.areas, home)
    today = pick(desk.areas, desk.people.home_on(person, np.full(len(person), END)))
    return pl.DataFrame({"right": right, "today": today, "spoiled": spoiled}).select(
        pl.when(pl.col("spoiled").is_null() | (pl.col("spoiled") != pl.col("today"))).then("spoiled").otherwise("right")
    ).to_series()  # fmt: skip
