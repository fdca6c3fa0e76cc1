"""What a person agreed to, objects to, and was told of: tables. All stand in the book of persons."""

from django.db import models

from wholeplace.ledger.records.models import Kept
from wholeplace.service.records.books import PERSONS


class _OfAPerson(Kept):
    """A record about one person, by reference."""

    person = models.CharField(max_length=80, db_index=True)

    class Meta(Kept.Meta):
        """Each has a table of its own."""

        abstract = True

    @property
    def book(self) -> str:
        """Beside the persons."""
        return PERSONS


class Consent(_OfAPerson):
    """A person's yes: that one organisation may know certain parts for one referral, until a day (the first on which it does not stand).

    `what`: words of `service.access.What`. `how`: how it was given, such as "on their own page" or "said to the link worker".
    """

    organisation = models.CharField(max_length=20)
    referral = models.CharField(max_length=80, blank=True)
    what = models.JSONField(default=list)
    given_by = models.CharField(max_length=80)
    """The reference of the person, or of who acts for them."""
    written_by = models.CharField(max_length=40)
    """The account that wrote it down."""
    how = models.CharField(max_length=120)
    given_on = models.DateField()
    until = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)


class Objection(_OfAPerson):
    """A person's no. `against`: a word of `service.access.Objection`; `organisation` where it is against one."""

    against = models.CharField(max_length=40)
    organisation = models.CharField(max_length=20, blank=True)
    made_by = models.CharField(max_length=80)
    written_by = models.CharField(max_length=40)
    how = models.CharField(max_length=120)
    made_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)


class GlassBroken(_OfAPerson):
    """Somebody looked without any relationship, for a reason that could not wait. It opens the record for that account and
    organisation until `until`. `seen_on`: when the person saw the notice; `reviewed_by`: the privacy officer who asked about it."""

    account = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    organisation = models.CharField(max_length=20)
    because = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    seen_on = models.DateField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=40, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    found = models.TextField(blank=True)
