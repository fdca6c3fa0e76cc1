"""Tables of scrutiny and of public voice."""

from django.db import models

from wholeplace.ledger.records.models import Kept


class WorkItem(Kept):
    """One topic in a scrutiny body's work programme."""

    body = models.CharField(max_length=80)
    topic = models.CharField(max_length=200)
    why = models.TextField()
    planned_for = models.DateField()
    asked_of = models.JSONField(default=list)
    taken_on = models.DateField(null=True)
    dropped_why = models.TextField(blank=True)


class Recommendation(Kept):
    """What a scrutiny body asks one organisation or body to do. `answers`: the body whose officers reply."""

    body = models.CharField(max_length=80)
    asked_of = models.CharField(max_length=160)
    answers = models.CharField(max_length=80)
    text = models.TextField()
    made_on = models.DateField()
    rule = models.CharField(max_length=60)
    received_on = models.DateField(null=True)
    work_item = models.CharField(max_length=80, blank=True)
    why = models.TextField(blank=True)
    evidence = models.TextField(blank=True)


class Reply(Kept):
    """One dated reply to a recommendation (by its reference). The last one stands. `body`: the one that replied."""

    body = models.CharField(max_length=80)
    recommendation = models.CharField(max_length=80)
    replied_on = models.DateField()
    replied_by = models.CharField(max_length=160)
    answer = models.CharField(max_length=30)
    reasons = models.TextField(blank=True)
    action = models.TextField(blank=True)
    by_when = models.DateField(null=True)
    done_on = models.DateField(null=True)


class EngagementPoint(Kept):
    """Something that people said, in general terms, and what came of it. `body`: the one that is asked and answers."""

    body = models.CharField(max_length=80)
    group = models.CharField(max_length=120)
    said = models.TextField()
    where = models.CharField(max_length=200)
    said_on = models.DateField()
    did = models.CharField(max_length=30, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    decision = models.CharField(max_length=80, blank=True)
