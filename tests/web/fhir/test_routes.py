"""Every route of this door, by the access list: what is said without a key, and that our OpenAPI document knows them all."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.web.fhir.conftest import Slots, Systems
from tests.web.fhir.examples import FHIR_EXAMPLES
from tests.web.fhir.sending import issue, said
from wholeplace.service.access import Role, What
from wholeplace.service.access.table import rules
from wholeplace.service.fhir.outcome import kinds
from wholeplace.web.access import ROUTES, Door, Route

SHUT = [route for route in ROUTES.values() if route.door is Door.SYSTEM]
OPEN = ("fhir-metadata", "fhir-openapi", "fhir-nothing")
MADE_OF = {"slot": "{slot}", "appointment": "{appointment}", "referral": "{referral}", "version": "{version}"}


def address(route: Route, made_of: dict[str, str] | None = None) -> str:
    arguments = FHIR_EXAMPLES.get(route.name, lambda house: {})(None)
    return reverse(route.name, kwargs={name: (made_of or arguments)[name] for name in arguments} or None).removeprefix("/fhir/R4/")


def test_what_is_open_is_written_down_here() -> None:
    assert {route.name for route in ROUTES.values() if route.name.startswith("fhir-")} == {*OPEN, *(route.name for route in SHUT)}


@pytest.mark.parametrize("route", SHUT, ids=lambda route: route.name)
def test_without_a_key_nothing_is_said_and_nothing_done(route: Route, systems: Systems, slots: Slots) -> None:
    slots.add()
    system = systems()
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert issue(system.ask(method, address(route), {}, Authorization="")) == (401, "REC_UNAUTHORIZED", "security")


def test_the_document_has_every_address_and_method(systems: Systems) -> None:
    system = systems()
    answer = system.ask("GET", "openapi.json", Authorization="")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    document = said(answer)
    there = {"/" + re.sub("%7B(.*?)%7D", r"{\1}", address(ROUTES[name], MADE_OF)) for name in (route.name for route in SHUT)} | {
        "/metadata"
    }
    assert set(document["paths"]) == there
    for path, item in document["paths"].items():
        allowed = set(system.ask("OPTIONS", path.removeprefix("/"))["Allow"].split(", ")) - {"HEAD", "OPTIONS"}
        assert {method.upper() for method in item if method != "parameters"} == allowed, path


def test_the_document_leads_nowhere_that_is_not_there(systems: Systems) -> None:
    document = said(systems().ask("GET", "openapi.json"))

    def led(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [one for each in value.values() for one in led(each)]
        return [one for each in value for one in led(each)] if isinstance(value, list) else []

    for reference in set(led(document)):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found
    assert set(document["components"]["responses"]) == {str(one.status) for one in kinds().values()}


def test_who_looked_is_told_to_no_system(systems: Systems) -> None:
    """The table of rules opens it to people alone: whoever the record is of, who acts for them, and the privacy officer."""
    opened = {role for rule in rules() if What.LOOKED_AT in rule.what for role in rule.roles}
    assert opened == {Role.RESIDENT, Role.PROXY, Role.PRIVACY_OFFICER}
    system = systems()
    for path in ("AuditEvent", "AuditEvent/1", "AuditEvent?entity-name=Patient"):
        assert issue(system.ask("GET", path)) == (404, "REC_NOT_FOUND", "not-found")
    statement = said(system.ask("GET", "metadata"))
    assert "AuditEvent" not in {one["type"] for one in statement["rest"][0]["resource"]}


def test_messages_of_a_service(systems: Systems) -> None:
    system = systems()
    told = said(system.ask("GET", "MessageDefinition?context=https://fhir.nhs.uk/Id/dos-service-id%7CP81001&context=a1t1"))
    assert told["total"] == 4
    focus = {one["code"]: (one["min"], one["max"]) for one in told["entry"][0]["resource"]["focus"]}
    one = ("MessageHeader", "Patient", "HealthcareService", "Appointment", "Slot", "Schedule")
    assert {name: focus[name] for name in one} == dict.fromkeys(one, (1, "1"))
    assert (focus["Organization"], focus["ServiceRequest"]) == ((2, "*"), (0, "1"))
    assert said(system.ask("GET", "MessageDefinition?context=nobody"))["total"] == 0
    assert issue(system.ask("GET", "MessageDefinition"))[0] == 400
    assert issue(system.ask("GET", "MessageDefinition?context="))[0] == 400
