"""What comes in is held to UK Core: the profile of each type, and those that a resource claims. Each refusal names path and rule."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.fhir.conftest import Slots, System, Systems
from tests.web.fhir.plainly import WHEN, book, free, put, wanted
from tests.web.fhir.sending import NHS, booking_request, issue, part, parts, said

UKCORE = "https://fhir.hl7.org.uk/StructureDefinition/"
STATUS = UKCORE + "Extension-UKCore-NHSNumberVerificationStatus"
SYSTEMS = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus"
Message = dict[str, Any]


def verified(system: str, code: str) -> Callable[[Message], None]:
    def say(message: Message) -> None:
        concept = {"coding": [{"system": system, "code": code}]}
        part(message, "Patient")["identifier"][0]["extension"] = [{"url": STATUS, "valueCodeableConcept": concept}]

    return say


def two_numbers(message: Message) -> None:
    part(message, "Patient")["identifier"].append({"system": NHS, "value": "9990000026"})


def a_number_without_its_value(message: Message) -> None:
    part(message, "Patient")["identifier"][0].pop("value")


def channel(**value: str) -> Callable[[Message], None]:
    def say(message: Message) -> None:
        part(message, "Appointment")["extension"] = [{"url": UKCORE + "Extension-UKCore-DeliveryChannel", **value}]

    return say


def claims(kind: str, profile: str) -> Callable[[Message], None]:
    def claim(message: Message) -> None:
        part(message, kind)["meta"] = {"profile": [profile]}

    return claim


def a_header_that_breaks_what_it_claims(message: Message) -> None:
    header = part(message, "MessageHeader")
    header["meta"] = {"profile": ["https://fhir.nhs.uk/StructureDefinition/BARSMessageHeader-booking-request|1.0.1"]}
    header["reason"]["coding"][0]["system"] = "https://elsewhere.example/reasons"


@pytest.fixture
def message(system: System) -> Message:
    (slot,) = parts(said(system.ask("GET", f"Slot?{BETWEEN}")), "Slot")
    return booking_request(slot)


BETWEEN = "start=ge2026-11-02T00:00:00Z&start=le2026-11-09T00:00:00Z&status=free"


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    return systems()


@pytest.mark.parametrize(
    ("wrong", "kind", "rule", "where"),
    [
        (two_numbers, "invariant", "profile-slice", "Bundle.entry[2].resource.identifier"),
        (a_number_without_its_value, "required", "minimum", "Bundle.entry[2].resource.identifier[0].value"),
        (verified(SYSTEMS, "perhaps"), "value", "code", "Bundle.entry[2].resource.identifier[0].extension[0].value"),
        (channel(valueString="In-person"), "value", "type", "Bundle.entry[1].resource.extension[0].value"),
        (claims("Patient", UKCORE + "UKCore-Slot"), "invariant", "profile-unknown", "Bundle.entry[2].resource.meta.profile[0]"),
        (
            claims("Slot", "http://hl7.org/fhir/StructureDefinition/Schedule"), "invariant", "profile-unknown",
            "Bundle.entry[4].resource.meta.profile[0]",
        ),
        (a_header_that_breaks_what_it_claims, "invariant", "profile-fixed", "Bundle.entry[0].resource.reason.coding[0].system"),
    ],
    ids=["two numbers", "no value", "no such code", "channel", "another type", "another base", "claimed"],
)  # fmt: skip
def test_refused_with_path_and_rule(system: System, message: Message, wrong: Any, kind: str, rule: str, where: str) -> None:
    wrong(message)
    answer = system.ask("POST", "$process-message", message)
    assert issue(answer) == (400, "REC_BAD_REQUEST", kind)
    (told,) = said(answer)["issue"]
    assert told["expression"] == [where]
    assert told["diagnostics"].endswith(f"({rule})")
    assert part(message, "Patient")["name"][0]["family"] not in answer.content.decode()
    assert system.ask("GET", f"Slot?{BETWEEN}").json()["total"] == 1  # nothing was booked


@pytest.mark.parametrize(
    "fine",
    [
        verified(SYSTEMS + "England", "01"),
        verified(SYSTEMS, "number-present-and-verified"),  # UK Core has retired the system, and every example of BaRS has it
        channel(valueCode="In-person"),  # what it was before it became a concept, and what the example of slots has
        claims("Patient", UKCORE + "UKCore-Patient|2.6.1"),
        claims("Slot", "http://hl7.org/fhir/StructureDefinition/Slot"),
        claims("Patient", "https://example.org/StructureDefinition/a-profile-of-their-own"),
        claims("Patient", "https://simplifier.net/guide/UKCoreDevelopment2/UKCore-Slot"),  # not the address of UKCore-Slot
    ],
    ids=["England", "retired", "once a code", "with a version", "base", "of their own", "a wrong address"],
)
def test_taken(system: System, message: Message, fine: Any) -> None:
    fine(message)
    answer = system.ask("POST", "$process-message", message)
    assert answer.status_code == 200, answer.content


def test_by_rest_and_what_is_contained(systems: Systems, slots: Slots) -> None:
    slots.add()
    system = systems(interface="fhir")
    told = wanted(free(system)[0])
    two_numbers({"entry": [{"resource": one} for one in told["contained"]]})
    answer = system.ask("POST", "Appointment", told)
    assert issue(answer) == (400, "REC_BAD_REQUEST", "invariant")
    assert said(answer)["issue"][0]["expression"] == ["Appointment.contained[0].identifier"]
    assert parts(said(system.ask("GET", f"Slot?{WHEN}")), "Slot")


def test_what_we_gave_comes_back_as_it_was(systems: Systems, slots: Slots) -> None:
    """Our own answers keep to the profiles that they claim, so that a change of one is taken."""
    slots.add()
    system = systems(interface="fhir")
    given = book(system)
    assert given["meta"]["profile"] == [UKCORE + "UKCore-Appointment"]
    assert put(system, given, comment="The bell does not ring").status_code == 200
