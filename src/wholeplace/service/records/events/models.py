"""Tables of events. Plain ones: each row is written in the transaction of what it is about, whose entry in the log proves it. Who is
told is a record like any other."""

from typing import ClassVar

from django.db import models

from wholeplace.ledger.records.models import Kept
from wholeplace.service.records.books import book_of


class Told(models.Model):
    """One thing that happened and that others are to be told of, by its reference only. `sent_at`: when it went out; None: not yet."""

    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=80)
    organisation = models.CharField(max_length=20)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """What waits is found without reading what went out."""

        indexes = [models.Index(fields=["id"], condition=models.Q(sent_at=None), name="told_waits")]


class Answered(models.Model):
    """A message that was done, under the ids that its sender gave it, with what came of it. Nothing of a person is in it.

    `digest`: of its body (SHA-256, as hexadecimal digits).
    """

    sender = models.CharField(max_length=40)
    request = models.CharField(max_length=80)
    correlation = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        """A message is done once."""

        constraints = [models.UniqueConstraint(fields=["sender", "request", "correlation"], name="a_message_is_done_once")]


class Subscription(Kept):
    """An organisation's system that is told what happens at that organisation. `kinds`: of what; empty: of everything.

    `address`: where it listens. `secret`: with which each message is signed, so that it knows who sent it; the log does not hold it.
    """

    organisation = models.CharField(max_length=20, db_index=True)
    kinds = models.JSONField(default=list, blank=True)
    address = models.CharField(max_length=300)
    secret = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    NOT_LOGGED: ClassVar[frozenset[str]] = frozenset({"secret"})

    @property
    def book(self) -> str:
        """The organisation's own book."""
        return book_of(self.organisation)


class Delivery(models.Model):
    """One happening that one subscriber is to be told of. `number` counts the subscriber's own from 1.

    `done_at`: when they took it; None: not yet. `next_at`: when it is tried (again). `said`: why it was not taken the last time.
    """

    subscription = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    told = models.ForeignKey(Told, on_delete=models.PROTECT)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        """Each is told once, in order; what waits is found without reading what was told."""

        constraints = [models.UniqueConstraint(fields=["subscription", "number"], name="deliveries_in_order")]
        indexes = [models.Index(fields=["subscription", "number"], condition=models.Q(done_at=None), name="delivery_waits")]
