"""Birth notifications: every baby born to people of the place, with its mother where she is known here.

Low weight is likelier where the air holds more nitrogen dioxide in the year of birth: see air.py.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.air import times_likelier
from wholeplace.demo.days import END, FIRST
from wholeplace.demo.files import write
from wholeplace.demo.layout import HOSPITALS, Room
from wholeplace.demo.mothers import same_day
from wholeplace.demo.population import NOBODY
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.records import Desk, addresses, blank, clients_of, dates, pick, said_of, tell_who, who

FEED = "births"
_LOW = 2500
_PREMATURE = 37


@dataclass(frozen=True, kw_only=True, slots=True)
class Births:
    """One row a baby. `mother`: row of People, NOBODY where she is not among those who live here. `order`: 2 for a second twin."""

    baby: np.ndarray
    mother: np.ndarray
    order: np.ndarray


def births_of(desk: Desk) -> Births:
    """Babies of the place born in the window; two of a mother born on one day are twins."""
    people, mother = desk.people, desk.households.mother
    baby = np.flatnonzero((people.arrives == people.born) & (people.born >= FIRST) & (people.born < END))
    baby = baby[np.lexsort((baby, people.born[baby], mother[baby]))]
    twin = same_day(mother[baby], people.born[baby]) & (mother[baby] != NOBODY)
    return Births(baby=baby, mother=mother[baby], order=1 + twin.astype(np.int8))


def write_births(desk: Desk, folder: Path, block: int) -> None:
    """The feed's file of one block."""
    desk = desk.with_dice(Room.BIRTHS)
    births = births_of(desk)
    frame = _rows(desk, births, block)
    desk.ledger.wrote(FEED, len(frame))
    write(frame, folder / FEED / f"births_{block + 1:03d}.csv")


def _rows(desk: Desk, births: Births, block: int) -> pl.DataFrame:
    baby, count = births.baby, len(births.baby)
    born = desk.people.born[baby]
    tell_who(desk, FEED, baby)
    clients = clients_of(desk, FEED, baby)
    facts, where = who(desk, FEED, baby, born), addresses(desk, baby, born)
    weeks, grams, live = _weights(desk, births)
    columns = {
        "PROVIDER_CODE": pick(HOSPITALS, desk.people.trust[baby]),
        "NOTIFICATION_REF": pl.Series(10_000_000 * (block + 1) + np.arange(count)),
        "BABY_NHS_NUMBER": facts["number"], "BABY_LOCAL_ID": facts["local"], "BABY_FAMILY_NAME": clients.family(baby),
        "BABY_SEX": facts["sex"], "BABY_ETHNIC_CATEGORY": facts["ethnicity"],
        **_mothers(desk, births.mother), "MOTHER_ADDRESS": where["address"], "MOTHER_POSTCODE": where["postcode"], "UPRN": where["uprn"],
        "LSOA": facts["area"], "BIRTH_DATE": dates(born), "LIVE_OR_STILL_BIRTH": pick(("1", "3"), (~live).astype(np.int8)),
        "BIRTH_WEIGHT": pl.Series(grams), "GESTATION_LENGTH": pl.Series(weeks), "BIRTH_ORDER": pl.Series(births.order),
    }  # fmt: skip
    return pl.DataFrame(columns)


def _mothers(desk: Desk, mother: np.ndarray) -> dict[str, pl.Series]:
    """The mother's columns; empty where she is not known here."""
    unknown = np.flatnonzero(mother == NOBODY)
    known = np.unique(mother[mother != NOBODY])
    serial = desk.people.serial[known]
    desk.who_is_who.known(FEED, desk.locals_of(FEED, serial, 1), serial, desk.here[known], "mother")
    said, row = said_of(desk, FEED, known), np.searchsorted(known, np.where(mother == NOBODY, known[0] if len(known) else 0, mother))
    missing = desk.rng.random(len(known)) < number("unlinked.births_mothers") * desk.unevenness[known]
    number_ = blank(pl.Series(desk.number[known]), np.flatnonzero(missing))
    columns = {
        "MOTHER_NHS_NUMBER": number_, "MOTHER_LOCAL_ID": pl.Series(desk.locals_of(FEED, serial, 1)), "MOTHER_GIVEN_NAME": said.given,
        "MOTHER_FAMILY_NAME": said.family, "MOTHER_BIRTH_DATE": said.born,
    }  # fmt: skip
    return {header: blank(column.gather(row), unknown) for header, column in columns.items()}


def _weights(desk: Desk, births: Births) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(weeks of pregnancy, grams, born alive): whether a weight is low is drawn first, the rest follows from it."""
    people, rng, count = desk.people, desk.rng, len(births.baby)
    born = people.born[births.baby]
    area = people.home_on(births.baby, born)
    twin = births.order == 2
    twin[:-1] |= twin[1:]
    chance = np.where(twin, number("births.low_weight_twins"), number("births.low_weight") * times_likelier(desk.layout, area, born))
    low = rng.random(count) < chance
    early = rng.random(count) < np.where(low, *numbers("births.premature"))
    weeks = np.where(early, _PREMATURE - np.minimum(rng.geometric(0.35, count), 12), _PREMATURE + rng.binomial(5, 0.55, count))
    light = _LOW - 1 - np.minimum(rng.exponential(np.where(early, 520, 190), count), 1_900)
    usual = _LOW + rng.gamma(5.5, np.where(early, 85, 165), count)
    return weeks, np.where(low, light, usual).astype(np.int32), rng.random(count) >= number("births.still")
