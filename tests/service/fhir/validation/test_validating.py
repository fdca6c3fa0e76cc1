"""What the validator says of a message, fault by fault: path, rule and words, and never a value."""

import json
from typing import Any

import pytest

from wholeplace.service.fhir.validation import RULES, Fault, validate

SLOT: dict[str, Any] = {
    "resourceType": "Slot",
    "id": "one",
    "schedule": {"reference": "Schedule/monday"},
    "status": "free",
    "start": "2026-03-02T09:00:00Z",
    "end": "2026-03-02T09:15:00Z",
}
APPOINTMENT: dict[str, Any] = {
    "resourceType": "Appointment",
    "status": "booked",
    "start": "2026-03-02T09:00:00Z",
    "end": "2026-03-02T09:15:00Z",
    "participant": [{"actor": {"reference": "Patient/one"}, "status": "accepted"}],
}


def told(resource: Any) -> list[tuple[str, str]]:
    return [(fault.path, fault.rule) for fault in validate(resource)]


def changed(resource: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """The resource with other parts; a part that is None is left out."""
    return {key: value for key, value in {**resource, **parts}.items() if value is not None}


def test_a_valid_resource_has_no_fault():
    assert validate(SLOT) == ()
    assert validate(json.dumps(APPOINTMENT).encode()) == ()


def test_a_fault_names_path_rule_and_words():
    (fault,) = validate(changed(SLOT, start="2026-02-30T09:00:00Z"))
    assert fault == Fault(path="Slot.start", rule="calendar", severity="error", words="The calendar has no such day.")


def test_all_faults_are_told_at_once():
    assert told(changed(SLOT, status="open", schedule=None, start="noon")) == [
        ("Slot.status", "code"),
        ("Slot.start", "format"),
        ("Slot.schedule", "minimum"),
    ]


@pytest.mark.parametrize(
    ("parts", "path", "rule"),
    [
        ({"status": "open"}, "Slot.status", "code"),
        ({"status": ["free"]}, "Slot.status", "shape"),
        ({"status": ""}, "Slot.status", "empty"),
        ({"schedule": {"reference": "Patient/one"}}, "Slot.schedule.reference", "reference-target"),
        ({"schedule": {"reference": "one"}}, "Slot.schedule.reference", "reference-form"),
        ({"schedule": {"reference": "#one"}}, "Slot.schedule.reference", "reference-unresolved"),
        ({"schedule": {"reference": "Schedule/one", "type": "Patient"}}, "Slot.schedule.type", "reference-target"),
        ({"schedule": {}}, "Slot.schedule", "empty"),
        ({"schedule": {"id": "a"}}, "Slot.schedule", "ele-1"),
        ({"schedule": [{"reference": "Schedule/one"}]}, "Slot.schedule", "shape"),
        ({"specialty": {"text": "x"}}, "Slot.specialty", "shape"),
        ({"specialty": []}, "Slot.specialty", "empty"),
        ({"overbooked": "true"}, "Slot.overbooked", "type"),
        ({"overbooked": 1}, "Slot.overbooked", "type"),
        ({"id": "not an id"}, "Slot.id", "format"),
        ({"start": "2026-03-02T09:00:00"}, "Slot.start", "format"),
        ({"colour": "red"}, "Slot", "unknown-element"),
        ({"extension": [{"url": "http://a.example"}]}, "Slot.extension[0]", "ext-1"),
        ({"extension": [{"valueString": "a"}]}, "Slot.extension[0].url", "minimum"),
        ({"extension": [{"url": "http://a.example", "valueString": "a", "valueCode": "b"}]}, "Slot.extension[0].value", "choice"),
        ({"extension": [{"url": "http://a.example", "valueSlot": "a"}]}, "Slot.extension[0]", "unknown-element"),
        ({"_status": {"id": "a"}, "status": None}, "Slot.status", "ele-1"),
        ({"_status": [{"id": "a"}]}, "Slot.status", "shape"),
        ({"text": {"status": "generated", "div": "<div>no namespace</div>"}}, "Slot.text.div", "narrative"),
    ],
)
def test_one_fault(parts: dict[str, Any], path: str, rule: str):
    assert (path, rule) in told(changed(SLOT, **parts))
    assert rule in RULES or "-" in rule


def test_an_unknown_name_is_not_repeated_but_its_likely_meaning_is():
    (fault,) = validate(changed(SLOT, commentt="a"))
    assert fault.path == "Slot"
    assert fault.words == "FHIR R4 has no such element here. Did you mean `comment`?"
    (fault,) = validate(changed(SLOT, **{"Tess Tester 999 000 0000": "a"}))
    assert "Tester" not in str(fault)


def test_what_is_not_json_is_told_so():
    assert [fault.rule for fault in validate(b"{")] == ["json"]
    assert [fault.rule for fault in validate(b'"\xff"')] == ["json"]
    assert [fault.rule for fault in validate(b"[" * 100_000)] == ["json"]
    assert [fault.rule for fault in validate(b"[]")] == ["shape"]
