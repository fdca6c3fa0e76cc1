"""Aldermoor's directory: what its organisations offer, as documents in the form of Open Referral UK 3.0. Grain: one service a listing."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from wholeplace.demo.homes import postcodes_of_areas
from wholeplace.demo.layout import Layout

FILE = "directory.json"
_OURS = "https://example.org/aldermoor"
_NEEDS = "Needs that people name (invented list)"


def write_directory(layout: Layout, folder: Path, opens_on: date | None = None) -> None:
    """front_door/directory.json: a page of services as an Open Referral UK interface answers it. Ids are always the same; postcodes are
    those of the place that was laid out, whatever its size. Days of confirmation count back from `opens_on`; None: a day that never moves.
    """
    services = _services(layout, opens_on)
    page = {
        "total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services), "first_page": True, "last_page": True,
        "empty": not services, "contents": services,
    }  # fmt: skip
    (folder / "front_door" / FILE).write_text(json.dumps(page, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _services(layout: Layout, opens_on: date | None) -> list[dict[str, Any]]:
    told = tomllib.loads((files("wholeplace.demo") / "front_door_files" / "directory.toml").read_text("utf-8"))
    organisations = {name: _organisation(name, one) for name, one in told["organisation"].items()}
    venues = {name: _venue(layout, name, one) for name, one in told["venue"].items()}
    return [
        _service(one, opens_on or told["opens_on"]) | {
            "organization": organisations[one["organisation"]],
            "service_at_locations": [{"id": _id("at", one["id"]), "location": venues[one["venue"]]}],
        }
        for one in told["listing"]
    ]  # fmt: skip


def _service(told: Mapping[str, Any], opens_on: date) -> dict[str, Any]:
    """A listing without its organisation and its place. `last_modified` is the day on which somebody last vouched for it."""
    called = told["id"]
    confirmed = opens_on - timedelta(told["confirmed"]) if "confirmed" in told else None
    ages = told.get("ages", [])
    return {
        "id": _id("listing", called), "name": told["name"], "description": told["description"], "status": "active",
        "url": f"{_OURS}/{called}", "email": f"{called}@example.org",
        **dict(zip(("minimum_age", "maximum_age"), ages, strict=False)),
        **({"assured_date": f"{confirmed}", "last_modified": f"{confirmed}T12:00:00Z"} if confirmed else {}),
        "schedules": [_schedule(called, number, one) for number, one in enumerate(told["when"])],
        "cost_options": list(_cost(told)),
        "contacts": [{"id": _id("contact", called), "name": "Whoever answers", "phones": [_phone(told)]}],
        "attributes": [_need(called, need) for need in told["needs"]],
    }  # fmt: skip


def _phone(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": _id("phone", told["id"]), "number": told["phone"]}


def _need(called: str, need: str) -> dict[str, Any]:
    taxonomy = {"taxonomy": _NEEDS, "taxonomy_id": _id("taxonomy", "needs")}
    term = {"id": _id("term", need), "name": need, "description": need, **taxonomy}
    return {"id": _id("need", f"{called}/{need}"), "link_type": "need", "taxonomy_term": term}


def _schedule(called: str, number: int, told: Mapping[str, Any]) -> dict[str, Any]:
    one = {"id": _id("when", f"{called}/{number}")}
    if "words" in told:
        return one | {"description": told["words"]}
    hours = {name: told[of] for name, of in (("opens_at", "opens"), ("closes_at", "closes")) if of in told}
    how = {"freq": "MONTHLY" if told.get("monthly") else "WEEKLY", "interval": told.get("every", 1)}
    return one | how | {"byday": told["days"]} | hours


def _cost(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Nothing where the listing says nothing of cost."""
    sums = {"amount": told["cost"]} if "cost" in told else {}
    words = {"amount_description": told["cost_words"]} if "cost_words" in told else {}
    if sums or words:
        yield {"id": _id("cost", told["id"]), **sums, **words}


def _organisation(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """`identifier` is the code in organisations.csv, for those that have one."""
    code = told.get("code")
    identifier = {"id": _id("code", name), "identifier_type": "Organisation code", "identifier": code}
    return {
        "id": _id("organisation", name), "name": told["name"], "description": told["description"], "website": f"{_OURS}/{name}",
        "email": f"{name}@example.org", **({"organization_identifiers": [identifier]} if code else {}),
    }  # fmt: skip


def _venue(layout: Layout, name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """A building with a postcode of its neighbourhood, or somewhere that is near everybody."""
    one = {"id": _id("venue", name), "name": told["name"]}
    if told.get("online"):
        return one | {"location_type": "virtual"}
    address = {
        "id": _id("address", name), "address_1": told["street"], "address_2": layout.neighbourhoods[told["neighbourhood"]],
        "city": "Aldermoor", "state_province": "Aldermoor", "postal_code": _postcode(layout, told["neighbourhood"], len(name)),
        "country": "GB", "address_type": "physical",
    }  # fmt: skip
    notes = [{"id": _id("access", f"{name}/{number}"), "description": note} for number, note in enumerate(told["access"])]
    return one | {"location_type": "physical", "addresses": [address], "accessibility": notes}


def _postcode(layout: Layout, neighbourhood: int, unit: int) -> str:
    """A postcode of a neighbourhood's first small area; buildings with names of unlike length do not share one."""
    area = np.searchsorted(layout.neighbourhood, neighbourhood)
    return postcodes_of_areas(np.array([area]), np.array([unit]))[0]


def _id(kind: str, called: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{_OURS}/{kind}/{called}"))
