"""Tables of events. Plain ones: each row is written in the transaction of what it is about, whose entry in the log proves it."""

from django.db import models


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
