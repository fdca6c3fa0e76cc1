"""This interface as an OpenAPI 3.0 document: for those who connect a system, and for tools that test it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wholeplace.service.fhir.outcome import kinds
from wholeplace.service.fhir.searching import INCLUDES, MOST_OF_A_PAGE, PAGE, STATUSES

JSON = "application/fhir+json"
GUID = {"type": "string", "format": "uuid"}
TEXT = {"type": "string"}
RESOURCE = {"$ref": "#/components/schemas/Resource"}
OUTCOME = {"$ref": "#/components/schemas/OperationOutcome"}

Document = dict[str, Any]


def openapi(*, base: str, software: str) -> Document:
    """The document. `base`: the address of the interface; `software`: our version."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "The front door for other systems",
            "version": software,
            "description": "Slots, bookings and referrals in FHIR R4, shaped by the Booking and Referral Standard (BaRS).",
        },
        "servers": [{"url": base}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "A key that the place gave."}},
            "parameters": _HEADERS,
            "responses": {str(status): _refusal(status) for status in sorted({one.status for one in kinds().values()})},
            "schemas": _SCHEMAS,
        },
    }


def _paths() -> Document:
    slot, appointment, referral = ({"slot": "the slot"}, {"appointment": "the appointment"}, {"referral": "the referral"})
    return {
        "/metadata": {"get": _open("What this interface can do", "CapabilityStatement")},
        "/MessageDefinition": {"get": _asks("The messages that a service takes", "Bundle", parameters=_CONTEXT)},
        "/$process-message": {"post": _sends("Book or refer by message", "Bundle", "Bundle", refuses=_WRITES)},
        "/Slot": {"get": _asks("Search for slots, of some services or of every one", "Bundle", parameters=_SLOT, refuses=(422,))},
        "/Slot/{slot}": {"get": _asks("One slot", "Slot", refuses=(404,)), "parameters": _in_path(slot)},
        "/Slot/{slot}/$hold": {"post": _does("Hold a slot for five minutes"), "parameters": _in_path(slot)},
        "/Slot/{slot}/$let-go": {"post": _does("Give up a hold"), "parameters": _in_path(slot)},
        "/Appointment": {
            "get": _asks("What is booked for one person", "Bundle", parameters=[*_PERSON, _query("date", several=True), *_PAGES]),
            "post": _sends("Book", "Appointment", "Appointment", created=True, parameters=[_header("If-None-Exist")], refuses=_WRITES),
        },
        "/Appointment/{appointment}": {
            "get": _asks("One appointment", "Appointment", refuses=(404,)),
            "put": _sends("Amend or cancel", "Appointment", "Appointment", parameters=[_IF_MATCH], refuses=_WRITES),
            "patch": _sends("Amend or cancel", "Appointment", "Appointment", parameters=[_IF_MATCH], refuses=_WRITES),
            "parameters": _in_path(appointment),
        },
        "/Appointment/{appointment}/_history": {
            "get": _asks("Every version of it", "Bundle", refuses=(404,)), "parameters": _in_path(appointment),
        },
        "/Appointment/{appointment}/_history/{version}": {
            "get": _asks("One version of it", "Appointment", refuses=(404,)),
            "parameters": _in_path({**appointment, "version": "its version"}),
        },
        "/ServiceRequest": {
            "get": _asks("Referrals of one person", "Bundle", parameters=[*_PERSON, *_PAGES]),
            "post": _sends("Refer", "ServiceRequest", "ServiceRequest", created=True, refuses=_WRITES),
        },
        "/ServiceRequest/{referral}": {
            "get": _asks("One referral", "ServiceRequest", refuses=(404,)),
            "put": _sends("Revoke or complete", "ServiceRequest", "ServiceRequest", parameters=[_IF_MATCH], refuses=_WRITES),
            "patch": _sends("Revoke or complete", "ServiceRequest", "ServiceRequest", parameters=[_IF_MATCH], refuses=_WRITES),
            "parameters": _in_path(referral),
        },
        "/ServiceRequest/{referral}/_history": {
            "get": _asks("Every version of it", "Bundle", refuses=(404,)), "parameters": _in_path(referral),
        },
        "/Task/{referral}": {"get": _asks("How far a referral came", "Task", refuses=(404,)), "parameters": _in_path(referral)},
    }  # fmt: skip


_EVERY = (400, 401, 403, 406, 408, 500, 503)
_WRITES = (404, 409, 412, 413, 415, 422)
_HEADERS: Document = {
    name: {"name": name, "in": "header", "description": says, "schema": schema}
    for name, says, schema in (
        ("X-Request-Id", "A GUID for this request. Systems of the standard must send it; it is given back.", GUID),
        ("X-Correlation-Id", "A GUID for the whole journey. Systems of the standard must send it; it is given back.", GUID),
        ("NHSD-End-User-Organisation", "A FHIR Organization, as JSON in Base64. Systems of the standard must send it.", TEXT),
        ("NHSD-Requesting-Software", "A FHIR Device, as JSON in Base64. Systems of the standard must send it.", TEXT),
        ("NHSD-Requesting-Practitioner", "A FHIR PractitionerRole, as JSON in Base64.", TEXT),
        ("NHSD-Target-Identifier", "The service it is for: system and value, as JSON in Base64.", TEXT),
    )
}
_SCHEMAS: Document = {
    "Resource": {
        "type": "object",
        "required": ["resourceType"],
        "properties": {"resourceType": TEXT, "id": {"type": "string", "pattern": "^[A-Za-z0-9.-]{1,64}$"}},
    },
    "OperationOutcome": {
        "type": "object",
        "required": ["resourceType", "issue"],
        "properties": {
            "resourceType": {"type": "string", "enum": ["OperationOutcome"]},
            "issue": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "object", "required": ["severity", "code", "details", "diagnostics"]},
            },
        },
    },
}


def _query(name: str, *, several: bool = False, words: Sequence[str] = ()) -> Document:
    one = {"type": "string", "enum": list(words)} if words else TEXT
    schema = {"type": "array", "items": one} if several else one
    return {"name": name, "in": "query", "required": False, "schema": schema} | ({"explode": True} if several else {})


def _header(name: str) -> Document:
    return {"name": name, "in": "header", "schema": TEXT}


_IF_MATCH = _header("If-Match")
_PAGES: list[Document] = [
    {
        "name": "_count", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
        "description": f"How many on a page, {MOST_OF_A_PAGE} at most; 0: their number alone. Without it everything comes at once.",
    },
    {
        "name": PAGE, "in": "query", "required": False, "schema": TEXT,
        "description": "What the link next of an answer carries, for the key and organisation that asked. It comes alone: what a search "
        "needs otherwise is in it.",
    },
]  # fmt: skip
_CONTEXT = [_query("context", several=True), *_PAGES]
_SLOT = [
    _query("start", several=True),
    _query("status", words=STATUSES),
    _query("Schedule.actor:HealthcareService"),
    _query("_include", several=True, words=INCLUDES),
    _query("searchFilter", several=True),
    *_PAGES,
]
_PERSON = [
    _query(name) for name in ("patient:identifier", "patient:name", "patient:birthdate", "patient:address-postalcode", "status", "_id")
]


def _in_path(names: Mapping[str, str]) -> list[Document]:
    schema = {"type": "string", "minLength": 1}
    return [{"name": name, "in": "path", "required": True, "description": says, "schema": schema} for name, says in names.items()]


def _open(summary: str, kind: str) -> Document:
    return {"summary": summary, "security": [], "responses": {"200": _found(kind), **_refusals(406)}}


def _asks(summary: str, kind: str, *, parameters: Sequence[Document] = (), refuses: Sequence[int] = ()) -> Document:
    return {"summary": summary, "parameters": _all(parameters), "responses": {"200": _found(kind), **_refusals(*_EVERY, *refuses)}}


def _does(summary: str) -> Document:
    return {"summary": summary, "parameters": _all(()), "responses": {"200": _found("Slot"), **_refusals(*_EVERY, 404, 409)}}


def _sends(
    summary: str, sent: str, kind: str, *, created: bool = False, parameters: Sequence[Document] = (), refuses: Sequence[int] = ()
) -> Document:
    body = {"required": True, "description": f"FHIR {sent}", "content": {JSON: {"schema": RESOURCE}}}
    found = {"200": _found(kind)} | ({"201": _found(kind)} if created else {})
    return {"summary": summary, "parameters": _all(parameters), "requestBody": body, "responses": {**found, **_refusals(*_EVERY, *refuses)}}


def _all(parameters: Sequence[Document]) -> list[Document]:
    return [*({"$ref": f"#/components/parameters/{name}"} for name in _HEADERS), *parameters]


def _found(kind: str) -> Document:
    return {"description": f"FHIR {kind}", "content": {JSON: {"schema": RESOURCE}}}


def _refusals(*statuses: int) -> Document:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(set(statuses))}


def _refusal(status: int) -> Document:
    rows = [one for one in kinds().values() if one.status == status]
    says = " ".join(f"{one.code}, {one.issue}: {one.means}" for one in rows)
    return {"description": says, "content": {JSON: {"schema": OUTCOME}}}
