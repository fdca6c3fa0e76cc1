"""That somebody is booked with an organisation, or was booked by it, is a fact that access is decided on."""

from collections.abc import Iterable

from django.db.models import Q

from wholeplace.service.access import Relationship
from wholeplace.service.records.access.facts import Asker, tells_relationships


@tells_relationships
def booked(asker: Asker, person: str) -> Iterable[Relationship]:
    """Any appointment counts, cancelled ones too: whoever made it must be able to see what became of it."""
    from wholeplace.service.records.booking.models import Appointment

    code = asker.organisation
    if code and Appointment.objects.filter(person=person).filter(Q(organisation=code) | Q(booked_by=code)).exists():
        yield Relationship.BOOKED
