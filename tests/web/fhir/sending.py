"""Messages that tests send: a booking-request, a cancellation, an Appointment by itself. Everybody in them is invented."""

import json
from typing import Any
from uuid import uuid4

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
NHS = "https://fhir.nhs.uk/Id/nhs-number"
PERSON = {
    "family": "Quillfeather", "given": "Ottoline", "born": "1961-04-05", "number": "9990000018",
    "postcode": "LS1 4ZZ", "phone": "07700900123",
}  # fmt: skip
Resource = dict[str, Any]


def patient(person: dict[str, str] | None = None) -> Resource:
    said = person or PERSON
    told: Resource = {
        "resourceType": "Patient",
        "identifier": [{"system": NHS, "value": said["number"]}] if said["number"] else [],
        "name": [{"use": "official", "family": said["family"], "given": [said["given"]]}],
        "gender": "female",
        "birthDate": said["born"],
        "telecom": [{"system": "phone", "value": said["phone"]}],
        "address": [{"use": "home", "line": ["1 Nowhere Row"], "postalCode": said["postcode"]}],
        "generalPractitioner": [{"identifier": {"system": ODS, "value": "P81001"}}],
    }
    return {name: value for name, value in told.items() if value}


def booking_request(
    slot: Resource, *, appointment: Resource | None = None, reason: str = "new", sender: str = "Y00111", **changes: Any
) -> Resource:
    """A whole booking-request for a slot as the search gave it. `changes` to the Appointment; `appointment`: one to build on."""
    urls = {name: f"urn:uuid:{uuid4()}" for name in ("header", "appointment", "patient", "service", "slot", "schedule", "from", "to")}
    wanted: Resource = {
        "resourceType": "Appointment",
        "status": "booked",
        "description": "Sore throat",
        "start": slot["start"],
        "end": slot["end"],
        "slot": [{"reference": urls["slot"]}],
        "created": "2026-11-02T12:00:00+00:00",
        **({"id": appointment["id"]} if appointment else {}),
        "participant": [{"actor": {"reference": urls["patient"]}, "status": "accepted"}],
        **changes,
    }
    service = changes.pop("service", "P81001")
    wanted.pop("service", None)
    header = {
        "resourceType": "MessageHeader",
        "eventCoding": {"system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "booking-request"},
        "destination": [{"endpoint": f"https://fhir.nhs.uk/Id/dos-service-id|{service}", "receiver": {"reference": urls["to"]}}],
        "sender": {"reference": urls["from"]},
        "source": {"name": "A provider", "endpoint": "https://fhir.nhs.uk/Id/dos-service-id|2"},
        "reason": {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": reason}]},
        "focus": [{"reference": urls["appointment"]}],
        "definition": "https://fhir.nhs.uk/MessageDefinition/bars-message-booking-request",
    }
    parts = {
        "header": header,
        "appointment": {name: value for name, value in wanted.items() if value is not None},
        "patient": patient(),
        "service": {"resourceType": "HealthcareService", "id": service, "name": "Hill Practice"},
        "slot": {**{name: value for name, value in slot.items() if name != "schedule"}, "schedule": {"reference": urls["schedule"]}},
        "schedule": {"resourceType": "Schedule", "actor": [{"reference": urls["service"]}]},
        "from": {"resourceType": "Organization", "identifier": [{"system": ODS, "value": sender}], "name": "A provider"},
        "to": {"resourceType": "Organization", "identifier": [{"system": ODS, "value": service}], "name": "Hill Practice"},
    }
    return {
        "resourceType": "Bundle",
        "type": "message",
        "timestamp": "2026-11-02T12:00:00+00:00",
        "entry": [{"fullUrl": urls[name], "resource": part} for name, part in parts.items()],
    }


def part(bundle: Resource, kind: str) -> Resource:
    """The first resource of a type in a bundle."""
    return next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind)


def parts(bundle: Resource, kind: str) -> list[Resource]:
    return [entry["resource"] for entry in bundle.get("entry", []) if entry["resource"]["resourceType"] == kind]


def said(answer: Any) -> Resource:
    """The JSON of an answer."""
    return json.loads(answer.content)


def issue(answer: Any) -> tuple[int, str, str]:
    """(status, receiver's code, issue type) of a refusal."""
    told = said(answer)
    assert told["resourceType"] == "OperationOutcome", told
    first = told["issue"][0]
    return answer.status_code, first["details"]["coding"][0]["code"], first["code"]
