"""What Aldermoor offers at its front door: files hold together, every listing is found, doubles are seen, slots follow from them."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wholeplace.cli.main import app
from wholeplace.demo import make
from wholeplace.demo.layout import lay_out
from wholeplace.demo.listings import write_directory
from wholeplace.place import read_place
from wholeplace.service.booking import read_practices
from wholeplace.service.booking.sessions import read_sessions, slots_between
from wholeplace.service.checking import check_front_door
from wholeplace.service.directory.duplicates import likely_pairs
from wholeplace.service.directory.feed_files import read_feed
from wholeplace.service.directory.freshness import Age, spans_of
from wholeplace.service.directory.index import Index, build_index
from wholeplace.service.directory.postcodes import Postcodes, postcodes_of
from wholeplace.service.directory.searching import search
from wholeplace.service.directory.shapes import Listing
from wholeplace.service.directory.wanted import Wanted
from wholeplace.service.directory.words import needs

OPENS = date(2026, 11, 16)
NEWEST = timedelta(days=8)
"""So long ago was the listing confirmed that was confirmed last."""


@pytest.fixture(scope="module")
def listings(aldermoor: Path) -> tuple[Listing, ...]:
    read = read_feed([aldermoor / "front_door" / "directory.json"], feed="aldermoor")
    assert read.told.ids_given == 0
    assert read.told.unknown_fields == {}
    return tuple(one for one in read.read if isinstance(one, Listing))


@pytest.fixture(scope="module")
def postcodes(aldermoor: Path) -> Postcodes:
    return postcodes_of(aldermoor)


@pytest.fixture(scope="module")
def index(aldermoor: Path, listings: tuple[Listing, ...], postcodes: Postcodes) -> Index:
    return build_index(listings, postcodes, spans_of(aldermoor), OPENS)


def test_nothing_is_wrong_with_its_files(aldermoor: Path):
    assert check_front_door(aldermoor) == ()


def test_every_listing_is_accepted(aldermoor: Path, listings: tuple[Listing, ...]):
    sent = json.loads((aldermoor / "front_door" / "directory.json").read_text("utf-8"))
    assert len(listings) == sent["total_items"] == len(sent["contents"]) > 40
    assert len({one.id for one in listings}) == len(listings)


def test_it_is_plainly_invented(aldermoor: Path, listings: tuple[Listing, ...]):
    text = (aldermoor / "front_door" / "directory.json").read_text("utf-8")
    numbers = re.findall(r'"number": "([^"]+)"', text)
    assert len(numbers) == len(listings)
    assert all(number.startswith("01632 96") for number in numbers)
    assert set(re.findall(r"(?:https://|@)([a-z.]+)", text)) == {"example.org"}
    assert all(one.organization and one.organization.name.endswith("(invented)") for one in listings)


def test_ids_and_words_do_not_depend_on_the_size_of_the_place(tmp_path: Path, listings: tuple[Listing, ...]):
    (tmp_path / "front_door").mkdir()
    write_directory(lay_out(60_000, 3, plant=True), tmp_path)
    other = json.loads((tmp_path / "front_door" / "directory.json").read_text("utf-8"))["contents"]
    assert [one["id"] for one in other] == [one.id for one in listings]


def test_every_building_stands_on_a_postcode_of_the_place(listings: tuple[Listing, ...], postcodes: Postcodes):
    places = [place.location for one in listings for place in one.service_at_locations if place.location]
    assert len(places) == len(listings)
    buildings = [place for place in places if place.location_type == "physical"]
    assert all(postcodes.find(building.addresses[0].postal_code) for building in buildings)
    assert len({building.addresses[0].address_2 for building in buildings}) == 12


def test_organisations_are_those_of_the_place(aldermoor: Path, listings: tuple[Listing, ...]):
    known = {one.code: one.name for one in read_place(aldermoor).organisations}
    named = {(each.identifier, one.organization.name) for one in listings if one.organization for each in
             one.organization.organization_identifiers}  # fmt: skip
    assert {known.get(code) for code, _ in named} == {name for _, name in named}
    assert {"Z9V1", "Z9V2", "Z9V3", "Z9V4", "9Z1"} <= {code for code, _ in named}


def test_two_are_there_twice(listings: tuple[Listing, ...], postcodes: Postcodes):
    pairs = {frozenset((each.one.name, each.other.name)) for each in likely_pairs(listings, postcodes)}
    assert pairs == {
        frozenset(("Mill Bank Men's Shed", "Millbank Mens Shed")), frozenset(("Thornley Coffee Morning", "Thornely coffee mornings")),
    }  # fmt: skip


def test_some_have_grown_old_and_one_was_never_confirmed(index: Index):
    assert {Age.FRESH, Age.DUE, Age.STALE} <= set(index.ages)
    assert sum(not one.assured_date for one in index.listings) == 1


def test_the_day_on_which_it_opens_moves_the_days_of_confirmation_and_nothing_else(aldermoor: Path, tmp_path: Path):
    later = tmp_path / "later"
    make(later, people=5_000, seed=1, opens_on=OPENS + timedelta(days=500))
    every = sorted(path.relative_to(aldermoor) for path in aldermoor.rglob("*") if path.is_file())
    assert [one.as_posix() for one in every if (later / one).read_bytes() != (aldermoor / one).read_bytes()] == [
        "front_door/directory.json"
    ]
    before, after = (json.loads((place / "front_door" / "directory.json").read_text("utf-8"))["contents"] for place in (aldermoor, later))
    for one, other in zip(before, after, strict=True):
        assured = one.pop("assured_date", None), other.pop("assured_date", None)
        assert all(assured) or not any(assured)
        assert not assured[0] or date.fromisoformat(assured[1]) - date.fromisoformat(assured[0]) == timedelta(days=500)
        assert {**one, "last_modified": ""} == {**other, "last_modified": ""}


def test_the_command_opens_today_or_on_the_day_that_is_named(tmp_path: Path):
    day = datetime.now().astimezone().date()
    for name, more, opens in (("now", [], day), ("then", ["--opens-on", "2030-06-01"], date(2030, 6, 1))):
        assert CliRunner().invoke(app, ["demo", str(tmp_path / name), "--people", "2000", *more]).exit_code == 0
        sent = json.loads((tmp_path / name / "front_door" / "directory.json").read_text("utf-8"))["contents"]
        assert max(date.fromisoformat(one["assured_date"]) for one in sent if "assured_date" in one) == opens - NEWEST, name


def test_a_childrens_centre_is_found_by_age_and_postcode(index: Index, listings: tuple[Listing, ...], postcodes: Postcodes):
    """Register row 11: Sure Start is found by a child's age and where it lives."""
    centre = next(one for one in listings if "Sure Start" in one.name)
    assert centre.service_at_locations[0].location is not None
    near = postcodes.find(centre.service_at_locations[0].location.addresses[0].postal_code)
    found = search(index, Wanted(near=near, within=1_000, age=3, need="Children under 5"))
    assert centre.id in {each.listing.id for each in found.found}
    grown = search(index, Wanted(near=near, within=1_000, age=30, need="Children under 5"))
    assert centre.id not in {each.listing.id for each in grown.found}


FIRST = ("Company and friendship", "Carers", "Young carers", "Dementia", "Food", "Warm spaces", "Money and benefits", "Stop smoking",
         "Falls and balance", "Men's groups", "Mental health")  # fmt: skip


@pytest.mark.parametrize("need", FIRST)
def test_what_people_ask_for_first_is_there(index: Index, need: str):
    assert need in needs()
    assert search(index, Wanted(need=need)).total


def test_slots_follow_from_the_sessions_and_differ_between_surgeries(aldermoor: Path):
    practices = read_practices(aldermoor)
    assert {one.code for one in practices.enabled()} >= {"Z9V", "Z9X", "Z90001"}
    assert all(one.why_not for one in practices.by_code.values() if not one.enabled)
    slots = [slot for one in read_sessions(aldermoor, practices) for slot in slots_between(one, OPENS, OPENS + timedelta(7))]
    assert len(slots) > 3_000
    assert len({slot.start.minute for slot in slots}) > 3
