"""Whatever is wrong, another system is told in the form that it reads: an OperationOutcome, also before any of its requests is read."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from tests.web.fhir.conftest import Slots, System, Systems
from tests.web.fhir.sending import issue, said
from tests.web.fhir.test_routes import OPEN, SHUT, address
from wholeplace.service.fhir.validation import validate
from wholeplace.web.access import ROUTES
from wholeplace.web.house import House

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "INVENTED")
EVERY = [*SHUT, *(ROUTES[name] for name in OPEN if name != "fhir-nothing")]
NOWHERE = ("", "Patient", "Slot/", "Slot/a/b", "Slot/%00", "Slot/%ff", "../../partners/", "Appointment/x/_history/1/2", "%2e%2e/x", "//")


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    return systems()


def refused(answer: Any) -> tuple[int, str, str]:
    """What a refusal says, where it is one of this door's: as FHIR, valid, kept by nobody."""
    assert answer["Content-Type"] == "application/fhir+json; charset=utf-8", answer.content
    assert answer["Cache-Control"] == "no-store"
    assert not validate(said(answer), uk_core=True)
    return issue(answer)


def test_a_front_door_that_is_shut(system: System, house: House) -> None:
    text = (house.folder / "place.toml").read_text()
    (house.folder / "place.toml").write_text(text.replace('"front-door"', '"agreement"'))
    ids = {"X_Request_Id": str(uuid4()), "X_Correlation_Id": str(uuid4())}
    for path in (*map(address, EVERY), *NOWHERE):
        for method in METHODS:
            for key in (system.key, ""):
                answer = system.ask(method, path, Authorization=f"Bearer {key}" if key else "", **ids)
                assert refused(answer) == (404, "REC_NOT_FOUND", "not-found"), (method, path)
                assert (answer["X-Request-Id"], answer["X-Correlation-Id"]) == tuple(ids.values())


def test_addresses_where_nothing_is(system: System) -> None:
    for path in (*NOWHERE, "../R5/Slot", "../", "../R4"):
        for method in METHODS:
            assert refused(system.ask(method, path))[0] in (404, 405), (method, path)
    for method in METHODS:
        assert refused(system.ask(method, "Slots"))[0] == 404


@pytest.mark.parametrize("route", EVERY, ids=lambda route: route.name)
def test_methods_that_an_address_does_not_take(system: System, route: Any) -> None:
    allowed = system.ask("OPTIONS", address(route))["Allow"].split(", ")
    for method in {*METHODS} - {*allowed}:
        answer = system.ask(method, address(route), {})
        assert refused(answer) == (405, "REC_METHOD_NOT_ALLOWED", "not-supported")
        assert answer["Allow"].split(", ") == allowed


@pytest.mark.parametrize("route", EVERY, ids=lambda route: route.name)
def test_by_another_name(system: System, route: Any) -> None:
    for host in ("elsewhere.example", "not a host", "localhost:x", ""):
        assert refused(system.ask("GET", address(route), Host=host or " "))[0] == 400


def test_by_a_name_that_is_none_where_any_is_taken(systems: Systems, slots: Slots) -> None:
    slots.add()
    system = systems()
    system.client.defaults.update({"wholeplace.only_this_machine": False})
    answer = system.ask("GET", "metadata", Host="not a host")
    assert refused(answer) == (400, "REC_BAD_REQUEST", "invalid")


@pytest.mark.parametrize("route", EVERY, ids=lambda route: route.name)
def test_a_place_that_cannot_be_read(system: System, house: House, route: Any) -> None:
    (house.folder / "place.toml").write_text("this is no place")
    assert refused(system.ask("GET", address(route))) == (500, "REC_SERVER_ERROR", "exception")


@pytest.mark.parametrize("route", SHUT, ids=lambda route: route.name)
def test_records_that_cannot_be_reached(system: System, monkeypatch: pytest.MonkeyPatch, route: Any) -> None:
    from wholeplace.service.records.access import keys

    def gone(*_: object) -> None:
        raise OperationalError("server closed the connection: Quillfeather")

    monkeypatch.setattr(keys, "key_behind", gone)
    answer = system.ask("GET", address(route))
    assert refused(answer) == (503, "REC_SERVICE_UNAVAILABLE", "transient")
    assert "Quillfeather" not in answer.content.decode()


@pytest.mark.parametrize("length", ["10000000", "-1", "many", "9" * 30])
def test_more_than_we_take(system: System, length: str) -> None:
    for method, path in (("POST", "$process-message"), ("POST", "Appointment"), ("PUT", "ServiceRequest/x"), ("PATCH", "Appointment/x")):
        answer = system.ask(method, path, b"{}", Content_Length=length)
        assert refused(answer)[0] in (413, 404), answer.content
    assert refused(system.ask("POST", "$process-message", b"{}", Content_Length=length)) == (413, "REC_BAD_REQUEST", "too-long")


def test_what_is_wrong_is_said_once_for_all(system: System) -> None:
    """Of every kind of refusal that a reader can bring about without a fault of ours, one: none is in plain text."""
    asked = {
        400: system.ask("GET", "Slot"),
        401: system.ask("GET", "Slot", Authorization="Bearer x"),
        404: system.ask("GET", "Appointment/x"),
        405: system.ask("DELETE", "Slot"),
        406: system.ask("GET", "Slot", Accept="application/fhir+xml"),
        413: system.ask("POST", "$process-message", b"{}", Content_Length="3000000"),
        415: system.ask("POST", "$process-message", b"<Bundle/>", content_type="application/fhir+xml"),
        422: system.ask("GET", "Slot?start=ge2026-11-02T00:00:00Z&start=le2027-11-02T00:00:00Z&status=free"),
    }
    assert {status: refused(answer)[0] for status, answer in asked.items()} == {status: status for status in asked}
    assert all(said(answer)["issue"][0]["diagnostics"] for answer in asked.values())
