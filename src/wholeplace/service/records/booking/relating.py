"""What booking knows of organisations and people: who has, or made, an appointment for whom. Access is decided on it."""

from collections.abc import Iterable

from django.db.models import Q

from wholeplace.service.access import Asker, Relationship, Role
from wholeplace.service.records.access.facts import tells_relationships
from wholeplace.service.records.booking.models import Appointment

_ORGANISATIONS = frozenset(Role) - {Role.RESIDENT, Role.PROXY, Role.EXPORT}


@tells_relationships
def booked(asker: Asker, person: str) -> Iterable[Relationship]:
    """The organisation has an appointment of this person, or booked one, cancelled or past ones too: its record is kept by both."""
    if asker.role in _ORGANISATIONS and asker.organisation and person:
        theirs = Q(organisation=asker.organisation) | Q(booked_by=asker.organisation)
        if Appointment.objects.filter(theirs, person=person).exists():
            yield Relationship.BOOKED
