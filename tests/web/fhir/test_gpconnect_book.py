"""GP Connect's scenarios of booking an appointment. See gpconnect.py for which is which."""

from typing import Any

import pytest

from tests.web.fhir.conftest import OF_111, Slots, System, Systems
from tests.web.fhir.plainly import book, copied, free, wanted
from tests.web.fhir.sending import issue, said
from wholeplace.service.fhir.validation import validate


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    return systems(interface="fhir")


@pytest.mark.parametrize("texts", [{}, {"comment": None}, {"description": None}, {"description": None, "comment": None}])
def test_book_one(system: System, texts: dict) -> None:
    slot = free(system)[0]
    answer = system.ask("POST", "Appointment", wanted(slot, **texts))
    told = said(answer)
    assert (answer.status_code, answer["ETag"]) == (201, 'W/"1"')
    assert answer["Location"].endswith(f"/fhir/R4/Appointment/{told['id']}/_history/1")
    assert (told["status"], told["start"], told["slot"]) == ("booked", slot["start"], [{"reference": f"Slot/{slot['id']}"}])
    assert [one["status"] for one in told["participant"]] == ["accepted", "accepted"]
    assert ("comment" in told, "description" in told) == ("comment" not in texts, "description" not in texts)
    assert not validate(told, uk_core=True)
    assert not free(system)


@pytest.mark.parametrize(
    "more",
    [
        {"reasonCode": [{"text": "Sore throat"}]},
        {"priority": 5},
        {"minutesDuration": 10},
        {"extension": [{"url": "https://example.org/anything", "valueReference": {"reference": "#o"}}]},
        {"appointmentType": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0276", "code": "ROUTINE"}]}},
    ],
)
def test_book_with_optional_elements(system: System, more: dict) -> None:
    assert book(system, **more)["status"] == "booked"


@pytest.mark.parametrize("gone", ["type", "name", "telecom", None])
def test_book_for_the_organisation_of_the_key(system: System, gone: str | None) -> None:
    """Who books is what the key says. What the message tells of that organisation may be short."""
    message = wanted(free(system)[0])
    message["contained"][1].pop(gone or "name", None)
    if gone is None:
        message["contained"].pop()
        message.pop("extension")
    told = said(system.ask("POST", "Appointment", message))
    assert told["extension"][1]["valueReference"]["identifier"]["value"] == OF_111


def test_book_at_no_such_address(system: System) -> None:
    message = wanted(free(system)[0])
    for address in ("appointment", "Appointments", "Appointment/", "Appointment/x/y", "Appoint%20ment"):
        assert issue(system.ask("POST", address, message))[0] in (404, 405), address


def test_book_prefer(system: System, slots: Slots) -> None:
    slots.add(hours=3)
    first, second = free(system)
    minimal = system.ask("POST", "Appointment", wanted(first), Prefer="return=minimal")
    assert (minimal.status_code, minimal.content) == (201, b"")
    assert "/Appointment/" in minimal["Location"]
    assert said(system.ask("POST", "Appointment", wanted(second), Prefer="return=representation"))["resourceType"] == "Appointment"


def without_status_of_participants(message: dict) -> None:
    message["participant"][0].pop("status")


def without_the_number_in_its_identifier(message: dict) -> None:
    message["contained"][0]["identifier"][0].pop("value")


@pytest.mark.parametrize(
    "gone",
    [
        "participant", "start", "end", "status", "slot", "contained", without_status_of_participants, without_the_number_in_its_identifier,
    ],
    ids=lambda gone: str(gone)[:20],
)  # fmt: skip
def test_book_without_what_must_be_there(system: System, gone: Any) -> None:
    message = wanted(free(system)[0])
    gone(message) if callable(gone) else message.pop(gone)
    if gone == "contained":
        message.pop("extension")
    status, code, _ = issue(system.ask("POST", "Appointment", message))
    assert (status, code) == (400, "REC_BAD_REQUEST")
    assert free(system)


def test_book_by_name_where_there_is_no_number(system: System) -> None:
    message = wanted(free(system)[0])
    message["contained"][0].pop("identifier")
    assert system.ask("POST", "Appointment", message).status_code == 201


def test_book_with_elements_that_do_not_exist(system: System) -> None:
    assert issue(system.ask("POST", "Appointment", wanted(free(system)[0], invented="x"))) == (400, "REC_BAD_REQUEST", "invalid")


@pytest.mark.parametrize("reference", ["Slot/no-such-slot", "Slot/", "slot", "https://elsewhere.example/Slot/1", "Patient/1"])
def test_book_a_slot_that_is_not_there(system: System, reference: str) -> None:
    status, code, _ = issue(system.ask("POST", "Appointment", wanted(free(system)[0], slot=[{"reference": reference}])))
    assert (status, code) in ((404, "REC_NOT_FOUND"), (400, "REC_BAD_REQUEST"))


def test_book_with_what_is_no_appointment(system: System) -> None:
    message = wanted(free(system)[0])
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": message}]}
    assert issue(system.ask("POST", "Appointment", bundle))[:2] == (400, "REC_BAD_REQUEST")
    assert issue(system.ask("POST", "Appointment", {**message, "start": 12}))[:2] == (400, "REC_BAD_REQUEST")
    assert issue(system.ask("POST", "Appointment", [message]))[:2] == (400, "REC_BAD_REQUEST")


def test_book_a_slot_that_is_taken(system: System) -> None:
    message = wanted(free(system)[0])
    assert system.ask("POST", "Appointment", message).status_code == 201
    assert issue(system.ask("POST", "Appointment", message)) == (409, "REC_CONFLICT", "conflict")


@pytest.mark.parametrize("actor", [{"reference": "Patient/p-000000000000000000000000"}, {"reference": "Patient/1"}])
def test_book_for_nobody_we_know(system: System, actor: dict) -> None:
    message = wanted(free(system)[0], participant=[{"actor": actor, "status": "accepted"}])
    message["contained"].pop(0)
    assert issue(system.ask("POST", "Appointment", message)) == (404, "REC_NOT_FOUND", "not-found")


@pytest.mark.parametrize("sent", [{}, {"serviceCategory": [{"text": "Another"}], "serviceType": [{"text": "Another"}]}])
def test_book_tells_the_kind_of_service(system: System, sent: dict) -> None:
    told = book(system, **copied(sent))
    assert (told["serviceCategory"], told["serviceType"]) == ([{"text": "Morning surgery"}], [{"text": "General appointment"}])
