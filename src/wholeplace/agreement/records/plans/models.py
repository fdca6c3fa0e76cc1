"""Tables of what changes in a plan from week to week. Strategies, ambitions and programmes stay in the place's files."""

from django.db import models

from wholeplace.ledger.records.models import Kept


class Action(Kept):
    """One thing that somebody does in a programme. `body`: the one whose officers keep it. `staff`: whole-time equivalents as text.

    `came_of_it`: what shows that it was done, or what was reached.
    """

    body = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    programme = models.CharField(max_length=80)
    owner = models.CharField(max_length=160)
    starts = models.DateField()
    due = models.DateField()
    level = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    supporting = models.JSONField(default=list)
    ambitions = models.JSONField(default=list)
    pence = models.BigIntegerField(null=True)
    staff = models.CharField(max_length=12, blank=True)
    test = models.CharField(max_length=80, blank=True)
    test_reason = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    came_of_it = models.TextField(blank=True)
    stopped_on = models.DateField(null=True)
    why_stopped = models.TextField(blank=True)


class Milestone(Kept):
    """A point on the way of an action (by its reference) that can be seen to be reached."""

    body = models.CharField(max_length=80)
    action = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=160)
    due = models.DateField()
    reached_on = models.DateField(null=True)
    evidence = models.TextField(blank=True)


class SeenOfAmbition(Kept):
    """What was seen of an ambition where it does not come from a release. Numbers are text, as they were published."""

    body = models.CharField(max_length=80)
    ambition = models.CharField(max_length=80)
    on = models.DateField()
    definition_id = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=30, blank=True)
    low = models.CharField(max_length=30, blank=True)
    high = models.CharField(max_length=30, blank=True)
    benchmark = models.CharField(max_length=30, blank=True)
    evidence = models.JSONField(default=list)
    source = models.TextField()
