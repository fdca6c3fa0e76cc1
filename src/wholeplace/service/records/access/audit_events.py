"""The looks at one person's record as FHIR AuditEvents, for a person who takes them elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholeplace.service.access import Doing, Role
from wholeplace.service.access.audit_event import Told, audit_event
from wholeplace.service.records.access.audit import Looked, looked_at

_DOING: Mapping[str, Doing] = {"read": Doing.READ, "wrote": Doing.WRITE, "searched": Doing.SEARCH, "found by a search": Doing.SEARCH}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """The system that tells: its identifier and its address, and what organisations are called by their codes."""

    system: str
    address: str
    called: Callable[[str], str]


def audit_events_of(person: str, site: Site) -> Sequence[dict[str, Any]]:
    """One AuditEvent for each look of others, the last first. As on their page, staff are told by their role and organisation: whose
    account it was is for the organisation's privacy officer."""
    from wholeplace.service.records.persons.models import Person

    number = Person.objects.filter(pk=person).values_list("nhs_number", flat=True).first() or ""
    return [audit_event(_told(one, person, number, site)) for one in looked_at(person)]


def _told(one: Looked, person: str, number: str, site: Site) -> Told:
    who = one.account if one.role == Role.SYSTEM else ""
    return Told(
        reference=one.entry, at=one.at, who=who, role=Role(one.role), organisation=one.organisation,
        organisation_name=site.called(one.organisation), doing=_DOING.get(one.event, Doing.READ), part=one.what, allowed=one.allowed,
        person=person, nhs_number=number, system=site.system, site=site.address, request=one.request, why=one.why,
    )  # fmt: skip
