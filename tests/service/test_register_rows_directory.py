"""Rows 6, 11 and 12 of the register of demands, each by a test of its own name; the long tests stand beside the rooms."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.service.directory.invented import about, costs, listing, offered_by, place, weekly
from wholeplace.service.directory.feed_files import read_feed
from wholeplace.service.directory.freshness import spans_of
from wholeplace.service.directory.index import build_index
from wholeplace.service.directory.points import point_of
from wholeplace.service.directory.postcodes import NO_POSTCODES
from wholeplace.service.directory.searching import search
from wholeplace.service.directory.shapes import Listing
from wholeplace.service.directory.wanted import Wanted
from wholeplace.service.directory.writing import encoded
from wholeplace.terms import Money

TODAY = date(2026, 11, 22)
HOME = point_of(53.8, -1.55)


def found(every: list[Listing], wanted: Wanted) -> list[str]:
    index = build_index(every, NO_POSTCODES, spans_of(Path("nowhere")), TODAY)
    return [one.listing.name for one in search(index, wanted).found]


def test_row_6_a_need_finds_nearby_open_eligible_offers_and_only_those():
    here, away = (place(),), (place(54.5),)
    every = [
        listing(
            "Falls class",
            service_at_locations=here,
            minimum_age=Decimal(65),
            attributes=about("Falls and balance"),
            cost_options=costs("0"),
        ),
        listing("Tai chi", service_at_locations=here, minimum_age=Decimal(18)),
        listing("Tai chi for children", service_at_locations=here, maximum_age=Decimal(12)),
        listing("Tai chi of last year", service_at_locations=here, status="defunct"),
        listing("Tai chi far away", service_at_locations=away),
        listing("Food bank", service_at_locations=here),
    ]
    asked = Wanted(need="Exercise and sport", near=HOME, within=1_609, age=72)
    assert sorted(found(every, asked)) == ["Falls class", "Tai chi"]
    assert found(every, Wanted(need="Falls and balance", near=HOME, within=1_609, age=72, at_most=Money(0))) == ["Falls class"]


def test_row_11_childrens_services_are_found_by_a_childs_age_and_a_place():
    every = [
        listing(
            "Stay and play",
            service_at_locations=(place(),),
            maximum_age=Decimal(4),
            schedules=(weekly("TU"),),
            organization=offered_by("Family hub"),
        ),
        listing("Youth club", service_at_locations=(place(),), minimum_age=Decimal(11), maximum_age=Decimal(17)),
        listing("Baby group far away", service_at_locations=(place(54.5),), maximum_age=Decimal(1)),
    ]
    assert found(every, Wanted(near=HOME, within=5_000, age=3)) == ["Stay and play"]
    assert found(every, Wanted(words="sure start", near=HOME, age=1)) == ["Stay and play"]


def test_row_12_a_community_asset_makes_the_round_trip_through_open_referral(tmp_path: Path):
    """That what goes out is valid by the profile's schemas: tests/web/listings/test_open_referral.py."""
    every = [
        listing("Choir", service_at_locations=(place(access=("Step-free",), postcode="AB1 2CD"),), organization=offered_by("Moor Singers"))
    ]
    file = tmp_path / "dump.json"
    file.write_bytes(encoded({"services": every}))
    assert list(read_feed([file], feed="elsewhere").read) == every
