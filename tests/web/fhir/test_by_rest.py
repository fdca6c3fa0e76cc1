"""What REST has beside messages: patches, conditional creation, moving, holding a slot, and methods that an address does not take."""

import pytest

from tests.web.fhir.conftest import Slots, System, Systems
from tests.web.fhir.plainly import NUMBER, book, free, wanted
from tests.web.fhir.sending import issue, said

PATCH = "application/json-patch+json"


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    slots.add("P81002", 3)
    return systems(interface="fhir")


def test_a_json_patch(system: System) -> None:
    booked = book(system)
    address = f"Appointment/{booked['id']}"
    patch = [
        {"op": "test", "path": "/status", "value": "booked"},
        {"op": "replace", "path": "/description", "value": "Earache"},
        {"op": "remove", "path": "/comment"},
    ]
    told = said(system.ask("PATCH", address, patch, content_type=PATCH, If_Match='W/"1"'))
    assert (told["description"], "comment" in told, told["meta"]["versionId"]) == ("Earache", False, "2")
    assert issue(system.ask("PATCH", address, patch, content_type=PATCH, If_Match='W/"1"'))[0] in (400, 412)
    cancels = [
        {"op": "replace", "path": "/status", "value": "cancelled"},
        {"op": "add", "path": "/cancelationReason", "value": {"text": "x"}},
    ]
    assert said(system.ask("PATCH", address, cancels, content_type=PATCH, If_Match='W/"2"'))["status"] == "cancelled"


@pytest.mark.parametrize(
    ("patch", "status"),
    [
        ([{"op": "replace", "path": "/start", "value": "2026-11-02T15:00:00Z"}], 422),
        ([{"op": "replace", "path": "/participant/0/status", "value": "declined"}], 422),
        ([{"op": "move", "path": "/comment", "from": "/description"}], 400),
        ([{"op": "add", "path": "/comment"}], 400),
        ([{"op": "add", "path": "comment", "value": "x"}], 422),
        ([{"op": "add", "path": 7, "value": "x"}], 422),
        ([{"op": "test", "path": "/status", "value": "cancelled"}], 409),
        ([{"op": "add", "path": "/comment", "value": {"text": "x"}}], 400),
        ([{"op": "add", "path": "/comment", "value": "x" * 501}], 400),
        ([{"op": "add", "path": "/description", "value": "x" * 101}], 400),
        ([{"op": "add", "path": "/comment", "value": "x"}] * 21, 400),
        ([7], 400),
        ({}, 400),
        ("x", 400),
    ],
)
def test_a_patch_that_may_not_be(system: System, patch: object, status: int) -> None:
    booked = book(system)
    answer = system.ask("PATCH", f"Appointment/{booked['id']}", patch, content_type=PATCH, If_Match='W/"1"')
    assert issue(answer)[0] == status
    assert said(system.ask("GET", f"Appointment/{booked['id']}"))["meta"]["versionId"] == "1"


def test_the_patch_of_the_standard_is_a_short_appointment(system: System, systems: Systems) -> None:
    booked, bars = book(system), systems()
    address = f"Appointment/{booked['id']}"
    short = {"resourceType": "Appointment", "id": booked["id"], "comment": "Rings first"}
    assert said(bars.ask("PATCH", address, short))["comment"] == "Rings first"
    assert issue(bars.ask("PATCH", address, {**short, "start": "2026-11-02T15:00:00Z"}))[0] == 422
    cancelled = said(bars.ask("PATCH", address, {"resourceType": "Appointment", "id": booked["id"], "status": "cancelled"}))
    assert (cancelled["status"], bool(cancelled["cancelationReason"])) == ("cancelled", True)


def test_a_change_without_a_version_is_refused_to_plain_clients(system: System) -> None:
    booked = book(system)
    without = {**booked, "comment": "x"}
    without.pop("meta")
    assert issue(system.ask("PUT", f"Appointment/{booked['id']}", without)) == (400, "REC_BAD_REQUEST", "required")


def test_if_none_exist(system: System) -> None:
    slot = free(system)[0]
    condition = {"If_None_Exist": f"slot=Slot/{slot['id']}&patient:identifier={NUMBER}"}
    first = system.ask("POST", "Appointment", wanted(slot), **condition)
    second = system.ask("POST", "Appointment", wanted(slot), **condition)
    assert (first.status_code, second.status_code) == (201, 200)
    assert said(first)["id"] == said(second)["id"]
    other = free(system)[0]
    book(system)
    assert issue(system.ask("POST", "Appointment", wanted(other), If_None_Exist=f"patient:identifier={NUMBER}"))[0] == 412
    assert issue(system.ask("POST", "Appointment", wanted(other), If_None_Exist="colour=blue"))[:2] == (400, "REC_BAD_REQUEST")


def test_move_by_booking_the_other(system: System) -> None:
    booked, other = book(system), free(system)[0]
    message = wanted(other, supportingInformation=[{"reference": f"Appointment/{booked['id']}"}])
    answer = system.ask("POST", "Appointment", message, If_Match='W/"1"')
    assert answer.status_code == 201, answer.content
    assert said(system.ask("GET", f"Appointment/{booked['id']}"))["status"] == "cancelled"


def test_a_hold_is_the_holders_alone_for_five_minutes(system: System, systems: Systems, clock) -> None:
    other = systems("Y00222", interface="fhir")
    slot = free(system)[0]
    held = system.ask("POST", f"Slot/{slot['id']}/$hold")
    assert (held.status_code, said(held)["status"]) == (200, "busy-tentative")
    assert slot["id"] not in [one["id"] for one in free(system)]
    assert issue(other.ask("POST", f"Slot/{slot['id']}/$hold")) == (409, "REC_CONFLICT", "conflict")
    assert issue(other.ask("POST", "Appointment", wanted(slot))) == (409, "REC_CONFLICT", "conflict")
    clock.at = clock.at.replace(minute=6)
    assert other.ask("POST", f"Slot/{slot['id']}/$hold").status_code == 200
    assert other.ask("POST", f"Slot/{slot['id']}/$let-go").status_code == 200
    assert system.ask("POST", f"Slot/{slot['id']}/$hold").status_code == 200
    assert system.ask("POST", "Appointment", wanted(slot)).status_code == 201
    assert issue(system.ask("POST", "Slot/none/$hold")) == (404, "REC_NOT_FOUND", "not-found")


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


@pytest.mark.parametrize("path", ["metadata", "Slot", "Appointment", "Appointment/1", "$process-message", "ServiceRequest", "Slot/1/$hold"])
def test_every_method_is_answered_in_fhir(system: System, path: str) -> None:
    allowed = system.ask("OPTIONS", path)
    assert (allowed.status_code, "OPTIONS" in allowed["Allow"]) == (200, True)
    for method in METHODS:
        answer = system.ask(method, path)
        taken = method in allowed["Allow"].split(", ")
        assert (answer.status_code == 405) is not taken, method
        if not taken and method != "HEAD":
            assert issue(answer) == (405, "REC_METHOD_NOT_ALLOWED", "not-supported")
            assert answer["Allow"] == allowed["Allow"]


def test_head_is_get_without_what_it_says(system: System) -> None:
    booked = book(system)
    whole, head = (system.ask(method, f"Appointment/{booked['id']}") for method in ("GET", "HEAD"))
    assert (head.status_code, head.content, head["ETag"], head["Content-Length"]) == (200, b"", whole["ETag"], str(len(whole.content)))
