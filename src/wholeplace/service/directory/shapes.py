"""A listing and its parts, in the words of Open Referral UK 3.0. Grain of `Listing`: one service, wherever and whenever it takes place.

Numbers are exact decimals, so that what was read is what is written. A text that is empty, and a list that is empty, were not given.
`phones` of a contact and of a service stand in HSDS 3.0 and not in the UK profile, which has nowhere to put a phone number and
forbids no other field: they are kept and given out.
"""

from decimal import Decimal

import msgspec


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every part has: an id of its own (a UUID)."""

    id: str


class TaxonomyTerm(Part, frozen=True, kw_only=True, omit_defaults=True):
    """One word of a list of words. `taxonomy` names the list, `taxonomy_id` is its id."""

    name: str
    description: str
    parent_id: str = ""
    taxonomy: str = ""
    taxonomy_id: str = ""
    term_uri: str = ""
    term: str = ""


class Taxonomy(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A list of words."""

    name: str
    description: str
    uri: str = ""
    version: str = ""
    taxonomy_terms: tuple[TaxonomyTerm, ...] = ()


class Attribute(Part, frozen=True, kw_only=True, omit_defaults=True):
    """That a word says something of the thing it stands under. `link_type`: which question it answers, such as eligibility."""

    link_id: str = ""
    taxonomy_term_id: str = ""
    link_type: str = ""
    taxonomy_term: TaxonomyTerm | None = None


class Phone(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A number to ring."""

    contact_id: str = ""
    number: str
    description: str = ""


class Contact(Part, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody, or a desk, to ask."""

    service_id: str = ""
    name: str = ""
    title: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class OrganizationIdentifier(Part, frozen=True, kw_only=True, omit_defaults=True):
    """What a register calls an organisation, such as its charity number."""

    organization_id: str = ""
    identifier_scheme: str = ""
    identifier_type: str
    identifier: str
    attributes: tuple[Attribute, ...] = ()


class Organization(Part, frozen=True, kw_only=True, omit_defaults=True):
    """Who offers it: NHS, council, voluntary, company. Nothing here or in the search asks which."""

    name: str
    description: str
    email: str = ""
    website: str = ""
    logo: str = ""
    uri: str = ""
    parent_organization_id: str = ""
    organization_identifiers: tuple[OrganizationIdentifier, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class Address(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A postal address."""

    location_id: str = ""
    attention: str = ""
    address_1: str
    address_2: str = ""
    city: str
    region: str = ""
    state_province: str
    postal_code: str
    country: str
    address_type: str
    attributes: tuple[Attribute, ...] = ()


class Accessibility(Part, frozen=True, kw_only=True, omit_defaults=True):
    """One thing about getting in and about."""

    location_id: str = ""
    description: str = ""
    details: str = ""
    url: str = ""
    accessibility: str = ""
    attributes: tuple[Attribute, ...] = ()


class Location(Part, frozen=True, kw_only=True, omit_defaults=True):
    """Where: a building ("physical"), an address for letters ("postal"), or online and by phone ("virtual"). Degrees are WGS 84."""

    location_type: str
    name: str = ""
    description: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    external_identifier: str = ""
    external_identifier_type: str = ""
    addresses: tuple[Address, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class ServiceAtLocation(Part, frozen=True, kw_only=True, omit_defaults=True):
    """That a service takes place somewhere."""

    service_id: str = ""
    location_id: str = ""
    location: Location | None = None


class Schedule(Part, frozen=True, kw_only=True, omit_defaults=True):
    """When: a rule in the manner of iCalendar (`freq`, `byday` …), clock times, or words. Days are ISO texts; `valid_to` is the last day.

    One with a `service_at_location_id` holds there only, one without holds wherever the service takes place.
    """

    service_id: str = ""
    service_at_location_id: str = ""
    valid_from: str = ""
    valid_to: str = ""
    dtstart: str = ""
    freq: str = ""
    interval: Decimal | None = None
    byday: str = ""
    bymonthday: str = ""
    description: str = ""
    opens_at: str = ""
    closes_at: str = ""
    schedule_link: str = ""
    attending_type: str = ""
    notes: str = ""


class CostOption(Part, frozen=True, kw_only=True, omit_defaults=True):
    """What it costs somebody. `amount` is in pounds."""

    service_id: str = ""
    valid_from: str = ""
    valid_to: str = ""
    option: str = ""
    amount: Decimal | None = None
    amount_description: str = ""


class ServiceArea(Part, frozen=True, kw_only=True, omit_defaults=True):
    """For people of which area."""

    service_id: str = ""
    name: str = ""
    extent: str = ""
    extent_type: str = ""
    uri: str = ""
    service_area: str = ""


class Language(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A language it is offered in. The UK profile leaves out its name, HSDS 3.0 has it."""

    service_id: str = ""
    phone_id: str = ""
    name: str = ""
    code: str = ""


class Funding(Part, frozen=True, kw_only=True, omit_defaults=True):
    """Who pays for it."""

    service_id: str = ""
    source: str = ""


class Listing(Part, frozen=True, kw_only=True, omit_defaults=True):
    """One service of one organisation. `assured_date`: the day on which somebody last vouched for it. `last_modified`: a moment."""

    organization_id: str = ""
    name: str
    description: str = ""
    url: str = ""
    email: str = ""
    status: str
    fees: str = ""
    accreditations: str = ""
    minimum_age: Decimal | None = None
    maximum_age: Decimal | None = None
    assured_date: str = ""
    assurer_email: str = ""
    alert: str = ""
    last_modified: str = ""
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    service_at_locations: tuple[ServiceAtLocation, ...] = ()
    languages: tuple[Language, ...] = ()
    organization: Organization | None = None
    funding: tuple[Funding, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    attributes: tuple[Attribute, ...] = ()


ACTIVE, INACTIVE, DEFUNCT, CLOSED_FOR_NOW = "active", "inactive", "defunct", "temporarily closed"
STATUSES = (ACTIVE, INACTIVE, DEFUNCT, CLOSED_FOR_NOW)
VIRTUAL = "virtual"


def plain(part: Part) -> dict:
    """A part as JSON values that hold no float: what the log and the database keep."""
    return msgspec.to_builtins(part)


def listing_from(kept: dict) -> Listing:
    """A listing from what `plain` made."""
    return msgspec.convert(kept, Listing)
