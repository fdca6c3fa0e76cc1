"""One look as a FHIR R4 AuditEvent, in the shape of NHS England's Patient Access Record Service (PARS) examples. Pure: a dict.

Where the examples name an accredited system by its number, ours names the place's own system by the identifier it is given.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wholeplace.service.access.words import Doing, Role

ORGANISATION = "https://fhir.nhs.uk/Id/ods-organization-code"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
SYSTEM = "https://fhir.nhs.uk/Id/accredited-system"
REQUEST = "https://fhir.nhs.uk/Id/transaction"
_HL7 = "http://terminology.hl7.org/CodeSystem"
_DONE = {Doing.READ: ("R", "read"), Doing.SEARCH: ("E", "search-type"), Doing.WRITE: ("U", "update")}
"""AuditEvent.action and restful-interaction of each doing."""
_SUCCESS, _REFUSED = "0", "4"
"""AuditEvent.outcome: it was done; it was refused (minor failure)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What one AuditEvent tells. `reference`: of the entry, such as `care_a.17`. `who`: the account, or the NHS number of a resident;
    empty where it is not told. `person`: our reference; `nhs_number`: empty where it is not known. `system`: the identifier of this
    place's own system; `site`: its address. `part`: what was looked at; `allowed`: False for a refusal; `request`: the id of a system's
    request, or nothing."""

    reference: str
    at: datetime
    who: str
    role: Role
    organisation: str
    organisation_name: str
    doing: Doing
    part: str
    allowed: bool
    person: str
    nhs_number: str
    system: str
    site: str
    request: str = ""
    why: str = ""


def audit_event(told: Told) -> dict[str, Any]:
    """The AuditEvent of one look. The reason of a broken glass stands in `purposeOfEvent` (ETREAT, emergency treatment)."""
    action, interaction = _DONE[told.doing]
    event: dict[str, Any] = {
        "resourceType": "AuditEvent", "id": told.reference.replace("_", "-"),
        "type": {"system": f"{_HL7}/audit-event-type", "code": "rest"},
        "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": interaction}],
        "action": action, "recorded": told.at.astimezone(UTC).isoformat(), "outcome": _SUCCESS if told.allowed else _REFUSED,
        "agent": _agents(told),
        "source": {
            "site": told.site, "observer": _identified(SYSTEM, told.system),
            "type": [{"system": f"{_HL7}/security-source-type", "code": "1" if told.role in (Role.RESIDENT, Role.PROXY) else "2"}],
        },
        "entity": _entities(told),
    }  # fmt: skip
    if told.why:
        emergency = {"system": f"{_HL7}/v3-ActReason", "code": "ETREAT", "display": "Emergency Treatment"}
        event["purposeOfEvent"] = [{"coding": [emergency], "text": told.why}]
    return event


def _agents(told: Told) -> list[dict[str, Any]]:
    """The organisation, and whoever asked for it: a person who works there, a system, a resident."""
    found = []
    if told.organisation:
        who = {"type": "Organization", **_identified(ORGANISATION, told.organisation), "display": told.organisation_name}
        found.append({"who": who, "requestor": told.role is Role.SYSTEM})
    if told.role is Role.SYSTEM:
        return [*found, {"who": {"type": "Device", **_identified(SYSTEM, told.who)}, "requestor": False}]
    if told.who and told.role in (Role.RESIDENT, Role.PROXY):
        kind, system = ("Patient", NHS_NUMBER) if told.role is Role.RESIDENT else ("RelatedPerson", NHS_NUMBER)
        return [*found, {"who": {"type": kind, **_identified(system, told.who)}, "requestor": True}]
    named = {"who": {"type": "Practitioner", "display": told.who}} if told.who else {}
    return [*found, {"role": [{"text": told.role.value}], **named, "requestor": True}]


def _entities(told: Told) -> list[dict[str, Any]]:
    person: dict[str, Any] = {
        "type": {"system": f"{_HL7}/audit-entity-type", "code": "1", "display": "Person"},
        "role": {"system": f"{_HL7}/object-role", "code": "1", "display": "Patient"},
        "name": told.part,
    }  # fmt: skip
    person["what"] = _identified(NHS_NUMBER, told.nhs_number) if told.nhs_number else {"reference": f"Patient/{told.person}"}
    if not told.request:
        return [person]
    kind = {"system": "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "code": "XrequestId"}
    return [person, {"what": _identified(REQUEST, told.request), "type": kind}]


def _identified(system: str, value: str) -> dict[str, Any]:
    return {"identifier": {"system": system, "value": value}}
