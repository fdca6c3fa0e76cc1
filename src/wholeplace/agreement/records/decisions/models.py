"""Tables of matters and decisions. What is nested is kept as the JSON of the rules' own shapes; models work nothing out."""

from django.db import models

from wholeplace.ledger.records.models import Kept

TITLE = 300


class Matter(Kept):
    """Something to be decided, as an officer described it, and where it belonged by the rules of that day."""

    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE)
    body = models.CharField(max_length=80)
    """The body for which it is described."""
    described_on = models.DateField()
    described = models.JSONField()
    placed = models.JSONField()

    class Meta(Kept.Meta):
        """Numbers follow one another in each year."""

        constraints = [models.UniqueConstraint(fields=["year", "number"], name="one_matter_a_number")]


class Decision(Kept):
    """One decision from first draft to review. Columns are what lists are made from; `recorded` is all of it."""

    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE)
    body = models.CharField(max_length=80)
    body_title = models.CharField(max_length=TITLE)
    kept_by = models.CharField(max_length=80)
    """The body whose officers write it: the matter's. `body` is the one that decides, and may change with advice."""
    matter = models.CharField(max_length=80)
    state = models.CharField(max_length=40)
    begun_on = models.DateField()
    recorded = models.JSONField()

    class Meta(Kept.Meta):
        """Numbers follow one another in each year."""

        constraints = [models.UniqueConstraint(fields=["year", "number"], name="one_decision_a_number")]
