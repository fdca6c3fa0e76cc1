"""A slot is searched for, booked, changed and given back by messages of the Booking and Referral Standard."""

from typing import Any
from urllib.parse import quote

from tests.web.fhir.conftest import Slots, Systems
from tests.web.fhir.sending import booking_request, issue, part, parts, said
from wholeplace.service.fhir.validation import validate

WHEN = "start=ge2026-11-02T00:00:00Z&start=le2026-11-09T00:00:00Z&status=free"
INCLUDE = "&_include=Slot:schedule&_include=Schedule:actor:HealthcareService&_include=HealthcareService:providedBy"


def test_what_it_can_do_is_open_to_all(systems: Systems) -> None:
    system = systems()
    answer = system.ask("GET", "metadata", Authorization="")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/fhir+json")
    assert not validate(said(answer), uk_core=True)


def test_search_book_and_find_it_again(systems: Systems, slots: Slots) -> None:
    reference, _ = slots.add(), slots.add("P81002", 3)
    system = systems()
    found = said(system.ask("GET", f"Slot?{WHEN}{INCLUDE}"))
    assert not validate(found, uk_core=True)
    assert part(found, "Slot")["id"] == reference
    assert len(parts(found, "Slot")) == len(parts(found, "Schedule")) == len(parts(found, "HealthcareService")) == 2
    answer = system.ask("POST", "$process-message", booking_request(part(found, "Slot")))
    assert answer.status_code == 200, answer.content
    told = said(answer)
    assert not [fault for fault in validate(told, uk_core=True) if fault.severity == "error"]
    booked = part(told, "Appointment")
    assert part(told, "MessageHeader")["response"]["code"] == "ok"
    assert part(told, "Slot")["status"] == "busy"
    read = system.ask("GET", f"Appointment/{booked['id']}")
    assert (read.status_code, read["ETag"]) == (200, 'W/"1"')
    assert not validate(said(read), uk_core=True)
    by_number = said(system.ask("GET", f"Appointment?patient:identifier={quote('https://fhir.nhs.uk/Id/nhs-number|9990000018')}"))
    assert [one["id"] for one in parts(by_number, "Appointment")] == [booked["id"]]
    assert not parts(said(system.ask("GET", f"Slot?{WHEN}&Schedule.actor:HealthcareService=P81001")), "Slot")


def test_the_same_message_again_is_a_duplicate_and_the_same_slot_a_conflict(systems: Systems, slots: Slots) -> None:
    slots.add()
    system = systems()
    message = booking_request(part(said(system.ask("GET", f"Slot?{WHEN}")), "Slot"))
    ids: dict[str, Any] = {
        "X_Request_Id": "c1ab3fba-6bae-4ba4-b257-5a87c44d4a91",
        "X_Correlation_Id": "9562466f-c982-4bd5-bb0e-255e9f5e6689",
    }
    assert system.ask("POST", "$process-message", message, **ids).status_code == 200
    assert issue(system.ask("POST", "$process-message", message, **ids)) == (409, "REC_CONFLICT", "duplicate")
    assert issue(system.ask("POST", "$process-message", message)) == (409, "REC_CONFLICT", "conflict")
    other = {**message, "timestamp": "2026-11-02T12:30:00+00:00"}
    assert issue(system.ask("POST", "$process-message", other, **ids)) == (400, "REC_BAD_REQUEST", "invalid")
