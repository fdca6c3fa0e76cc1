"""Doubles in a real directory of 470 warm spaces that four councils and a charity list, judged by hand, and in invented cases."""

import csv
import gzip
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.service.directory.invented import an_id, listing, place
from wholeplace.service.directory.duplicates import Pair, likely_pairs
from wholeplace.service.directory.postcodes import NO_POSTCODES
from wholeplace.service.directory.shapes import Address, Listing, Location, Phone, ServiceAtLocation

NOT_THE_SAME = {
    frozenset({"Queensbury Library", "QUEENSBURY COMMUNITY PROGRAMME"}),
    frozenset({"Cleckheaton Methodist Church", "Thursday Lunch Group - Cleckheaton Methodist Church"}),
    frozenset({"Skelmanthorpe Community Centre", "Skelmanthorpe Library"}),
    frozenset({"Bradford Central Foodbank and The Light Church", "Bradford Central Foodbank and Advice Centre"}),
}
"""Pairs that are found as possible and that we judged to be two things, or could not tell."""
THE_SAME = (
    ("RAUK (Rohingya Association UK)", "RAUK (Rohingya Association UK)"), ("Elland Library", "Elland Library"),
    ("Grassroots Family CIC", "Grass Roots Family CIC"), ("Sowerby Bridge Pool & Fitness Centre", "Sowerby Bridge Pool and Fitness Centre"),
    ("Brighouse Central Methodist Church", "Brighouse Central Methodists Church"), ("Holmfirth Library Hub", "Holmfirth Library"),
    ("Arch-Way Project Warm Space", "Arch Way Project"), ("Settle Knit and Natter", "Knit and Natter"),
    ("Open Door", "Open Door – St Mary’s Parish Centre"), ("Rastrick Library", "Rastrick Library"),
    ("Anand Milan Centre", "Anand Milan Elderly Centre"), ("Honley Library", "Honley Library"),
    ("Akroyd Library", "Akroyd (Boothtown) Library"), ("Beechwood Road Public Library", "Beechwood Library"),
    ("Our Place", "Calderdale Our Place, Boothtown"), ("Stokesley Community Library", "The Globe Community Library at Stokesley"),
    ("Bethlehem Centre", "Bethlehem Centre, In partnership with All community connect CIC"),
    ("Lindley Library", "Lindley Library and Information Centre"),
    ("Sowerby Bridge Public Library", "Sowerby Bridge Library"), ("Dewsbury Library Hub", "Dewsbury Library"),
)  # fmt: skip
"""Pairs that we judged to be one, by reading every two listings within 200 metres of each other."""
MISSED = {
    frozenset({"Stokesley Community Library", "The Globe Community Library at Stokesley"}),
    frozenset({"Our Place", "Calderdale Our Place, Boothtown"}),
}
"""Of those, the ones that are not found: their names share little that is rare, or their postcodes differ."""


@pytest.fixture(scope="module")
def warm_spaces(shared_data: Path) -> tuple[Pair, ...]:
    with gzip.open(shared_data / "directory" / "warm_spaces_wy_nyorks.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return likely_pairs([_listing(number, row) for number, row in enumerate(rows)], NO_POSTCODES)


def _listing(number: int, row: dict[str, str]) -> Listing:
    postcode = re.search(r"([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\s*$", row["address"])
    parts = {"address_1": row["address"], "city": "", "state_province": "", "country": "GB", "address_type": "physical"}
    addresses = (Address(id=an_id(number, "address"), postal_code=postcode[1], **parts),) if postcode else ()
    location = Location(
        id=an_id(number, "location"),
        location_type="physical",
        latitude=Decimal(row["lat"]),
        longitude=Decimal(row["lon"]),
        addresses=addresses,
    )
    where = ServiceAtLocation(id=an_id(number, "place"), location=location)
    return Listing(
        id=an_id(number, "listing"), name=row["title"], description=row["description"], status="active", service_at_locations=(where,)
    )


def names(pair: Pair) -> frozenset[str]:
    return frozenset({pair.one.name, pair.other.name})


def test_every_likely_pair_of_the_warm_spaces_is_one_place_listed_twice(warm_spaces: tuple[Pair, ...]):
    likely = [pair for pair in warm_spaces if pair.likely]
    assert len(likely) >= 25
    assert not [pair for pair in likely if names(pair) in NOT_THE_SAME]


def test_of_all_pairs_shown_few_are_two_things(warm_spaces: tuple[Pair, ...]):
    wrong = [pair for pair in warm_spaces if names(pair) in NOT_THE_SAME]
    assert len(warm_spaces) < 75, "a person has to look at each"
    assert len(wrong) <= 4


def test_nearly_all_pairs_that_are_one_are_found(warm_spaces: tuple[Pair, ...]):
    found = {names(pair) for pair in warm_spaces}
    missed = {frozenset(pair) for pair in THE_SAME} - found
    assert missed <= MISSED


def at(name: str, **more: object) -> Listing:
    return listing(name, **{"service_at_locations": (place(),), **more})


def test_two_things_in_one_hall_are_two():
    hall = Location(id=an_id("hall"), location_type="physical", name="Mill Lane Hall", latitude=Decimal("53.8"), longitude=Decimal("-1.5"))
    where = (ServiceAtLocation(id=an_id("in the hall"), location=hall),)
    assert not likely_pairs(
        [at("Food bank at Mill Lane Hall", service_at_locations=where), at("Yoga at Mill Lane Hall", service_at_locations=where)],
        NO_POSTCODES,
    )


def test_names_that_differ_by_a_number_are_two():
    assert not likely_pairs([at("Mill Lane Hall 10"), at("Mill Lane Hall 12")], NO_POSTCODES)


def test_one_name_far_apart_is_two_unless_they_share_a_number():
    phone = (Phone(id=an_id(), number="+44 1632 960001"),)
    near, far = at("Knit and natter"), at("Knit and natter", service_at_locations=(place(53.9),))
    assert not likely_pairs([near, far], NO_POSTCODES)
    (pair,) = likely_pairs(
        [at("Knit and natter", phones=phone), at("Knit & Natter", phones=(Phone(id=an_id(), number="01632 960 001"),), description="")],
        NO_POSTCODES,
    )
    assert pair.likely
    assert "the same phone number" in pair.evidence


def test_the_order_of_listings_does_not_matter():
    every = [at("Knit and natter"), at("Knit & natter"), at("Yoga"), at("Natter")]
    forward, backward = likely_pairs(every, NO_POSTCODES), likely_pairs(every[::-1], NO_POSTCODES)
    assert {(names(pair), pair.points) for pair in forward} == {(names(pair), pair.points) for pair in backward}


def test_a_pair_that_was_decided_on_is_left_out():
    every = [at("Knit and natter"), at("Knit & natter")]
    assert not likely_pairs(every, NO_POSTCODES, decided=[frozenset(one.id for one in every)])
