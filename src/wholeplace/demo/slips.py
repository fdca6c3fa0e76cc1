"""How senders get people wrong: nicknames, other spellings, swapped names and days, typing errors, old addresses, gaps.

A sender makes a slip once, when it takes a client on, and keeps to it. Rates: slips.<feed> in rates.toml, in order of KINDS.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.demo.households import COMMUNITIES
from wholeplace.demo.rates import numbers
from wholeplace.demo.selves import parts

KINDS = (
    "nickname", "other spelling", "names swapped", "former family name", "typing error in a name", "day and month swapped",
    "typing error in the birth date", "birth date missing", "sex missing", "old address", "names missing", "middle name too",
)  # fmt: skip
_LETTERS = "abcdefghijklmnoprstuwyz"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """Clients as one sender has them, one row a client. `no_sex`, `old_address`: masks."""

    given: pl.Series
    family: pl.Series
    born: pl.Series
    no_sex: np.ndarray
    old_address: np.ndarray


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    """What clients are truly called and when they were born, one row a client."""

    given: pl.Series
    middle: pl.Series
    family: pl.Series
    former: pl.Series
    born: np.ndarray
    community: np.ndarray


def said_by(rng: np.random.Generator, feed: str, called: Called) -> Said:
    """The clients with this sender's slips; all of a client's slips come from one row of `rng`'s draws."""
    hits = rng.random((len(called.born), len(KINDS))) < numbers(f"slips.{feed}")
    hit = {kind: np.flatnonzero(hits[:, n]) for n, kind in enumerate(KINDS)}
    given, family = _names(rng, called, hit)
    born = _dates(rng, called.born, hit)
    return Said(
        given=given, family=family, born=born, no_sex=hits[:, KINDS.index("sex missing")], old_address=hits[:, KINDS.index("old address")]
    )


def _names(rng: np.random.Generator, called: Called, hit: dict[str, np.ndarray]) -> tuple[pl.Series, pl.Series]:
    given, family = called.given, called.family
    rows = hit["former family name"]
    former = called.former.gather(rows)
    family = family.scatter(rows, pl.select(pl.coalesce(former, family.gather(rows))).to_series())
    given = _changed(given, hit["nickname"], rng, lambda text, n, row: nickname(text, n, COMMUNITIES[called.community[row]]))
    where = hit["other spelling"]
    given = _changed(given, where[::2], rng, lambda text, n, row: other_spelling(text, n, COMMUNITIES[called.community[row]]))
    family = _changed(family, where, rng, lambda text, n, row: other_spelling(text, n, COMMUNITIES[called.community[row]]))
    where = hit["typing error in a name"]
    given = _changed(given, where[::2], rng, lambda text, n, _: mistyped(text, n))
    family = _changed(family, where[1::2], rng, lambda text, n, _: mistyped(text, n))
    rows = hit["middle name too"]
    rows = rows[called.middle.gather(rows).is_not_null().to_numpy()]
    given = given.scatter(rows, given.gather(rows) + " " + called.middle.gather(rows))
    rows = hit["names swapped"]
    first = given.gather(rows)
    given, family = given.scatter(rows, family.gather(rows)), family.scatter(rows, first)
    return given.scatter(hit["names missing"], None), family.scatter(hit["names missing"], None)


def _changed(column: pl.Series, rows: np.ndarray, rng: np.random.Generator, change: Callable[[str, int, int], str]) -> pl.Series:
    """The column with the texts at `rows` changed, each with a draw of its own."""
    if not len(rows):
        return column
    draws = rng.integers(0, 1 << 30, len(rows)).tolist()
    texts = column.gather(rows).to_list()
    return column.scatter(rows, [change(text, n, row) for text, n, row in zip(texts, draws, rows.tolist(), strict=True)])


def nickname(name: str, draw: int, community: str) -> str:
    """A short form: the beginning of the name with an ending that its community uses."""
    ends = parts()[community]["nickname_ends"]
    return name[: 3 + draw % 2] + ends[draw // 2 % len(ends)]


def other_spelling(name: str, draw: int, community: str) -> str:
    """The name as another clerk would write it: one or two letters of its community's list of like sounds."""
    swaps = [(one, other) for pair in parts()[community]["variants"] for one, other in (pair, pair[::-1]) if one in name[1:]]
    if not swaps:
        return name
    one, other = swaps[draw % len(swaps)]
    return name[0] + name[1:].replace(one, other, 1)


def mistyped(name: str, draw: int) -> str:
    """One slip of the fingers: a letter left out, doubled, replaced, or changed with the next."""
    at, letter = 1 + draw // 4 % max(1, len(name) - 2), _LETTERS[draw // 97 % len(_LETTERS)]
    kind = draw % 4
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + letter + name[at + 1 :]
    return name[:at] + name[at] + name[at:] if kind == 2 else name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]


def _dates(rng: np.random.Generator, born: np.ndarray, hit: dict[str, np.ndarray]) -> pl.Series:
    """Birth dates with day and month swapped where that gives a date, or with one figure wrong."""
    born = born.astype("datetime64[D]")
    month = born.astype("datetime64[M]")
    day, number = (born - month).astype(int) + 1, month.astype(int) % 12 + 1
    rows = hit["day and month swapped"]
    rows = rows[day[rows] <= 12]
    written = born.copy()
    written[rows] = (born[rows].astype("datetime64[Y]").astype("datetime64[M]") + (day[rows] - 1)).astype("datetime64[D]") + (
        number[rows] - 1
    )
    rows = hit["typing error in the birth date"]
    off = np.array([1, -1, 10, -10, 366, -366, 3652, -3652])[rng.integers(0, 8, len(rows))]
    written[rows] += np.where(born[rows].astype(int) + off > 0, off, -off)
    column = pl.Series(written.astype("datetime64[D]").astype(np.int32)).cast(pl.Date)
    return column.scatter(hit["birth date missing"], None)
