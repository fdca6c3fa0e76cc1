"""A Bundle of slots gives what the CSV of the same slots gives: the same slots, and the same words for what is wrong."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wholeplace.service.booking import Channel
from wholeplace.service.booking.importing import SlotsRead, read_slots
from wholeplace.service.fhir.slot_bundle import is_bundle, read_slot_bundle

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
CHANNEL = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeliveryChannel"
CHANNELS = "https://fhir.hl7.org.uk/CodeSystem/UKCore-DeliveryChannel"
HEADINGS = "PRACTICE_CODE,SLOT_ID,START,END,SCHEDULE,KIND,CHANNEL,STATUS,ROLE,LOCATION"
Resource = dict[str, Any]


def slot(name: str, **parts: Any) -> Resource:
    told = {
        "resourceType": "Slot", "id": name, "schedule": {"reference": "Schedule/nurse"}, "status": "free",
        "start": "2027-07-14T08:20:00Z", "end": "2027-07-14T09:30:00+01:00", "serviceType": [{"text": "Dressing"}],
        "extension": [{"url": CHANNEL, "valueCodeableConcept": {"coding": [{"system": CHANNELS, "code": "Telephone"}]}}], **parts,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value is not None}


def around(code: str = "P1") -> list[Resource]:
    """A schedule, and who holds it."""
    return [
        {
            "resourceType": "Schedule", "id": "nurse", "serviceCategory": [{"text": "Nurse on call"}],
            "actor": [{"reference": one} for one in (f"HealthcareService/{code}", "PractitionerRole/r", "Location/3")],
        },
        {"resourceType": "HealthcareService", "id": code, "name": "Hill Practice"},
        {"resourceType": "PractitionerRole", "id": "r", "code": [{"coding": [{"display": "Nurse"}]}]},
        {"resourceType": "Location", "id": "3", "name": "Room 3"},
    ]  # fmt: skip


def read(*resources: Resource) -> SlotsRead:
    told = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    return read_slot_bundle(json.dumps(told), "slots.json", ["P1"])


def as_csv(*lines: str) -> SlotsRead:
    return read_slots("\n".join((HEADINGS, *lines)), "slots.csv", ["P1"])


def line(name: str, **parts: str) -> str:
    told = {
        "PRACTICE_CODE": "P1", "SLOT_ID": name, "START": "2027-07-14T09:20", "END": "2027-07-14T09:30", "SCHEDULE": "Nurse on call",
        "KIND": "Dressing", "CHANNEL": "telephone", "STATUS": "free", "ROLE": "Nurse", "LOCATION": "Room 3", **parts,
    }  # fmt: skip
    return ",".join(told[name] for name in HEADINGS.split(","))


def test_the_same_slots() -> None:
    bundle = read(
        slot("a"), slot("b", status="busy"), slot("c", status="busy-unavailable", extension=None), slot("d", status="busy-tentative"),
        slot("e", serviceType=None, appointmentType={"coding": [{"display": "Walk in"}]}), slot("f", identifier=[{"value": "4711"}]),
        *around(),
    )  # fmt: skip
    csv = as_csv(
        line("a"), line("b", STATUS="busy"), line("c", STATUS="busy", CHANNEL=""), line("d", STATUS="busy"), line("e", KIND="Walk in"),
        line("4711"),
    )  # fmt: skip
    assert not bundle.refused
    assert not bundle.problems
    assert bundle.slots == csv.slots
    assert len(csv.slots) == 6


def test_the_same_words_for_what_is_wrong() -> None:
    long = "x" * 161
    bundle = read(
        slot("a"), slot("a"), slot("b", end="2027-07-14T08:20:00Z"), slot("c", identifier=[{"value": "i" * 81}]),
        slot("d", serviceType=[{"text": long}]), slot("e", status="entered-in-error"),
        slot("f", extension=[{"url": CHANNEL, "valueCodeableConcept": {"text": "by pigeon"}}]), *around(),
    )  # fmt: skip
    csv = as_csv(
        line("a"), line("a"), line("b", END="2027-07-14T09:20"), line("i" * 81), line("d", KIND=long), line("e", STATUS="entered-in-error"),
        line("f", CHANNEL="by pigeon"),
    )  # fmt: skip
    assert bundle.slots == csv.slots
    assert [(one.what, one.fix) for one in bundle.refused] == [(one.what, one.fix) for one in csv.refused]
    assert [(one.unit, one.number) for one in bundle.refused] == [("entry", number) for number in range(2, 8)]
    assert [(one.unit, one.number) for one in csv.refused] == [("line", number) for number in range(3, 9)]
    elsewhere = read(slot("a"), *around("P9"))
    assert [one.what for one in elsewhere.refused] == [one.what for one in as_csv(line("a", PRACTICE_CODE="P9")).refused]


@pytest.mark.parametrize(
    ("service", "owner"),
    [
        ({"id": "p1"}, None),
        ({"id": "100", "identifier": [{"system": ODS, "value": "P1"}]}, None),
        ({"id": "100", "identifier": [{"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": "P1"}]}, None),
        ({"id": "100", "providedBy": {"reference": "Organization/o"}}, {"identifier": [{"system": ODS, "value": "P1"}]}),
    ],
)
def test_how_a_service_is_known(service: Resource, owner: Resource | None) -> None:
    held = [one for one in around(service["id"]) if one["resourceType"] != "HealthcareService"]
    held.append({"resourceType": "HealthcareService", **service})
    held += [{"resourceType": "Organization", "id": "o", "name": "Hill Practice", **owner}] if owner else []
    assert [one.organisation for one in read(slot("a"), *held).slots] == ["P1"]


def test_a_slot_that_is_no_valid_one_is_refused_by_itself() -> None:
    told = read(
        slot("a", start="never"), slot("b", schedule=None), slot("c", extension=[{"url": CHANNEL, "valueString": "Telephone"}]),
        slot("d", schedule={"reference": "Schedule/other"}), slot("e", meta={"profile": ["http://hl7.org/fhir/StructureDefinition/Schedule"]}),
        slot("good"), *around(),
    )  # fmt: skip
    assert [one.local_id for one in told.slots] == ["good"]
    assert [(one.number, one.what.partition(":")[0]) for one in told.refused] == [
        (1, "Slot.start"), (2, "Slot.schedule"), (3, "Slot.extension[0].value"), (4, "Its schedule is not in the Bundle."),
        (5, "Slot.meta.profile[0]"),
    ]  # fmt: skip
    assert all(one.fix and "Mend it (rule " in one.fix for one in told.refused if one.number != 4)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("{", "slots.json", "It is no JSON."),
        ('{"resourceType": "Patient"}', "slots.json", "It is no Bundle."),
        ('{"resourceType": "Bundle", "type": "collection", "entry": {}}', "slots.json", "It is no Bundle."),
        ('{"resourceType": "Bundle"}', "slots.json, Bundle.type without the Slots", ""),
        (
            '{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Schedule"}}]}',
            "slots.json, Bundle.entry[0].resource.actor without the Slots", "",
        ),
        ('{"resourceType": "Bundle", "type": "collection", "entry": [7]}', "slots.json, Bundle.entry[0] without the Slots", ""),
    ],
)  # fmt: skip
def test_a_file_that_is_no_bundle_is_refused_whole(text: str, where: str, what: str) -> None:
    told = read_slot_bundle(text, "slots.json", ["P1"])
    assert not told.slots
    assert told.problems[0].where == where
    assert told.problems[0].what.startswith(what)


def test_a_slot_cannot_break_the_reading() -> None:
    """Whatever stands beside a Slot in its entry."""
    strange = {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": {"a": 1}, "resource": slot("a", id=["x"])}]}
    assert [one.number for one in read_slot_bundle(json.dumps(strange), "slots.json", ["P1"]).refused] == [1]


def test_the_example_of_the_standard(shared_data: Path) -> None:
    file = shared_data.parent / "standards" / "bars" / "examples-1.0" / "slots" / "GET-success.json"
    text = file.read_text("utf-8")
    assert is_bundle(text)
    assert not is_bundle("\ufeffPRACTICE_CODE,SLOT_ID,START,END")
    told = read_slot_bundle(text, file.name, ["2000099999"])
    assert (len(told.slots), told.refused, told.problems) == (3, [], ())
    first = told.slots[0]
    assert (first.organisation, first.local_id, first.schedule, first.kind) == (
        "2000099999", "slot001", "Emergency Department", "Emergency appointment",
    )  # fmt: skip
    assert (first.start, first.channel, first.role) == (datetime(2021, 10, 6, 9, tzinfo=UTC), Channel.TELEPHONE, "Doctor")
    assert (first.location, first.free, first.bookable) == ("Healthcare Service Location", True, False)
    assert "Bloggs" not in repr(told)
