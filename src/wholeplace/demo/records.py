"""The columns that say who a record is about, as each sender writes them: mostly right, sometimes missing or wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from wholeplace.demo.days import BOUNDARY_CHANGE, BURN_IN, END, FIRST
from wholeplace.demo.homes import Homes, homes_of
from wholeplace.demo.households import Households, households_of
from wholeplace.demo.layout import OLD_CODE, Layout, Room
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.local_numbers import local_numbers
from wholeplace.demo.names import nhs_numbers, wrong_number
from wholeplace.demo.population import People
from wholeplace.demo.rates import has, number, numbers, words
from wholeplace.demo.selves import Selves, selves_of
from wholeplace.demo.slips import Called, Said, said_by
from wholeplace.demo.unlinked import uneven, unevenness
from wholeplace.demo.who_is_who import WhoIsWho

UNKNOWN_AREA = "E9L999999"
"""A small-area code that is in no list."""
FEEDS = (
    "person_list", "admitted_patient_care", "emergency_care", "social_care", "voluntary_activity", "contacts", "tenancies", "births",
    "answers", "opt_outs",
)  # fmt: skip
"""Feeds about people. A feed's place here is the part of the dice that its slips are drawn from: add at the end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Where the records of one block are written up: the people and who they are, their lasting columns, the dice and the ledger.

    `unevenness`: how many times likelier than others' each person's NHS number is to be missing. `here`: is on the person list.
    """

    layout: Layout
    block: int
    people: People
    households: Households
    homes: Homes
    selves: Selves
    rng: np.random.Generator
    ledger: Ledger
    number: np.ndarray
    unevenness: np.ndarray
    here: np.ndarray
    ethnicity: pl.Series
    areas: pl.Series
    born: pl.Series
    who_is_who: WhoIsWho

    def with_dice(self, room: Room) -> "Desk":
        """The same desk with dice of one room, for feeds that came later: what they draw leaves the others as they were."""
        return replace(self, rng=self.layout.rng(self.block, room))

    def dice(self, room: Room, feed: str) -> np.random.Generator:
        """Dice of one room for one feed of this block."""
        return self.layout.rng(self.block, room, FEEDS.index(feed))

    def locals_of(self, feed: str, serial: np.ndarray, part: np.ndarray | int = 0) -> np.ndarray:
        """The numbers by which a feed's sender knows people; each part of it (0 to 3) has numbers of its own."""
        return local_numbers(self.layout.seed, feed, serial * 4 + part)


def desk_for(layout: Layout, people: People, block: int, ledger: Ledger) -> Desk:
    """The desk of a block, with everyone housed and named."""
    codes = pl.Series(words("people.ethnicity_codes"))
    households = households_of(layout, people, block)
    homes = homes_of(layout, people, households, block)
    return Desk(
        layout=layout, block=block, people=people, households=households, homes=homes, selves=selves_of(layout, people, households, block),
        rng=layout.rng(block, Room.RECORDS), ledger=ledger, number=nhs_numbers(people.serial, layout.serials),
        unevenness=unevenness(layout, people, homes), here=(people.leaves > FIRST) & (people.arrives < END),
        ethnicity=codes.gather(people.ethnicity), areas=pl.Series([*layout.codes, OLD_CODE, UNKNOWN_AREA]), born=dates(people.born),
        who_is_who=WhoIsWho(),
    )  # fmt: skip


def dates(days: np.ndarray, missing: np.ndarray | None = None) -> pl.Series:
    """Day numbers as a date column; null where `missing`."""
    column = pl.Series(days.astype(np.int32))
    if missing is not None:
        column = column.set(pl.Series(missing), None)
    return column.cast(pl.Date)


def pick(choices: Sequence[str | None] | pl.Series, which: np.ndarray) -> pl.Series:
    """The choice at each index, as a text column."""
    series = choices if isinstance(choices, pl.Series) else pl.Series(choices)
    return series.gather(pl.Series(which.astype(np.uint32)))


def blank(column: pl.Series, where: np.ndarray) -> pl.Series:
    """The column, null at the rows `where` (indexes)."""
    return column.scatter(where, None) if len(where) else column


def rows_hit(rng: np.random.Generator, count: int, chance: float) -> np.ndarray:
    """Indexes of rows that something happens to, each with `chance`, in order."""
    hits = rng.binomial(count, chance)
    return np.sort(rng.choice(count, hits, replace=False)) if hits else np.zeros(0, dtype=np.int64)


def who(desk: Desk, feed: str, person: np.ndarray, when: np.ndarray, event: np.ndarray | None = None) -> dict[str, pl.Series]:
    """number, local, sex (1 male, 2 female), ethnicity and area of each row's person on the day `when`, and `unknown`.

    `event`: what the row is part of (a spell, an attendance), where a sender may not learn who came: then all rows of that event
    are `unknown`, without a number and under a local number used once.

    Rates of what is missing or wrong: dirt.<feed> in rates.toml, in the order missing number, wrong number, missing sex, missing
    ethnicity, not stated, unknown area, missing area; of missing numbers besides: no_number.<feed>.
    """
    rng, count = desk.rng, len(person)
    chances = dict(zip(_SPOILS, numbers(f"dirt.{feed}"), strict=True))
    hit = {kind: rows_hit(rng, count, chance) for kind, chance in chances.items()}
    hit["NHS number missing"] = _numbers_missing(desk, feed, person, (hit["NHS number missing"], chances["NHS number missing"]))
    local = desk.locals_of(feed, desk.people.serial)[person]
    unknown = _unknown(desk, feed, person, event)
    local[unknown] = _used_once(desk, feed, person[unknown], event[unknown] if event is not None else unknown)
    hit["NHS number missing"] = np.union1d(hit["NHS number missing"], unknown)
    for blanked, spoiled in _BLANK_WINS:
        hit[spoiled] = np.setdiff1d(hit[spoiled], hit[blanked], assume_unique=True)
    number = desk.number[person]
    number[hit["NHS number fails its check"]] = wrong_number(number[hit["NHS number fails its check"]])
    area = area_on(desk, person, when)
    area[hit["unknown small area"]] = len(desk.areas) - 1
    ethnicity = desk.ethnicity.gather(pl.Series(person.astype(np.uint32)))
    ethnicity = blank(ethnicity.scatter(hit["ethnicity not stated"], "Z"), hit["ethnicity missing"])
    for kind, rows in hit.items():
        desk.ledger.spoiled(feed, kind, len(rows))
    return {
        "number": blank(pl.Series(number), hit["NHS number missing"]),
        "local": pl.Series(local),
        "unknown": pl.Series(unknown),
        "sex": blank(pl.Series((1 + desk.people.female[person]).astype(np.int8)), hit["sex missing"]),
        "ethnicity": ethnicity,
        "area": blank(pick(desk.areas, area), hit["small area missing"]),
    }


_SPOILS = (
    "NHS number missing", "NHS number fails its check", "sex missing", "ethnicity missing", "ethnicity not stated",
    "unknown small area", "small area missing",
)  # fmt: skip


_BLANK_WINS = (
    ("NHS number missing", "NHS number fails its check"), ("ethnicity missing", "ethnicity not stated"),
    ("small area missing", "unknown small area"),
)  # fmt: skip
"""Where a cell is both spoiled and missing it is missing, and only that is counted."""


def area_on(desk: Desk, person: np.ndarray, when: np.ndarray) -> np.ndarray:
    """Index into `desk.areas` of home on that day, by the code in force on that day."""
    home = desk.people.home_on(person, when)
    return np.where((home == desk.layout.changed_area) & (when < BOUNDARY_CHANGE), len(desk.areas) - 2, home)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clients:
    """The clients of one feed as its sender has them. `said`: one row a client; `at`: each person's row in it."""

    said: Said
    at: np.ndarray

    def given(self, person: np.ndarray) -> pl.Series:
        return self.said.given.gather(self.at[person])

    def family(self, person: np.ndarray) -> pl.Series:
        return self.said.family.gather(self.at[person])

    def born(self, person: np.ndarray) -> pl.Series:
        return self.said.born.gather(self.at[person])

    def no_sex(self, person: np.ndarray) -> np.ndarray:
        """Rows whose sex the sender did not ask for."""
        return np.flatnonzero(self.said.no_sex[self.at[person]])

    def old_address(self, person: np.ndarray) -> np.ndarray:
        """Mask of rows that still carry the address before the move."""
        return self.said.old_address[self.at[person]]


def clients_of(desk: Desk, feed: str, person: np.ndarray) -> Clients:
    """The clients of a feed that has one number a person, from the people of its rows."""
    seen = np.zeros(len(desk.people), dtype=bool)
    seen[person] = True
    known = np.flatnonzero(seen)
    return Clients(said=said_of(desk, feed, known), at=(np.cumsum(seen) - 1).astype(np.uint32))


def tell_who(desk: Desk, feed: str, person: np.ndarray, unknown: np.ndarray | None = None) -> None:
    """Say who is who in rows of a feed that has one number a person, leaving out the `unknown` rows, which `who` has told."""
    seen = np.zeros(len(desk.people), dtype=bool)
    seen[person if unknown is None else np.delete(person, unknown)] = True
    known = np.flatnonzero(seen)
    serial = desk.people.serial[known]
    desk.who_is_who.known(feed, desk.locals_of(feed, serial), serial, desk.here[known])


def said_of(desk: Desk, feed: str, person: np.ndarray) -> Said:
    """People (rows of People, one a client) as this sender writes them down when it takes them on."""
    at, own = pl.Series(person.astype(np.uint32)), desk.selves
    called = Called(
        given=own.given.gather(at), middle=own.middle.gather(at), family=own.family.gather(at), former=own.former.gather(at),
        born=desk.people.born[person], community=desk.households.community[person],
    )  # fmt: skip
    return said_by(desk.dice(Room.SLIPS, feed), feed, called)


def addresses(desk: Desk, person: np.ndarray, when: np.ndarray, old: np.ndarray | None = None) -> dict[str, pl.Series]:
    """address, postcode and uprn of each row's person on the day `when`; where `old`, of the home before the move."""
    home = desk.homes.on(desk.people, person, when)
    if old is not None:
        home = np.where(old, desk.homes.first[person], home)
    at, homes = pl.Series(home.astype(np.uint32)), desk.homes
    return {"address": homes.address.gather(at), "postcode": homes.postcode.gather(at), "uprn": homes.uprn.gather(at)}


def _unknown(desk: Desk, feed: str, person: np.ndarray, event: np.ndarray | None) -> np.ndarray:
    """Rows of events whose sender never learned who came, in order."""
    if event is None or not len(event):
        return np.zeros(0, dtype=np.int64)
    choice = desk.dice(Room.UNKNOWN, feed).random(int(event.max()) + 1)[event]
    return np.flatnonzero(choice < number(f"no_number.{feed}_unknown") * desk.unevenness[person])


def _used_once(desk: Desk, feed: str, person: np.ndarray, event: np.ndarray) -> np.ndarray:
    """A local number for each event, of a range that no client has."""
    once, first, row = np.unique(event, return_index=True, return_inverse=True)
    beyond = 8 * desk.layout.serials + desk.block * _EVENTS + once  # four numbers for each serial, and strangers have as many again
    local = desk.locals_of(feed, beyond // 4, beyond % 4)
    whose = person[first]
    desk.who_is_who.known(feed, local, desk.people.serial[whose], desk.here[whose])
    return local[row]


_EVENTS = 400_000
"""Room for the events of a block: about 70,000 spells or attendances."""


def _numbers_missing(desk: Desk, feed: str, person: np.ndarray, flat: tuple[np.ndarray, float]) -> np.ndarray:
    """Rows without an NHS number: by row at an uneven rate, or all rows of a client, where no_number.<feed>_clients says so."""
    hit, share = flat
    rng = desk.dice(Room.NUMBERS, feed)
    if has(f"no_number.{feed}"):
        hit = uneven(rng, hit, share, number(f"no_number.{feed}") * desk.unevenness[person])
    if has(f"no_number.{feed}_clients"):
        unknown = rng.random(len(desk.people)) < number(f"no_number.{feed}_clients") * desk.unevenness
        hit = np.union1d(hit, np.flatnonzero(unknown[person]))
    return hit


def practice_codes(layout: Layout, home: np.ndarray, serial: np.ndarray) -> pl.Series:
    """One of the two GP surgeries of the neighbourhood."""
    codes = pl.Series([practice_code(n, m) for n in range(len(layout.neighbourhoods)) for m in range(2)])
    return pick(codes, layout.neighbourhood[home] * 2 + serial % 2)


def practice_code(neighbourhood: int, which: int) -> str:
    return f"Z9{neighbourhood * 2 + which + 1:04d}"


def before_window(people: People, years: float, rng: np.random.Generator) -> np.ndarray:
    """For those here from the start: the day they came to this address, some years before, never before birth."""
    earlier = BURN_IN - (rng.exponential(years, len(people)) * 365.25).astype(np.int32)
    return np.where(people.arrives < BURN_IN, np.maximum(earlier, people.born), people.arrives)
