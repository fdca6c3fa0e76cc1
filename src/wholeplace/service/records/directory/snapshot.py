"""The directory as it stands, held in memory until the log says that something changed: what every search and every page reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import convert

from wholeplace.ledger.records.keeping import end_of, kind_of
from wholeplace.ledger.records.models import LogEntry
from wholeplace.service.directory.duplicates import Pair, likely_pairs
from wholeplace.service.directory.freshness import Spans, spans_of
from wholeplace.service.directory.index import Index, build_index
from wholeplace.service.directory.postcodes import Postcodes, postcodes_of
from wholeplace.service.directory.reading import own_id, terms_of
from wholeplace.service.directory.searching import search as search_index
from wholeplace.service.directory.shapes import ACTIVE, Listing, ServiceAtLocation, Taxonomy, TaxonomyTerm, listing_from
from wholeplace.service.directory.wanted import Answer, Wanted
from wholeplace.service.records.books import LISTINGS
from wholeplace.service.records.directory.models import KeptListing, KeptTaxonomy
from wholeplace.service.records.directory.same import decided

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Snapshot:
    """Every listing that is there (open or closed, not gone, not merged away) by its id, in the order of names. `stamp` names the state.

    `replaced`: listing that was merged away -> the one that stands for it.
    """

    stamp: str
    listings: Mapping[str, Listing]
    replaced: Mapping[str, str]
    kept_by: Mapping[str, str]
    kept_taxonomies: tuple[Taxonomy, ...]

    @cached_property
    def places(self) -> Mapping[str, tuple[Listing, ServiceAtLocation]]:
        """Every service at a location by its id, in the order of listings."""
        return {place.id: (listing, place) for listing in self.listings.values() for place in listing.service_at_locations}

    @cached_property
    def terms(self) -> Mapping[str, TaxonomyTerm]:
        """Every word of a taxonomy by its id: those of the taxonomies that feeds sent, and those that stand under listings."""
        found = {term.id: term for taxonomy in self.kept_taxonomies for term in taxonomy.taxonomy_terms}
        for listing in self.listings.values():
            for term in terms_of(listing):
                found.setdefault(term.id, term)
        return dict(sorted(found.items(), key=lambda item: (item[1].name.casefold(), item[0])))

    @cached_property
    def taxonomies(self) -> Mapping[str, Taxonomy]:
        """Every taxonomy by its id. One that only words under listings name has those words, and an id made from its name."""
        found = {taxonomy.id: taxonomy for taxonomy in self.kept_taxonomies}
        named: dict[str, list[TaxonomyTerm]] = {}
        for term in self.terms.values():
            if (of := taxonomy_of(term)) and of not in found:
                named.setdefault(of, []).append(term)
        for reference, terms in named.items():
            name = next((term.taxonomy for term in terms if term.taxonomy), "A taxonomy without a name")
            found[reference] = Taxonomy(
                id=reference, name=name, description="Words that stand under listings.", taxonomy_terms=tuple(terms)
            )
        return dict(sorted(found.items(), key=lambda item: (item[1].name.casefold(), item[0])))


def taxonomy_of(term: TaxonomyTerm) -> str:
    """The id of the taxonomy that a word belongs to: its own, else one made from the taxonomy's name; empty where it has neither."""
    return term.taxonomy_id or (own_id("", "taxonomy", term.taxonomy) if term.taxonomy else "")


def snapshot() -> Snapshot:
    """The directory as it stands. One short query where nothing changed since it was last read."""
    end = end_of(LISTINGS)
    return _read(end.number, end.seal)


def index_of(folder: Path, today: date) -> Index:
    """The index of a place's directory on a day. Raises DataProblem where its postcodes or settings cannot be read."""
    return _index(_Same(snapshot()), today, _Same(postcodes_of(folder)), spans_of(folder))


def search(folder: Path, wanted: Wanted, *, today: date, first: int = 0, most: int = 20) -> Answer:
    """One page of what answers in a place's directory, from number `first` (counted from 0). See `service.directory.searching`."""
    return search_index(index_of(folder, today), wanted, first=first, most=most)


def listing(reference: str) -> Listing | None:
    """A listing by its reference, the one that stands for it where it was merged away; None where there is none."""
    now = snapshot()
    return now.listings.get(now.replaced.get(reference, reference))


class _Same(Generic[Thing]):
    """A thing as a key: equal to itself alone. A file, or a state of the directory, that was not read again is the same object."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing


@lru_cache(maxsize=2)
def _read(number: int, seal: str) -> Snapshot:
    """`seal` is the end of the book of listings, at its entry `number`: another one, another state. What did not change since the state
    that was read last is not read again."""
    before = _LAST.get("state")
    changed = _changed_since(before, number) if before else None
    kept: dict[str, _Row] = dict(before.rows) if before and changed is not None else {}
    records = KeptListing.objects.all() if changed is None else KeptListing.objects.filter(reference__in=changed)
    for row in records.values("reference", "says", "replaced_by", "kept_by", "gone_on"):
        kept[row["reference"]] = _Row(listing_from(row["says"]), row["replaced_by"], row["kept_by"], row["gone_on"] is not None)
    state = _Read(number, seal, kept)
    _LAST["state"] = state
    return _snapshot_of(state)


def _snapshot_of(state: "_Read") -> Snapshot:
    shown = [row.listing for row in state.rows.values() if not row.replaced_by and not row.gone]
    shown.sort(key=lambda listing: (listing.name.casefold(), listing.id))
    taxonomies = KeptTaxonomy.objects.order_by("reference")
    return Snapshot(
        stamp=state.seal, listings={listing.id: listing for listing in shown},
        replaced={reference: row.replaced_by for reference, row in state.rows.items() if row.replaced_by},
        kept_by={reference: row.kept_by for reference, row in state.rows.items() if row.kept_by},
        kept_taxonomies=tuple(convert(one.says, Taxonomy) for one in taxonomies),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """What is held of one record."""

    listing: Listing
    replaced_by: str
    kept_by: str
    gone: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """The records as they stood at one entry of the book."""

    number: int
    seal: str
    rows: Mapping[str, _Row]


_LAST: dict[str, _Read] = {}
_MOST_CHANGED = 500
"""Changes from which all is read anew: that is quicker then."""


def _changed_since(before: _Read, number: int) -> list[str] | None:
    """References of the listings that the log says changed between a state that was read and entry `number`; None where that is too much,
    or the state is none of this log's (another database)."""
    entries = LogEntry.objects.filter(book=LISTINGS)
    if not before.number < number <= before.number + _MOST_CHANGED:
        return None
    if entries.filter(number=before.number).values_list("seal", flat=True).first() != before.seal:
        return None
    return list(entries.filter(number__gt=before.number, kind=kind_of(KeptListing)).values_list("reference", flat=True).distinct())


def pairs_of(folder: Path) -> tuple[Pair, ...]:
    """Pairs of active listings that may be one and the same, about which nobody has decided yet, the likeliest first. Worked out once for
    each state of the directory: a decision makes another."""
    return _pairs(_Same(snapshot()), _Same(postcodes_of(folder)))


@lru_cache(maxsize=2)
def _pairs(state: _Same[Snapshot], near: _Same[Postcodes]) -> tuple[Pair, ...]:
    listings = [one for one in state.thing.listings.values() if one.status == ACTIVE]
    return likely_pairs(listings, near.thing, decided=decided())


@lru_cache(maxsize=2)
def _index(state: _Same[Snapshot], today: date, near: _Same[Postcodes], spans: Spans) -> Index:
    return build_index(tuple(state.thing.listings.values()), near.thing, spans, today)
