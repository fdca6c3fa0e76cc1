"""Tables of money held together. Sums are whole pence; shares and scores are exact fractions, kept as text."""

from django.db import models

from wholeplace.ledger.records.models import Kept


class Notice(Kept):
    """Partners were told that a fund (by its name in the files) is forecast to overspend. `body`: whose officers told them."""

    body = models.CharField(max_length=80)
    fund = models.CharField(max_length=80)
    month = models.DateField()
    over = models.BigIntegerField()
    known_on = models.DateField()
    given_on = models.DateField()
    words = models.TextField()


class Recovery(Kept):
    """A plan to bring back an overspend of which notice was given."""

    body = models.CharField(max_length=80)
    fund = models.CharField(max_length=80)
    notice = models.CharField(max_length=80)
    agreed_on = models.DateField()
    words = models.TextField()
    saves = models.BigIntegerField()
    owner = models.CharField(max_length=160)


class RecoveryTold(Kept):
    """What was told of a recovery plan on a day."""

    body = models.CharField(max_length=80)
    plan = models.CharField(max_length=80)
    told_on = models.DateField()
    saved = models.BigIntegerField()
    words = models.TextField()


class Call(Kept):
    """A call for bids of a body. `criteria`: name, title, weight, equity of each. `awarded`: what was given, once it was decided."""

    body = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    amount = models.BigIntegerField()
    criteria = models.JSONField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    least_score = models.PositiveIntegerField()
    parts = models.BooleanField()
    scorers = models.PositiveIntegerField()
    award = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    decision = models.CharField(max_length=80, blank=True)
    awarded = models.JSONField(null=True)


class Bid(Kept):
    """One bid to a call. `body`: whose officers wrote it. `decided_by`: the body of the call, whose members score it."""

    body = models.CharField(max_length=80)
    decided_by = models.CharField(max_length=80)
    call = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    proposed_by = models.CharField(max_length=160)
    programme = models.CharField(max_length=120, blank=True)
    cost = models.BigIntegerField()
    benefit = models.CharField(max_length=40)
    people = models.PositiveIntegerField()
    chance = models.CharField(max_length=40)
    source = models.TextField()
    statutory = models.BooleanField(default=False)
    inside = models.BooleanField(default=True)
    withdrawn_why = models.TextField(blank=True)


class Score(Kept):
    """What one member of the panel says of one bid: criterion -> score as text, criterion -> reason. `interest`: why they do not score."""

    body = models.CharField(max_length=80)
    call = models.CharField(max_length=80)
    bid = models.CharField(max_length=80)
    member = models.CharField(max_length=150)
    scores = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    interest = models.TextField(blank=True)

    class Meta(Kept.Meta):
        """A member scores a bid once, and changes that score until the award."""

        constraints = [models.UniqueConstraint(fields=["bid", "member"], name="one_score_a_member")]
