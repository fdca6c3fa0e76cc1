"""What voluntary organisations record: support, and how lonely people were before and after. Lines end as Windows ends them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.days import BURN_IN, END, FIRST, calendar
from wholeplace.demo.files import with_duplicates, write
from wholeplace.demo.hospital import Dice, events
from wholeplace.demo.names import ACTIVITIES
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.records import Desk, addresses, blank, dates, pick, said_of, who
from wholeplace.demo.slips import Said
from wholeplace.demo.strangers import with_strangers

FEED = "voluntary_activity"
ORGANISATIONS = ("Z9V1", "Z9V2", "Z9V3")
CARERS = "Z9V4"
"""A voluntary organisation that is in the directory and sends no feed yet."""


def write_support(desk: Desk, folder: Path, block: int) -> None:
    """The feed's file of one block: support under way on or after FIRST; open where it has not ended by END."""
    dice = Dice(rng=desk.rng, layout=desk.layout, people=desk.people)
    dates_ = calendar("contacts.flat_season", "hospital.planned_weekday", BURN_IN, END)
    person, starts = events(dice, numbers("voluntary.rate_by_band") / 1000, np.ones(len(desk.people)), dates_)
    ends = starts + 7 + desk.rng.exponential(number("voluntary.days"), len(person)).astype(np.int32)
    ends = np.minimum(ends, desk.people.leaves[person] - 1)
    kept = np.flatnonzero((ends >= FIRST) & (ends >= starts))
    frame = with_duplicates(_rows(desk, person[kept], (starts[kept], ends[kept]), block), FEED, desk.rng, desk.ledger)
    frame = with_strangers(desk, FEED, frame, _STRANGERS, "ACTIVITY_REF")
    desk.ledger.wrote(FEED, len(frame))
    write(frame, folder / FEED / f"support_{block + 1:03d}.csv", windows=True)


_STRANGERS = {
    "number": "NHS_NUMBER", "local": "CLIENT_REF", "given": "FIRST_NAME", "family": "LAST_NAME", "born": "DATE_OF_BIRTH", "sex": "SEX",
    "address": "ADDRESS", "postcode": "POSTCODE", "area": "LSOA",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class _Clients:
    """Clients of each organisation, which number people for themselves. `row`: the client of each row; `first`: its first row."""

    said: Said
    local: np.ndarray
    row: np.ndarray
    first: np.ndarray


def _clients(desk: Desk, person: np.ndarray, organisation: np.ndarray) -> _Clients:
    """A person whom two organisations support is a client of each, with a number and slips of its own."""
    each = len(ORGANISATIONS)
    key, first, row = np.unique(person * each + organisation, return_index=True, return_inverse=True)
    client = key // each
    serial = desk.people.serial[client]
    local = desk.locals_of(FEED, serial, 1 + key % each)
    desk.who_is_who.known(FEED, local, serial, desk.here[client])
    return _Clients(said=said_of(desk, FEED, client), local=local, row=row, first=first)


def _rows(desk: Desk, person: np.ndarray, span: tuple[np.ndarray, np.ndarray], block: int) -> pl.DataFrame:
    (starts, ends), rng, count = span, desk.rng, len(person)
    facts = who(desk, FEED, person, np.maximum(starts, FIRST))
    asked = rng.random(count)
    open_ = ends >= END
    before = 3 + np.searchsorted(np.cumsum(numbers("voluntary.score_before"))[:-1], rng.random(count))
    change = np.searchsorted(np.cumsum(numbers("voluntary.score_change"))[:-1], rng.random(count)) - 3
    after = np.clip(before + change, 3, 9)
    unscored = rng.random(count) >= number("voluntary.scored")
    organisation = rng.integers(0, len(ORGANISATIONS), count)
    clients = _clients(desk, person, organisation)
    said, row = clients.said, clients.row
    unknown = np.flatnonzero(asked[clients.first][row] >= number("voluntary.number_given"))
    where = addresses(desk, person, starts, said.old_address[row])
    columns = {
        "NHS_NUMBER": blank(facts["number"], unknown), "CLIENT_REF": pl.Series(clients.local[row]),
        "FIRST_NAME": said.given.gather(row), "LAST_NAME": said.family.gather(row), "DATE_OF_BIRTH": said.born.gather(row),
        "SEX": blank(facts["sex"], np.flatnonzero(said.no_sex[row])), "ETHNICITY": facts["ethnicity"],
        "ADDRESS": where["address"], "POSTCODE": where["postcode"], "LSOA": facts["area"],
        "ORGANISATION": pick(ORGANISATIONS, organisation), "ACTIVITY_REF": pl.Series(1_000_000_000 * (block + 1) + np.arange(count)),
        "ACTIVITY": pick(ACTIVITIES, organisation * 2 + rng.integers(0, 2, count)), "START_DATE": dates(starts),
        "END_DATE": dates(ends, open_),
        "UCLA_START": pl.Series(before).set(pl.Series(unscored & (rng.random(count) < 0.4)), None),
        "UCLA_END": pl.Series(after).set(pl.Series(unscored | open_), None),
    }  # fmt: skip
    return pl.DataFrame(columns)
