"""What a person agreed to, objects to, and was told of: tables. All stand in the book of persons."""

from django.db import models

from wholeplace.ledger.records.models import Kept
from wholeplace.service.records.books import PERSONS, book_of


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


class SystemKey(Kept):
    """The key with which a system of one organisation comes in: a hash of it only, so that nobody can read it here.

    `acts_for`: codes of other organisations for which it may come. `may`: words of `records.access.keys.MAY`. `interface`: "bars" where
    the system keeps to the Booking and Referral Standard, "fhir" where it is a plain client of FHIR. Not valid from `until` on.
    """

    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=20)
    acts_for = models.JSONField(default=list, blank=True)
    type = models.CharField(max_length=40, blank=True)
    """What kind of organisation asks, as slots are released to it (code system GPConnect-OrganisationType-1)."""
    may = models.JSONField(default=list)
    interface = models.CharField(max_length=10, default="bars")
    digest = models.CharField(max_length=64)
    """SHA-256 of the secret half, as hexadecimal digits. The secret is random, so that nothing slower is needed."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    @property
    def book(self) -> str:
        """The organisation's own."""
        return book_of(self.organisation)
