"""Tables of the directory: listings, what was decided about two that may be the same, taxonomies, and how feeds came in."""

from django.db import models

from wholeplace.ledger.records.models import Kept
from wholeplace.service.directory.shapes import Listing, listing_from
from wholeplace.service.records.books import LISTINGS


class _InTheDirectory(Kept):
    """A record of the directory, which is public and has a book of its own."""

    class Meta(Kept.Meta):
        """No table."""

        abstract = True

    @property
    def book(self) -> str:
        """The book of listings."""
        return LISTINGS


class KeptListing(_InTheDirectory):
    """One listing. `reference` is its id. `says`: as it is now; `came`: as its feed last sent it (nothing for one that was made here).

    `kept_by`: the code of the organisation whose people keep it here, or empty. `gone_on`: the day on which its feed no longer had it.
    `replaced_by`: the listing that it was merged into. `links`: how often its confirmation links were ended; older ones say so.
    """

    feed = models.CharField(max_length=40, blank=True, db_index=True)
    kept_by = models.CharField(max_length=80, blank=True, db_index=True)
    says = models.JSONField()
    came = models.JSONField(null=True)
    gone_on = models.DateField(null=True)
    replaced_by = models.CharField(max_length=80, blank=True)
    links = models.PositiveIntegerField(default=0)

    @property
    def listing(self) -> Listing:
        """What it says."""
        return listing_from(self.says)

    @property
    def as_it_came(self) -> Listing | None:
        """What its feed last sent."""
        return listing_from(self.came) if self.came else None


class SameOrNot(_InTheDirectory):
    """What somebody decided about two listings. `same`: `other` was merged into `kept`; else they are two things that look alike.

    `taken`: fields that were taken over by choice. `before` and `after`: what `kept` said. `undone_on`: from then on it does not hold.
    """

    kept = models.CharField(max_length=80, db_index=True)
    other = models.CharField(max_length=80, db_index=True)
    same = models.BooleanField()
    taken = models.JSONField(default=list)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    undone_on = models.DateField(null=True)


class KeptTaxonomy(_InTheDirectory):
    """A list of words that a feed sent. `says`: the taxonomy with its terms."""

    feed = models.CharField(max_length=40, blank=True)
    says = models.JSONField()


class FeedRun(_InTheDirectory):
    """One time that a feed came in. `counts`: what became of its rows; `refused`: those that did not, and why."""

    feed = models.CharField(max_length=40, db_index=True)
    at = models.DateTimeField()
    counts = models.JSONField()
    refused = models.JSONField(default=list)
    told = models.JSONField(default=dict)
