"""GP Connect's scenarios of cancelling an appointment. See gpconnect.py for which is which."""

from typing import Any

import pytest

from tests.web.fhir.conftest import Slots, System, Systems
from tests.web.fhir.plainly import book, free, put
from tests.web.fhir.sending import issue, said
from wholeplace.service.fhir.validation import validate

STU3 = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-AppointmentCancellationReason-1"
BETTER: dict[str, Any] = {"status": "cancelled", "cancelationReason": {"text": "Feels better"}}


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    return systems(interface="fhir")


@pytest.mark.parametrize("how", ["of FHIR R4", "extension of GP Connect"])
def test_cancel(system: System, how: str) -> None:
    booked = book(system)
    because = {"extension": [*booked["extension"], {"url": STU3, "valueString": "Feels better"}]}
    answer = put(
        system, booked, status="cancelled", **(because if how.startswith("ext") else {"cancelationReason": {"text": "Feels better"}})
    )
    told = said(answer)
    assert (answer.status_code, told["status"], told["cancelationReason"]) == (200, "cancelled", {"text": "Feels better"})
    assert (answer["ETag"], told["meta"]["versionId"]) == ('W/"2"', "2")
    assert not validate(told, uk_core=True)
    assert free(system), "its slot is free again"
    versions = said(system.ask("GET", f"Appointment/{booked['id']}/_history"))
    assert [entry["resource"]["status"] for entry in versions["entry"]] == ["cancelled", "booked"]
    assert not validate(versions, uk_core=True)
    first = system.ask("GET", f"Appointment/{booked['id']}/_history/1")
    assert (first["ETag"], said(first)["status"]) == ('W/"1"', "booked")


def test_cancel_with_a_comment(system: System) -> None:
    told = said(put(system, book(system), comment="Rang at noon", **BETTER))
    assert (told["status"], told["comment"]) == ("cancelled", "Rang at noon")


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Something else"},
        {"appointmentType": {"text": "Emergency"}},
        {"participant": [{"actor": {"reference": "Practitioner/2"}, "status": "accepted"}]},
    ],
)
def test_cancel_changes_nothing_else(system: System, change: dict) -> None:
    booked = book(system)
    people = {"participant": [*booked["participant"], *change["participant"]]} if "participant" in change else change
    assert issue(put(system, booked, **BETTER, **people))[0] == 422
    assert said(system.ask("GET", f"Appointment/{booked['id']}"))["status"] == "booked"


@pytest.mark.parametrize("extension", [[], [{"url": "https://example.org/another-reason", "valueString": "Feels better"}]])
def test_cancel_without_a_reason(system: System, extension: list) -> None:
    booked = book(system)
    answer = put(system, booked, status="cancelled", extension=[*booked["extension"], *extension])
    assert issue(answer) == (400, "REC_BAD_REQUEST", "required")


def test_cancel_with_an_old_version(system: System) -> None:
    booked = book(system)
    assert put(system, booked, comment="Rings first").status_code == 200
    assert issue(put(system, booked, **BETTER)) == (412, "REC_CONFLICT", "conflict")
    assert said(system.ask("GET", f"Appointment/{booked['id']}"))["status"] == "booked"


@pytest.mark.parametrize(("prefer", "empty"), [("return=representation", False), ("return=minimal", True)])
def test_cancel_prefer(system: System, prefer: str, empty: bool) -> None:
    booked = book(system)
    answer = system.ask("PUT", f"Appointment/{booked['id']}", {**booked, **BETTER}, If_Match='W/"1"', Prefer=prefer)
    assert (answer.status_code, answer.content == b"") == (200, empty)


def test_cancelled_is_not_amended(system: System) -> None:
    told = said(put(system, book(system), **BETTER))
    again = put(system, told, status="booked", cancelationReason=None, comment="After all")
    assert issue(again)[0] in (409, 422)
    assert issue(put(system, told, comment="After all")) == (409, "REC_CONFLICT", "conflict")


def test_what_is_past_is_not_cancelled(system: System, clock: Any) -> None:
    booked = book(system)
    clock.at = clock.at.replace(hour=18)
    assert issue(put(system, booked, **BETTER)) == (409, "REC_CONFLICT", "conflict")


def test_cancel_with_absolute_references(system: System) -> None:
    booked = book(system)
    people = [{**one, "actor": {"reference": f"http://localhost/fhir/R4/{one['actor']['reference']}"}} for one in booked["participant"]]
    assert put(system, booked, participant=people, **BETTER).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"serviceCategory": None, "serviceType": None}, {"serviceCategory": [{"text": "Another"}]}])
def test_cancel_with_and_without_kinds_of_service(system: System, sent: dict) -> None:
    booked = book(system)
    told = said(put(system, booked, **BETTER, **sent))
    assert (told["serviceCategory"], told["serviceType"]) == (booked["serviceCategory"], booked["serviceType"])
