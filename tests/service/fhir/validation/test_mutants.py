"""Single faults of many classes, put into valid resources: nearly all are noticed, and no valid resource is refused."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.service.fhir.validation.examples import ours, owners, resources_in
from tests.service.fhir.validation.harms import HARMS
from tests.service.fhir.validation.mutants import mutants
from tests.service.fhir.validation.rule_breakers import BROKEN, Change, example
from wholeplace.service.fhir.validation import validate

EACH = 6  # mutants of a class from one resource
SEED = "8"


def errors(resource: object) -> list[tuple[str, str]]:
    return [(fault.path, fault.rule) for fault in validate(resource) if fault.severity == "error"]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("resource", ours(), ids=lambda each: each["id"])
def test_no_false_alarm_on_our_examples(resource: dict):
    assert validate(resource) == ()


def test_every_class_of_fault_is_noticed_in_our_examples():
    made, missed = Counter[str](), []
    for resource in ours():
        for name, mutant in mutants(resource, EACH, SEED):
            made[name] += 1
            if not errors(mutant):
                missed.append((name, mutant["id"]))
    assert set(made) == set(HARMS)
    assert len(HARMS) >= 40
    assert made.total() > 1_500
    assert missed == []


@pytest.mark.parametrize(("rule", "name", "change"), BROKEN, ids=[f"{rule}-{at}" for at, (rule, _, _) in enumerate(BROKEN)])
def test_a_broken_rule_is_named(rule: str, name: str, change: Change):
    resource = example(name)
    change(resource)
    assert rule in {found for _, found in errors(resource)}


@pytest.mark.slow
def test_nearly_every_fault_is_noticed_in_the_owners_examples(standards: Path):
    made, missed = Counter[str](), Counter[str]()
    for resource in small_valid_resources(standards):
        for name, mutant in mutants(resource, 1, SEED):
            made[name] += 1
            missed[name] += not errors(mutant)
    assert made.total() > 5_000
    assert missed.total() <= made.total() / 100, missed


def small_valid_resources(standards: Path) -> list[dict[str, Any]]:
    """What the owners' messages hold. Not whole Bundles and no definitions: each mutant is a copy."""
    found = []
    for name, message in owners(standards):
        if "synthea" in name and not name.endswith((":1", ":2")):
            continue
        parts = [each for each in list(resources_in(message))[:25] if each["resourceType"] not in ("Bundle", "StructureDefinition")]
        found += [each for each in parts if "id" in each and not errors(each)]
    return found
