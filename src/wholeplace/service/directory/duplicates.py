"""Find pairs of listings that may be the same thing: scored by evidence that is said in words, and left to a person to decide.

Points are no probability. They put pairs in an order, and `LIKELY` and `POSSIBLE` cut it where hand-judged pairs of real directories do:
see tests/service/directory/test_duplicates.py for how often each is right. Two things of one group in one building (a lunch club, a
library's storytime) are not the same: different names count against them more than the same spot counts for them.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from math import log, sqrt
from pathlib import Path

from wholeplace.service.directory.blocking import NEARLY, Compared, worth_comparing
from wholeplace.service.directory.facts import phones_of
from wholeplace.service.directory.index import point_of_place
from wholeplace.service.directory.postcodes import Postcodes, tidy
from wholeplace.service.directory.shapes import Listing
from wholeplace.service.directory.words import stems

WEIGHTS = Path(__file__).parent / "duplicates.csv"
LIKELY, POSSIBLE = 11, 7
_SMALL = frozenset({"and", "the", "of", "at"})
"""Words of a name that some write and others leave out."""
_FEWEST = 9
"""Different words that a description must have to be compared: a shorter one shares its words with any."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two listings that may be the same: how many points speak for it, and what they are for, in words."""

    one: Listing
    other: Listing
    points: int
    evidence: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Is it more than possible?"""
        return self.points >= LIKELY


def likely_pairs(listings: Sequence[Listing], postcodes: Postcodes, *, decided: Iterable[frozenset[str]] = ()) -> tuple[Pair, ...]:
    """Pairs that are at least possible, the likeliest first. Those that somebody `decided` on already are left out."""
    every = [compared(listing, postcodes) for listing in listings]
    rarity = rarity_of(every)
    known = frozenset(decided)
    worth = worth_comparing(every, rarity, least=_least_alike())
    found = [pair for one, other in worth if (pair := pair_of(every[one], every[other], rarity)) is not None]
    found = [pair for pair in found if frozenset((pair.one.id, pair.other.id)) not in known]
    return tuple(sorted(found, key=lambda pair: (-pair.points, pair.one.name.casefold(), pair.one.id, pair.other.id)))


def compared(listing: Listing, postcodes: Postcodes) -> Compared:
    """What is compared of a listing."""
    points = [point_of_place(place, postcodes) for place in listing.service_at_locations]
    codes = [tidy(address.postal_code) for place in listing.service_at_locations if place.location for address in place.location.addresses]
    return Compared(
        listing=listing, name=_own_name(listing), numbers=_numbers(listing), points=tuple(point for point in points if point),
        postcodes=frozenset(code for code in codes if code), phones=frozenset(filter(None, map(_digits, phones_of(listing)))),
        page=_page(listing.url), words=frozenset(stems(listing.description)),
    )  # fmt: skip


def _own_name(listing: Listing) -> tuple[str, ...]:
    """The words of its name without those of the building: "Food bank at Mill Lane Hall" and "Yoga at Mill Lane Hall" share nothing."""
    name = tuple(word for word in stems(listing.name) if word not in _SMALL)
    building = {word for place in listing.service_at_locations if place.location for word in stems(place.location.name)}
    return tuple(word for word in name if word not in building) or name


def pair_of(one: Compared, other: Compared, rarity: Mapping[str, float]) -> Pair | None:
    """Two listings weighed against each other; None where too little speaks for their being one. Names are compared last: that is
    most of the work, and the rest often says already that it is in vain."""
    found: list[tuple[int, str]] = []
    metres = min((a.metres_to(b) for a in one.points for b in other.points), default=None)
    if metres is not None:
        found.append(_weight("metres", metres))
    if one.postcodes and other.postcodes:
        found.append(_weight("postcode", float(bool(one.postcodes & other.postcodes))))
    if one.phones & other.phones:
        found.append(_weight("phone", 1))
    if one.page and one.page == other.page:
        found.append(_weight("website", 1))
    if (fewest := min(len(one.words), len(other.words))) >= _FEWEST:
        found.append(_weight("words", len(one.words & other.words) / fewest))
    rest = sum(points for points, _ in found)
    if rest + _most("name") < POSSIBLE:
        return None
    found.insert(0, _weight("name", _alike(one.name, other.name, rarity) if one.numbers == other.numbers else 0))
    points = rest + found[0][0]
    evidence = tuple(words for _, words in found if words)
    return Pair(one=one.listing, other=other.listing, points=points, evidence=evidence) if points >= POSSIBLE else None


@cache
def _least_alike() -> float:
    """How far two names must be alike where neither a phone number nor a web page is shared: below that, nothing makes them a pair."""
    rest = sum(max(0, _most(evidence)) for evidence in ("metres", "postcode", "words"))
    return min((value for value, points, _ in _weights()["name"] if points + rest >= POSSIBLE), default=0.0)


def _most(evidence: str) -> int:
    """The most points that a kind of evidence gives."""
    return max(points for _, points, _ in _weights()[evidence])


def _alike(one: tuple[str, ...], other: tuple[str, ...], rarity: Mapping[str, float]) -> float:
    """0 to 1: how far two names share their rare words (cosine over inverse frequency), or their letters where one is misspelt; a
    half where one holds all of the other, as "The Hut, Monday afternoon" holds "The Hut"."""
    if one == other:
        return 1.0
    mine, theirs = set(one), set(other)
    shared = sum(rarity.get(word, 1.0) ** 2 for word in mine & theirs)
    length = sqrt(sum(rarity.get(word, 1.0) ** 2 for word in mine) * sum(rarity.get(word, 1.0) ** 2 for word in theirs))
    held = min(len(mine), len(theirs)) > 1 and (mine <= theirs or theirs <= mine)
    return max(shared / length if length else 0.0, _letters(" ".join(one), " ".join(other)), 0.5 if held else 0.0)


def _letters(one: str, other: str) -> float:
    """How far two names share their letters in order, where nearly all; 0 below that. Cheap bounds first: most pairs are far below."""
    match = SequenceMatcher(None, one, other, autojunk=False)
    if match.real_quick_ratio() <= NEARLY or match.quick_ratio() <= NEARLY:
        return 0.0
    share = match.ratio()
    return share if share > NEARLY else 0.0


def _numbers(listing: Listing) -> frozenset[str]:
    """Numbers in its name: "Hall 10" and "Hall 12" share most of their letters, and are two halls."""
    return frozenset(word for word in stems(listing.name) if word[0].isdigit())


def rarity_of(every: Sequence[Compared]) -> dict[str, float]:
    """Stem -> how much it says: words that many names hold ("library", "church") say little."""
    counts = Counter(word for one in every for word in set(one.name))
    return {word: log((1 + len(every)) / (1 + count)) + 0.1 for word, count in counts.items()}


def _weight(evidence: str, value: float) -> tuple[int, str]:
    """Points for a value, and what they are for: those of the highest step that the value reaches."""
    for at_least, points, words in _weights()[evidence]:
        if value >= at_least:
            return points, words
    return 0, ""


@cache
def _weights() -> Mapping[str, tuple[tuple[float, int, str], ...]]:
    found: dict[str, list[tuple[float, int, str]]] = {}
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["evidence"], []).append((float(row["at_least"]), int(row["points"]), row["words"]))
    return {name: tuple(sorted(steps, reverse=True)) for name, steps in found.items()}


def _digits(number: str) -> str:
    """The last ten digits of a phone number, however it is written; empty for fewer."""
    digits = re.sub(r"\D", "", number)
    return digits[-10:] if len(digits) >= 10 else ""


def _page(url: str) -> str:
    """A web page without what does not tell pages apart; empty for the front page of a site that many groups share."""
    page = re.sub(r"^https?://(www\.)?|[?#].*$", "", url.lower()).rstrip("/")
    return page if "/" in page else ""


def pairs_in_words(pairs: Iterable[Pair]) -> Iterator[str]:
    """Each pair in a line: what the two are called, and what speaks for and against their being one."""
    for pair in pairs:
        names = f'"{pair.one.name}" and "{pair.other.name}"' if pair.one.name != pair.other.name else f'"{pair.one.name}" twice'
        yield f"{names} ({pair.one.id} and {pair.other.id}): {', '.join(pair.evidence)}."
