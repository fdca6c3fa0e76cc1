"""What a subscriber is told: that something happened, and the reference to ask for. Nothing else, so nobody's data travels unasked.

The form is that of the R4 backport of FHIR topic-based subscriptions, id-only: a history Bundle whose first entry is the status of the
subscription as Parameters (http://hl7.org/fhir/uv/subscriptions-backport, version 1.1.0; from memory, to be checked).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

STATUS = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4"
TYPES = {"appointment": "Appointment", "referral": "ServiceRequest", "message": "Communication"}
"""First word of what happened -> the type of resource that it is about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """One thing that happened: its number for this subscriber (from 1), what it was, the reference of what it is about, and when."""

    number: int
    kind: str
    reference: str
    at: datetime


def topic_of(kind: str) -> str:
    """The topic under which something that happened is told: "appointment booked" -> .../appointment-booked."""
    return f"urn:wholeplace:topic:{kind.replace(' ', '-')}"


def focus_of(happening: Happening) -> str:
    """What a subscriber asks for: the type of resource and its id. Raises ValueError for a kind of which no resource is told."""
    kind = TYPES.get(happening.kind.split(" ", 1)[0])
    if kind is None:
        raise ValueError(f"Nothing says what {happening.kind} is about.")
    return f"{kind}/{happening.reference}"


def notification(subscription: str, happening: Happening, *, ident: UUID, since_start: int) -> Mapping[str, Any]:
    """The Bundle that tells a subscriber of one happening. `ident`: of this status; `since_start`: how many were told, it included."""
    event = [
        {"name": "event-number", "valueString": str(happening.number)},
        {"name": "timestamp", "valueInstant": happening.at.isoformat()},
        {"name": "focus", "valueReference": {"reference": focus_of(happening)}},
    ]
    parameters: Sequence[Mapping[str, Any]] = [
        {"name": "subscription", "valueReference": {"reference": f"Subscription/{subscription}"}},
        {"name": "topic", "valueCanonical": topic_of(happening.kind)},
        {"name": "status", "valueCode": "active"},
        {"name": "type", "valueCode": "event-notification"},
        {"name": "events-since-subscription-start", "valueString": str(since_start)},
        {"name": "notification-event", "part": event},
    ]
    status = {"resourceType": "Parameters", "id": str(ident), "meta": {"profile": [STATUS]}, "parameter": parameters}
    request = {"method": "GET", "url": f"Subscription/{subscription}/$status"}
    entry = {"fullUrl": f"urn:uuid:{ident}", "resource": status, "request": request, "response": {"status": "200"}}
    return {"resourceType": "Bundle", "type": "history", "timestamp": happening.at.isoformat(), "entry": [entry]}
