"""Tables of the meetings of bodies. Each thing is a record of its own, so that two clerks rarely wait for each other."""

from django.db import models

from wholeplace.ledger.records.models import Kept


class Meeting(Kept):
    """One meeting of a body. `begins`: the time in England, such as "14:00". `readings`: those of the release that it asked for.

    `minutes`: what was said and agreed, in general terms; published with `minutes_on`.
    """

    body = models.CharField(max_length=80)
    on = models.DateField()
    begins = models.CharField(max_length=5)
    where = models.CharField(max_length=300, blank=True)
    online_at = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=60)
    notice_on = models.DateField(null=True)
    agenda_on = models.DateField(null=True)
    chair = models.CharField(max_length=120, blank=True)
    private_why = models.TextField(blank=True)
    readings = models.JSONField(default=list)
    minutes = models.TextField(blank=True)
    minutes_on = models.DateField(null=True)
    minutes_agreed_at = models.CharField(max_length=80, blank=True)
    called_off_why = models.TextField(blank=True)


class AgendaItem(Kept):
    """One item of a meeting's agenda. `decision`: the reference of the proposal it is about. `taken_off_why`: why it is not heard."""

    body = models.CharField(max_length=80)
    meeting = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    owner = models.CharField(max_length=160)
    matter = models.CharField(max_length=80, blank=True)
    decision = models.CharField(max_length=80, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    private_ground = models.TextField(blank=True)
    added_on = models.DateField(null=True)
    added_why = models.TextField(blank=True)
    taken_off_why = models.TextField(blank=True)


class Paper(Kept):
    """One paper of an agenda item (by its reference): the fingerprint of its bytes, which are kept under it. `edition`: 1 for the first.

    `withdrawn_why`: why it was taken back; its bytes stay, for it may have been read.
    """

    body = models.CharField(max_length=80)
    meeting = models.CharField(max_length=80)
    item = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    edition = models.PositiveIntegerField(default=1)
    published_on = models.DateField(null=True)
    late_why = models.TextField(blank=True)
    withdrawn_why = models.TextField(blank=True)


class AttendanceAt(Kept):
    """Who was at one meeting, by seat: seat name -> how it was there."""

    body = models.CharField(max_length=80)
    meeting = models.CharField(max_length=80)
    seats = models.JSONField(default=dict)


class Interest(Kept):
    """An interest that the holder of a seat declared: at a meeting and item, or in the register (meeting empty, item 0)."""

    body = models.CharField(max_length=80)
    seat = models.CharField(max_length=120)
    what = models.TextField()
    declared_on = models.DateField()
    arose_on = models.DateField(null=True)
    meeting = models.CharField(max_length=80, blank=True)
    item = models.PositiveIntegerField(default=0)
    done = models.CharField(max_length=30, blank=True)
    reviewed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)


class LoggedAction(Kept):
    """What a meeting asked somebody to do. `carried_over`: the meetings that put it off, with the day it was due, the new one, and why."""

    body = models.CharField(max_length=80)
    meeting = models.CharField(max_length=80)
    what = models.TextField()
    owner = models.CharField(max_length=160)
    due = models.DateField()
    done_on = models.DateField(null=True)
    came_of_it = models.TextField(blank=True)
    carried_over = models.JSONField(default=list)
