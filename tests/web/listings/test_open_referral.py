"""The Open Referral UK interface: valid by the profile's own schemas, paged as it says, open, and the same after a round trip."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.service.directory.invented import an_id
from tests.web.listings.conftest import service, word
from tests.web.listings.schema import Schemas
from tests.web.listings.validator import ENDPOINTS, validate
from wholeplace.web.listings.desk import Directory

Read = Callable[..., Any]
Take = Callable[..., Any]


@pytest.fixture
def oruk(shared_data: Path) -> Path:
    return shared_data.parent / "standards" / "oruk"


@pytest.fixture
def schemas(oruk: Path) -> Schemas:
    class Both(Schemas):
        def read(self, name: str) -> dict[str, Any]:
            return json.loads((self.folder / name).read_text())

    return Both(oruk / "uk-profile" / "schema")


def getter(door: Callable[[], Client]) -> Callable[[str], tuple[int, Any]]:
    def get(path: str) -> tuple[int, Any]:
        answer = door().get(f"/open-referral{path}")
        return answer.status_code, json.loads(answer.content)

    return get


def many(number: int) -> list[dict[str, Any]]:
    return [service(f"Group {n:03}", key=str(n), attributes=word(f"word {n % 7}")) for n in range(number)]


def test_the_validator_finds_nothing_on_any_page(take: Take, door: Callable[[], Client], schemas: Schemas):
    take(*many(120))
    report = validate(getter(door), schemas)
    assert (report.failed, report.warned) == ([], [])


def test_of_an_empty_feed_the_validator_warns(desk: Directory, door: Callable[[], Client], schemas: Schemas):
    report = validate(getter(door), schemas)
    assert report.failed == []
    assert report.warned == [f"/{name} is empty" for name in ENDPOINTS]


def test_our_stand_in_for_the_validator_sees_what_it_should(schemas: Schemas, oruk: Path):
    mocks = {}
    for folder in ("V3.0-UK-Default", "V3.0-UK-Warn"):

        def get(path: str, folder: str = folder) -> tuple[int, Any]:
            names = {"/": "api_details"} | {f"/{name}": f"{single}_list" for name, single in _MOCKS.items()}
            known = next((file for start, file in sorted(names.items(), reverse=True) if path.partition("?")[0] == start), None)
            name = path.strip("/").partition("/")[0]
            file = known or {"services": "service_full", "service_at_locations": "service_at_location_full"}.get(name, _MOCKS.get(name, ""))
            return 200, json.loads((oruk / "validator-mocks" / folder / f"{file}.json").read_text())

        mocks[folder] = validate(get, schemas)
    assert mocks["V3.0-UK-Default"].failed == []
    assert mocks["V3.0-UK-Default"].warned == []
    assert mocks["V3.0-UK-Warn"].failed == []
    warned = mocks["V3.0-UK-Warn"].warned
    assert any("/service_at_locations/{id} is another record" in each for each in warned)
    assert any("/taxonomy_terms/{id} $.description is missing" in each for each in warned)
    broken = validate(lambda path: (200, {"version": "", "profile": "", "openapi_url": ""}) if path == "/" else (500, {}), schemas)
    assert broken.failed == ["/services answers 500"]
    assert len(broken.warned) == 3, "a failing optional endpoint is a warning"


_MOCKS = {"services": "service", "service_at_locations": "service_at_location", "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term"}


@pytest.mark.parametrize("source", ["uk-profile/examples", "validator-mocks/V3.0-UK-Default"])
def test_what_the_standard_gives_as_an_example_comes_back_as_it_was(source: str, oruk: Path, desk: Directory, read: Read, schemas: Schemas):
    given = json.loads((oruk / source / "service_full.json").read_text())
    told = desk.take_in([oruk / source / "service_full.json"], feed="example")
    assert (told.new, told.refused, told.unknown_fields) == (1, (), {})
    given["description"] = given["description"].strip()
    assert read(f"/services/{given['id']}") == given
    assert schemas.faults(read(f"/services/{given['id']}"), "compiled/service.json") == []


def test_csv_tables_of_the_standard_come_in(oruk: Path, desk: Directory, read: Read):
    told = desk.take_in([oruk / "uk-profile" / "examples" / "csv"], feed="tables")
    assert (told.new, told.refused) == (1, ())
    one = read("/services/ac148810-d857-441c-9679-408f346de14b")
    assert one["contacts"][0]["phones"][0]["number"] == "+44 1234 234567"
    assert one["service_at_locations"][0]["location"]["addresses"][0]["address_2"] == "MyVillage"


def test_export_and_import_elsewhere_give_the_same_directory(take: Take, desk: Directory, tmp_path: Path):
    take(*many(30), service("Odd", latitude=1, key="odd", phones=[{"id": an_id("p"), "number": "01632 960000"}]))
    first = desk.export()
    file = tmp_path / "dump.json"
    file.write_bytes(first)
    told = desk.take_in([file], feed="moor")
    assert (told.new, told.changed, told.gone, told.same) == (0, 0, 0, 31)
    assert desk.export() == first
    renamed = json.loads(first)
    from wholeplace.service.directory.feed_files import read_feed

    again = read_feed([file], feed="elsewhere")
    from wholeplace.service.directory.writing import encoded

    assert json.loads(encoded(list(again.read))) == renamed["services"]
    assert json.loads(encoded(list(again.taxonomies))) == renamed["taxonomies"]


def test_pages_are_as_the_profile_says(take: Take, read: Read):
    take(*many(5))
    page = read("/services?page=2&per_page=2")
    assert {name: value for name, value in page.items() if name != "contents"} == {
        "total_items": 5, "total_pages": 3, "page_number": 2, "size": 2, "first_page": False, "last_page": False, "empty": False,
    }  # fmt: skip
    assert [one["name"] for one in page["contents"]] == ["Group 002", "Group 003"]
    assert read("/services?page=3&per_page=2")["last_page"]
    assert set(page["contents"][0]) == {"id", "name", "description", "status", "assured_date", "last_modified", "organization"}


@pytest.mark.parametrize(
    "path",
    [
        "/services/none", "/services?page=9", "/service_at_locations/none", "/taxonomies/none", "/taxonomy_terms/none", "/organizations",
        "/services/../../etc", "/services?page=2", "/x/y/z",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404_as_json(path: str, take: Take, read: Read):
    take(service())
    assert read(path, 404)["status"] == 404


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("page=0", "page"), ("page=-1", "page"), ("page=x", "page"), ("per_page=0", "per_page"), ("per_page=1001", "per_page"),
        ("page=", "page"), ("minimum_age=young", "minimum_age"), ("minimum_age=nan", "minimum_age"), ("minimum_age=-1", "minimum_age"),
        ("start_time=25:00", "start_time"), ("day=someday", "day"), ("proximity=100", "proximity"), ("postcode=ZZ1+1ZZ", "postcode"),
        ("serch=x", "serch"), ("page=1&page=2", "page"), ("modified_after=yesterday", "modified_after"), ("search=%00", "search"),
        ("page=%D9%A1", "page"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_400_and_named(query: str, named: str, take: Take, read: Read):
    take(service())
    assert named in read(f"/service_at_locations?{query}", 400)["details"]


def test_a_misspelt_parameter_is_told_which_was_meant(take: Take, read: Read):
    assert 'Did you mean "search"?' in read("/services?serch=x", 400)["details"]["serch"]


def test_filters_find_what_they_say(take: Take, read: Read):
    young = service("Young", minimum_age=11, maximum_age=17, attributes=word("Youth"), last_modified="2026-01-01T00:00:00Z")
    old = service(
        "Old",
        minimum_age=65,
        postcode="AB1 2CF",
        schedules=[{"id": an_id("s"), "byday": "MO,FR", "opens_at": "09:00", "closes_at": "12:00"}],
    )
    any_age = service("All", postcode="AB1 2CE")
    take(young, old, any_age)

    def names(query: str, of: str = "services") -> list[str]:
        found = read(f"/{of}?{query}")["contents"]
        return [one["name"] if of == "services" else one["service"]["name"] for one in found]

    assert names("minimum_age=12") == ["Old"]
    assert names("maximum_age=17") == ["Young"]
    assert names(f"taxonomy_term_id={an_id('term', 'Youth')}") == ["Young"]
    taxonomy = read("/taxonomies")["contents"][0]
    assert names(f"taxonomy_id={taxonomy['id']}") == ["Young"]
    assert read(f"/taxonomies/{taxonomy['id']}")["taxonomy_terms"][0]["name"] == "Youth"
    assert names("day=MO") == names("day=friday") == names("start_time=09:00&end_time=12:00") == ["Old"]
    assert names("day=TU&end_time=12:00") == [], "day and time must hold of one schedule"
    assert names("search=tea+talk") == ["All", "Old", "Young"]
    assert names("modified_after=2026-06-01T00:00:00Z") == ["All", "Old"]
    assert names("postcode=ab12cd&proximity=999", "service_at_locations") == ["Young"]
    assert names("postcode=ab12cd&proximity=1000", "service_at_locations") == ["Young", "All"]
    assert names("postcode=AB1+2CF", "service_at_locations") == ["Old", "All", "Young"], "the nearest first"


def test_anybodys_page_may_read_it_and_nobody_may_write(take: Take, door: Callable[[], Client]):
    take(service())
    asked = door().options("/open-referral/services", HTTP_ORIGIN="https://example.org", HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET")
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert asked["Cross-Origin-Resource-Policy"] == "cross-origin"
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(door(), method)("/open-referral/services")
        assert (answer.status_code, answer["Allow"], answer["Access-Control-Allow-Origin"]) == (405, "GET, HEAD, OPTIONS", "*")
    head = door().head("/open-referral/services")
    assert (head.status_code, head.content) == (200, b"")


def test_nothing_is_fetched_twice_until_it_changes(take: Take, door: Callable[[], Client]):
    take(service())
    tag = door().get("/open-referral/services")["ETag"]
    again = door().get("/open-referral/services", HTTP_IF_NONE_MATCH=f'"other", W/{tag}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    take(service(description="Coffee, too"))
    changed = door().get("/open-referral/services", HTTP_IF_NONE_MATCH=tag)
    assert changed.status_code == 200
    assert b"Coffee, too" in changed.content


def test_what_was_merged_is_to_be_found_at_what_stands_for_it(take: Take, desk: Directory, door: Callable[[], Client]):
    take(service("One"), service("Two"))
    desk.merge(an_id("One"), an_id("Two"))
    answer = door().get(f"/open-referral/services/{an_id('Two')}")
    assert (answer.status_code, answer["Location"]) == (307, f"/open-referral/services/{an_id('One')}")
    assert json.loads(door().get("/open-referral/services").content)["total_items"] == 1


def test_where_the_front_door_is_off_it_answers_nobody(desk: Directory, door: Callable[[], Client]):
    told = desk.house.folder / "place.toml"
    told.write_text(told.read_text().replace(', "front-door"', ""))
    assert door().get("/open-referral/services").status_code == 403
