"""A record with a column of every kind that rooms use."""

from typing import ClassVar

from django.db import models

from wholeplace.ledger.records.models import Kept


class Thing(Kept):
    title = models.CharField(max_length=40)
    says = models.TextField(blank=True)
    on = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    pence = models.BigIntegerField(default=0)
    places = models.PositiveSmallIntegerField(default=0)
    public = models.BooleanField(default=False)
    parts = models.JSONField(default=list)
    belongs_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    looked_at = models.DateTimeField(null=True)

    NOT_LOGGED: ClassVar = frozenset({"looked_at"})
