"""Every example of the Booking and Referral Standard: valid or not, taken or refused, each for a stated reason."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.service.fhir.from_xml import as_json
from tests.web.fhir.conftest import PRACTICES, Slots, Systems
from tests.web.fhir.sending import issue, part, said
from tests.web.partner.conftest import Clock
from wholeplace.service.fhir.outcome import Refused
from wholeplace.service.fhir.reading import read_message
from wholeplace.service.fhir.validation import validate

TAKEN = ""
RESPONSE = "unprocessable: responses are not taken: a referral is answered in the answer to its request"
VALIDATION = "unprocessable: requests for validation go to clinical assessment services"
NO_NUMBER = "value: its NHS number (3478526985) fails the check digit"
NOT_FHIR = "is not valid FHIR R4 itself, see INVALID"
MESSAGES = {
    "POST-body.json": TAKEN,
    "POST-success.json": NOT_FHIR,
    "Booking (POST).json": TAKEN,
    "Booking (HTTP Response) .json": NOT_FHIR,
    "ValidationRequest (POST) .json": VALIDATION,
    "ValidationRequest (HTTP Response) .json": NOT_FHIR,
    "ValidationResponse (POST) .json": RESPONSE,
    "BOOKREQ01": TAKEN,
    "BOOKREQ02": "invariant: it cancels, and says `new` where the standard has update or delete",
    "BOOKREQRESP01": "invalid: a searchset is no message",
    **dict.fromkeys(("REFREQ01", "REFREQ02", "REFREQ03", "REFREQ06", "REFREQ07", "REFREQ8C", "REFREQ8D"), NO_NUMBER),
    **dict.fromkeys(("REFREQ04", "REFREQ05"), NOT_FHIR),
    "REFREQ8A": TAKEN,
    "REFREQ8B": TAKEN,
    "REFREQ9A - Referral Service Request - CAD Out of Area C2(1": TAKEN,
    "REFREQ9A - Referral Service Request - CAD Out of Area C2(2": NO_NUMBER,
    "REFREQ9A - Referral Service Request - CAD Out of Area C2(3": NO_NUMBER,
    **dict.fromkeys(("REFRESP01", "REFRESP02", "REFRESP03"), RESPONSE),
    **dict.fromkeys(("SERVREQ01", "SERVREQ02", "VALREQ01", "VALREQ02", "VALREQ03", "VALRESP01 "), VALIDATION),
    **dict.fromkeys(("VALRESP01A", "VALRESP01B", "VALRESP02", "VALRESP03", "VALRESP04", "VALRESP05"), RESPONSE),
}
"""What a file's name begins with -> TAKEN, or the kind of the refusal and why."""
INVALID = {
    "examples-1.0/OperationOutcome/REC/500-REC_SERVER_ERROR-too costly.json": "code: `too costly` with a space is no issue type",
    "examples-1.0/_status.json": "resource-type: it is no FHIR at all",
    "examples-1.0/appointment/PATCH-body.json": "minimum: an Appointment needs a participant; as a patch it is taken",
    "examples-1.0/appointment/POST-success.json": "reference-target: basedOn.type is `serviceRequest`, with a small s",
    "examples-1.0/appointment/PUT-body.json": "reference-target: basedOn.type is `serviceRequest`, with a small s",
    "examples-1.0/appointment/id/GET-success.json": "reference-target: basedOn.type is `serviceRequest`, with a small s",
    "examples-1.0/document_reference/GET-success-empty.json": "empty: Bundle.entry is an empty list",
    "examples-1.0/invalid-base64.json": "code: its issue type is none of FHIR's",
    "examples-1.0/message_definition/MessageDefinition_ServiceRequest-request_CaseTransfer.json": "shape: useContext.code is a list",
    "examples-1.0/process_message/POST-success.json": "reference-form: `:uuid:…` lost its `urn`; `Schedule` with a large S",
    "examples-1.0/process_message/response/Booking (HTTP Response) .json": "reference-form: the same file again",
    "examples-1.0/process_message/response/ValidationRequest (HTTP Response) .json": "reference-form: a performer with a broken reference",
    "examples-1.0/service_request/GET-success.json": "unknown-element: resources stand in entries without `resource`",
    "examples-1.0/service_request/POST-success.json": "shape: basedOn is an object and no list",
    "examples-1.0/service_request/id/GET-success.json": "shape: basedOn is an object and no list",
    "examples-1.0/unavailable.json": "code: its issue type is none of FHIR's",
    "simplifier/Examples/BOOKREQRESP01 - Booking Slot Searchset Response.xml": "format: a system ends with a space",
    "simplifier/Examples/QuestionnaireResponse for NOC.xml": "reference-form: an encounter that is no reference",
    "simplifier/Examples/QuestionnaireResponse for PTS.xml": "reference-form: an encounter that is no reference",
    "simplifier/Examples/REFREQ04 - Referral Service Request - CAD Out of Area.xml": "code: a clinicalStatus of another code system",
    "simplifier/Examples/REFREQ05 - Referral Service Request - CAD Mutal Aid Request.xml": "code: a clinicalStatus of another code system",
}
"""Examples that break FHIR R4 themselves: the first rule of the validator that they break, and how."""
FORMER = {
    "examples-1.0/slots/GET-success.json": "its DeliveryChannel is a code, which is a CodeableConcept since version 2.1.0",
    "simplifier/Examples/Patient relationship to Self.xml": "so is its BirthSex",
}
"""Examples that have the form which an extension of UK Core had before: they are taken all the same."""
RETIRED = 31
"""Examples that say of an NHS number by a code that UK Core has retired whether it was verified: they are taken all the same."""


@pytest.fixture
def bars(shared_data: Path) -> Path:
    return shared_data.parent / "standards" / "bars"


def read(file: Path, bars: Path) -> dict[str, Any]:
    text = file.read_text("utf-8")
    return json.loads(text) if file.suffix == ".json" else as_json(text, bars.parent / "fhir-r4" / "fhir.schema.json")


def examples(bars: Path) -> list[Path]:
    return [*sorted((bars / "examples-1.0").glob("**/*.json")), *sorted((bars / "simplifier" / "Examples").iterdir())]


def test_which_examples_are_no_fhir(bars: Path) -> None:
    broken = {}
    for file in examples(bars):
        faults = [fault for fault in validate(read(file, bars)) if fault.severity == "error"]
        if faults:
            broken[file.relative_to(bars).as_posix()] = faults[0].rule
    assert broken == {name: why.partition(":")[0] for name, why in INVALID.items()}


def test_every_example_that_is_fhir_keeps_to_uk_core_or_to_what_it_was(bars: Path) -> None:
    told: dict[str, set[str]] = {"code": set(), "type": set()}
    for file in examples(bars):
        name, faults = file.relative_to(bars).as_posix(), validate(read(file, bars), uk_core=True)
        assert name in INVALID or not [fault for fault in faults if fault.severity == "error"], name
        for fault in faults if name not in INVALID else ():
            told.setdefault(fault.rule, set()).add(name)
    assert told["type"] == set(FORMER)
    assert len(told["code"]) == RETIRED


def test_which_messages_are_taken(bars: Path) -> None:
    seen = set()
    for file in [
        *sorted((bars / "examples-1.0" / "process_message").glob("**/*.json")),
        *sorted((bars / "simplifier" / "Examples").glob("*.xml")),
    ]:
        bundle = read(file, bars)
        if bundle["resourceType"] != "Bundle":
            continue
        (begins,) = [name for name in MESSAGES if file.name.startswith(name)]
        seen.add(begins)
        try:
            read_message(bundle)
            answered = TAKEN
        except Refused as refusal:
            answered = refusal.issues[0].kind
        why = MESSAGES[begins]
        assert answered == why.partition(":")[0] or (why == NOT_FHIR and answered in ("invalid", "value")), file.name
    assert seen == set(MESSAGES)


@pytest.mark.parametrize(("name", "service"), [("Booking (POST).json", "100"), ("BOOKREQ01", "5088769a-491e-463f-a167-fff78bb472d9")])
def test_a_booking_is_refused_for_its_times_alone(
    bars: Path, systems: Systems, slots: Slots, clock: Clock, place: Path, name: str, service: str
) -> None:
    """Its Appointment begins on another day than its Slot. With that mended it is booked."""
    clock.at = datetime(2021, 10, 5, 12, tzinfo=UTC)
    file = next(one for one in examples(bars) if one.name.startswith(name))
    message = read(file, bars)
    system = systems("RX1AA", type="urgent-care")
    assert issue(system.ask("POST", "$process-message", message)) == (400, "REC_BAD_REQUEST", "invariant")
    slot, appointment = part(message, "Slot"), part(message, "Appointment")
    appointment |= {"start": slot["start"], "end": slot["end"]}
    practice = f'\n[[practice]]\ncode = "{service}"\nname = "Example service"\ntakes = "anyone"\n'
    (place / "front_door" / "practices.toml").write_text(PRACTICES + practice)
    assert issue(system.ask("POST", "$process-message", message)) == (404, "REC_NOT_FOUND", "not-found")
    _a_slot(message, service[:20])
    answer = system.ask("POST", "$process-message", message)
    if len(service) <= 20:
        assert answer.status_code == 200, answer.content
        assert part(said(answer), "Appointment")["status"] == "booked"


def _a_slot(message: dict[str, Any], organisation: str) -> None:
    from wholeplace.service.records.booking.models import Schedule, Slot

    told = part(message, "Slot")
    url = next(one["fullUrl"] for one in message["entry"] if one["resource"] is told)
    Schedule.objects.create(reference="example-schedule", organisation=organisation, title="Example")
    start, end = (datetime.fromisoformat(told[name]) for name in ("start", "end"))
    Slot.objects.create(
        reference=told.get("id") or url.removeprefix("urn:uuid:"), organisation=organisation, schedule="example-schedule", start=start,
        end=end, bookable=True,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "named"), [("REFREQ8A", False), ("REFREQ9A - Referral Service Request - CAD Out of Area C2(1", True)])
def test_a_referral_is_taken_where_its_service_is_ours(bars: Path, systems: Systems, place: Path, name: str, named: bool) -> None:
    """The first of them is about somebody whose name nobody knows yet. An ambulance goes all the same; a referral here cannot."""
    message = read(next(one for one in examples(bars) if one.name.startswith(name)), bars)
    system = systems("RND", type="urgent-care")
    assert issue(system.ask("POST", "$process-message", message)) == (404, "REC_NOT_FOUND", "not-found")
    practice = '\n[[practice]]\ncode = "111111111"\nname = "Example service"\ntakes = "anyone"\n'
    (place / "front_door" / "practices.toml").write_text(PRACTICES + practice)
    answer = system.ask("POST", "$process-message", message)
    if not named:
        assert issue(answer) == (400, "REC_BAD_REQUEST", "required")
        return
    told = said(answer)
    assert (part(told, "ServiceRequest")["status"], part(told, "Task")["status"]) == ("active", "requested")
    assert not [fault for fault in validate(told, uk_core=True) if fault.severity == "error"]
