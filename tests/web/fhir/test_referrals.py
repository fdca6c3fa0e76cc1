"""Referrals of other systems: by message and by REST, read, searched, revoked."""

from typing import Any

import pytest

from tests.web.fhir.conftest import System, Systems
from tests.web.fhir.plainly import NUMBER
from tests.web.fhir.sending import ODS, issue, part, parts, patient, said
from wholeplace.service.fhir.validation import validate


@pytest.fixture
def system(systems: Systems) -> System:
    return systems()


def referral_request(*, reason: str = "new", sender: str = "Y00111", **changes: Any) -> dict[str, Any]:
    urls = {
        name: f"urn:uuid:{n}0000000-0000-4000-8000-000000000000"
        for n, name in enumerate(("header", "asks", "patient", "service", "from", "to"))
    }
    wanted = {
        "resourceType": "ServiceRequest",
        "identifier": [{"system": "https://example.org/referrals", "value": "R1"}],
        "status": "active",
        "intent": "order",
        "priority": "urgent",
        "subject": {"reference": urls["patient"]},
        "performer": [{"reference": urls["service"]}],
        "requester": {"reference": urls["from"]},
        "reasonCode": [{"text": "Lonely since her husband died"}],
        **changes,
    }
    entries: dict[str, dict[str, Any]] = {
        "header": {
            "resourceType": "MessageHeader",
            "eventCoding": {"system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "servicerequest-request"},
            "destination": [{"endpoint": "https://example.org", "receiver": {"reference": urls["to"]}}],
            "sender": {"reference": urls["from"]},
            "source": {"endpoint": "https://example.org"},
            "reason": {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": reason}]},
            "focus": [{"reference": urls["asks"]}],
        },
        "asks": {name: value for name, value in wanted.items() if value is not None},
        "patient": patient(),
        "service": {"resourceType": "HealthcareService", "id": "P81001", "name": "Hill Practice"},
        "from": {"resourceType": "Organization", "identifier": [{"system": ODS, "value": sender}], "name": "A provider"},
        "to": {"resourceType": "Organization", "identifier": [{"system": ODS, "value": "P81001"}], "name": "Hill Practice"},
    }
    entry = [{"fullUrl": urls[name], "resource": resource} for name, resource in entries.items()]
    return {"resourceType": "Bundle", "type": "message", "timestamp": "2026-11-02T12:00:00+00:00", "entry": entry}


def referred(system: System) -> dict[str, Any]:
    answer = system.ask("POST", "$process-message", referral_request())
    assert answer.status_code == 200, answer.content
    return part(said(answer), "ServiceRequest")


def test_refer_read_and_find_it(system: System, systems: Systems) -> None:
    told = referred(system)
    assert (told["status"], told["priority"], told["reasonCode"]) == ("active", "urgent", [{"text": "Lonely since her husband died"}])
    read = system.ask("GET", f"ServiceRequest/{told['id']}")
    assert (read.status_code, read["ETag"].startswith('W/"')) == (200, True)
    assert not validate(said(read), uk_core=True)
    task = said(system.ask("GET", f"Task/{told['id']}"))
    assert (task["status"], task["focus"]["reference"]) == ("requested", f"ServiceRequest/{told['id']}")
    assert not validate(task, uk_core=True)
    found = said(system.ask("GET", f"ServiceRequest?patient:identifier={NUMBER}"))
    assert [one["id"] for one in parts(found, "ServiceRequest")] == [told["id"]]
    assert not validate(found, uk_core=True)
    history = said(system.ask("GET", f"ServiceRequest/{told['id']}/_history"))
    assert (history["type"], not validate(history, uk_core=True)) == ("history", True)
    assert systems("P81001").ask("GET", f"ServiceRequest/{told['id']}").status_code == 200
    stranger = systems("Z00001")
    assert issue(stranger.ask("GET", f"ServiceRequest/{told['id']}")) == (404, "REC_NOT_FOUND", "not-found")
    assert not parts(said(stranger.ask("GET", f"ServiceRequest?patient:identifier={NUMBER}")), "ServiceRequest")


@pytest.mark.parametrize(
    ("reason", "status", "ended"), [("update", "revoked", "revoked"), ("delete", "entered-in-error", "entered-in-error")]
)
def test_revoke_by_message(system: System, reason: str, status: str, ended: str) -> None:
    told = referred(system)
    message = referral_request(reason=reason, status=status, id=told["id"])
    message["entry"] = [one for one in message["entry"] if one["resource"]["resourceType"] != "HealthcareService"]
    part(message, "ServiceRequest").pop("performer")
    answer = system.ask("POST", "$process-message", message)
    assert answer.status_code == 200, answer.content
    assert part(said(answer), "ServiceRequest")["status"] == ended
    again = system.ask("POST", "$process-message", message)
    assert again.status_code in (409, 422)


def test_by_rest(systems: Systems) -> None:
    system = systems(interface="fhir")
    wanted = {
        "resourceType": "ServiceRequest",
        "contained": [{"id": "p", **patient()}, {"resourceType": "HealthcareService", "id": "P81001"}],
        "status": "active", "intent": "order", "subject": {"reference": "#p"}, "performer": [{"reference": "#P81001"}],
        "reasonCode": [{"text": "Lonely"}],
    }  # fmt: skip
    answer = system.ask("POST", "ServiceRequest", wanted)
    assert answer.status_code == 201, answer.content
    told = said(answer)
    version = told["meta"]["versionId"]
    assert answer["Location"].endswith(f"/ServiceRequest/{told['id']}/_history/{version}")
    changed = {**told, "status": "revoked", "note": [{"text": "found help elsewhere"}]}
    assert issue(system.ask("PUT", f"ServiceRequest/{told['id']}", changed, If_Match='W/"99"')) == (412, "REC_CONFLICT", "conflict")
    assert issue(system.ask("PUT", f"ServiceRequest/{told['id']}", {**told, "status": "active"}))[0] == 422
    ended = system.ask("PUT", f"ServiceRequest/{told['id']}", changed, If_Match=f'W/"{version}"')
    assert (ended.status_code, said(ended)["status"]) == (200, "revoked")


def test_a_patch_of_the_standard_revokes(system: System) -> None:
    told = referred(system)
    short = {"resourceType": "ServiceRequest", "id": told["id"], "status": "revoked"}
    assert said(system.ask("PATCH", f"ServiceRequest/{told['id']}", short))["status"] == "revoked"
    assert issue(system.ask("PATCH", f"ServiceRequest/{told['id']}", {**short, "priority": "stat"}))[0] == 422


def test_what_cannot_be_referred(system: System, systems: Systems) -> None:
    nowhere = referral_request()
    part(nowhere, "HealthcareService")["id"] = "Z99999"
    assert issue(system.ask("POST", "$process-message", nowhere)) == (404, "REC_NOT_FOUND", "not-found")
    silent = referral_request(reasonCode=None)
    assert issue(system.ask("POST", "$process-message", silent))[0] == 422
    unknown_kind = systems(type="weather-service")
    assert issue(unknown_kind.ask("POST", "$process-message", referral_request()))[0] == 422
    books_only = systems(may=("book",))
    assert issue(books_only.ask("POST", "$process-message", referral_request())) == (403, "REC_FORBIDDEN", "forbidden")
    ids = {"X_Request_Id": "c1ab3fba-6bae-4ba4-b257-5a87c44d4a91", "X_Correlation_Id": "9562466f-c982-4bd5-bb0e-255e9f5e6689"}
    assert system.ask("POST", "$process-message", referral_request(), **ids).status_code == 200
    assert issue(system.ask("POST", "$process-message", referral_request(), **ids)) == (409, "REC_CONFLICT", "duplicate")
