"""Valid resources: small ones of our own, invented, and the owners' where they are at hand."""

import copy
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

Resource = dict[str, Any]

PERIOD = {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:00:00Z"}
CONCEPT = {"coding": [{"system": "https://codes.example", "code": "one", "display": "One"}], "text": "One"}
TELECOM = [{"system": "phone", "value": "01632 960000", "rank": 1, "period": PERIOD}]
NARRATIVE = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml"><p>Two &amp; three</p></div>'}
EXTENSION = {
    "url": "https://extensions.example/one",
    "valueQuantity": {"value": 1.5, "unit": "g", "system": "https://u.example", "code": "g"},
}


def ours() -> list[Resource]:
    """One resource for each part of FHIR that a fault may touch."""
    return copy.deepcopy([*_booking(), *_people(), *_care(), _message(), _transaction()])


def _booking() -> list[Resource]:
    return [
        {
            "resourceType": "Slot",
            "id": "slot-1",
            "meta": {"versionId": "1", "lastUpdated": "2026-03-01T09:00:00.123+01:00", "profile": ["https://profiles.example/slot"]},
            "schedule": {"reference": "Schedule/monday"},
            "status": "free",
            "start": "2026-03-02T09:00:00Z",
            "end": "2026-03-02T09:15:00Z",
            "overbooked": False,
            "extension": [EXTENSION],
        },
        {
            "resourceType": "Appointment",
            "id": "appointment-1",
            "text": NARRATIVE,
            "contained": [{"resourceType": "Location", "id": "room", "name": "Room 1"}],
            "status": "booked",
            "_status": {"extension": [{"url": "https://extensions.example/said", "valueString": "by telephone"}]},
            "priority": 1,
            "minutesDuration": 15,
            "start": "2026-03-02T09:00:00Z",
            "end": "2026-03-02T09:15:00Z",
            "slot": [{"reference": "Slot/slot-1"}],
            "basedOn": [{"reference": "ServiceRequest/request-1", "display": "Referral"}],
            "participant": [
                {"actor": {"reference": "Patient/patient-1"}, "required": "required", "status": "accepted"},
                {"actor": {"reference": "#room"}, "status": "accepted", "period": PERIOD},
            ],
        },
        {
            "resourceType": "Schedule",
            "id": "monday",
            "active": True,
            "serviceType": [CONCEPT],
            "actor": [{"reference": "HealthcareService/service-1"}, {"reference": "https://else.example/fhir/Location/room"}],
            "planningHorizon": PERIOD,
        },
    ]


def _people() -> list[Resource]:
    return [
        {
            "resourceType": "Patient",
            "id": "patient-1",
            "identifier": [{"use": "official", "system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000000", "period": PERIOD}],
            "active": True,
            "name": [{"use": "official", "family": "Tester", "given": ["Tess", "Tom"], "_given": [None, {"id": "second"}]}],
            "telecom": TELECOM,
            "gender": "female",
            "birthDate": "1970-12-31",
            "deceasedBoolean": False,
            "multipleBirthInteger": 2,
            "address": [{"use": "home", "line": ["1 Test Road"], "postalCode": "ZZ99 3VZ", "period": {"start": "2020"}}],
            "photo": [{"contentType": "image/png", "data": "aGVsbG8="}],
            "generalPractitioner": [{"reference": "Organization/practice-1", "type": "Organization"}],
            "link": [{"other": {"reference": "Patient/patient-2"}, "type": "seealso"}],
            "contact": [{"relationship": [CONCEPT], "name": {"text": "Terry Tester"}}],
        },
        {
            "resourceType": "Organization",
            "id": "practice-1",
            "name": "Test Practice",
            "telecom": [{"system": "phone", "value": "01632 960001", "use": "work"}],
            "address": [{"use": "work", "text": "1 Test Road"}],
        },
        {
            "resourceType": "HealthcareService",
            "id": "service-1",
            "availableTime": [{"daysOfWeek": ["mon", "tue"], "availableStartTime": "09:00:00", "availableEndTime": "17:30:00"}],
            "notAvailable": [{"description": "Holiday", "during": {"start": "2026-12-25", "end": "2026-12-26"}}],
            "endpoint": [{"identifier": {"system": "https://endpoints.example", "value": "1"}}],
        },
    ]


def _care() -> list[Resource]:
    return [*_observed(), *_planned(), *_recorded()]


def _observed() -> list[Resource]:
    return [
        {
            "resourceType": "Observation",
            "id": "observation-1",
            "status": "final",
            "code": CONCEPT,
            "subject": {"reference": "Patient/patient-1"},
            "effectiveDateTime": "2026-03-02T09:00:00+00:00",
            "issued": "2026-03-02T09:05:00Z",
            "valueQuantity": {"value": 72, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
            "referenceRange": [{"low": {"value": 60}, "high": {"value": 100}}],
            "component": [{"code": {"text": "part"}, "valueRange": {"low": {"value": 1}, "high": {"value": 2}}}],
        },
        {
            "resourceType": "Condition",
            "id": "condition-1",
            "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
            "subject": {"reference": "Patient/patient-1"},
            "onsetDateTime": "2025-11",
            "note": [{"time": "2026-01-01T00:00:00Z", "text": "Noted.\nAnd again.", "authorString": "One"}],
        },
    ]


def _planned() -> list[Resource]:
    return [
        {
            "resourceType": "ServiceRequest",
            "id": "request-1",
            "status": "active",
            "intent": "order",
            "priority": "urgent",
            "subject": {"reference": "Patient/patient-1"},
            "occurrenceTiming": {
                "repeat": {"frequency": 2, "period": 1.5, "periodUnit": "d", "dayOfWeek": ["mon"], "timeOfDay": ["09:00:00"]}
            },
            "authoredOn": "2026-03-02",
        },
        {
            "resourceType": "Task",
            "id": "task-1",
            "status": "accepted",
            "intent": "order",
            "authoredOn": "2026-03-01T09:00:00Z",
            "lastModified": "2026-03-02T09:00:00Z",
            "input": [{"type": {"text": "form"}, "valueReference": {"reference": "QuestionnaireResponse/answers-1"}}],
            "restriction": {"repetitions": 1, "period": PERIOD},
        },
        {
            "resourceType": "Questionnaire",
            "id": "questions-1",
            "name": "Questions",
            "status": "active",
            "date": "2026-03-02",
            "item": [
                {
                    "linkId": "1",
                    "type": "group",
                    "item": [
                        {"linkId": "1.1", "type": "choice", "answerOption": [{"valueString": "yes"}, {"valueString": "no"}]},
                        {
                            "linkId": "1.2",
                            "type": "string",
                            "maxLength": 20,
                            "enableWhen": [{"question": "1.1", "operator": "=", "answerString": "yes"}],
                        },
                    ],
                }
            ],
        },
    ]


def _recorded() -> list[Resource]:
    return [
        {
            "resourceType": "AuditEvent",
            "id": "audit-1",
            "type": {"system": "https://codes.example", "code": "rest"},
            "action": "R",
            "recorded": "2026-03-02T09:00:00Z",
            "outcome": "0",
            "agent": [{"who": {"reference": "Practitioner/one"}, "requestor": True, "network": {"type": "2"}}],
            "source": {"observer": {"display": "us"}},
            "entity": [
                {"what": {"reference": "Patient/patient-1"}, "query": "cGF0aWVudA==", "detail": [{"type": "a", "valueString": "b"}]}
            ],
        },
        {
            "resourceType": "Consent",
            "id": "consent-1",
            "status": "active",
            "scope": CONCEPT,
            "category": [CONCEPT],
            "policyRule": CONCEPT,
            "provision": {"type": "permit", "data": [{"meaning": "instance", "reference": {"reference": "Task/task-1"}}]},
        },
    ]


def _message() -> Resource:
    first, second, third = (f"urn:uuid:0b7a9f1e-6f0e-4c4e-9c5c-00000000000{number}" for number in (1, 2, 3))
    return {
        "resourceType": "Bundle",
        "id": "message-1",
        "type": "message",
        "timestamp": "2026-03-02T09:00:00Z",
        "entry": [
            {
                "fullUrl": first,
                "resource": {
                    "resourceType": "MessageHeader",
                    "id": "header-1",
                    "eventCoding": {"system": "https://codes.example", "code": "booking-request"},
                    "source": {"name": "Us", "endpoint": "https://us.example"},
                    "focus": [{"reference": second}],
                },
            },
            {
                "fullUrl": second,
                "resource": {
                    "resourceType": "Appointment",
                    "id": "appointment-2",
                    "status": "proposed",
                    "participant": [{"actor": {"reference": third}, "status": "needs-action"}],
                },
            },
            {"fullUrl": third, "resource": {"resourceType": "Patient", "id": "patient-3", "gender": "unknown"}},
        ],
    }


def _transaction() -> Resource:
    return {
        "resourceType": "Bundle",
        "id": "transaction-1",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": "https://us.example/fhir/Patient/patient-1",
                "resource": {"resourceType": "Patient", "id": "patient-1", "active": True},
                "request": {"method": "PUT", "url": "Patient/patient-1", "ifMatch": 'W/"1"'},
            },
            {"request": {"method": "DELETE", "url": "Slot/slot-1"}},
        ],
    }


def owners(standards: Path) -> Iterator[tuple[str, Resource]]:
    """Every example and definition in JSON at hand, by the name of its file (and its line)."""
    shared = standards.parent
    folders = ("standards/bars", "standards/england", "standards/fhir-r4/structuredefinitions", "data/fhir")
    for path in sorted(each for folder in folders for each in (shared / folder).rglob("*.json")):
        yield str(path.relative_to(shared)), json.loads(path.read_bytes())
    name = "data/fhir/pds_mock_patients_and_searches.ndjson"
    for number, line in enumerate((shared / name).read_bytes().splitlines(), start=1):
        response = json.loads(line)
        response.pop("_file", None)  # ours: where the response came from
        yield f"{name}:{number}", response
    name = "data/fhir/synthea_r4_16_patients.ndjson.gz"
    for number, line in enumerate(gzip.decompress((shared / name).read_bytes()).splitlines(), start=1):
        yield f"{name}:{number}", msgspec.json.decode(line)


def resources_in(value: Any) -> Iterator[Resource]:
    """Every resource within a message, itself first."""
    if isinstance(value, dict):
        if isinstance(value.get("resourceType"), str):
            yield value
        for each in value.values():
            yield from resources_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from resources_in(each)
