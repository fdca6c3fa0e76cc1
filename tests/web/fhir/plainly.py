"""What a plain client of FHIR sends: an Appointment with its Patient inside, and changes of it."""

import json
from typing import Any
from urllib.parse import quote

from tests.web.fhir.conftest import OF_111, System
from tests.web.fhir.sending import ODS, PERSON, parts, patient, said

WHEN = "start=ge2026-11-02&start=le2026-11-09&status=free"
BOOKED_BY = "https://fhir.nhs.uk/StructureDefinition/Extension-GPConnect-BookingOrganisation-1"
NUMBER = quote("https://fhir.nhs.uk/Id/nhs-number|" + PERSON["number"])
Resource = dict[str, Any]


def wanted(free: Resource, /, **changes: Any) -> Resource:
    """An Appointment as GP Connect books it. A change to None takes an element away."""
    told = {
        "resourceType": "Appointment",
        "contained": [
            {"id": "p", **patient()},
            {
                "resourceType": "Organization", "id": "o", "identifier": [{"system": ODS, "value": OF_111}], "name": "A provider",
                "telecom": [{"system": "phone", "value": "0113 496 0001"}],
            },
        ],
        "extension": [{"url": BOOKED_BY, "valueReference": {"reference": "#o"}}],
        "status": "booked",
        "description": "Sore throat",
        "start": free["start"],
        "end": free["end"],
        "slot": [{"reference": f"Slot/{free['id']}"}],
        "created": "2026-11-02T12:00:00+00:00",
        "comment": "Needs a ramp",
        "participant": [{"actor": {"reference": "#p"}, "status": "accepted"}],
        **changes,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def free(system: System, **more: str) -> list[Resource]:
    """Free slots, as the system may see them."""
    return parts(said(system.ask("GET", f"Slot?{WHEN}", **more)), "Slot")


def book(system: System, **changes: Any) -> Resource:
    """The first free slot, booked."""
    answer = system.ask("POST", "Appointment", wanted(free(system)[0], **changes))
    assert answer.status_code == 201, answer.content
    return said(answer)


def put(system: System, appointment: Resource, *, version: str = "", **changes: Any) -> Any:
    """The appointment sent back, changed. `version`: for If-Match; empty: the one that was read."""
    told = {name: value for name, value in {**appointment, **changes}.items() if value is not None}
    return system.ask("PUT", f"Appointment/{appointment['id']}", told, If_Match=f'W/"{version or appointment["meta"]["versionId"]}"')


def copied(resource: Resource) -> Resource:
    return json.loads(json.dumps(resource))
