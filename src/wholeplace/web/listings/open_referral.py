"""The Open Referral UK 3.0 interface: services, services at locations, taxonomies and their terms, for everybody to read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from wholeplace.service.directory.filters import (
    OF_LISTS,
    OF_PLACES,
    OF_SERVICES,
    Filters,
    filter_of_listings,
    filters_from,
    metres_to,
)
from wholeplace.service.directory.postcodes import postcodes_of
from wholeplace.service.directory.writing import brief_service, brief_service_at_location, brief_taxonomy, page, service_at_location
from wholeplace.service.records.directory.snapshot import Snapshot, taxonomy_of
from wholeplace.web.house import house_of
from wholeplace.web.listings.answering import Elsewhere, Nowhere, open_data

VERSION = "HSDS-UK-3.0"
PROFILE = "https://openreferraluk.org/specifications/hsds-uk"
DESCRIBED = "https://raw.githubusercontent.com/openreferral/uk-profile/main/schema/openapi.json"


@open_data
def about(request: HttpRequest, now: Snapshot) -> Mapping[str, str]:  # noqa: ARG001  every view is called alike
    """What this interface is."""
    _asked(request, ())
    return {"version": VERSION, "profile": PROFILE, "openapi_url": DESCRIBED}


@open_data
def services(request: HttpRequest, now: Snapshot) -> Mapping[str, Any]:
    """Services, by name."""
    filters = _asked(request, OF_SERVICES)
    fits = filter_of_listings(filters, taxonomy_of)
    return _page([listing for listing in now.listings.values() if fits(listing)], filters, brief_service)


@open_data
def service(request: HttpRequest, now: Snapshot, listing: str) -> Any:
    """One service, whole. One that was merged into another is to be found there."""
    _asked(request, ())
    reference = listing.lower()
    if reference in now.replaced:
        raise Elsewhere(reverse("open-service", kwargs={"listing": now.replaced[reference]}))
    return _one(now.listings, reference, "service")


@open_data
def service_at_locations(request: HttpRequest, now: Snapshot) -> Mapping[str, Any]:
    """Services at locations, by name; with a postcode, the nearest first."""
    filters = _asked(request, OF_PLACES)
    fits = filter_of_listings(filters, taxonomy_of)
    found = [(listing, place) for listing, place in now.places.values() if fits(listing, place)]
    if filters.near is not None:
        postcodes = postcodes_of(house_of(request).folder)
        far = [(metres_to(place, filters, postcodes), at, (listing, place)) for at, (listing, place) in enumerate(found)]
        within = float("inf") if filters.proximity is None else filters.proximity
        near = [each for each in far if each[0] is not None and each[0] <= within]
        nowhere = [each for each in far if each[0] is None] if filters.proximity is None else []
        found = [each[2] for each in (*sorted(near, key=lambda each: (each[0], each[1])), *nowhere)]
    return _page(found, filters, lambda each: brief_service_at_location(*each))


@open_data
def one_service_at_location(request: HttpRequest, now: Snapshot, place: str) -> Any:
    """One service at one location, whole."""
    _asked(request, ())
    return service_at_location(*_one(now.places, place.lower(), "service at a location"))


@open_data
def taxonomies(request: HttpRequest, now: Snapshot) -> Mapping[str, Any]:
    """Taxonomies, by name."""
    return _page(list(now.taxonomies.values()), _asked(request, OF_LISTS), brief_taxonomy)


@open_data
def taxonomy(request: HttpRequest, now: Snapshot, taxonomy: str) -> Any:
    """One taxonomy with its terms."""
    _asked(request, ())
    return _one(now.taxonomies, taxonomy.lower(), "taxonomy")


@open_data
def taxonomy_terms(request: HttpRequest, now: Snapshot) -> Mapping[str, Any]:
    """Terms of all taxonomies, by name."""
    return _page(list(now.terms.values()), _asked(request, OF_LISTS), _as_it_is)


@open_data
def taxonomy_term(request: HttpRequest, now: Snapshot, term: str) -> Any:
    """One term."""
    _asked(request, ())
    return _one(now.terms, term.lower(), "term")


@open_data
def nowhere(request: HttpRequest, now: Snapshot, rest: str) -> Any:  # noqa: ARG001  every view is called alike
    """Any other address below this one."""
    raise Nowhere("There is nothing at this address. Lists: services, service_at_locations, taxonomies, taxonomy_terms.")


def _asked(request: HttpRequest, allowed: Sequence[str]) -> Filters:
    postcodes = postcodes_of(house_of(request).folder)
    return filters_from({name: request.GET.getlist(name) for name in request.GET}, allowed, postcodes)


def _page(every: Sequence[Any], filters: Filters, write: Callable[[Any], Any]) -> Mapping[str, Any]:
    """The page that was asked for. One behind the last is nowhere; the first of an empty list is there, and empty."""
    first = (filters.page - 1) * filters.per_page
    if first >= len(every) and filters.page > 1:
        raise Nowhere(f"There is no page {filters.page}. Pages are counted from 1.")
    contents = [write(one) for one in every[first : first + filters.per_page]]
    return page(contents, number=filters.page, per_page=filters.per_page, total=len(every))


def _one(every: Mapping[str, Any], called: str, what: str) -> Any:
    found = every.get(called)
    if found is None:
        raise Nowhere(f"There is no {what} of that id.")
    return found


def _as_it_is(one: Any) -> Any:
    return one
