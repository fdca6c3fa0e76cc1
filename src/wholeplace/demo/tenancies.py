"""What landlords send: everyone who lives in their homes, with names and addresses and hardly ever an NHS number."""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.days import END, FIRST, YEAR
from wholeplace.demo.files import write
from wholeplace.demo.layout import Room
from wholeplace.demo.population import NEVER, gradient
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.records import Desk, addresses, blank, clients_of, dates, pick, tell_who, who
from wholeplace.demo.strangers import with_strangers

FEED = "tenancies"
LANDLORDS = ("Z9K", "9Z1")
_TENURES = ("Secure tenancy", "Assured tenancy", "Affordable rent", "Sheltered", "Temporary")
_STRANGERS = {
    "number": "NHS_NUMBER", "local": "PERSON_REF", "given": "FORENAME", "family": "SURNAME", "born": "DATE_OF_BIRTH", "sex": "SEX",
    "address": "ADDRESS", "postcode": "POSTCODE", "uprn": "UPRN", "area": "LSOA",
}  # fmt: skip


def write_tenancies(desk: Desk, folder: Path, block: int) -> None:
    """The feed's file of one block: one row a person and tenancy, for tenancies that stand on or after FIRST."""
    desk = desk.with_dice(Room.TENANCIES)
    person, home, starts, ends = _tenancies(desk)
    frame = _rows(desk, (person, home), (starts, ends), block)
    frame = with_strangers(desk, FEED, frame, _STRANGERS, "TENANCY_REF")
    desk.ledger.wrote(FEED, len(frame))
    write(frame, folder / FEED / f"tenancies_{block + 1:03d}.csv", british_dates=True)


def _tenancies(desk: Desk) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(person, home, first day, first day no longer): all of a home's people are tenants or none is."""
    people, homes = desk.people, desk.homes
    everyone = np.flatnonzero(desk.here)
    moved = everyone[people.moves[everyone] < np.minimum(people.leaves[everyone], END)]
    person = np.concatenate([everyone, moved])
    home = np.concatenate([homes.first[everyone], homes.second[moved]])
    since = FIRST - (desk.rng.exponential(number("tenancies.years"), len(homes.address)) * YEAR).astype(np.int32)
    starts = np.concatenate([np.maximum(since[homes.first[everyone]], people.arrives[everyone]), people.moves[moved]])
    starts = np.maximum(starts, people.born[person])
    ends = np.concatenate([np.minimum(people.moves[everyone], people.leaves[everyone]), people.leaves[moved]])
    ends = np.minimum(ends, np.maximum(people.care_home[person], starts + 1))
    let = desk.rng.random(len(homes.address)) < _share(desk, person, home)
    kept = np.flatnonzero(let[home] & (home > 0) & (ends > FIRST) & (ends > starts) & (starts < END))
    order = kept[np.lexsort((person[kept], home[kept]))]
    return person[order], home[order], starts[order], ends[order]


def _share(desk: Desk, person: np.ndarray, home: np.ndarray) -> np.ndarray:
    """Of each home, how likely it is let by a social landlord: likelier where more deprived."""
    percentile = np.full(len(desk.homes.address), 0.5)
    percentile[home] = desk.people.percentile[person]
    return number("tenancies.share") * gradient(percentile, number("tenancies.gradient"))


def _rows(desk: Desk, who_where: tuple[np.ndarray, np.ndarray], span: tuple[np.ndarray, np.ndarray], block: int) -> pl.DataFrame:
    (person, home), (starts, ends), rng = who_where, span, desk.rng
    tell_who(desk, FEED, person)
    clients = clients_of(desk, FEED, person)
    facts, where = who(desk, FEED, person, np.maximum(starts, FIRST)), addresses(desk, person, starts, clients.old_address(person))
    homes = len(desk.homes.address)
    damp = rng.random(homes) < number("tenancies.damp") * gradient(desk.people.percentile[person], number("tenancies.gradient")).mean()
    tenure = np.searchsorted(np.cumsum(numbers("tenancies.tenures"))[:-1], rng.random(homes))[home]
    columns = {
        "LANDLORD": pick(LANDLORDS, (home % 3 == 0).astype(np.int8)), "TENANCY_REF": pl.Series(10_000_000 * (block + 1) + home),
        "PERSON_REF": facts["local"], "NHS_NUMBER": facts["number"], "FORENAME": clients.given(person), "SURNAME": clients.family(person),
        "DATE_OF_BIRTH": clients.born(person), "SEX": blank(facts["sex"], clients.no_sex(person)), "ETHNICITY": facts["ethnicity"],
        "ADDRESS": where["address"], "POSTCODE": where["postcode"], "UPRN": where["uprn"], "LSOA": facts["area"],
        "TENURE": pick(_TENURES, tenure), "DAMP_OR_MOULD": pick(("N", "Y"), damp[home].astype(np.int8)),
        "TENANCY_START": dates(starts), "TENANCY_END": dates(ends, (ends >= END) | (ends == NEVER)),
    }  # fmt: skip
    return pl.DataFrame(columns)
