"""What holds for any message: an answer and no exception, no value told, bounded work, the same answer again."""

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.service.fhir.validation.examples import ours
from wholeplace.service.fhir.validation import validate
from wholeplace.service.fhir.validation.building import base_checks
from wholeplace.service.fhir.validation.faults import MOST_FAULTS

SECRET = "Zebedee-9990000018"  # stands for what identifies a person
NAMES = sorted(base_checks().element_names)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.just(10**400)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text(max_size=8) | st.just(SECRET)
KEYS = st.sampled_from(["resourceType", "extension", "url", "contained", "id", *NAMES]) | st.just(SECRET) | st.just("_status")
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)
EXAMPLES = ours()


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A valid resource of which one part, anywhere, is replaced by anything at all."""
    resource = copy.deepcopy(draw(st.sampled_from(EXAMPLES)))
    holder: Any = resource
    for _ in range(draw(st.integers(0, 5))):
        below = [each for each in (holder.values() if isinstance(holder, dict) else holder) if isinstance(each, (dict, list)) and each]
        if not below:
            break
        holder = draw(st.sampled_from(below))
    at = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[at] = draw(VALUES)
    return resource


@given(damaged())
def test_any_damage_gets_an_answer_that_shows_no_value(resource: Any):
    before = copy.deepcopy(resource)
    faults = validate(resource)
    assert resource == before
    assert SECRET not in str(faults)
    assert len(faults) <= MOST_FAULTS
    assert validate(resource) == faults


@given(damaged())
def test_bytes_and_what_they_hold_are_judged_alike(resource: Any):
    assert validate(json.dumps(resource).encode()) == validate(json.loads(json.dumps(resource)))


@given(damaged(), st.sampled_from(["UKCore-Patient", "UKCore-Appointment", "UKCore-Bundle", "BARSBundleMessage", "UKCore-Condition"]))
def test_a_profile_gets_an_answer_too(resource: Any, profile: str):
    assert set(validate(resource)) <= set(validate(resource, profile=profile))
    assert SECRET not in str(validate(resource, profile=profile))


@given(st.binary(max_size=60))
def test_any_bytes_get_an_answer(raw: bytes):
    """Hypothesis also tries bytes that stand in our own code, and among those are small resources."""
    assert validate(raw) or json.loads(raw)["resourceType"] in base_checks().resources


def nested(levels: int, hold: Any) -> Any:
    value: Any = {"url": "urn:a", "valueString": "a"}
    for _ in range(levels):
        value = hold(value)
    return value


def test_deep_nesting_is_refused_and_not_followed():
    for deep in (100, 100_000):
        value = nested(deep, lambda inner: {"url": "urn:a", "extension": [inner]})
        faults = validate({"resourceType": "Patient", "extension": [value]})
        assert "depth" in {fault.rule for fault in faults}
        while "extension" in value:  # taken apart level by level: Python itself would recurse
            value = value.pop("extension")[0]


def test_a_resource_that_holds_itself_is_refused():
    patient: dict[str, Any] = {"resourceType": "Patient"}
    patient["contained"] = [patient]
    assert "depth" in {fault.rule for fault in validate(patient)}


def test_many_faults_are_cut_short():
    faults = validate({"resourceType": "Patient", "name": [{"family": 1}] * 50_000})
    assert len(faults) == MOST_FAULTS
    assert faults[-1].rule == "too-many-faults"
    faults = validate({"resourceType": "Patient", **{f"x{number}": 1 for number in range(50_000)}})
    assert len(faults) == MOST_FAULTS
