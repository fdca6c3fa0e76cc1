"""Amend, move and cancel by message; and what makes no workflow."""

from typing import Any

import pytest

from tests.web.fhir.conftest import Slots, System, Systems
from tests.web.fhir.sending import booking_request, issue, part, parts, said

WHEN = "start=ge2026-11-02T00:00:00Z&start=le2026-11-09T00:00:00Z&status=free"


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    slots.add("P81002", 3)
    return systems()


def free(system: System) -> list[dict[str, Any]]:
    return parts(said(system.ask("GET", f"Slot?{WHEN}")), "Slot")


def booked(system: System, service: str = "P81001") -> tuple[dict[str, Any], dict[str, Any]]:
    """The slot and the appointment that was booked on it."""
    slot = free(system)[0]
    answer = system.ask("POST", "$process-message", booking_request(slot, service=service))
    assert answer.status_code == 200, answer.content
    return slot, part(said(answer), "Appointment")


def test_amend(system: System) -> None:
    slot, appointment = booked(system)
    answer = system.ask("POST", "$process-message", booking_request(slot, appointment=appointment, reason="update", comment="Rings first"))
    assert answer.status_code == 200, answer.content
    assert (part(said(answer), "Appointment")["comment"], answer["ETag"]) == ("Rings first", 'W/"2"')


def test_move_to_another_practice(system: System) -> None:
    slot, appointment = booked(system)
    other = free(system)[0]
    answer = system.ask("POST", "$process-message", booking_request(other, appointment=appointment, reason="update", service="P81002"))
    assert answer.status_code == 200, answer.content
    new = part(said(answer), "Appointment")
    assert (new["status"], new["start"]) == ("booked", other["start"])
    assert new["supportingInformation"][0]["reference"] == f"Appointment/{appointment['id']}"
    old = said(system.ask("GET", f"Appointment/{appointment['id']}"))
    assert (old["status"], old["cancelationReason"]) == ("cancelled", {"text": "Moved to another time"})
    assert [one["id"] for one in free(system)] == [slot["id"]]


def test_a_move_to_a_slot_that_is_gone_leaves_the_old_one(system: System) -> None:
    _, appointment = booked(system)
    other, _ = booked(system, "P81002")
    answer = system.ask("POST", "$process-message", booking_request(other, appointment=appointment, reason="update", service="P81002"))
    assert issue(answer) == (409, "REC_CONFLICT", "conflict")
    assert said(system.ask("GET", f"Appointment/{appointment['id']}"))["status"] == "booked"


@pytest.mark.parametrize(("reason", "status"), [("update", "cancelled"), ("delete", "entered-in-error")])
def test_cancel(system: System, reason: str, status: str) -> None:
    slot, appointment = booked(system)
    message = booking_request(slot, appointment=appointment, reason=reason, status=status)
    message["entry"] = [one for one in message["entry"] if one["resource"]["resourceType"] not in ("Slot", "Schedule", "HealthcareService")]
    part(message, "Appointment").pop("slot")
    answer = system.ask("POST", "$process-message", message)
    assert answer.status_code == 200, answer.content
    assert part(said(answer), "Appointment")["status"] == "cancelled"
    assert len(free(system)) == 2
    assert issue(system.ask("POST", "$process-message", message)) == (409, "REC_CONFLICT", "conflict")


def test_cancelling_before_booking_finds_nothing(system: System) -> None:
    message = booking_request(free(system)[0], appointment={"id": "not-booked-yet"}, reason="update", status="cancelled")
    assert issue(system.ask("POST", "$process-message", message)) == (404, "REC_NOT_FOUND", "not-found")


def test_an_update_from_an_old_version_is_a_conflict(system: System) -> None:
    slot, appointment = booked(system)
    first = booking_request(slot, appointment=appointment, reason="update", comment="First", meta={"versionId": "1"})
    late = booking_request(slot, appointment=appointment, reason="update", comment="Late", meta={"versionId": "1"})
    assert system.ask("POST", "$process-message", first).status_code == 200
    assert issue(system.ask("POST", "$process-message", late)) == (409, "REC_CONFLICT", "conflict")


@pytest.mark.parametrize(
    ("reason", "status"), [("new", "cancelled"), ("delete", "booked"), ("update", "fulfilled"), ("new", "proposed"), ("forget", "booked")]
)
def test_no_workflow(system: System, reason: str, status: str) -> None:
    message = booking_request(free(system)[0], appointment={"id": "any"}, reason=reason, status=status)
    assert issue(system.ask("POST", "$process-message", message)) == (400, "REC_BAD_REQUEST", "invariant")


@pytest.mark.parametrize("kind", ["MessageHeader", "Patient", "HealthcareService", "Appointment", "Slot", "Schedule", "Organization"])
def test_one_too_few(system: System, kind: str) -> None:
    message = booking_request(free(system)[0])
    gone = next(one for one in message["entry"] if one["resource"]["resourceType"] == kind)
    message["entry"] = [one for one in message["entry"] if one is not gone]
    status, code, _ = issue(system.ask("POST", "$process-message", message))
    assert (status, code) == (400, "REC_BAD_REQUEST")
    assert len(free(system)) == 2


@pytest.mark.parametrize("kind", ["Patient", "HealthcareService", "Appointment", "Slot", "Schedule"])
def test_one_too_many(system: System, kind: str) -> None:
    message = booking_request(free(system)[0])
    twin = next(one for one in message["entry"] if one["resource"]["resourceType"] == kind)
    message["entry"].append({**twin, "fullUrl": "urn:uuid:11111111-1111-4111-8111-111111111111"})
    assert issue(system.ask("POST", "$process-message", message)) == (400, "REC_BAD_REQUEST", "invariant")


def test_several_organisations_are_no_fault_and_two_referrals_are(system: System) -> None:
    message = booking_request(free(system)[0])
    more = {"resourceType": "Organization", "name": "The practice of the person"}
    message["entry"].append({"fullUrl": "urn:uuid:21111111-1111-4111-8111-111111111111", "resource": more})
    asks = {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": message["entry"][2]["fullUrl"]},
    }
    two = [{"fullUrl": f"urn:uuid:{n}1111111-1111-4111-8111-111111111112", "resource": dict(asks)} for n in (3, 4)]
    assert issue(system.ask("POST", "$process-message", {**message, "entry": message["entry"] + two})) == (
        400,
        "REC_BAD_REQUEST",
        "invariant",
    )
    assert system.ask("POST", "$process-message", message).status_code == 200


def test_times_and_service_go_with_the_slot(system: System) -> None:
    slot = free(system)[0]
    later = booking_request({**slot, "start": slot["end"], "end": "2026-11-02T14:20:00+00:00"})
    assert issue(system.ask("POST", "$process-message", later)) == (400, "REC_BAD_REQUEST", "invariant")
    apart = booking_request(slot, start="2026-11-02T14:05:00+00:00")
    assert issue(system.ask("POST", "$process-message", apart)) == (400, "REC_BAD_REQUEST", "invariant")
    elsewhere = booking_request(slot, service="P81002")
    assert issue(system.ask("POST", "$process-message", elsewhere)) == (400, "REC_BAD_REQUEST", "invariant")


def test_two_people_under_one_number_are_not_joined(system: System) -> None:
    booked(system)
    message = booking_request(free(system)[0], service="P81002")
    part(message, "Patient")["birthDate"] = "1990-01-01"
    assert issue(system.ask("POST", "$process-message", message)) == (422, "REC_UNPROCESSABLE_ENTITY", "not-supported")


def test_responses_and_other_bundles_are_not_taken(system: System) -> None:
    message = booking_request(free(system)[0])
    header = part(message, "MessageHeader")
    header["eventCoding"]["code"] = "booking-response"
    assert issue(system.ask("POST", "$process-message", message))[0] == 422
    assert issue(system.ask("POST", "$process-message", {"resourceType": "Bundle", "type": "batch"}))[:2] == (400, "REC_BAD_REQUEST")


def test_book_and_refer_in_one_message(system: System, systems: Systems) -> None:
    message = booking_request(free(system)[0])
    person = next(one["fullUrl"] for one in message["entry"] if one["resource"]["resourceType"] == "Patient")
    asks = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"reference": person}}
    message["entry"].append({"fullUrl": "urn:uuid:31111111-1111-4111-8111-111111111111", "resource": asks})
    assert issue(system.ask("POST", "$process-message", message))[0] == 422, "it says nothing of what it is for"
    assert len(free(system)) == 2, "both or neither"
    asks["reasonCode"] = [{"text": "Sore throat for a week"}]
    assert issue(systems(may=("search", "book")).ask("POST", "$process-message", message)) == (403, "REC_FORBIDDEN", "forbidden")
    answer = system.ask("POST", "$process-message", message)
    assert answer.status_code == 200, answer.content
    told = said(answer)
    referral, appointment = part(told, "ServiceRequest"), part(told, "Appointment")
    kept = said(system.ask("GET", f"Appointment/{appointment['id']}"))
    assert kept["basedOn"] == [{"reference": f"ServiceRequest/{referral['id']}"}]
    assert said(system.ask("GET", f"Task/{referral['id']}"))["status"] == "requested"
    asks["id"] = referral["id"]
    second = booking_request(free(system)[0], service="P81002")
    second["entry"].append({**message["entry"][-1], "resource": {**asks, "subject": {"reference": second["entry"][2]["fullUrl"]}}})
    assert not parts(said(system.ask("POST", "$process-message", second)), "Task"), "a referral that is there is not made again"
