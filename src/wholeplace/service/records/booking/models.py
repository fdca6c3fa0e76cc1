"""Tables of slots and appointments.

Slots are plain rows: a practice has tens of thousands, and each is changed by compare and set in the transaction that writes the
appointment, or a note, into the log. Appointments are kept.
"""

from django.db import models

from wholeplace.ledger.records.models import Kept
from wholeplace.service.booking import AppointmentStatus, Channel, SlotStatus
from wholeplace.service.records.books import book_of


class Schedule(models.Model):
    """A list of slots of one practice."""

    reference = models.CharField(max_length=64, primary_key=True)
    organisation = models.CharField(max_length=20, db_index=True)
    title = models.CharField(max_length=120)
    practitioner = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60, blank=True)
    location = models.CharField(max_length=160, blank=True)

    class Meta:
        """A practice has one schedule of a name: the import finds it again."""

        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="one_schedule_of_a_title")]


class Slot(models.Model):
    """One place in a day. `types`, `codes`: "|a|b|", or empty for no restriction, so that the database can match them."""

    reference = models.CharField(max_length=64, primary_key=True)
    organisation = models.CharField(max_length=20)
    schedule = models.CharField(max_length=64)
    start = models.DateTimeField()
    end = models.DateTimeField()
    status = models.CharField(max_length=20, default=SlotStatus.FREE.value)
    bookable = models.BooleanField(default=False)
    channel = models.CharField(max_length=20, default=Channel.IN_PERSON.value)
    kind = models.CharField(max_length=120, blank=True)
    types = models.CharField(max_length=200, blank=True)
    codes = models.CharField(max_length=400, blank=True)
    released_from = models.DateTimeField(null=True)
    kept_for = models.CharField(max_length=20, blank=True)
    given_back = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=80, blank=True)
    over = models.CharField(max_length=64, blank=True)
    local_id = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Found by practice and time, and by the name that the practice's own system gave it, so that an import adds none twice."""

        indexes = [models.Index(fields=["organisation", "start"], name="slots_of_a_practice")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "local_id"], condition=~models.Q(local_id=""), name="one_slot_of_a_local_id")
        ]


class Appointment(Kept):
    """Somebody's appointment on a slot. `person`: their reference. The database itself keeps a slot from having two that stand.

    `booked_by`, `booked_by_type`: the organisation that booked (empty: the resident, or whoever acts for them), and its type
    ("urgent-care": 111; "resident" and "acts for a resident" where it is none). `cancelled_by`: likewise. `reason`: why they come.
    `over_because`: why the slot was overbooked. `replaces`: the appointment that was moved to this one. `referral`: the reference of
    the referral it was booked with. `sent`: what a system sent with it that has no column here.
    """

    organisation = models.CharField(max_length=20)
    slot = models.CharField(max_length=64)
    start = models.DateTimeField()
    end = models.DateTimeField()
    status = models.CharField(max_length=20, default=AppointmentStatus.BOOKED.value)
    person = models.CharField(max_length=80, db_index=True)
    booked_by = models.CharField(max_length=20)
    booked_by_type = models.CharField(max_length=40, blank=True)
    created = models.DateTimeField()
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    description = models.CharField(max_length=100, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    cancelled_by = models.CharField(max_length=20, blank=True)
    cancel_reason = models.TextField(blank=True)
    over_because = models.TextField(blank=True)
    replaces = models.CharField(max_length=80, blank=True)
    referral = models.CharField(max_length=80, blank=True)
    sent = models.JSONField(default=dict, blank=True)

    class Meta(Kept.Meta):
        """No slot has two appointments that stand, whatever else goes wrong."""

        indexes = [models.Index(fields=["organisation", "start"], name="appointments_of_a_practice")]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=~models.Q(status=AppointmentStatus.CANCELLED.value), name="one_appointment_on_a_slot"
            )
        ]

    @property
    def book(self) -> str:
        """The practice's own book."""
        return book_of(self.organisation)
