"""Profiles of UK Core and BaRS: what each demands beyond FHIR R4, one demand at a time."""

from typing import Any

import msgspec
import pytest

from wholeplace.service.fhir.validation import validate
from wholeplace.service.fhir.validation.building import base_checks
from wholeplace.service.fhir.validation.fhirpath import compiled
from wholeplace.service.fhir.validation.profiled import known_profiles

NHS_NUMBER = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000000"}
STATUS = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
ENGLAND = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland"
HEADER: dict[str, Any] = {
    "resourceType": "MessageHeader",
    "eventCoding": {"system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "booking-request"},
    "destination": [{"endpoint": "urn:one", "receiver": {"reference": "Organization/one"}}],
    "sender": {"reference": "Organization/two"},
    "source": {"endpoint": "urn:two"},
    "reason": {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": "new"}]},
    "focus": [{"reference": "Appointment/one"}],
}
NOWHERE = {"endpoint": "urn:one", "receiver": {"display": "one"}}
REQUEST = "https://fhir.nhs.uk/StructureDefinition/BARSMessageHeader-booking-request"


def told(resource: dict[str, Any], profile: str) -> list[tuple[str, str]]:
    return [(fault.path, fault.rule) for fault in validate(resource, profile=profile)]


def patient(*identifiers: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "identifier": list(identifiers), **parts}


def verified(**value: Any) -> dict[str, Any]:
    return NHS_NUMBER | {"extension": [{"url": STATUS, **value}]}


def test_a_patient_of_uk_core():
    concept = {"coding": [{"system": ENGLAND, "code": "01"}]}
    assert told(patient(verified(valueCodeableConcept=concept)), "UKCore-Patient") == []


@pytest.mark.parametrize(
    ("resource", "path", "rule"),
    [
        (patient(NHS_NUMBER, NHS_NUMBER), "Patient.identifier", "profile-slice"),
        (patient({"system": NHS_NUMBER["system"], "use": "official"}), "Patient.identifier[0].value", "minimum"),
        (patient(verified(valueCode="01")), "Patient.identifier[0].extension[0].value", "type"),
        (patient(verified(valueCodeableConcept={"text": "traced"})), "Patient.identifier[0].extension[0].value", "code"),
        (patient(verified(extension=[{"url": "part", "valueCode": "a"}])), "Patient.identifier[0].extension[0].value", "minimum"),
    ],
)
def test_a_demand_on_a_patient(resource: dict[str, Any], path: str, rule: str):
    assert (path, rule) in told(resource, "UKCore-Patient")
    assert (path, rule) in [(fault.path, fault.rule) for fault in validate(resource, uk_core=True)]
    assert validate(resource) == ()


@pytest.mark.parametrize(
    ("resource", "path", "rule"),
    [
        (
            {"resourceType": "Appointment", "status": "booked", "contained": [patient(NHS_NUMBER, NHS_NUMBER, id="p")]},
            "Appointment.contained[0].identifier", "profile-slice",
        ),
        (
            {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient(verified(valueString="01"))}]},
            "Bundle.entry[0].resource.identifier[0].extension[0].value", "type",
        ),
        (
            patient(birthDate="2000", _birthDate={"extension": [{"url": STATUS, "valueString": "01"}]}),
            "Patient.birthDate.extension[0].value", "type",
        ),
        (
            patient(meta={"profile": ["https://example.org/theirs", "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Slot|1.3.0"]}),
            "Patient.meta.profile[1]", "profile-unknown",
        ),
    ],
)  # fmt: skip
def test_everything_within_is_held_to_its_profile(resource: dict[str, Any], path: str, rule: str):
    if resource["resourceType"] == "Appointment":
        resource["participant"] = [{"actor": {"reference": "#p"}, "status": "accepted"}]
        resource |= {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T09:10:00Z"}
    resource = {name: value for name, value in resource.items() if value}
    assert validate(resource) == ()
    for given in (resource, msgspec.json.encode(resource)):
        assert [(fault.path, fault.rule) for fault in validate(given, uk_core=True)] == [(path, rule)]


def test_a_claim_that_is_none_or_unknown_claims_nothing():
    nothing = {"profile": [None], "_profile": [{"extension": [{"url": "https://example.org/why", "valueString": "unknown"}]}]}
    for meta in (nothing, {"profile": ["https://example.org/theirs"]}, {"profile": ["http://hl7.org/fhir/StructureDefinition/Patient"]}):
        resource = {"resourceType": "Patient", "meta": meta}
        assert validate(resource, uk_core=True) == validate(msgspec.json.encode(resource), uk_core=True) == ()


def test_no_profile_is_named():
    assert told(patient(NHS_NUMBER), "") == [("Patient", "profile-unknown")]


@pytest.mark.parametrize(
    ("parts", "path", "rule"),
    [
        ({"eventCoding": {"system": "https://a.example", "code": "booking-request"}}, "MessageHeader.event.system", "profile-fixed"),
        ({"eventCoding": {"system": "https://fhir.nhs.uk/CodeSystem/message-events-bars"}}, "MessageHeader.event.code", "minimum"),
        ({"destination": None}, "MessageHeader.destination", "minimum"),
        (
            {"destination": [{"endpoint": "urn:one", "receiver": {"display": "one"}}]},
            "MessageHeader.destination[0].receiver.reference",
            "minimum",
        ),
        ({"reason": None}, "MessageHeader.reason", "minimum"),
    ],
)
def test_a_demand_on_a_booking_request(parts: dict[str, Any], path: str, rule: str):
    assert told(HEADER, REQUEST) == []
    broken = {key: value for key, value in {**HEADER, **parts}.items() if value is not None}
    assert (path, rule) in told(broken, REQUEST)


def test_a_profile_unknown_or_for_another_type():
    assert told(HEADER, "UKCore-Nothing") == [("MessageHeader", "profile-unknown")]
    assert told(HEADER, "https://elsewhere.example/UKCore-MessageHeader") == [("MessageHeader", "profile-unknown")]
    assert told(HEADER, "UKCore-Patient") == [("MessageHeader", "profile-unknown")]


def test_a_profile_waits_until_the_resource_is_valid():
    assert {rule for _, rule in told({"resourceType": "Patient", "gender": "x"}, "UKCore-Patient")} == {"code"}


def test_every_rule_of_a_profile_is_understood():
    rules = [rule for profile in known_profiles().profiles.values() for demand in profile.demands for rule in demand.rules]
    assert len(rules) == 8
    for rule in rules:
        compiled(rule.expression, base_checks().names)


def test_a_rule_of_a_profile():
    given = {
        "resourceType": "Immunization",
        "status": "not-done",
        "vaccineCode": {"text": "one"},
        "patient": {"reference": "Patient/one"},
        "occurrenceDateTime": "2026-03-02",
    }
    assert ("Immunization", "ukcore-imm-001") in told(given, "UKCore-Immunization")
    assert told(given | {"statusReason": {"text": "away"}}, "UKCore-Immunization") == []


def test_a_reference_of_a_profile_points_to_fewer_types():
    flag = {
        "resourceType": "Flag",
        "status": "active",
        "category": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/flag-categories-bars", "code": "SS"}]}],
        "code": {"text": "dog"},
        "subject": {"reference": "Patient/one"},
    }
    assert validate(flag) == ()
    assert ("Flag.subject.reference", "reference-target") in told(flag, "BARSFlag-scene-safety")
