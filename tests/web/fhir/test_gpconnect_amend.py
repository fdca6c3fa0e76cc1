"""GP Connect's scenarios of amending an appointment. See gpconnect.py for which is which."""

import pytest

from tests.web.fhir.conftest import Slots, System, Systems
from tests.web.fhir.plainly import book, put
from tests.web.fhir.sending import issue, said
from wholeplace.service.fhir.validation import validate


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    return systems(interface="fhir")


def test_amend_what_is_to_come(system: System) -> None:
    booked = book(system)
    answer = put(system, booked, description="Earache", comment="Rings first")
    told = said(answer)
    assert (answer.status_code, told["description"], told["comment"]) == (200, "Earache", "Rings first")
    assert (told["start"], told["extension"], told["slot"]) == (booked["start"], booked["extension"], booked["slot"])
    assert not validate(told, uk_core=True)


@pytest.mark.parametrize(
    "change",
    [
        {"start": "2026-11-02T15:00:00+00:00", "end": "2026-11-02T15:10:00+00:00"},
        {"status": "arrived"},
        {"slot": [{"reference": "Slot/another"}]},
        {"appointmentType": {"text": "Emergency"}},
        {"reasonCode": [{"text": "Something else"}]},
    ],
)
def test_amend_nothing_but_texts(system: System, change: dict) -> None:
    booked = book(system)
    assert issue(put(system, booked, **change)) == (422, "REC_UNPROCESSABLE_ENTITY", "not-supported")
    assert said(system.ask("GET", f"Appointment/{booked['id']}"))["meta"]["versionId"] == "1"


def test_amend_prefer(system: System) -> None:
    booked = book(system)
    told = {**booked, "comment": "Rings first"}
    minimal = system.ask("PUT", f"Appointment/{booked['id']}", told, If_Match='W/"1"', Prefer="return=minimal")
    assert (minimal.status_code, minimal.content, minimal["ETag"]) == (200, b"", 'W/"2"')
    whole = system.ask("PUT", f"Appointment/{booked['id']}", told, If_Match='W/"2"', Prefer="return=representation")
    assert said(whole)["comment"] == "Rings first"


@pytest.mark.parametrize("version", ["2", "0", "hello", "1.0", "999999999999999999"])
def test_amend_with_an_old_version(system: System, systems: Systems, version: str) -> None:
    booked = book(system)
    assert issue(put(system, booked, version=version, comment="x")) == (412, "REC_CONFLICT", "conflict")
    bars = systems()
    assert issue(put(bars, booked, version=version, comment="x")) == (409, "REC_CONFLICT", "conflict")


def test_amend_gives_the_new_version(system: System) -> None:
    answer = put(system, book(system), comment="Rings first")
    assert (answer["ETag"], said(answer)["meta"]["versionId"]) == ('W/"2"', "2")
    again = system.ask("GET", f"Appointment/{said(answer)['id']}")
    assert again["ETag"] == 'W/"2"'


def test_amend_with_what_is_no_appointment(system: System) -> None:
    booked = book(system)
    bundle = {"resourceType": "Bundle", "type": "collection", "id": booked["id"]}
    assert issue(put(system, {**bundle, "meta": {"versionId": "1"}}))[:2] == (400, "REC_BAD_REQUEST")
    assert issue(put(system, booked, status="perhaps"))[:2] == (400, "REC_BAD_REQUEST")
    assert issue(put(system, booked, participant=None)) == (400, "REC_BAD_REQUEST", "required")


def test_amend_with_a_reason_for_cancelling(system: System) -> None:
    answer = put(system, book(system), cancelationReason={"text": "Better"})
    assert issue(answer) == (400, "REC_BAD_REQUEST", "invariant")


def test_amend_with_absolute_references(system: System) -> None:
    booked = book(system)
    here = "http://localhost/fhir/R4/"
    people = [{**one, "actor": {"reference": here + one["actor"]["reference"]}} for one in booked["participant"]]
    slot = [{"reference": here + booked["slot"][0]["reference"]}]
    assert put(system, booked, participant=people, slot=slot, comment="Rings first").status_code == 200


def test_amend_with_and_without_kinds_of_service(system: System) -> None:
    booked = book(system)
    other = put(system, booked, serviceCategory=[{"text": "Another"}], serviceType=[{"text": "Another"}], comment="Rings first")
    assert (other.status_code, said(other)["serviceType"]) == (200, booked["serviceType"])
    assert put(system, said(other), serviceCategory=None, serviceType=None, comment="Rings twice").status_code == 200
