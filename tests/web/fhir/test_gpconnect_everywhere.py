"""GP Connect's scenarios that are the same for every interaction: what we say we can do, caching, and the form of answers."""

from typing import Any

import pytest

from tests.web.fhir.conftest import Slots, System, Systems
from tests.web.fhir.plainly import NUMBER, WHEN, book, free, put, wanted
from tests.web.fhir.sending import issue, said
from wholeplace.service.fhir.searching import INCLUDES


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    slots.add(hours=3)
    return systems(interface="fhir")


def test_what_it_can_do(system: System) -> None:
    told = said(system.ask("GET", "metadata"))
    resources = {one["type"]: one for one in told["rest"][0]["resource"]}
    can = {kind: {one["code"] for one in resource["interaction"]} for kind, resource in resources.items()}
    assert {"read", "create", "update", "patch", "search-type", "history-instance"} <= can["Appointment"]
    assert "search-type" in can["Slot"]
    assert resources["Slot"]["searchInclude"] == list(INCLUDES)
    assert {one["name"] for one in resources["Slot"]["searchParam"]} >= {"start", "status", "searchFilter"}


def done(system: System) -> list[Any]:
    """One answer of every interaction, those that work and those that do not."""
    booked = book(system)
    return [
        system.ask("GET", "metadata"),
        system.ask("GET", f"Slot?{WHEN}"),
        system.ask("GET", "Slot"),
        system.ask("POST", "Appointment", wanted(free(system)[0])),
        system.ask("POST", "Appointment", {}),
        system.ask("GET", f"Appointment/{booked['id']}"),
        system.ask("GET", "Appointment/none"),
        system.ask("GET", f"Appointment?patient:identifier={NUMBER}"),
        system.ask("GET", "Appointment"),
        put(system, booked, comment="x"),
        put(system, booked, comment="y"),
        put(system, booked, version="2", status="cancelled", cancelationReason={"text": "Better"}),
        put(system, booked, version="3", status="cancelled"),
        system.ask("GET", "nothing/at/all"),
    ]


def test_nothing_is_cached(system: System) -> None:
    for answer in done(system):
        assert (answer["Cache-Control"], answer["Pragma"]) == ("no-store", "no-cache")
        assert "X-Request-Id" in answer
        assert "X-Correlation-Id" in answer


JSON = (
    "application/fhir+json",
    "application/json",
    "application/fhir+json; fhirVersion=4.0",
    "*/*",
    "application/xml;q=0.5, application/json",
)
OTHER = ("application/fhir+xml", "application/xml", "text/html", "application/fhir+json;q=0", "application/fhir+json; fhirVersion=3.0")


@pytest.mark.parametrize("accept", [*JSON, *OTHER])
@pytest.mark.parametrize("interaction", ["search", "read", "book", "amend"])
def test_a_format_is_json_or_406(system: System, accept: str, interaction: str) -> None:
    booked, before = book(system), free(system)
    ask = {
        "search": lambda: system.ask("GET", f"Slot?{WHEN}", Accept=accept),
        "read": lambda: system.ask("GET", f"Appointment/{booked['id']}", Accept=accept),
        "book": lambda: system.ask("POST", "Appointment", wanted(before[0]), Accept=accept),
        "amend": lambda: system.ask("PUT", f"Appointment/{booked['id']}", {**booked, "comment": "x"}, Accept=accept, If_Match='W/"1"'),
    }
    answer = ask[interaction]()
    assert answer["Content-Type"] == "application/fhir+json; charset=utf-8"
    if accept in JSON:
        assert answer.status_code in (200, 201)
    else:
        assert issue(answer) == (406, "REC_NOT_ACCEPTABLE", "processing")
        assert free(system) == before, "nothing was done"


@pytest.mark.parametrize("wanted_format", ["json", "application/json", "application/fhir+json", "application/fhir%2Bjson"])
def test_the_parameter_goes_before_the_header(system: System, wanted_format: str) -> None:
    assert system.ask("GET", f"Slot?{WHEN}&_format={wanted_format}", Accept="application/fhir+xml").status_code == 200
    assert issue(system.ask("GET", f"Slot?{WHEN}&_format=xml", Accept="application/fhir+json"))[0] == 406
