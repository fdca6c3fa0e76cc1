"""Find what somebody looks for: everything that satisfies all they ask, nothing else, and the best first.

Order: what is out of date sinks below all else; then what speaks of the words in its name or taxonomy before what only mentions
them; then the nearest (online ones after); then the one confirmed last; then by name. Who offers it plays no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.service.directory.access import features
from wholeplace.service.directory.index import STRONG, Index, bits_of_days
from wholeplace.service.directory.sentences import sentence_of
from wholeplace.service.directory.wanted import Answer, Found, Wanted
from wholeplace.service.directory.widening import ways_to_widen, why_nothing
from wholeplace.service.directory.words import Meaning, meaning_of, meanings


def search(index: Index, wanted: Wanted, *, first: int = 0, most: int = 20) -> Answer:
    """One page of what answers, from number `first` (counted from 0), at most `most`. Raises KeyError for a need or an access that is on
    no list."""
    best = _best(index, wanted)
    if not len(best.rows):
        wider = ways_to_widen(wanted, lambda other: len(_best(index, other).rows))
        return Answer(total=0, found=(), why=why_nothing(index, wanted), wider=wider)
    page = best.rows[first : first + most]
    return Answer(total=len(best.rows), found=tuple(_found(index, wanted, int(row)) for row in page))


def count(index: Index, wanted: Wanted) -> int:
    """How many listings answer."""
    return len(_best(index, wanted).rows)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The best row of each listing that answers, best listing first."""

    rows: np.ndarray


def _best(index: Index, wanted: Wanted) -> _Ranked:
    columns = index.columns
    quality = _quality(index, asked_for(wanted))
    rows = np.flatnonzero(_listings_that_fit(index, wanted, quality)[columns["listing"]] & _rows_that_fit(index, wanted))
    listing = columns["listing"][rows]
    metres = _metres(index, wanted)[rows]
    keys = (columns["by_name"][listing], -columns["assured"][listing], metres, -quality[listing].astype(np.int8), columns["sinks"][listing])
    ranked = rows[np.lexsort((np.arange(len(rows)), *keys))]
    _, first = np.unique(columns["listing"][ranked], return_index=True)
    return _Ranked(ranked[np.sort(first)])


def asked_for(wanted: Wanted) -> tuple[Meaning, ...]:
    """What must be spoken of: each of the words, and the need."""
    return (*meanings(wanted.words), *((meaning_of(wanted.need),) if wanted.need else ()))


def _quality(index: Index, asked: Sequence[Meaning]) -> np.ndarray:
    """Of each listing, how well it speaks of the thing that it speaks of least; 0 where it does not speak of one."""
    worst = np.full(len(index.listings), STRONG, np.uint8)
    for meaning in asked:
        worst = np.minimum(worst, index.speaks_of(meaning))
    return worst


def _listings_that_fit(index: Index, wanted: Wanted, quality: np.ndarray) -> np.ndarray:
    columns = index.columns
    fits = quality > 0
    if wanted.age is not None:
        fits &= (columns["low_age"] <= wanted.age) & (wanted.age <= columns["high_age"])
    if wanted.at_most is not None:
        fits &= columns["free"] if wanted.at_most.pence == 0 else columns["pence"] <= wanted.at_most.pence
    return fits


def _rows_that_fit(index: Index, wanted: Wanted) -> np.ndarray:
    columns = index.columns
    fits = np.ones(len(index.rows), bool)
    if wanted.near is not None and wanted.within is not None:
        fits &= columns["online"] | (_metres(index, wanted) <= wanted.within)
    if wanted.days:
        fits &= (columns["days"] & bits_of_days(wanted.days)) != 0
    if wanted.access:
        bits = {name: 1 << number for number, name in enumerate(features())}
        asked = sum(bits[name] for name in wanted.access)
        fits &= (columns["access"] & asked) == asked
    return fits


def _metres(index: Index, wanted: Wanted) -> np.ndarray:
    """Of each row; endless where the place is nowhere, nought everywhere where no point was given."""
    if wanted.near is None:
        return np.zeros(len(index.rows))
    metres = np.hypot(index.columns["easting"] - wanted.near.easting, index.columns["northing"] - wanted.near.northing)
    return np.where(np.isnan(metres), np.inf, metres)


def _found(index: Index, wanted: Wanted, number: int) -> Found:
    row = index.rows[number]
    metres = wanted.near.metres_to(row.point) if wanted.near and row.point else None
    return Found(
        listing=index.listings[row.listing], place=row.place, metres=metres, sentence=sentence_of(index, row, metres),
        age=index.ages[row.listing],
    )  # fmt: skip
