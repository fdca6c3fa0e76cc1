"""What we tell other systems: our shapes as FHIR resources. Nothing of a person beyond what the resource needs is in them.

Ids of slots, schedules, appointments and referrals are the references that we keep.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from wholeplace.service.booking import Practice, Schedule, Slot
from wholeplace.service.fhir.searching import NHS_NUMBER, ODS_CODE

UKCORE = "https://fhir.hl7.org.uk/StructureDefinition/"
CHANNEL = UKCORE + "Extension-UKCore-DeliveryChannel"
CHANNELS = "https://fhir.hl7.org.uk/CodeSystem/UKCore-DeliveryChannel"
BOOKED_BY = "https://fhir.nhs.uk/StructureDefinition/Extension-GPConnect-BookingOrganisation-1"
SPACE = UUID("5c0f4b0e-0a50-5d7d-9d5f-1f6f0f0c8a11")
"""Names ids of parts of messages that have no GUID of their own. Any other would do as well, as long as it stays the same."""

Resource = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class AppointmentSaid:
    """One version of an appointment, as it is told. `person`: our reference; `nhs_number`: only for whoever sent it.

    `replaces`: the appointment that was moved to this one.
    """

    reference: str
    version: int
    status: str
    organisation: str
    slot: str
    start: datetime
    end: datetime
    created: datetime
    changed: datetime
    description: str
    comment: str
    because: str
    person: str
    booked_by: str
    channel: str
    kind: str
    category: str = ""
    """What the list of slots is called that it stands in."""
    referral: str = ""
    replaces: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferralSaid:
    """One version of a referral, as it is told. `status`, `task`: of FHIR; `stands`: where it is, in plain words; `turn`: with whom."""

    reference: str
    version: int
    status: str
    task: str
    stands: str
    turn: str
    outcome: str
    person: str
    made_by: str
    to: str
    why: str
    priority: str
    authored_on: datetime
    changed: datetime


def instant(moment: datetime) -> str:
    """A moment in UTC, with its offset."""
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()


def slot(shape: Slot) -> Resource:
    """A slot. `comment` is never told: it may hold what is said of somebody."""
    told = {
        "resourceType": "Slot",
        "id": shape.reference,
        "meta": {"versionId": str(shape.version), "profile": [UKCORE + "UKCore-Slot"]},
        "extension": [_delivered(shape.channel.value)],
        "schedule": {"reference": f"Schedule/{shape.schedule}"},
        "status": shape.status.value,
        "start": instant(shape.start),
        "end": instant(shape.end),
    }
    return told | ({"serviceType": [{"text": shape.kind}]} if shape.kind else {})


def schedule(shape: Schedule) -> Resource:
    """A list of slots, with the service that holds it."""
    actors = [{"reference": f"HealthcareService/{shape.organisation}"}]
    if shape.role or shape.practitioner:
        actors.append({"reference": f"PractitionerRole/{_id_of('PractitionerRole', shape.reference)}"})
    if shape.location:
        actors.append({"reference": f"Location/{_id_of('Location', shape.organisation, shape.location)}"})
    return {
        "resourceType": "Schedule",
        "id": shape.reference,
        "meta": {"profile": [UKCORE + "UKCore-Schedule"]},
        "active": True,
        "serviceCategory": [{"text": shape.title}],
        "actor": actors,
    }


def healthcare_service(shape: Practice) -> Resource:
    """A service that has slots: a practice, a hub, an urgent treatment centre or a pharmacy."""
    told = {
        "resourceType": "HealthcareService",
        "id": shape.code,
        "meta": {"profile": [UKCORE + "UKCore-HealthcareService"]},
        "identifier": [{"system": ODS_CODE, "value": shape.code}],
        "active": shape.enabled,
        "providedBy": {"reference": f"Organization/{shape.code}"},
        "type": [{"text": shape.kind}],
        "name": shape.name,
    }
    return told | ({"telecom": [{"system": "phone", "value": shape.phone}]} if shape.phone else {})


def organization(code: str, name: str) -> Resource:
    """An organisation by its code. Without a name, its code is shown for one."""
    return {
        "resourceType": "Organization",
        "id": code,
        "meta": {"profile": [UKCORE + "UKCore-Organization"]},
        "identifier": [{"system": ODS_CODE, "value": code}],
        "name": name or code,
    }


def practitioner_role(shape: Schedule) -> Resource:
    """Whose slots a schedule holds, by their work. No name is kept."""
    return {
        "resourceType": "PractitionerRole",
        "id": _id_of("PractitionerRole", shape.reference),
        "meta": {"profile": [UKCORE + "UKCore-PractitionerRole"]},
        "organization": {"reference": f"Organization/{shape.organisation}"},
        "code": [{"text": shape.role or shape.practitioner}],
    }


def location(shape: Schedule) -> Resource:
    """Where a schedule is held."""
    return {
        "resourceType": "Location",
        "id": _id_of("Location", shape.organisation, shape.location),
        "meta": {"profile": [UKCORE + "UKCore-Location"]},
        "name": shape.location,
        "managingOrganization": {"reference": f"Organization/{shape.organisation}"},
    }


def included(
    slots: Sequence[Slot], schedules: Mapping[str, Schedule], services: Mapping[str, Practice], asked: frozenset[str]
) -> list[Resource]:
    """What was asked to come with slots, each once: schedules, and their actors and organisations."""
    held = [schedules[name] for name in dict.fromkeys(one.schedule for one in slots) if name in schedules]
    places = [services[code] for code in dict.fromkeys(one.organisation for one in slots) if code in services]
    everything = "Slot:*" in asked
    told: list[Resource] = []
    if everything or "Slot:schedule" in asked:
        told += [schedule(one) for one in held]
    if "Schedule:actor:HealthcareService" in asked:
        told += [healthcare_service(one) for one in places]
    if "HealthcareService:providedBy" in asked:
        told += [organization(one.code, one.name) for one in places]
    if asked & {"Schedule:actor:PractitionerRole", "Schedule:actor:Practitioner"}:
        told += [practitioner_role(one) for one in held if one.role or one.practitioner]
    if asked & {"Schedule:actor:Location", "HealthcareService:location"}:
        told += list({one["id"]: one for one in (location(each) for each in held if each.location)}.values())
    return told


def appointment(said: AppointmentSaid) -> Resource:
    """One version of an appointment."""
    told: Resource = {
        "resourceType": "Appointment",
        "id": said.reference,
        "meta": {"versionId": str(said.version), "lastUpdated": instant(said.changed), "profile": [UKCORE + "UKCore-Appointment"]},
        "extension": [
            _delivered(said.channel),
            {"url": BOOKED_BY, "valueReference": {"identifier": {"system": ODS_CODE, "value": said.booked_by}}},
        ],
        "status": said.status,
    }
    if said.because:
        told["cancelationReason"] = {"text": said.because}
    if said.category:
        told["serviceCategory"] = [{"text": said.category}]
    if said.kind:
        told["serviceType"] = [{"text": said.kind}]
    told |= {name: text for name, text in (("description", said.description), ("comment", said.comment)) if text}
    told |= {
        "start": instant(said.start), "end": instant(said.end), "slot": [{"reference": f"Slot/{said.slot}"}],
        "created": instant(said.created),
    }  # fmt: skip
    if said.referral:
        told["basedOn"] = [{"reference": f"ServiceRequest/{said.referral}"}]
    if said.replaces:
        told["supportingInformation"] = [{"reference": f"Appointment/{said.replaces}", "display": "The appointment that was moved"}]
    told["participant"] = [
        {"actor": {"reference": f"Patient/{said.person}"}, "status": "accepted"},
        {"actor": {"reference": f"HealthcareService/{said.organisation}"}, "status": "accepted"},
    ]
    return told


def service_request(said: ReferralSaid) -> Resource:
    """One version of a referral: what was asked for. How far it came is told by its Task, which has the same id."""
    told: Resource = {
        "resourceType": "ServiceRequest",
        "id": said.reference,
        "meta": {"versionId": str(said.version), "lastUpdated": instant(said.changed), "profile": [UKCORE + "UKCore-ServiceRequest"]},
        "status": said.status,
        "intent": "order",
        "priority": said.priority,
        "subject": {"reference": f"Patient/{said.person}"},
        "authoredOn": instant(said.authored_on),
        "requester": {"identifier": {"system": ODS_CODE, "value": said.made_by}},
        "performer": [{"identifier": {"system": ODS_CODE, "value": said.to}}],
    }
    return told | ({"reasonCode": [{"text": said.why}]} if said.why else {})


def task(said: ReferralSaid) -> Resource:
    """How far a referral came: in a word of FHIR, in a word of ours, with whom, and how it ended."""
    told: Resource = {
        "resourceType": "Task",
        "id": said.reference,
        "meta": {"versionId": str(said.version), "lastUpdated": instant(said.changed), "profile": [UKCORE + "UKCore-Task"]},
        "status": said.task,
        "businessStatus": {"text": said.stands},
        "intent": "order",
        "priority": said.priority,
        "focus": {"reference": f"ServiceRequest/{said.reference}"},
        "for": {"reference": f"Patient/{said.person}"},
        "authoredOn": instant(said.authored_on),
        "lastModified": instant(said.changed),
        "requester": {"identifier": {"system": ODS_CODE, "value": said.made_by}},
        "owner": {"identifier": {"system": ODS_CODE, "value": said.turn}},
    }
    return told | ({"output": [{"type": {"text": "outcome"}, "valueString": said.outcome}]} if said.outcome else {})


def patient(reference: str, nhs_number: str) -> Resource:
    """Whom a message is about: no more than what whoever sent it told us themselves."""
    told: Resource = {"resourceType": "Patient", "id": reference, "meta": {"profile": [UKCORE + "UKCore-Patient"]}}
    return told | ({"identifier": [{"system": NHS_NUMBER, "value": nhs_number}]} if nhs_number else {})


def _delivered(channel: str) -> Resource:
    """How somebody is seen, in a word of UK Core: our channels are called as theirs are."""
    return {"url": CHANNEL, "valueCodeableConcept": {"coding": [{"system": CHANNELS, "code": channel}]}}


def _id_of(*parts: str) -> str:
    """An id for what has none of its own, the same each time."""
    return str(uuid5(SPACE, "|".join(parts)))
