"""Listings as Open Referral UK 3.0 gives them out: whole, or the brief form that lists hold."""

from collections.abc import Sequence
from typing import Any

import msgspec

from wholeplace.service.directory.shapes import Listing, Location, Organization, ServiceAtLocation, Taxonomy

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def encoded(value: Any) -> bytes:
    """JSON with numbers as they were read, and without what was not given."""
    return _ENCODER.encode(value)


def brief_service(listing: Listing) -> Listing:
    """A service with those fields alone that it has one of, and its organisation the same way."""
    return msgspec.structs.replace(
        _without_lists(listing), organization=_without_lists(listing.organization) if listing.organization else None
    )


def brief_service_at_location(listing: Listing, place: ServiceAtLocation) -> dict[str, Any]:
    """A service at a location as lists hold it."""
    location: Location | None = place.location
    return _given({"id": place.id, "location": _without_lists(location) if location else None, "service": brief_service(listing)})


def service_at_location(listing: Listing, place: ServiceAtLocation) -> dict[str, Any]:
    """A service at a location, whole; of its schedules those that hold there.

    The profile's openapi.json points at the service's schema for this address. The shape is the one of service_at_location.json, which
    the profile's own example and the validator's have.
    """
    schedules = tuple(one for one in listing.schedules if one.service_at_location_id in ("", place.id))
    service = msgspec.structs.replace(listing, service_at_locations=(), schedules=schedules)
    return _given({"id": place.id, "location": place.location, "service": service})


def page(contents: Sequence[Any], *, number: int, per_page: int, total: int) -> dict[str, Any]:
    """One page of a list, `number` from 1, in the seven fields of the profile. An empty list has one page, which is empty."""
    pages = -(-total // per_page)
    return {
        "total_items": total, "total_pages": pages, "page_number": number, "size": len(contents), "first_page": number == 1,
        "last_page": number >= pages, "empty": not contents, "contents": contents,
    }  # fmt: skip


def brief_taxonomy(taxonomy: Taxonomy) -> Taxonomy:
    """A taxonomy without its terms."""
    return msgspec.structs.replace(taxonomy, taxonomy_terms=())


def _without_lists(part: Listing | Organization | Location) -> Any:
    return msgspec.structs.replace(part, **{name: () for name in part.__struct_fields__ if isinstance(getattr(part, name), tuple)})


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
