"""The owners' own examples: which are valid, and which are not and why."""

from pathlib import Path

import pytest

from tests.service.fhir.validation.examples import owners
from tests.service.fhir.validation.xml_examples import in_xml
from wholeplace.service.fhir.validation import validate

BOOKING_ANSWER = {
    "reference-form",  # `:uuid:...` where `urn:uuid:...` was meant; `{...}` of a template left in
    "reference-target",  # type "serviceRequest" with a small s
    "minimum",  # a participant without status, a slot without schedule
    "unknown-element",  # "Schedule" with a capital S
    "format",  # ids in braces of a template
}
SERVICE_REQUEST = {
    "shape",  # basedOn is one object where a list stands
    "reference-form",  # "x-request-id" and the like where a reference stands
    "unknown-element",  # no element of ServiceRequest
}
BARS = "standards/bars/examples-1.0/"
# Examples that are not valid FHIR R4, each with the rules it breaks. docs/explanation/validation.md tells of them.
INVALID = {
    "data/fhir/bars_booking_response.json": BOOKING_ANSWER,
    f"{BARS}process_message/POST-success.json": BOOKING_ANSWER,
    f"{BARS}process_message/response/Booking (HTTP Response) .json": BOOKING_ANSWER,
    f"{BARS}process_message/response/ValidationRequest (HTTP Response) .json": {"reference-form", "reference-unresolved"},
    f"{BARS}OperationOutcome/REC/500-REC_SERVER_ERROR-too costly.json": {"code"},  # "too costly" without its hyphen
    f"{BARS}invalid-base64.json": {"code"},
    f"{BARS}unavailable.json": {"code"},
    f"{BARS}_status.json": {"resource-type"},  # a report of health, no FHIR
    f"{BARS}appointment/PATCH-body.json": {"minimum", "app-3"},  # a part of an appointment
    f"{BARS}appointment/POST-success.json": {"reference-target"},  # type "serviceRequest" with a small s
    f"{BARS}appointment/PUT-body.json": {"reference-target"},
    f"{BARS}appointment/id/GET-success.json": {"reference-target"},
    f"{BARS}document_reference/GET-success-empty.json": {"empty"},  # "entry": []
    f"{BARS}message_definition/MessageDefinition_ServiceRequest-request_CaseTransfer.json": {"shape"},
    f"{BARS}service_request/GET-success.json": {"unknown-element", "bdl-5"},  # the resource is not under "resource"
    f"{BARS}service_request/POST-success.json": SERVICE_REQUEST,
    f"{BARS}service_request/id/GET-success.json": SERVICE_REQUEST,
}


@pytest.mark.slow
def test_the_owners_examples_are_valid_but_for_those_listed(standards: Path):
    found = {}
    for name, message in owners(standards):
        rules = {fault.rule for fault in validate(message) if fault.severity == "error"}
        if rules:
            found[name] = rules
    assert found == INVALID


INVALID_XML = {
    "BOOKREQRESP01 - Booking Slot Searchset Response.xml": {"format"},  # a system begins with a space
    "QuestionnaireResponse for NOC.xml": {"reference-form"},  # "Ecounter"
    "QuestionnaireResponse for PTS.xml": {"reference-form"},
    "REFREQ04 - Referral Service Request - CAD Out of Area.xml": {"code"},  # a clinical status without its system
    "REFREQ05 - Referral Service Request - CAD Mutal Aid Request.xml": {"code"},
}


@pytest.mark.slow
def test_the_examples_in_xml_are_valid_but_for_those_listed(standards: Path):
    found, read = {}, 0
    for name, message in in_xml(standards):
        read += 1
        rules = {fault.rule for fault in validate(message) if fault.severity == "error"}
        if rules:
            found[name] = rules
    assert read == 140
    assert found == INVALID_XML
