"""The answer to a message: a message again, that says what was done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from wholeplace.service.fhir.bundle import URN
from wholeplace.service.fhir.message_definitions import EVENTS
from wholeplace.service.fhir.reading import MessageTold
from wholeplace.service.fhir.writing import SPACE, Resource, instant

REASONS = "https://fhir.nhs.uk/CodeSystem/message-reason-bars"
RESPONSES = {"booking-request": "booking-response", "servicerequest-request": "servicerequest-response"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What is told of a message that was done: the resources, the first of which is what it was about; and who tells it."""

    resources: Sequence[Resource]
    at: datetime
    base: str
    sender: Resource
    receiver: Resource
    software: str


def response(told: MessageTold, answered: Answered) -> dict[str, Any]:
    """A message that answers `told`. References between its parts lead to entries of it."""
    parts = [*answered.resources, answered.sender, answered.receiver]
    urls = {f"{one['resourceType']}/{one['id']}": _url(one) for one in parts}
    header = _header(told, answered, urls)
    return {
        "resourceType": "Bundle",
        "id": str(uuid5(SPACE, f"answer|{told.identifier}|{instant(answered.at)}")),
        "meta": {"lastUpdated": instant(answered.at), "profile": ["https://fhir.nhs.uk/StructureDefinition/BARSBundleMessage"]},
        "type": "message",
        "timestamp": instant(answered.at),
        "entry": [{"fullUrl": _url(header), "resource": header}, *({"fullUrl": _url(one), "resource": _led(one, urls)} for one in parts)],
    }


def _header(told: MessageTold, answered: Answered, urls: dict[str, str]) -> Resource:
    focus = answered.resources[0]
    return {
        "resourceType": "MessageHeader",
        "id": str(uuid5(SPACE, f"header|{told.identifier}|{instant(answered.at)}")),
        "eventCoding": {"system": EVENTS, "code": RESPONSES[told.message.event]},
        "destination": [{"endpoint": f"{URN}{uuid5(SPACE, _key(answered.receiver))}", "receiver": {"reference": _url(answered.receiver)}}],
        "sender": {"reference": _url(answered.sender)},
        "source": {"name": answered.sender["name"], "software": answered.software, "endpoint": answered.base},
        "reason": {"coding": [{"system": REASONS, "code": told.reason}]},
        "response": {"identifier": told.identifier, "code": "ok"},
        "focus": [{"reference": urls[_key(focus)]}],
    }


def _led(value: Any, urls: dict[str, str]) -> Any:
    """A resource whose references lead to the entries of the message, where there is one."""
    if isinstance(value, list):
        return [_led(one, urls) for one in value]
    if isinstance(value, dict):
        return {
            name: urls.get(one, one) if name == "reference" and isinstance(one, str) else _led(one, urls) for name, one in value.items()
        }
    return value


def _url(resource: Resource) -> str:
    """`urn:uuid:` and a GUID: that of the resource, or one made from its id."""
    try:
        return f"{URN}{UUID(resource['id'])}"
    except ValueError:
        return f"{URN}{uuid5(SPACE, _key(resource))}"


def _key(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource['id']}"
