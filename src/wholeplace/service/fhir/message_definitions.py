"""The messages that we take, and what each must hold: told to others as MessageDefinitions, and held against what they send."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from wholeplace.service.fhir.outcome import Issue

EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
SERVICE_ID = "https://fhir.nhs.uk/Id/dos-service-id"
USE_CASES = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars"
CONTEXT_TYPE = "http://terminology.hl7.org/CodeSystem/usage-context-type"
BUNDLE = "https://fhir.nhs.uk/StructureDefinition/BARSBundleMessage"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """How many resources of a type a message holds: at least `least`, at most `most` (None: any number)."""

    type: str
    least: int
    most: int | None
    profile: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One kind of message. It is known by its event, its reason, and the status of the resource that it is about (`focus`)."""

    name: str
    title: str
    url: str
    event: str
    reasons: tuple[str, ...]
    focus: str
    statuses: tuple[str, ...]
    date: str
    parts: tuple[Part, ...]

    def problems_in(self, counted: Mapping[str, int]) -> Iterator[Issue]:
        """What there is too little or too much of, by resource type."""
        for part in self.parts:
            found = counted.get(part.type, 0)
            if found < part.least or (part.most is not None and found > part.most):
                kind = "required" if found < part.least else "invariant"
                yield Issue(kind=kind, words=f"A {self.name} holds {_how_many(part)}; this one holds {found}.", where="Bundle.entry")


@cache
def messages() -> tuple[Message, ...]:
    """Every message that we take."""
    read = tomllib.loads((files("wholeplace.service.fhir") / "messages.toml").read_text("utf-8"))
    return tuple(_message(one) for one in read["message"])


def message_of(event: str, reason: str, focus: str, status: str) -> Message | None:
    """The message with that event, reason and status of what it is about; None: there is no such workflow."""
    fits = (one for one in messages() if (one.event, one.focus) == (event, focus) and reason in one.reasons and status in one.statuses)
    return next(fits, None)


def count(resources: Sequence[Mapping[str, Any]]) -> Mapping[str, int]:
    """How many resources of each type a message holds."""
    return Counter(resource["resourceType"] for resource in resources)


def definitions(service: str, use_cases: Sequence[str]) -> list[dict[str, Any]]:
    """The MessageDefinitions of one service. `use_cases`: codes of the standard's use cases that were asked for, given back with them."""
    return [_definition(message, service, use_cases) for message in messages()]


def _message(row: Mapping[str, Any]) -> Message:
    parts = (
        Part(type=one["type"], least=one["min"], most=None if one["max"] == "*" else int(one["max"]), profile=one["profile"])
        for one in row["parts"]
    )
    texts = {name: row[name] for name in ("name", "title", "url", "event", "focus", "date")}
    return Message(**texts, reasons=tuple(row["reasons"]), statuses=tuple(row["statuses"]), parts=tuple(parts))


def _how_many(part: Part) -> str:
    if part.least == part.most:
        return f"exactly {part.least} {part.type}"
    if part.most is None:
        return f"at least {part.least} {part.type}"
    return f"{part.least} to {part.most} {part.type}"


def _definition(message: Message, service: str, use_cases: Sequence[str]) -> dict[str, Any]:
    bundle = {"code": "Bundle", "profile": BUNDLE, "min": 1, "max": "1"}
    focus = ({"code": one.type, "profile": one.profile, "min": one.least, "max": str(one.most or "*")} for one in message.parts)
    return {
        "resourceType": "MessageDefinition",
        "id": message.name,
        "url": message.url,
        "name": message.name,
        "title": message.title,
        "status": "active",
        "date": message.date,
        "useContext": [_context(SERVICE_ID, service), *(_context(USE_CASES, code) for code in use_cases)],
        "eventCoding": {"system": EVENTS, "code": message.event},
        "focus": [bundle, *focus],
    }


def _context(system: str, code: str) -> dict[str, Any]:
    return {
        "code": {"system": CONTEXT_TYPE, "code": "workflow"},
        "valueCodeableConcept": {"coding": [{"system": system, "code": code}]},
    }
