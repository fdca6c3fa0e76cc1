"""A listing as people read it: when, where, for whom, what it costs, whom to ask, how lately it was confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wholeplace.service.directory.access import access_of
from wholeplace.service.directory.costs import cost_of
from wholeplace.service.directory.freshness import Spans, confirmed_in_words
from wholeplace.service.directory.opening import in_words, sessions_of
from wholeplace.service.directory.postcodes import spaced
from wholeplace.service.directory.sentences import ages
from wholeplace.service.directory.shapes import VIRTUAL, Address, Listing, Location


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about a listing: its label, and lines that say it. `link`: where the first line leads."""

    label: str
    lines: tuple[str, ...]
    link: str = ""


def facts_of(listing: Listing, spans: Spans, today: date) -> tuple[Fact, ...]:
    """Everything that is known and helps to decide, in the order in which people ask. What is not known is said only of the cost."""
    confirmed = confirmed_in_words(listing, spans, today)
    every = (
        Fact("When", _when(listing, today)),
        *(Fact("Where", lines) for lines in _where(listing)),
        Fact("Cost", _cost(listing, today)),
        Fact("Who it is for", _who(listing)),
        Fact("Getting in", _access(listing)),
        *_contacts(listing),
        Fact("Confirmed", (f"{confirmed[0].upper()}{confirmed[1:]}.",)),
    )
    return tuple(fact for fact in every if fact.lines)


def phones_of(listing: Listing) -> tuple[str, ...]:
    """Every number of a listing, once, in the order in which they stand."""
    numbers = [phone.number for phone in (*listing.phones, *(phone for one in listing.contacts for phone in one.phones))]
    return tuple(dict.fromkeys(number for number in numbers if number))


def _when(listing: Listing, today: date) -> tuple[str, ...]:
    ruled = in_words(sessions_of(listing.schedules, today))
    words = [each for one in listing.schedules for each in (one.description, one.notes) if each]
    return tuple(dict.fromkeys([*([ruled] if ruled else []), *words]))


def _where(listing: Listing) -> Iterator[tuple[str, ...]]:
    for place in listing.service_at_locations:
        if place.location is None:
            continue
        if place.location.location_type == VIRTUAL:
            yield ("Online or by phone", *([place.location.name] if place.location.name else []))
        elif lines := _address(place.location):
            yield lines


def _address(location: Location) -> tuple[str, ...]:
    first = next(iter(location.addresses), None)
    lines = [location.name, *(_lines(first) if first else ())]
    return tuple(dict.fromkeys(line for line in lines if line))


def _lines(address: Address) -> tuple[str, ...]:
    return (address.address_1, address.address_2, address.city, spaced(address.postal_code))


def _cost(listing: Listing, today: date) -> tuple[str, ...]:
    words = [f"{one.option}: {one.amount_description}".strip(": ") for one in listing.cost_options]
    told = cost_of(listing, today).words
    return tuple(dict.fromkeys(line for line in (told, *words, listing.fees) if line)) or ("Ask what it costs.",)


def _who(listing: Listing) -> tuple[str, ...]:
    limits = ages(listing)
    areas = [one.service_area or one.name for one in listing.service_areas]
    return tuple(line for line in (f"{limits[0].upper()}{limits[1:]}" if limits else "", *areas) if line)


def _access(listing: Listing) -> tuple[str, ...]:
    locations = [place.location for place in listing.service_at_locations if place.location]
    said = [text for location in locations for one in location.accessibility for text in (one.description, one.details) if text]
    features = sorted(frozenset().union(*(access_of(location) for location in locations)))
    listed = [f"{name[0].upper()}{name[1:]}" for name in features if not any(name in text.lower() for text in said)]
    return tuple(dict.fromkeys([*listed, *(f"{text[0].upper()}{text[1:]}" for text in said)]))


def _contacts(listing: Listing) -> Iterator[Fact]:
    for number in phones_of(listing):
        yield Fact("Phone", (number,), f"tel:{''.join(each for each in number if each.isdigit() or each == '+')}")
    if listing.email:
        yield Fact("Email", (listing.email,), f"mailto:{listing.email}")
    if listing.url:
        yield Fact("Website", (listing.url,), listing.url)
