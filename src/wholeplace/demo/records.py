"""The columns that say who a record is about, as each sender writes them: mostly right, sometimes missing or wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.demo.days import BOUNDARY_CHANGE, BURN_IN
from wholeplace.demo.layout import OLD_CODE, Layout
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.names import FAMILY, GIVEN, nhs_numbers, wrong_number
from wholeplace.demo.population import People
from wholeplace.demo.rates import numbers, words

UNKNOWN_AREA = "E9L999999"
"""A small-area code that is in no list."""
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Where the records of one block are written up: the people, their lasting columns, the dice and the ledger."""

    layout: Layout
    people: People
    rng: np.random.Generator
    ledger: Ledger
    number: np.ndarray
    ethnicity: pl.Series
    areas: pl.Series
    born: pl.Series


def desk_for(layout: Layout, people: People, rng: np.random.Generator, ledger: Ledger) -> Desk:
    codes = pl.Series(words("people.ethnicity_codes"))
    return Desk(
        layout=layout, people=people, rng=rng, ledger=ledger, number=nhs_numbers(people.serial, layout.serials),
        ethnicity=codes.gather(people.ethnicity), areas=pl.Series([*layout.codes, OLD_CODE, UNKNOWN_AREA]), born=dates(people.born),
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


def who(desk: Desk, feed: str, person: np.ndarray, when: np.ndarray) -> dict[str, pl.Series]:
    """number, local, born, sex (1 male, 2 female), ethnicity and area of each row's person on the day `when`.

    Rates of what is missing or wrong: dirt.<feed> in rates.toml, in the order missing number, wrong number, missing sex,
    missing ethnicity, not stated, unknown area, missing area.
    """
    rng, count = desk.rng, len(person)
    chances = dict(zip(_SPOILS, numbers(f"dirt.{feed}"), strict=True))
    hit = {kind: rows_hit(rng, count, chance) for kind, chance in chances.items()}
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
        "local": pl.Series(desk.people.serial[person] + 100_000),
        "born": desk.born.gather(pl.Series(person.astype(np.uint32))),
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


def given_names(people: People, person: np.ndarray) -> pl.Series:
    return pick(GIVEN, people.serial[person] * 7 % len(GIVEN))


def family_names(people: People, person: np.ndarray) -> pl.Series:
    return pick(FAMILY, people.serial[person] // 3 % len(FAMILY))


def postcodes(layout: Layout, area: np.ndarray, serial: np.ndarray) -> pl.Series:
    """A postcode in an area that does not exist: no postcode area begins with Q."""
    number, letters = serial % 9 + 1, len(_LETTERS)
    table = pl.Series([f"QX{n % 89 + 1} " for n in range(len(layout.target))])
    ends = pl.Series([f"{n}{a}{b}" for n in range(1, 10) for a in _LETTERS for b in _LETTERS])
    return pick(table, area) + pick(ends, (number - 1) * letters * letters + serial // 9 % (letters * letters))


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
