"""The quick way says yes only to what the long way finds nothing in, and says it to ordinary messages."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.service.fhir.validation.examples import ours, owners
from tests.service.fhir.validation.mutants import mutants
from tests.service.fhir.validation.rule_breakers import BROKEN, Change, example
from tests.service.fhir.validation.test_mutants import SEED, small_valid_resources
from tests.service.fhir.validation.test_properties import damaged
from wholeplace.service.fhir.validation import validate
from wholeplace.service.fhir.validation.building import base_checks
from wholeplace.service.fhir.validation.quick import Quick, base_quick

NOT_PLAIN = {"appointment-1", "patient-1"}  # something contained, or beside a primitive


def says_yes(resource: Any) -> bool:
    return base_quick().is_plainly_valid(json.dumps(resource).encode())


@pytest.mark.parametrize("resource", ours(), ids=lambda each: each["id"])
def test_it_knows_an_ordinary_message(resource: dict):
    assert says_yes(resource) == (resource["id"] not in NOT_PLAIN)


def test_it_accepts_no_mutant():
    for resource in ours():
        assert [name for name, mutant in mutants(resource, 12, "quick") if says_yes(mutant)] == []


@pytest.mark.slow
def test_it_accepts_no_mutant_of_the_owners_examples(standards: Path):
    made = 0
    for resource in small_valid_resources(standards):
        for name, mutant in mutants(resource, 1, SEED):
            made += 1
            assert not says_yes(mutant) or validate(mutant) == (), name
    assert made > 5_000


@pytest.mark.slow
def test_most_of_the_owners_valid_messages_are_plain(standards: Path):
    valid = [message for _, message in owners(standards) if not validate(message)]
    assert sum(says_yes(message) for message in valid) >= 0.9 * len(valid)


@pytest.mark.parametrize(("rule", "name", "change"), BROKEN, ids=[f"{rule}-{at}" for at, (rule, _, _) in enumerate(BROKEN)])
def test_it_accepts_no_broken_rule(rule: str, name: str, change: Change):
    resource = example(name)
    change(resource)
    assert not says_yes(resource), rule


@given(damaged())
def test_what_it_accepts_the_long_way_accepts(resource: Any):
    assert not says_yes(resource) or validate(json.loads(json.dumps(resource))) == ()


SLOT = (
    b'{"resourceType": "Slot", "schedule": {"reference": "Schedule/a"}, "status": "free",'
    b' "start": "2026-03-02T09:00:00Z", "end": "2026-03-02T09:15:00Z", %s}'
)
HIDDEN = [
    b'"comment": "a\\u0007b"',
    b'"comment": "a\\bb"',
    b'"comment": ""',
    b'"comment": null',
    b'"comment": 1, "comment": "a"',
    b'"meta": { }',
    b'"meta": {"id": "a"}',
    b'"meta": {"id": "a b", "source": "urn:a"}',
    b'"meta": {"source": "urn:oid:1.02"}',
    b'"meta": {"profile": ["https://a.example/\\tb"]}',
    b'"specialty": [\n]',
    b'"start": "2026-02-29T09:00:00Z"',
    b'"start": "2026-03-02t09:00:00Z"',
    b'"start": "2026-03-02 09:00:00Z"',
    b'"start": "2026-03-02T24:00:00Z"',
    b'"start": "2026-03-02T09:00:00+0000"',
    b'"schedule": {"reference": "#a"}',
    b'"schedule": {"reference": "Slot/a"}',
    b'"schedule": {"reference": "Schedule/a", "type": "Slot"}',
    b'"extension": [{"url": "urn:a", "valueCode": "b", "valueString": "c"}]',
    b'"extension": [{"url": "urn:a", "valueCode": "b", "extension": [{"url": "urn:a", "valueCode": "b"}]}]',
    b'"extension": [{"url": "urn:a"}]',
    b'"extension": [{"url": "urn:a", "valueCoding": {"extension": [{"url": "urn:b"}]}}]',
    b'"contained": [{"resourceType": "Schedule", "id": "a"}]',
]


@pytest.mark.parametrize("part", HIDDEN)
def test_it_leaves_what_it_cannot_see_to_the_long_way(part: bytes):
    assert base_quick().is_plainly_valid(SLOT % b'"comment": "a"')
    assert not base_quick().is_plainly_valid(SLOT % part)


@pytest.mark.parametrize("part", [part for part in HIDDEN if not part.startswith(b'"comment": 1')])
def test_what_it_left_to_the_long_way_is_refused_there(part: bytes):
    assert validate(SLOT % part)


BASIC = b'{"resourceType": "Basic", "code": {"text": "a"}}'
BUNDLE = b'{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": %s}]}'


@pytest.mark.parametrize(
    ("resource", "is_plain"),
    [
        (BASIC, True),  # a type that was not read before
        (b'{"code": {"text": "a"}, "resourceType": "Basic"}', True),
        (
            b'{"resourceType": "Parameters", "parameter": [{"name": "a", "resource": {"resourceType": "Basic", "code": {"text": "a"}}}]}',
            True,
        ),
        (b'{"resourceType": "Bundle", "type": "collection"}', True),
        (b'{"code": {"text": "a"}}', False),
        (b'{"resourceType": "Surprise"}', False),
        (b'{"resourceType": "Basic", "resourceType": "Slot", "code": {"text": "a"}}', False),
        (b'{"resourceType": "Basic", "code": {"text": "a"}, "contained": []}', False),
    ],
)
def test_a_type_that_is_new_to_it_is_read_from_then_on(resource: bytes, is_plain: bool):
    quick = Quick(base_checks())
    assert [quick.is_plainly_valid(BUNDLE % resource) for _ in range(2)] == [is_plain, is_plain]
    assert quick.is_plainly_valid(resource) == is_plain
    assert quick.is_plainly_valid(BUNDLE % b'{"resourceType": "Linkage", "item": [{"type": "source", "resource": {"display": "a"}}]}')


def test_what_lies_too_deep_is_not_followed():
    for levels, is_plain in ((50, True), (70, False), (100_000, False)):
        raw = (
            SLOT
            % b'"extension": [%s]'
            % (b'{"url": "urn:a", "extension": [' * levels + b'{"url": "urn:a", "valueCode": "b"}' + b"]}" * levels)
        )
        assert base_quick().is_plainly_valid(raw) == is_plain
        assert (validate(raw) == ()) == is_plain


def test_every_type_has_a_structure_and_a_walk():
    quick = base_quick()
    for name in quick.structures.table.types:
        if name != "Resource":
            compile(quick.walks.source(name), name, "exec")
            assert quick.structures[name]
