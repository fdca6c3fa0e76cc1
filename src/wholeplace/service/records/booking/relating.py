"""What booking knows of organisations and people: who has, or made, an appointment for whom. Access is decided on it."""

from collections.abc import Iterable, Sequence

from wholeplace.service.access import Asker, Relationship, Role
from wholeplace.service.records.access.facts import known_by

_ORGANISATIONS = frozenset(Role) - {Role.RESIDENT, Role.PROXY, Role.EXPORT}


@known_by(
    "booked",
    """SELECT DISTINCT person, 'booked', '' FROM front_booking_appointment
    WHERE person IN ({persons}) AND %(organisation)s <> '' AND (organisation = %(organisation)s OR booked_by = %(organisation)s)""",
)
def booked(asker: Asker, _: Sequence[str]) -> Iterable[Relationship]:
    """The organisation has an appointment of this person, or booked one, cancelled or past ones too: its record is kept by both."""
    if asker.role in _ORGANISATIONS:
        yield Relationship.BOOKED
