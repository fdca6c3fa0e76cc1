"""The quick way says that a message keeps UK Core only where the long way finds nothing, and says it of most that do."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.service.fhir.validation.examples import ours, owners
from tests.service.fhir.validation.harms import sites
from tests.service.fhir.validation.test_properties import damaged
from wholeplace.service.fhir.validation import validate
from wholeplace.service.fhir.validation.profiled import known_profiles
from wholeplace.service.fhir.validation.quick import base_quick

VALUES: dict[str, Any] = {
    "valueCodeableConcept": {"coding": [{"system": "https://codes.example", "code": "a"}]},
    "valueCoding": {"system": "https://codes.example", "code": "a"},
    "valueString": "a",
    "valueCode": "a",
    "valueBoolean": True,
    "valueDateTime": "2026-03-02T09:00:00Z",
    "valuePeriod": {"start": "2026-03-02"},
    "valuePositiveInt": 1,
    "valueReference": {"reference": "Organization/a"},
    "extension": [{"url": "urn:a", "valueString": "a"}],
}


def quickly(resource: Any) -> tuple[bool, bool]:
    return base_quick().is_plainly_uk_core(json.dumps(resource).encode())


def changed(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The resource, and with each element in turn left out, twice in its list, or with another text."""
    yield resource
    for at, _ in enumerate(sites(resource, resource["resourceType"])):
        for change in ("leave out", "twice", "another"):
            one = copy.deepcopy(resource)
            site = list(sites(one, one["resourceType"]))[at]
            if change == "leave out":
                del site.holder[site.key]
            elif change == "twice" and site.listed:
                site.holder[site.key] = site.value * 2
            elif change == "another" and isinstance(site.value, str) and site.kind in ("string", "uri", "code"):
                site.holder[site.key] = "urn:another"
            else:
                continue
            yield one


CLAIMED = [
    (resource, profile) for resource in ours() for profile in known_profiles().profiles.values() if profile.type == resource["resourceType"]
]


@pytest.mark.parametrize(("resource", "profile"), CLAIMED, ids=[f"{one['id']}-{said.url.rpartition('/')[2]}" for one, said in CLAIMED])
def test_both_ways_say_the_same_of_a_claim(resource: dict[str, Any], profile: Any):
    claiming = copy.deepcopy(resource)
    claiming.setdefault("meta", {})["profile"] = [profile.url]
    for one in changed(claiming):
        is_valid, is_held = quickly(one)
        assert is_valid or not is_held
        if is_valid:
            assert is_held == (validate(one, uk_core=True) == ()), one


def test_a_claim_for_another_type_or_of_a_profile_that_is_not_known():
    slot = {"resourceType": "Slot", "schedule": {"reference": "Schedule/a"}, "status": "free"}
    slot |= {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T09:15:00Z"}
    for claim, is_held in (
        ("https://fhir.hl7.org.uk/StructureDefinition/UKCore-Slot", True),
        ("https://fhir.hl7.org.uk/StructureDefinition/UKCore-Slot|2.0.0", True),
        ("http://hl7.org/fhir/StructureDefinition/Slot", True),
        ("https://elsewhere.example/StructureDefinition/UKCore-Patient", True),
        ("https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient", False),
        ("http://hl7.org/fhir/StructureDefinition/Patient", False),
    ):
        claiming = slot | {"meta": {"profile": [claim]}}
        assert quickly(claiming) == (True, is_held), claim
        assert (validate(claiming, uk_core=True) == ()) == is_held, claim


def test_a_value_that_a_profile_fixes():
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "collection", "timestamp": "2026-03-02T09:00:00Z"}
    assert quickly(bundle) == (True, True)
    bundle["meta"] = {"profile": ["https://fhir.nhs.uk/StructureDefinition/BARSBundleMessage"]}
    assert quickly(bundle) == (True, False)
    assert [fault.rule for fault in validate(bundle, uk_core=True)] == ["profile-fixed"]


EXTENSIONS = [profile for profile in known_profiles().profiles.values() if profile.type == "Extension"]


@pytest.mark.parametrize("profile", EXTENSIONS, ids=[profile.url.rpartition("/")[2] for profile in EXTENSIONS])
def test_both_ways_say_the_same_of_an_extension(profile: Any):
    codes = [code for demand in profile.demands for code in known_profiles().codes.get(demand.codes, ())[:2]]
    for name, value in VALUES.items():
        for code in ["", *codes]:
            system, _, bare = code.rpartition("|")
            coding = {"system": system, "code": bare} if system else {"code": bare or "a"}
            coded = {"valueCoding": coding, "valueCodeableConcept": {"coding": [coding]}, "valueCode": bare or "a"}
            extension = {"url": profile.url, name: coded.get(name, value)}
            resource = {"resourceType": "Patient", "name": [{"family": "a", "extension": [extension]}]}
            assert quickly(resource) == (True, validate(resource, uk_core=True) == ()), extension


@given(damaged())
def test_what_keeps_uk_core_at_once_keeps_it(resource: Any):
    is_valid, is_held = quickly(resource)
    assert not is_valid or validate(json.loads(json.dumps(resource))) == ()
    assert not is_held or validate(json.loads(json.dumps(resource)), uk_core=True) == ()


@given(damaged())
def test_bytes_and_what_they_hold_are_judged_alike(resource: Any):
    raw = json.dumps(resource).encode()
    assert validate(raw, uk_core=True) == validate(json.loads(raw), uk_core=True)


@pytest.mark.slow
def test_the_owners_examples_are_judged_alike(standards: Path):
    held = 0
    for name, message in owners(standards):
        is_valid, is_held = quickly(message)
        held += is_held
        assert not is_held or validate(message, uk_core=True) == (), name
        assert is_valid or not is_held
    assert held >= 30


def test_every_profile_has_a_walk():
    walks = base_quick().profiles
    for name in known_profiles().profiles:
        compile(walks.source(name), name, "exec")
