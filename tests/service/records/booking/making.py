"""A small place with practices and slots, for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from wholeplace.ledger.records import Act
from wholeplace.service.booking import Alternative, Asker, Practice, Practices, Takes
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.booking import BookingWanted
from wholeplace.service.records.booking.rows import joined, new_reference

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
OF_111 = Asker(code="Z9T", type="urgent-care")
PHARMACY = Alternative(name="Aldermoor Pharmacy", why="For a cough, a sore throat or a rash", phone="01632 960001")
CENTRE = Alternative(name="Aldermoor Urgent Treatment Centre", why="For cuts, sprains and burns")
PRACTICES = Practices(
    by_code={
        "Z90001": Practice(code="Z90001", name="Thornley Surgery 1", list_size=9000, instead=(PHARMACY.name,)),
        "Z90002": Practice(code="Z90002", name="Thornley Surgery 2", list_size=2000),
        "Z90003": Practice(code="Z90003", name="Thornley Surgery 3", enabled=False, instead=(CENTRE.name, PHARMACY.name)),
        "Z9U001": Practice(code="Z9U001", name="Network 1 hub", kind="hub", takes=Takes.LISTED, listed=("Z90001", "Z90003")),
        "Z9UTC": Practice(code="Z9UTC", name="Urgent Treatment Centre", kind="urgent treatment", takes=Takes.ANYONE),
    },
    alternatives={PHARMACY.name: PHARMACY, CENTRE.name: CENTRE},
)


def act(event: str = "booked", at: datetime = NOW, account: str = "caller.one") -> Act:
    """Somebody does something."""
    return Act(account=account, acting_as="call handler", event=event, at=at)


def slot(organisation: str = "Z90001", start: datetime = NINE, **columns: Any) -> models.Slot:
    """A slot of ten minutes that is released to everybody, unless told otherwise. `types`, `codes`: tuples."""
    schedule, _ = models.Schedule.objects.get_or_create(
        organisation=organisation, title="Same day", defaults={"reference": new_reference()}
    )
    told = {"bookable": True, **columns} | {name: joined(columns.get(name, ())) for name in ("types", "codes")}
    end = told.pop("end", start + timedelta(minutes=10))
    return models.Slot.objects.create(
        reference=told.pop("reference", new_reference()),
        organisation=organisation,
        schedule=schedule.reference,
        start=start,
        end=end,
        **told,
    )


def wanted(of: models.Slot, **fields: Any) -> BookingWanted:
    """A booking by 111 for a person of the slot's own practice."""
    told = {"person": "person-1", "asker": OF_111, "registered_at": of.organisation, "reason": "Cough for three weeks", **fields}
    return BookingWanted(slot=of.reference, **told)
