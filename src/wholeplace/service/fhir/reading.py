"""What another system sends, as shapes of ours: who it is about, what is to be done with which slot or referral.

Everything has been through `validate` before it comes here, so that an element which is there has the right type.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholeplace.service.fhir.bundle import Parts, PersonTold, Resource, code_of, guid, last, nhs_number_of, person_of
from wholeplace.service.fhir.message_definitions import Message, count, message_of
from wholeplace.service.fhir.outcome import Issue, check, refused
from wholeplace.service.fhir.validation import validate

CANCELLATION_REASON = re.compile(r"https://fhir\.nhs\.uk/(STU3/)?StructureDefinition/Extension-GPConnect-AppointmentCancellationReason-1")
BOOKING_ORGANISATION = re.compile(r"https://fhir\.nhs\.uk/(STU3/)?StructureDefinition/Extension-GPConnect-BookingOrganisation-1")
MOST_ISSUES = 20
"""Told at once, at most."""
INVALID = ("json", "depth", "empty", "shape", "resource-type", "unknown-element", "maximum", "too-many-faults")
VALUES = ("type", "format", "calendar", "range", "code", "choice", "primitive-extension", "extension", "narrative")
REFERENCES = ("reference-form", "reference-target", "reference-unresolved")


@dataclass(frozen=True, kw_only=True, slots=True)
class AppointmentTold:
    """An appointment as another system wants it. `reference`: ours, empty for a new one. `version`: the one that it was made from."""

    reference: str
    version: str
    status: str
    slot: str
    start: datetime | None
    end: datetime | None
    description: str
    comment: str
    because: str
    """Why it is cancelled, in words."""
    based_on: str
    person: PersonTold
    reason: str = ""
    """Why somebody comes, in words."""
    booked_by: str = ""
    moves: str = ""
    """The appointment that is given up for this one, where it is one (`supportingInformation`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferralTold:
    """A referral as another system wants it. `service`: the service that is asked for. `reason`, `instruction`: words about it."""

    reference: str
    identifier: str
    version: str
    status: str
    priority: str
    category: str
    code: str
    reason: str
    instruction: str
    note: str
    service: str
    requester: str
    authored_on: str
    risks: str
    """What the flags of the message say, in words."""
    person: PersonTold


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageTold:
    """A message that we take: `reason` new, update or delete; who sends it and who it is for (codes of organisations), and its focus.
    A message about an appointment may hold the referral that it is made with."""

    message: Message
    reason: str
    identifier: str
    sender: str
    receiver: str
    service: str
    appointment: AppointmentTold | None
    referral: ReferralTold | None
    slot_start: datetime | None = None
    slot_end: datetime | None = None


def refuse_faults(resource: dict[str, Any], raw: bytes = b"") -> None:
    """Raises Refused with everything that the validator holds against a resource, by FHIR R4 itself or else by UK Core: paths and rules,
    never a value. `raw`: the bytes that it was read from, where it is as it came; they are judged sooner."""
    faults = [fault for fault in validate(raw or resource, uk_core=True) if fault.severity == "error"]
    check([Issue(kind=_kind(fault.rule), words=f"{fault.words} ({fault.rule})", where=fault.path) for fault in faults[:MOST_ISSUES]])


def read_message(bundle: dict[str, Any], raw: bytes = b"") -> MessageTold:
    """What a message asks for. Raises Refused: not valid, no such workflow, or not the resources that belong to it."""
    if bundle.get("resourceType") != "Bundle" or bundle.get("type") != "message":
        raise refused("invalid", "What comes to $process-message is a Bundle of the type message.", "Bundle.type")
    refuse_faults(bundle, raw)
    parts = Parts(bundle)
    header = parts.first("MessageHeader")
    if header is None:
        raise refused("required", "A message begins with a MessageHeader.", "Bundle.entry")
    focus, message, reason = _workflow(parts, header)
    check(list(message.problems_in(count(parts.resources))))
    return _told(parts, header, focus, message, reason)


def read_appointment(resource: dict[str, Any], raw: bytes = b"") -> AppointmentTold:
    """An appointment that comes by itself. Raises Refused where it is not valid."""
    _is_a(resource, "Appointment")
    refuse_faults(resource, raw)
    parts = Parts({"entry": []}, contained=resource.get("contained", []))
    return _appointment(parts, resource)


def read_service_request(resource: dict[str, Any], raw: bytes = b"") -> ReferralTold:
    """A referral that comes by itself. Raises Refused where it is not valid."""
    _is_a(resource, "ServiceRequest")
    refuse_faults(resource, raw)
    parts = Parts({"entry": []}, contained=resource.get("contained", []))
    return _referral(parts, resource)


def moment(text: str | None) -> datetime | None:
    """A moment with a zone; a day alone is none. What was validated cannot be anything else."""
    return datetime.fromisoformat(text) if text and "T" in text else None


def _workflow(parts: Parts, header: Resource) -> tuple[dict[str, Any], Message, str]:
    event = header.get("eventCoding", {}).get("code", "")
    reason = next((coding.get("code", "") for coding in header.get("reason", {}).get("coding", [])), "")
    focus = next((found for one in header.get("focus", []) if (found := parts.at(one)) is not None), None)
    if event.endswith("-response"):
        raise refused("unprocessable", "Responses are not taken here: referrals are answered in the answer to their request.")
    if not reason:
        raise refused("required", "The MessageHeader says its reason: new, update or delete.", "MessageHeader.reason")
    if focus is None:
        raise refused("required", "The focus of the MessageHeader is a resource of the message.", "MessageHeader.focus")
    message = message_of(event, reason, focus["resourceType"], focus.get("status", ""))
    if message is None:
        raise refused(
            "invariant", "The event, the reason, the type of the focus and its status together make no workflow that is known.",
            "MessageHeader",
        )  # fmt: skip
    if focus.get("category") and _codes_of(focus) & {"validation"}:
        raise refused("unprocessable", "Requests for validation are not taken here.", "ServiceRequest.category")
    return focus, message, reason


def _told(parts: Parts, header: Resource, focus: dict[str, Any], message: Message, reason: str) -> MessageTold:
    service = parts.first("HealthcareService")
    slot = parts.first("Slot") or {}
    receiver = next((parts.at(one.get("receiver")) for one in header.get("destination", [])), None)
    is_booking = message.focus == "Appointment"
    asks = parts.first("ServiceRequest") if is_booking else focus
    return MessageTold(
        message=message, reason=reason, identifier=header.get("id") or guid(parts.names[id(header)]) or "unnamed",
        sender=code_of(parts.at(header.get("sender"))), receiver=code_of(receiver), service=_service(service),
        appointment=_appointment(parts, focus) if is_booking else None, referral=_referral(parts, asks) if asks is not None else None,
        slot_start=moment(slot.get("start")), slot_end=moment(slot.get("end")),
    )  # fmt: skip


def _appointment(parts: Parts, resource: Resource) -> AppointmentTold:
    slots = resource.get("slot", [])
    if len(slots) > 1:
        raise refused("unprocessable", "An appointment takes one slot here.", "Appointment.slot")
    slot = parts.at(slots[0]) if slots else None
    based_on = resource.get("basedOn", [{}])[0]
    return AppointmentTold(
        reference=parts.reference_of(resource), version=resource.get("meta", {}).get("versionId", ""), status=resource.get("status", ""),
        slot=parts.reference_of(slot) or (last(slots[0].get("reference", "")) if slots else ""),
        start=moment(resource.get("start")), end=moment(resource.get("end")),
        description=resource.get("description", ""), comment=resource.get("comment", ""), because=_because(resource),
        based_on=parts.reference_of(parts.at(based_on)) or last(based_on.get("reference", "")),
        person=_who(parts, [one.get("actor", {}) for one in resource.get("participant", [])]),
        reason=_words(resource.get("reasonCode", [])), booked_by=_booked_by(parts, resource), moves=_moves(resource),
    )  # fmt: skip


def _referral(parts: Parts, resource: Resource) -> ReferralTold:
    performers = [found for one in resource.get("performer", []) if (found := parts.at(one)) is not None]
    service = next((one for one in performers if one["resourceType"] == "HealthcareService"), parts.first("HealthcareService"))
    notes = "\n".join(note["text"] for note in resource.get("note", []) if note.get("text"))
    return ReferralTold(
        reference=parts.reference_of(resource),
        identifier=next((one.get("value", "") for one in resource.get("identifier", [])), ""),
        version=resource.get("meta", {}).get("versionId", ""), status=resource.get("status", ""),
        priority=resource.get("priority", "routine"), category=_words(resource.get("category", [])),
        code=_words([resource.get("code", {})]),
        reason=_words(resource.get("reasonCode", [])) or notes, instruction=resource.get("patientInstruction", ""), note=notes,
        service=_service(service), requester=code_of(parts.at(resource.get("requester"))), authored_on=resource.get("authoredOn", ""),
        risks=_words([one.get("code", {}) for one in parts.resources if one["resourceType"] == "Flag" and one.get("status") == "active"]),
        person=_who(parts, [resource.get("subject", {})]),
    )  # fmt: skip


def _who(parts: Parts, actors: list[Resource]) -> PersonTold:
    """The person among those who take part: in the message, by our reference, or by NHS number alone."""
    for actor in actors:
        found = parts.at(actor)
        if found is not None and found["resourceType"] == "Patient":
            return person_of(parts, found)
        text = actor.get("reference", "")
        if "Patient/" in text:
            return PersonTold(reference=last(text))
        number = nhs_number_of([actor["identifier"]] if "identifier" in actor else [])
        if number:
            return PersonTold(nhs_number=number)
    raise refused("required", "Say who it is for: a Patient in the message, Patient/id, or an identifier with an NHS number.")


def _because(resource: Resource) -> str:
    told = [one.get("valueString", "") for one in resource.get("extension", []) if CANCELLATION_REASON.fullmatch(one.get("url", ""))]
    return _words([resource.get("cancelationReason", {})]) or next(iter(told), "")


def _moves(resource: Resource) -> str:
    named = (one.get("reference", "") for one in resource.get("supportingInformation", []))
    return next((last(text) for text in named if "Appointment/" in text), "")


def _booked_by(parts: Parts, resource: Resource) -> str:
    told = [one.get("valueReference") for one in resource.get("extension", []) if BOOKING_ORGANISATION.fullmatch(one.get("url", ""))]
    return next((code_of(parts.at(one)) for one in told), "")


def _service(service: Resource | None) -> str:
    """The code of a service: its id, or the value of its first identifier."""
    said = service or {}
    return said.get("id") or next((one.get("value", "") for one in said.get("identifier", [])), "")


def _words(concepts: list[Resource]) -> str:
    told = (one.get("text") or next((coding.get("display", "") for coding in one.get("coding", [])), "") for one in concepts)
    return "; ".join(text for text in told if text)


def _codes_of(resource: Resource) -> set[str]:
    return {coding.get("code", "") for one in resource.get("category", []) for coding in one.get("coding", [])}


def _is_a(resource: dict[str, Any], kind: str) -> None:
    if resource.get("resourceType") != kind:
        raise refused("invalid", f"What comes here is a resource of the type {kind}.", "resourceType")


def _kind(rule: str) -> str:
    """The kind of the error table that a rule of the validator belongs to."""
    if rule == "minimum":
        return "required"
    if rule in INVALID or rule in REFERENCES:
        return "invalid"
    return "value" if rule in VALUES else "invariant"
