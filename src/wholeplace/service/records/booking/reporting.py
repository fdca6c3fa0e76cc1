"""How slots were used, from the records: the numbers of the practice's page, of its report, and of the picture."""

from collections.abc import Sequence
from datetime import datetime

from wholeplace.service.booking import URGENT_CARE, AppointmentStatus, DayOfPractice, Practices, Slot, Used, quota_of, utilisation
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.rows import slots_in


def report(
    start: datetime, end: datetime, practices: Practices, now: datetime, *, organisations: Sequence[str] = ()
) -> tuple[DayOfPractice, ...]:
    """What became of the slots that start from `start` and before `end`, by practice and day. `organisations`: empty for all."""
    rows = models.Slot.objects.filter(start__gte=start, start__lt=end)
    booked = models.Appointment.objects.filter(start__gte=start, start__lt=end).exclude(status=AppointmentStatus.CANCELLED)
    if organisations:
        rows, booked = rows.filter(organisation__in=organisations), booked.filter(organisation__in=organisations)
    types = dict(booked.values_list("slot", "booked_by_type"))
    quotas = {one.code: quota_of(one) for one in practices.enabled()}
    return utilisation([_used(slot, types) for slot in slots_in(rows)], practices, quotas, now)


def _used(slot: Slot, types: dict[str, str]) -> Used:
    return Used(slot=slot, taken=slot.reference in types, by_111=types.get(slot.reference) == URGENT_CARE)


def day_of(organisation: str, start: datetime, end: datetime) -> list[tuple[Slot, models.Appointment | None]]:
    """A practice's slots that start in a time, by start, each with the appointment that stands on it. Shut ones are left out."""
    rows = models.Slot.objects.filter(organisation=organisation, start__gte=start, start__lt=end).order_by("start", "over", "reference")
    booked = models.Appointment.objects.filter(organisation=organisation, start__gte=start, start__lt=end)
    on = {one.slot: one for one in booked.exclude(status=AppointmentStatus.CANCELLED)}
    return [(slot, on.get(slot.reference)) for slot in slots_in(rows) if slot.status != "busy-unavailable" or slot.reference in on]
