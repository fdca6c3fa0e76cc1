"""Breaks the rules (invariants) of FHIR and of Bundles, one at a time: a change for each rule, on a resource of ours."""

import copy
from collections.abc import Callable
from typing import Any

from tests.service.fhir.validation.examples import ours

Resource = dict[str, Any]
Change = Callable[[Resource], object]


def example(name: str) -> Resource:
    """The example of ours with this id."""
    return next(each for each in ours() if each["id"] == name)


def part(value: Any, path: str) -> Any:
    """The part of a resource at a path such as `entry.0.resource`."""
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value


def put(path: str, **values: Any) -> Change:
    """A change that puts values into the part at a path (`` is the whole), and takes out those that are None."""

    def change(resource: Resource) -> None:
        holder = part(resource, path) if path else resource
        holder.update(values)
        for name in [key for key, value in values.items() if value is None]:
            del holder[name]

    return change


VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ENTERED_IN_ERROR = {"coding": [{"system": VERIFICATION, "code": "entered-in-error"}]}
MESSAGE, TRANSACTION, TASK = "message-1", "transaction-1", "task-1"
QUESTIONS = "questions-1"
# rule, the example it is broken on, how
BROKEN: list[tuple[str, str, Change]] = [
    ("app-1", "appointment-1", put("participant.0", actor=None)),
    ("app-2", "appointment-1", put("", end=None, status="proposed")),
    ("app-3", "appointment-1", put("", start=None, end=None)),
    ("app-4", "appointment-1", put("", cancelationReason={"text": "a"})),
    ("att-1", "patient-1", put("photo.0", contentType=None)),
    ("bdl-1", MESSAGE, put("", total=3)),
    ("bdl-2", MESSAGE, put("entry.1", search={"mode": "match"})),
    ("bdl-3", TRANSACTION, put("entry.0", request=None)),
    ("bdl-3", MESSAGE, put("entry.1", request={"method": "GET", "url": "Slot"})),
    ("bdl-4", MESSAGE, put("entry.1", response={"status": "200"})),
    ("bdl-5", MESSAGE, put("entry.2", resource=None)),
    ("bdl-7", TRANSACTION, lambda given: given["entry"].append(copy.deepcopy(given["entry"][0]))),
    ("bdl-8", TRANSACTION, put("entry.0", fullUrl="https://us.example/fhir/Patient/patient-1/_history/1")),
    ("bdl-9", MESSAGE, put("", type="document")),
    ("bdl-10", MESSAGE, put("", type="document", timestamp=None)),
    ("bdl-11", MESSAGE, put("", type="document", identifier={"system": "urn:a", "value": "b"})),
    ("bdl-12", MESSAGE, lambda given: given["entry"].reverse()),
    ("con-1", "condition-1", put("", stage=[{"type": {"text": "a"}}])),
    ("con-2", "condition-1", put("", evidence=[{"extension": [{"url": "urn:a", "valueCode": "b"}]}])),
    ("con-4", "condition-1", put("", abatementString="spring")),
    (
        "con-5",
        "condition-1",
        put(
            "",
            verificationStatus={
                "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "entered-in-error"}]
            },
        ),
    ),
    ("cpt-2", "patient-1", put("telecom.0", system=None)),
    ("dom-3", "appointment-1", put("participant.1", actor={"display": "room"})),
    ("inv-1", TASK, put("", lastModified="2026-02-01T09:00:00Z")),
    ("obs-3", "observation-1", put("referenceRange.0", low=None, high=None, age={"low": {"value": 1}})),
    ("obs-6", "observation-1", put("", dataAbsentReason={"text": "a"})),
    ("obs-7", "observation-1", put("component.0", code={"coding": [{"system": "https://codes.example", "code": "one", "display": "One"}]})),
    ("org-1", "practice-1", put("", name=None)),
    ("org-2", "practice-1", put("address.0", use="home")),
    ("org-3", "practice-1", put("telecom.0", use="home")),
    ("pat-1", "patient-1", put("contact.0", name=None)),
    ("per-1", "patient-1", put("address.0.period", end="2019-12-31")),
    ("per-1", "monday", put("planningHorizon", end="2026-03-02T08:59:59Z")),
    ("per-1", "monday", put("planningHorizon", end="2026-03-02T09:30:00+01:00")),
    ("ppc-1", "consent-1", put("", policyRule=None)),
    ("prr-1", "request-1", put("", orderDetail=[{"text": "a"}])),
    ("qty-3", "observation-1", put("valueQuantity", system=None)),
    ("que-1", QUESTIONS, put("item.0", item=None)),
    ("que-2", QUESTIONS, put("item.0.item.1", linkId="1.1")),
    ("que-4", QUESTIONS, put("item.0.item.0", answerValueSet="https://sets.example/one")),
    ("que-5", QUESTIONS, put("item.0.item.0", type="boolean")),
    ("que-7", QUESTIONS, put("item.0.item.1.enableWhen.0", operator="exists")),
    ("que-8", QUESTIONS, put("item.0", initial=[{"valueString": "a"}])),
    ("que-10", QUESTIONS, put("item.0.item.0", maxLength=3)),
    ("que-11", QUESTIONS, put("item.0.item.0", initial=[{"valueString": "yes"}])),
    ("que-13", QUESTIONS, put("item.0.item.1", initial=[{"valueString": "a"}, {"valueString": "b"}])),
    ("rng-2", "observation-1", put("component.0.valueRange", low={"value": 3})),
    ("sev-1", "audit-1", put("entity.0", name="a")),
    ("tim-1", "request-1", put("occurrenceTiming.repeat", duration=1)),
    ("tim-2", "request-1", put("occurrenceTiming.repeat", periodUnit=None)),
    ("tim-4", "request-1", put("occurrenceTiming.repeat", duration=-1, durationUnit="h")),
    ("tim-5", "request-1", put("occurrenceTiming.repeat", period=-1)),
    ("tim-6", "request-1", put("occurrenceTiming.repeat", period=None, periodUnit=None, periodMax=2)),
    ("tim-7", "request-1", put("occurrenceTiming.repeat", durationMax=2)),
    ("tim-8", "request-1", put("occurrenceTiming.repeat", countMax=2)),
    ("tim-9", "request-1", put("occurrenceTiming.repeat", offset=10)),
    ("tim-10", "request-1", put("occurrenceTiming.repeat", when=["MORN"])),
    ("reference-unresolved", MESSAGE, put("entry.0.resource", focus=[{"reference": "urn:uuid:0b7a9f1e-6f0e-4c4e-9c5c-000000000009"}])),
    ("reference-target", MESSAGE, put("entry.1.resource", slot=[{"reference": "urn:uuid:0b7a9f1e-6f0e-4c4e-9c5c-000000000003"}])),
    ("reference-target", "appointment-1", put("", slot=[{"reference": "#room"}])),
    ("reference-form", TRANSACTION, put("entry.0", fullUrl="Patient/patient-1")),
    ("reference-form", TRANSACTION, put("entry.0", fullUrl="https://us.example/fhir/Patient/patient-2")),
]
