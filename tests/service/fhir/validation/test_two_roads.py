"""The compiled checks against a plain reading of HL7's own snapshots, on valid resources and on mutants of all classes."""

from pathlib import Path

import pytest

from tests.service.fhir.validation.examples import ours
from tests.service.fhir.validation.mutants import mutants
from tests.service.fhir.validation.snapshot import snapshot, told
from wholeplace.service.fhir.validation import validate

RULES = ("unknown-element", "minimum", "choice")


@pytest.mark.parametrize("resource", [each for each in ours() if each["resourceType"] != "Bundle"], ids=lambda each: each["id"])
def test_both_roads_say_the_same(standards: Path, resource: dict):
    kind = resource["resourceType"]
    elements = snapshot(standards, kind)
    for name, mutant in [("valid", resource), *mutants(resource, 8, "roads")]:
        plain, seen = told(elements, mutant, kind, kind)
        faults = {(fault.path, fault.rule) for fault in validate(mutant)}
        ours_here = {(path, rule) for path, rule in faults if rule in RULES and _holder(path, rule) in seen}
        assert {each for each in plain if each[1] in RULES} == ours_here, name
        for place, rule in plain:
            if rule == "shape":
                assert {(place, "shape"), (place, "type")} & faults, (name, place)
            if rule == "empty":
                assert (place, "empty") in faults, (name, place)


def _holder(path: str, rule: str) -> str:
    """The object that a fault is a fault of: an unknown element lies in the object told, others are named themselves."""
    return path if rule == "unknown-element" else path.rpartition(".")[0]
