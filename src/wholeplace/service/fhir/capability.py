"""What this interface can do, as a CapabilityStatement."""

from datetime import date
from typing import Any

from wholeplace.service.fhir.message_definitions import messages
from wholeplace.service.fhir.searching import INCLUDES, MOST_OF_A_PAGE

SECURITY = "http://terminology.hl7.org/CodeSystem/restful-security-service"
PROCESS_MESSAGE = "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message"


def capability_statement(*, base: str, place: str, software: str, written: date) -> dict[str, Any]:
    """The statement of one place. `software`: our version. `written`: the day on which its content last changed."""
    return {
        "resourceType": "CapabilityStatement",
        "id": "front-door",
        "url": f"{base}/metadata",
        "name": "FrontDoor",
        "title": f"The front door of {place}",
        "status": "active",
        "date": written.isoformat(),
        "kind": "instance",
        "description": "Slots, bookings and referrals, shaped by the Booking and Referral Standard (BaRS).",
        "software": {"name": "wholeplace", "version": software},
        "implementation": {"description": f"The front door of {place}", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "patchFormat": ["application/json-patch+json"],
        "rest": [_rest()],
        "messaging": [
            {
                "endpoint": [{"protocol": {"code": "http"}, "address": f"{base}/$process-message"}],
                "supportedMessage": [{"mode": "receiver", "definition": one.url} for one in messages()],
            }
        ],
    }


def _rest() -> dict[str, Any]:
    return {
        "mode": "server",
        "security": {
            "cors": False,
            "service": [{"coding": [{"system": SECURITY, "code": "OAuth"}], "text": "A key that the place gave, as a bearer token"}],
            "description": "All but this statement needs a key: Authorization: Bearer KEY.",
        },
        "resource": [
            _resource("MessageDefinition", ["search-type"], {"context": "token"}),
            _slot(),
            _appointment(),
            _resource(
                "ServiceRequest", ["read", "create", "update", "patch", "search-type", "history-instance"], _OF_A_PERSON,
                versioning="versioned-update",
            ),
            _resource("Task", ["read"], {}, versioning="versioned"),
        ],
        "searchParam": [{"name": "_count", "type": "number", "documentation": _COUNT}],
        "operation": [{"name": "process-message", "definition": PROCESS_MESSAGE}],
    }  # fmt: skip


_COUNT = (
    f"How many on a page, {MOST_OF_A_PAGE} at most; 0: their number alone. The link next leads on, for the key and organisation that "
    "asked. Without _count everything comes at once."
)
_OF_A_PERSON = {
    "patient:identifier": "token", "patient:name": "string", "patient:birthdate": "date", "patient:address-postalcode": "string",
    "status": "token", "_id": "token",
}  # fmt: skip


def _slot() -> dict[str, Any]:
    told = _resource(
        "Slot", ["read", "search-type"],
        {"start": "date", "status": "token", "Schedule.actor:HealthcareService": "token", "searchFilter": "token"},
    )  # fmt: skip
    return told | {"searchInclude": list(INCLUDES)}


def _appointment() -> dict[str, Any]:
    told = _resource(
        "Appointment", ["read", "create", "update", "patch", "search-type", "history-instance"], {**_OF_A_PERSON, "date": "date"},
        versioning="versioned-update",
    )  # fmt: skip
    return told | {"conditionalCreate": True, "readHistory": False, "updateCreate": False}


def _resource(kind: str, interactions: list[str], parameters: dict[str, str], *, versioning: str = "no-version") -> dict[str, Any]:
    told = {"type": kind, "interaction": [{"code": code} for code in interactions], "versioning": versioning}
    return told | ({"searchParam": [{"name": name, "type": of} for name, of in parameters.items()]} if parameters else {})
