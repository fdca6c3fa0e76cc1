"""The quick way says yes only to what the long way finds nothing in, and says it to ordinary messages."""

import json
from typing import Any

import pytest
from hypothesis import given

from tests.service.fhir.validation.examples import ours
from tests.service.fhir.validation.mutants import mutants
from tests.service.fhir.validation.rule_breakers import BROKEN, Change, example
from tests.service.fhir.validation.test_properties import damaged
from wholeplace.service.fhir.validation import validate
from wholeplace.service.fhir.validation.quick import base_quick

NOT_PLAIN = {"appointment-1", "patient-1"}  # something contained, or beside a primitive


def says_yes(resource: Any) -> bool:
    raw = json.dumps(resource).encode()
    return base_quick().is_plainly_valid(raw, json.loads(raw))


@pytest.mark.parametrize("resource", ours(), ids=lambda each: each["id"])
def test_it_knows_an_ordinary_message(resource: dict):
    assert says_yes(resource) == (resource["id"] not in NOT_PLAIN)


def test_it_accepts_no_mutant():
    for resource in ours():
        assert [name for name, mutant in mutants(resource, 12, "quick") if says_yes(mutant)] == []


@pytest.mark.parametrize(("rule", "name", "change"), BROKEN, ids=[f"{rule}-{at}" for at, (rule, _, _) in enumerate(BROKEN)])
def test_it_accepts_no_broken_rule(rule: str, name: str, change: Change):
    resource = example(name)
    change(resource)
    assert not says_yes(resource), rule


@given(damaged())
def test_what_it_accepts_the_long_way_accepts(resource: Any):
    assert not says_yes(resource) or validate(json.loads(json.dumps(resource))) == ()


HIDDEN = [
    b'"comment": "a\\u0007b"',
    b'"comment": "a\\bb"',
    b'"comment": ""',
    b'"meta": { }',
    b'"specialty": [\n]',
    b'"start": "2026-02-29T09:00:00Z"',
]


@pytest.mark.parametrize("part", HIDDEN)
def test_it_leaves_what_it_cannot_see_to_the_long_way(part: bytes):
    raw = b'{"resourceType": "Slot", "schedule": {"reference": "Schedule/a"}, "status": "free", "end": "2026-03-03T09:00:00Z", %s' % part
    raw += b"}" if b"start" in part else b', "start": "2026-03-02T09:00:00Z"}'
    assert not base_quick().is_plainly_valid(raw, json.loads(raw))
    assert validate(raw)


def test_every_type_has_a_structure_or_asks():
    for name in base_quick().checks.table.types:
        if name not in ("Element", "BackboneElement", "Resource", "DomainResource"):
            base_quick().of(name)
