"""A listing for each address of the directory to name."""

from collections.abc import Mapping

from tests.service.directory.invented import an_id, listing, place
from tests.web.care.conftest import GROUP, NETWORK
from wholeplace.ledger.records import Act
from wholeplace.service.records.directory.keeping import make_listing
from wholeplace.service.records.directory.models import KeptListing
from wholeplace.service.records.directory.same import keep_apart
from wholeplace.web.house import House
from wholeplace.web.listings.links import link_for


def made(house: House, *, kept_by: str = GROUP) -> KeptListing:
    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    where = place(access=("Step-free",), postcode="AB1 2CD")
    given = listing("Knit and natter", id=an_id("example"), description="Tea and talk", service_at_locations=(where,))
    return make_listing(act, given, kept_by=kept_by, today=house.today)


def own(house: House) -> Mapping[str, str]:
    return {"own_listing": made(house).reference}


def two(house: House) -> Mapping[str, str]:
    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    names = ("Knit and natter", "Knit & natter")
    found = [make_listing(act, listing(name, id=an_id(name)), kept_by=GROUP, today=house.today).reference for name in names]
    return {"organisation": NETWORK, "one": found[0], "two": found[1]}


def decision(house: House) -> Mapping[str, str]:
    told = two(house)
    act = Act(account="example", acting_as="example", event="kept apart", at=house.now)
    return {"organisation": NETWORK, "decision": keep_apart(act, told["one"], told["two"]).reference}


def by_link(house: House) -> Mapping[str, str]:
    link = link_for(made(house), today=house.today, days=30)
    return {"token": link.address.split("/")[2]}


def found(house: House) -> Mapping[str, str]:
    return {"listing": made(house).reference}


LISTING_EXAMPLES = {
    **dict.fromkeys(("care-listing", "care-listing-mend", "care-listing-close"), own),
    **dict.fromkeys(("care-listings", "care-listing-new"), lambda house: {"organisation": GROUP}),
    "care-listings-same": lambda house: {"organisation": NETWORK},
    "care-listings-pair": two,
    "care-listings-undo": decision,
    **dict.fromkeys(("listing", "listing-mend", "listing-close"), by_link),
    **dict.fromkeys(("found", "open-service"), found),
    "open-service-at-location": lambda house: {"place": made(house).listing.service_at_locations[0].id},
    "open-taxonomy": lambda house: {"taxonomy": "none"},
    "open-taxonomy-term": lambda house: {"term": "none"},
    "open-nowhere": lambda house: {"rest": "nowhere"},
}
