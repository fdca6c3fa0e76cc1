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

from wholeplace.service.directory.facts import phones_of
from wholeplace.service.directory.index import point_of_place
from wholeplace.service.directory.points import Point
from wholeplace.service.directory.postcodes import Postcodes, tidy
from wholeplace.service.directory.shapes import Listing
from wholeplace.service.directory.words import stems

WEIGHTS = Path(__file__).parent / "duplicates.csv"
LIKELY, POSSIBLE = 11, 7
_NEAR = 500
"""Metres: listings farther apart are compared only where they share a phone number or a web page."""
_CELL = 500
_SMALL = frozenset({"and", "the", "of", "at"})
"""Words of a name that some write and others leave out."""
_NEARLY = 0.85
"""The share of letters from which a name may be another one, misspelt."""
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


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is compared of a listing."""

    listing: Listing
    name: tuple[str, ...]
    numbers: frozenset[str]
    points: tuple[Point, ...]
    postcodes: frozenset[str]
    phones: frozenset[str]
    page: str
    words: frozenset[str]


def likely_pairs(listings: Sequence[Listing], postcodes: Postcodes, *, decided: Iterable[frozenset[str]] = ()) -> tuple[Pair, ...]:
    """Pairs that are at least possible, the likeliest first. Those that somebody `decided` on already are left out."""
    seen = [_seen(listing, postcodes) for listing in listings]
    rarity = _rarity(seen)
    known = frozenset(decided)
    pairs = (_pair(seen[one], seen[other], rarity) for one, other in sorted(_candidates(seen)))
    found = [pair for pair in pairs if pair.points >= POSSIBLE and frozenset((pair.one.id, pair.other.id)) not in known]
    return tuple(sorted(found, key=lambda pair: (-pair.points, pair.one.name.casefold(), pair.one.id, pair.other.id)))


def _seen(listing: Listing, postcodes: Postcodes) -> _Seen:
    points = [point_of_place(place, postcodes) for place in listing.service_at_locations]
    codes = [tidy(address.postal_code) for place in listing.service_at_locations if place.location for address in place.location.addresses]
    return _Seen(
        listing=listing, name=_own_name(listing), numbers=_numbers(listing), points=tuple(point for point in points if point),
        postcodes=frozenset(code for code in codes if code), phones=frozenset(filter(None, map(_digits, phones_of(listing)))),
        page=_page(listing.url), words=frozenset(stems(listing.description)),
    )  # fmt: skip


def _own_name(listing: Listing) -> tuple[str, ...]:
    """The words of its name without those of the building: "Food bank at Mill Lane Hall" and "Yoga at Mill Lane Hall" share nothing."""
    name = tuple(word for word in stems(listing.name) if word not in _SMALL)
    building = {word for place in listing.service_at_locations if place.location for word in stems(place.location.name)}
    return tuple(word for word in name if word not in building) or name


def _candidates(seen: Sequence[_Seen]) -> set[tuple[int, int]]:
    """Pairs worth comparing: near each other, or with a phone number, a web page or a whole name in common."""
    groups: dict[object, list[int]] = {}
    for number, one in enumerate(seen):
        for key in _keys(one):
            groups.setdefault(key, []).append(number)
    return {(one, other) for members in groups.values() for at, one in enumerate(members) for other in members[at + 1 :]}


def _keys(one: _Seen) -> set[object]:
    near = {
        (int(point.easting // _CELL) + across, int(point.northing // _CELL) + up)
        for point in one.points for across in (0, 1) for up in (0, 1)
    }  # fmt: skip
    shared = {("phone", number) for number in one.phones} | ({("page", one.page)} if one.page else set())
    unplaced = {("name", one.name)} if not one.points else set()
    return near | shared | unplaced | {("postcode", code) for code in one.postcodes}


def _pair(one: _Seen, other: _Seen, rarity: Mapping[str, float]) -> Pair:
    found: list[tuple[int, str]] = [_weight("name", _alike(one.name, other.name, rarity) if one.numbers == other.numbers else 0)]
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
    return Pair(
        one=one.listing, other=other.listing, points=sum(points for points, _ in found),
        evidence=tuple(words for points, words in found if words),
    )  # fmt: skip


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
    if match.real_quick_ratio() <= _NEARLY or match.quick_ratio() <= _NEARLY:
        return 0.0
    share = match.ratio()
    return share if share > _NEARLY else 0.0


def _numbers(listing: Listing) -> frozenset[str]:
    """Numbers in its name: "Hall 10" and "Hall 12" share most of their letters, and are two halls."""
    return frozenset(word for word in stems(listing.name) if word[0].isdigit())


def _rarity(seen: Sequence[_Seen]) -> dict[str, float]:
    """Stem -> how much it says: words that many names hold ("library", "church") say little."""
    counts = Counter(word for one in seen for word in set(one.name))
    return {word: log((1 + len(seen)) / (1 + count)) + 0.1 for word, count in counts.items()}


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
