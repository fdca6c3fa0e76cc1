"""The directory as it stands, held in memory until the log says that something changed: what every search and every page reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from msgspec import convert

from wholeplace.ledger.records.keeping import end_of
from wholeplace.service.directory.freshness import Spans, spans_of
from wholeplace.service.directory.index import Index, build_index
from wholeplace.service.directory.postcodes import Postcodes, postcodes_of
from wholeplace.service.directory.reading import own_id, terms_of
from wholeplace.service.directory.searching import search as search_index
from wholeplace.service.directory.shapes import Listing, ServiceAtLocation, Taxonomy, TaxonomyTerm
from wholeplace.service.directory.wanted import Answer, Wanted
from wholeplace.service.records.books import LISTINGS
from wholeplace.service.records.directory.models import KeptListing, KeptTaxonomy


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
    return _read(end_of(LISTINGS).seal)


def index_of(folder: Path, today: date) -> Index:
    """The index of a place's directory on a day. Raises DataProblem where its postcodes or settings cannot be read."""
    return _index(snapshot().stamp, today, _Near(postcodes_of(folder)), spans_of(folder))


def search(folder: Path, wanted: Wanted, *, today: date, first: int = 0, most: int = 20) -> Answer:
    """One page of what answers in a place's directory, from number `first` (counted from 0). See `service.directory.searching`."""
    return search_index(index_of(folder, today), wanted, first=first, most=most)


def listing(reference: str) -> Listing | None:
    """A listing by its reference, the one that stands for it where it was merged away; None where there is none."""
    now = snapshot()
    return now.listings.get(now.replaced.get(reference, reference))


class _Near:
    """Postcodes as a key: the same file is the same object."""

    def __init__(self, postcodes: Postcodes) -> None:
        self.postcodes = postcodes

    def __hash__(self) -> int:
        return id(self.postcodes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Near) and self.postcodes is other.postcodes


@lru_cache(maxsize=2)
def _read(seal: str) -> Snapshot:
    """`seal` is the end of the book of listings: another one, another state."""
    columns = ("reference", "says", "replaced_by", "kept_by", "gone_on")
    rows = list(KeptListing.objects.values(*columns))
    read = [KeptListing(**row).listing for row in rows if not row["replaced_by"] and row["gone_on"] is None]
    read.sort(key=lambda listing: (listing.name.casefold(), listing.id))
    taxonomies = KeptTaxonomy.objects.order_by("reference")
    return Snapshot(
        stamp=seal, listings={listing.id: listing for listing in read},
        replaced={row["reference"]: row["replaced_by"] for row in rows if row["replaced_by"]},
        kept_by={row["reference"]: row["kept_by"] for row in rows if row["kept_by"]},
        kept_taxonomies=tuple(convert(one.says, Taxonomy) for one in taxonomies),
    )  # fmt: skip


@lru_cache(maxsize=2)
def _index(stamp: str, today: date, near: _Near, spans: Spans) -> Index:
    return build_index(tuple(_read(stamp).listings.values()), near.postcodes, spans, today)
