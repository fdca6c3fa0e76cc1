"""Slots that a practice's own system hands over as a FHIR Bundle: Slots, their Schedules, and the services that hold those.

Each Slot becomes the line that it would be in a CSV file (`service.booking.importing`), so that it is taken or refused as that is. What
FHIR has no element for (to whom a slot is released) stays as it is in a file without those columns: the practice releases it here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from wholeplace.service.booking.importing import HEADERS, LineRefused, SlotsRead, slots_of
from wholeplace.service.fhir.bundle import Parts, Resource, code_of, last
from wholeplace.service.fhir.validation import validate
from wholeplace.service.fhir.writing import CHANNEL
from wholeplace.terms import Problem

STATUSES = {"free": "free", "busy": "busy", "busy-unavailable": "busy", "busy-tentative": "busy"}
"""Status of a Slot -> the word of a line. Any other is none."""
_WHY = "A slot that is wrong sends somebody to a closed door."
_FORM = "Give a FHIR R4 Bundle of Slots and their Schedules, as JSON in UTF-8."
_NO_SCHEDULE = ("Its schedule is not in the Bundle.", "Put the Schedule beside its slots, and the service that is its actor.")


def is_bundle(text: str) -> bool:
    """Is a file one of FHIR, and no CSV? Its first sign tells."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def read_slot_bundle(text: str, where: str, practices: Iterable[str]) -> SlotsRead:
    """The slots of a Bundle, whatever its type. Each Slot that is no valid FHIR or not what UK Core demands is refused, with the path and
    the rule; where anything beside the Slots is, nothing of the file is read. `practices`: codes of services that the place knows."""
    try:
        bundle = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return SlotsRead(problems=[Problem(where=where, what="It is no JSON.", why=_WHY, fix=_FORM)])
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle" or not isinstance(bundle.get("entry", []), list):
        return SlotsRead(problems=[Problem(where=where, what="It is no Bundle.", why=_WHY, fix=_FORM)])
    entries = list(enumerate(bundle.get("entry", []), start=1))
    slots = [(number, entry) for number, entry in entries if _is_slot(entry)]
    problems = list(_wrong_beside(bundle, [entry for _, entry in entries if not _is_slot(entry)], where))
    if problems:
        return SlotsRead(problems=problems)
    parts, known = Parts({"entry": [_named(entry) for _, entry in entries]}), frozenset(practices)
    refused = [one for number, entry in slots if (one := _refused(number, entry["resource"], parts)) is not None]
    wrong = {one.number for one in refused}
    read = slots_of(((number, _line(entry, parts, known)) for number, entry in slots if number not in wrong), known, unit="entry")
    return SlotsRead(slots=read.slots, refused=sorted([*refused, *read.refused], key=lambda one: one.number))


def _is_slot(entry: Any) -> bool:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    return isinstance(resource, dict) and resource.get("resourceType") == "Slot"


def _named(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """An entry with its address, where that is one: of a Slot's nobody has looked yet."""
    url = entry.get("fullUrl")
    return {"resource": entry.get("resource")} | ({"fullUrl": url} if isinstance(url, str) else {})


def _wrong_beside(bundle: Mapping[str, Any], others: list[Any], where: str) -> Iterator[Problem]:
    """What is wrong with a Bundle without its Slots."""
    rest = {name: value for name, value in bundle.items() if name != "entry"} | ({"entry": others} if others else {})
    for fault in validate(rest, uk_core=True):
        if fault.severity == "error":
            yield Problem(where=f"{where}, {fault.path} without the Slots", what=fault.words, why=_WHY, fix=f"Mend it (rule {fault.rule}).")


def _refused(number: int, slot: dict[str, Any], parts: Parts) -> LineRefused | None:
    """A Slot of which no line can be made, with the first thing that is wrong with it."""
    line = dict.fromkeys(HEADERS, "")
    fault = next((one for one in validate(slot, uk_core=True) if one.severity == "error"), None)
    if fault is not None:
        return LineRefused(number=number, line=line, what=f"{fault.path}: {fault.words}", fix=f"Mend it (rule {fault.rule}).", unit="entry")
    found = parts.at(slot["schedule"])
    if found is None or found["resourceType"] != "Schedule":
        return LineRefused(number=number, line=line, what=_NO_SCHEDULE[0], fix=_NO_SCHEDULE[1], unit="entry")
    return None


def _line(entry: Mapping[str, Any], parts: Parts, practices: frozenset[str]) -> Mapping[str, str]:
    slot = entry["resource"]
    schedule = parts.at(slot["schedule"]) or {}
    actors = [(one, parts.at(one)) for one in schedule.get("actor", [])]
    services = [(one, found) for one, found in actors if "HealthcareService" in (one.get("type"), _kind(one, found))]
    told = {
        "PRACTICE_CODE": _service(services, parts, practices),
        "SLOT_ID": next((one["value"] for one in slot.get("identifier", []) if one.get("value")), "") or parts.reference_of(slot),
        "START": slot["start"], "END": slot["end"], "SCHEDULE": _words(schedule.get("serviceCategory", [])),
        "KIND": _words([*slot.get("serviceType", []), slot.get("appointmentType", {})]), "CHANNEL": _channel(slot),
        "STATUS": STATUSES.get(slot["status"], slot["status"]),
        "ROLE": _words([one for _, found in actors if _kind({}, found) == "PractitionerRole" for one in (found or {}).get("code", [])]),
        "LOCATION": _location([found for _, found in (*actors, *services)], parts),
    }  # fmt: skip
    return {name: told.get(name, "").strip() for name in HEADERS}


def _kind(reference: Resource, found: Resource | None) -> str:
    """The type of what a reference points to, in the Bundle or by its own words."""
    return found["resourceType"] if found else reference.get("reference", "").rpartition("/")[0].rpartition("/")[2]


def _service(services: Sequence[tuple[Resource, Resource | None]], parts: Parts, practices: frozenset[str]) -> str:
    """The code of the service that holds a schedule: of what may be its code, the first that the place knows; else the first."""
    named: list[str] = []
    for reference, found in services:
        service = found or {}
        values = [one.get("value", "") for one in service.get("identifier", [])]
        owner = parts.at(service.get("providedBy"))
        named += [code_of(service), *values, code_of(owner), service.get("id", "") or last(reference.get("reference", ""))]
    given = [one.upper() for one in named if one]
    return next((one for one in given if one in practices), given[0] if given else "")


def _location(actors: Sequence[Resource | None], parts: Parts) -> str:
    """Where a schedule is held: a Location that is its actor, or that of its service."""
    held = [one for one in actors if one is not None]
    of_services = [parts.at(one) for found in held for one in found.get("location", []) if found["resourceType"] == "HealthcareService"]
    places = [one for one in (*held, *of_services) if one is not None and one["resourceType"] == "Location"]
    return next((one["name"] for one in places if one.get("name")), "")


def _channel(slot: Resource) -> str:
    """How somebody is seen: the concept of UK Core, or the code that it was before."""
    for one in slot.get("extension", []):
        if one.get("url") == CHANNEL:
            concept = one.get("valueCodeableConcept", {})
            code = next((coding.get("code", "") for coding in concept.get("coding", [])), "")
            return one.get("valueCode", "") or code or concept.get("text", "")
    return ""


def _words(concepts: Sequence[Resource]) -> str:
    """The first of some concepts, in words."""
    told = (one.get("text") or next((coding.get("display", "") for coding in one.get("coding", [])), "") for one in concepts)
    return next((text for text in told if text), "")
