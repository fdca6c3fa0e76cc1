"""All open listings of a place as arrays, so that a search of thousands takes a few milliseconds. Grain of a row: a listing at a place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np

from wholeplace.service.directory.access import access_of, features
from wholeplace.service.directory.costs import Cost, cost_of
from wholeplace.service.directory.freshness import Age, Spans, age_of
from wholeplace.service.directory.opening import DAYS, Session, day, days_of, sessions_of
from wholeplace.service.directory.points import Point, point_of
from wholeplace.service.directory.postcodes import Postcodes
from wholeplace.service.directory.shapes import ACTIVE, VIRTUAL, Listing, ServiceAtLocation
from wholeplace.service.directory.words import Meaning, stems

STRONG, WEAK = 2, 1
"""A listing speaks of something in its name or its taxonomy; or only in its description, its places or its organisation's name."""


@dataclass(frozen=True, slots=True)
class Row:
    """A listing at one of its places: where that is, what one can count on there, and when."""

    listing: int
    place: ServiceAtLocation | None
    point: Point | None
    online: bool
    access: frozenset[str]
    sessions: tuple[Session, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """Open listings with their rows, and the arrays that a search reads. Numbers of a listing are its place in `listings`."""

    today: date
    spans: Spans
    listings: tuple[Listing, ...]
    rows: tuple[Row, ...]
    costs: tuple[Cost, ...]
    ages: tuple[Age, ...]
    columns: Mapping[str, np.ndarray]
    texts: tuple[tuple[str, ...], tuple[str, ...]]
    postings: Mapping[str, np.ndarray]
    known: dict[Meaning, np.ndarray] = field(default_factory=dict)

    def speaks_of(self, meaning: Meaning) -> np.ndarray:
        """Of each listing: STRONG, WEAK or 0. Worked out once for each meaning."""
        found = self.known.get(meaning)
        if found is None:
            found = self.known[meaning] = self._speaks_of(meaning)
        return found

    def _speaks_of(self, meaning: Meaning) -> np.ndarray:
        found = np.zeros(len(self.listings), np.uint8)
        for phrase in meaning.phrases:
            words = f" {' '.join(phrase)} "
            for number in self._may_hold(phrase):
                strong = words in self.texts[0][number]
                if strong or (not found[number] and words in self.texts[1][number]):
                    found[number] = STRONG if strong else WEAK
        return found

    def _may_hold(self, phrase: tuple[str, ...]) -> np.ndarray:
        """Listings that hold every word of a phrase somewhere."""
        lists = [self.postings.get(word) for word in phrase]
        held = [each for each in lists if each is not None]
        if len(held) < len(lists):
            return np.array([], np.int32)
        return min(held, key=len)


def build_index(listings: Sequence[Listing], postcodes: Postcodes, spans: Spans, today: date) -> Index:
    """The index of the listings that are open on a day. Closed ones are left out. Order: as given."""
    active = tuple(listing for listing in listings if listing.status == ACTIVE)
    rows = tuple(row for number, listing in enumerate(active) for row in rows_of(number, listing, postcodes, today))
    costs = tuple(cost_of(listing, today) for listing in active)
    texts = (tuple(_strong(listing) for listing in active), tuple(_weak(listing) for listing in active))
    ages = tuple(age_of(listing, spans, today) for listing in active)
    columns = _columns_of_rows(rows) | _columns_of_listings(active, costs, ages)
    return Index(
        today=today, spans=spans, listings=active, rows=rows, costs=costs, ages=ages, columns=columns, texts=texts,
        postings=_postings(texts),
    )  # fmt: skip


def speaks_of(listing: Listing, meaning: Meaning) -> bool:
    """Does one listing, open or closed, speak of something anywhere?"""
    texts = _strong(listing), _weak(listing)
    return any(f" {' '.join(phrase)} " in text for phrase in meaning.phrases for text in texts)


def rows_of(number: int, listing: Listing, postcodes: Postcodes, today: date) -> Iterator[Row]:
    """A listing's rows: one for each place that it names, or one without a place."""
    for place in listing.service_at_locations or (None,):
        schedules = [one for one in listing.schedules if place is None or one.service_at_location_id in ("", place.id)]
        location = place.location if place else None
        yield Row(
            listing=number, place=place, point=point_of_place(place, postcodes),
            online=location is not None and location.location_type == VIRTUAL,
            access=access_of(location) if location else frozenset(), sessions=sessions_of(schedules, today),
        )  # fmt: skip


def point_of_place(place: ServiceAtLocation | None, postcodes: Postcodes) -> Point | None:
    """Where a place is: by its degrees, else by the first of its postcodes that is known. None online, and where neither is known."""
    location = place.location if place else None
    if location is None or location.location_type == VIRTUAL:
        return None
    if location.latitude is not None and location.longitude is not None:
        point = point_of(float(location.latitude), float(location.longitude))
        if point is not None:
            return point
    points = (postcodes.find(address.postal_code) for address in location.addresses)
    return next((point for point in points if point), None)


def _columns_of_rows(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    bit_of = {name: 1 << number for number, name in enumerate(features())}
    nowhere = Point(np.nan, np.nan)
    points = [row.point or nowhere for row in rows]
    return {
        "listing": np.array([row.listing for row in rows], np.int32),
        "easting": np.array([point.easting for point in points], np.float64),
        "northing": np.array([point.northing for point in points], np.float64),
        "online": np.array([row.online for row in rows], bool),
        "days": np.array([bits_of_days(days_of(row.sessions)) for row in rows], np.uint8),
        "access": np.array([sum(bit_of[name] for name in row.access) for row in rows], np.uint32),
    }


def _columns_of_listings(listings: Sequence[Listing], costs: Sequence[Cost], ages: Sequence[Age]) -> dict[str, np.ndarray]:
    order = sorted(range(len(listings)), key=lambda number: (listings[number].name.casefold(), listings[number].id))
    by_name = np.empty(len(listings), np.int32)
    by_name[order] = np.arange(len(listings))
    assured = [day(listing.assured_date) for listing in listings]
    return {
        "low_age": np.array([-1 if one.minimum_age is None else float(one.minimum_age) for one in listings], np.float64),
        "high_age": np.array([np.inf if one.maximum_age is None else float(one.maximum_age) for one in listings], np.float64),
        "pence": np.array([np.inf if cost.least is None else cost.least.pence for cost in costs], np.float64),
        "free": np.array([cost.free for cost in costs], bool),
        "sinks": np.array([age is Age.STALE for age in ages], bool),
        "assured": np.array([one.toordinal() if one else 0 for one in assured], np.int32),
        "by_name": by_name,
    }


def bits_of_days(days: frozenset[str]) -> int:
    """Days of the week as one number."""
    return sum(1 << DAYS.index(each) for each in days)


def _strong(listing: Listing) -> str:
    terms = [one.taxonomy_term.name for one in listing.attributes if one.taxonomy_term]
    return _joined((listing.name, *terms))


def _weak(listing: Listing) -> str:
    named = [one.location.name for one in listing.service_at_locations if one.location]
    offered_by = listing.organization.name if listing.organization else ""
    return _joined((listing.description, listing.alert, offered_by, *named, *(one.description for one in listing.schedules)))


@lru_cache(maxsize=30_000)
def _joined(texts: tuple[str, ...]) -> str:
    """Stems between blanks. A bar stands between texts, so that no phrase runs from one into the next. Remembered, because most listings
    are the same when the next index is built."""
    return " | ".join(f" {' '.join(stems(text))} " for text in texts)


def _postings(texts: tuple[tuple[str, ...], tuple[str, ...]]) -> dict[str, np.ndarray]:
    """Stem -> the numbers of the listings that hold it anywhere, rising."""
    found: dict[str, list[int]] = {}
    for number, both in enumerate(zip(*texts, strict=True)):
        for word in set(" ".join(both).split()):
            found.setdefault(word, []).append(number)
    return {word: np.array(numbers, np.int32) for word, numbers in found.items()}
