"""A place with a directory, and browsers at its doors."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.service.directory.invented import an_id
from tests.web.care.conftest import act, clock, door, house, partnership, sign_in, with_partners
from wholeplace.web.house import House
from wholeplace.web.listings.desk import Directory

__all__ = ["act", "clock", "door", "house", "partnership", "sign_in", "with_partners"]

POSTCODES = "postcode,easting,northing,small_area\nAB1 2CD,430000,433000,A1\nAB1 2CE,431000,433000,A1\nab12cf,450000,433000,\n"


def service(name: str = "Knit and natter", *, key: str = "", postcode: str = "AB1 2CD", **more: Any) -> dict[str, Any]:
    """A service as a feed sends it. `key` keeps its ids apart from those of another of the same name."""
    own = key or name
    street = {"address_1": "1 Moor Lane", "city": "Anywhere", "state_province": "", "postal_code": postcode, "country": "GB"}
    address = {"id": an_id(own, "address"), **street, "address_type": "physical"}
    provider = {"id": an_id("organisation"), "name": "Moor Befriends", "description": "A charity"}
    location = {
        "id": an_id(own, "location"),
        "location_type": "physical",
        "name": "Moor Hall",
        "addresses": [address],
    }
    return {
        "id": an_id(own), "name": name, "description": "Tea and talk", "status": "active", "assured_date": "2026-10-20",
        "last_modified": "2026-10-20T09:00:00.000Z", "organization": provider,
        "service_at_locations": [{"id": an_id(own, "place"), "location": location}],
        "schedules": [{"id": an_id(own, "schedule"), "freq": "WEEKLY", "byday": "TU", "opens_at": "14:00", "closes_at": "16:00"}],
        "cost_options": [{"id": an_id(own, "cost"), "amount": 0}], **more,
    }  # fmt: skip


def word(name: str, taxonomy: str = "Needs") -> list[dict[str, Any]]:
    term = {"id": an_id("term", name), "name": name, "description": name, "taxonomy": taxonomy}
    return [{"id": an_id("attribute", name), "link_type": "need", "taxonomy_term": term}]


@pytest.fixture
def desk(house: House, db: None) -> Directory:
    (house.folder / "postcodes.csv").write_text(POSTCODES)
    return Directory(house, "ab")


@pytest.fixture
def take(desk: Directory, tmp_path: Path) -> Callable[..., Any]:
    """`take(service(), service(...), feed="moor")` brings a feed in."""

    def taken(*services: Any, feed: str = "moor", **more: Any) -> Any:
        file = tmp_path / "feed.json"
        file.write_text(json.dumps(services))
        return desk.take_in([file], feed=feed, **more)

    return taken


@pytest.fixture
def read(door: Callable[[], Client]) -> Callable[..., Any]:
    """`read("/services?per_page=2")` is the JSON of an address of the interface, and its status where it is not 200."""

    def asked(path: str, status: int = 200) -> Any:
        answer = door().get(f"/open-referral{path}")
        assert answer.status_code == status, answer.content
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Content-Type"] == "application/json"
        return json.loads(answer.content)

    return asked
