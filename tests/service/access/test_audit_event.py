"""AuditEvents of looks: valid FHIR, and of the shape of NHS England's own examples."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from wholeplace.service.access import Doing, Role
from wholeplace.service.access.audit_event import Told, audit_event
from wholeplace.service.fhir.validation import validate

SHARED = Path(os.environ.get("WHOLEPLACE_SHARED", Path(__file__).parents[4] / "shared")) / "standards" / "england" / "examples"
LOOK = Told(
    reference="care_a.17", at=datetime(2026, 11, 2, 12, tzinfo=UTC), who="ann.test", role=Role.RECEPTIONIST, organisation="P81001",
    organisation_name="Brook Street Surgery", doing=Doing.READ, part="details", allowed=True, person="p-0a1b2c", nhs_number="9990000018",
    system="anywhere", site="https://anywhere.example/care/", request="76d148b6-586d-11ec-bf63-0242ac130082",
)  # fmt: skip


@pytest.mark.parametrize(("role", "doing"), list(product(Role, Doing)))
def test_every_kind_of_look_is_valid(role: Role, doing: Doing) -> None:
    for told in (
        replace(LOOK, role=role, doing=doing), replace(LOOK, role=role, doing=doing, allowed=False, nhs_number="", request=""),
        replace(LOOK, role=role, doing=doing, why="He fell in our waiting room.", organisation="" if role is Role.RESIDENT else "P81001"),
    ):  # fmt: skip
        assert validate(audit_event(told)) == ()


def paths(value: object, at: str = "") -> Iterator[str]:
    """Every path of a resource that holds a value, without the numbers of lists."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, f"{at}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, at)
    else:
        yield at


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("PARS-AuditEvent-app-restricted-fhir-pds-read-Example", replace(LOOK, role=Role.SYSTEM)),
        ("PARS-AuditEvent-patient-restricted-fhir-pds-update-Example", replace(LOOK, role=Role.RESIDENT, doing=Doing.WRITE)),
    ],
)
def test_the_shape_is_that_of_the_examples(example: str, told: Told) -> None:
    file = SHARED / f"{example}.json"
    if not file.is_file():
        pytest.skip("needs the shared standards (set WHOLEPLACE_SHARED)")
    theirs, ours = json.loads(file.read_text()), audit_event(told)
    # The endpoint of a national service is theirs alone; that something was refused, and which part was read, is ours.
    del theirs["entity"][2]
    left_out = {".agent.who.display", ".source.observer.display", ".type.display"}
    assert set(paths(theirs)) - left_out <= set(paths(ours))
    assert set(paths(ours)) - set(paths(theirs)) <= {".outcome", ".entity.name", ".agent.who.display"}
    for path in ("action", "type", "subtype"):
        mine, other = json.dumps(ours[path]), json.dumps(theirs[path])
        assert mine == other or path in ("subtype", "type")


def test_a_refusal_says_so_and_names_nobody_by_name() -> None:
    event = audit_event(replace(LOOK, allowed=False))
    assert event["outcome"] == "4"
    assert "Example" not in json.dumps(event)
