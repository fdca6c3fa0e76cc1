"""Tables of referrals, and of what people said about themselves for everybody who helps them.

What belongs to one referral stands in one book of the log: that of the organisation to which it was first sent (`home`).
"""

from django.db import models

from wholeplace.ledger.records.models import Kept
from wholeplace.service.records.books import PERSONS, book_of


class _AtHome(Kept):
    """Something of one referral. `home`: the organisation in whose book it stands; it never changes."""

    home = models.CharField(max_length=20)

    class Meta(Kept.Meta):
        """Each has a table of its own."""

        abstract = True

    @property
    def book(self) -> str:
        """The book of the organisation to which it was first sent."""
        return book_of(self.home)


class Referral(_AtHome):
    """One referral as it stands. Columns from `state` on are those of `service.referral.Life`; `parties` is its chain as "|A|B|".

    `risks`: what whoever helps must know to be safe; "none known" is an answer. `practice`: whom messages go back to; empty: nobody.
    `listing`: of the directory, `booking`: the appointment made with it, `triage`: the run of online triage before it, and `answered`
    what was said there ([{"asks", "said"}]), so that nobody asks again. `label`: such as a fund
    of small grants. `touched`: when something last happened, small steps included. `sent`: what a system sent that has no column.
    """

    person = models.CharField(max_length=80, db_index=True)
    source = models.CharField(max_length=20)
    made_by = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    why = models.TextField()
    needs = models.JSONField(default=list)
    risks = models.TextField(blank=True)
    urgency = models.CharField(max_length=10)
    practice = models.CharField(max_length=20, blank=True)
    listing = models.CharField(max_length=80, blank=True)
    listing_title = models.CharField(max_length=200, blank=True)
    booking = models.CharField(max_length=80, blank=True)
    triage = models.CharField(max_length=80, blank=True)
    answered = models.JSONField(default=list, blank=True)
    label = models.CharField(max_length=80, blank=True)
    sent = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20)
    chain = models.JSONField(default=list)
    parties = models.CharField(max_length=400)
    turn = models.CharField(max_length=20)
    accepted = models.JSONField(default=list)
    since = models.DateTimeField()
    outcome_kind = models.CharField(max_length=40, blank=True)
    outcome_words = models.TextField(blank=True)
    helped = models.CharField(max_length=10, blank=True)
    touched = models.DateTimeField()
    steps = models.PositiveIntegerField(default=0)

    class Meta(_AtHome.Meta):
        """Found by whose turn it is, and by when it last moved."""

        indexes = [models.Index(fields=["turn", "state"], name="referrals_by_turn"), models.Index(fields=["since"], name="referrals_since")]


class Step(_AtHome):
    """One event of a referral. `number` counts from 1, in the order in which they happened; none is ever taken away.

    `by`, `to`: organisations. `consent`: the reference of what the person agreed to.
    """

    referral = models.CharField(max_length=80, db_index=True)
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    by = models.CharField(max_length=20)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    to = models.CharField(max_length=20, blank=True)
    consent = models.CharField(max_length=80, blank=True)


class Attendance(_AtHome):
    """One small step on the way: reached, came, did not come. `of`: how many times are planned (0: not known)."""

    referral = models.CharField(max_length=80, db_index=True)
    number = models.PositiveIntegerField()
    happening = models.CharField(max_length=20)
    on = models.DateField()
    words = models.TextField(blank=True)
    of = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=20)


class Score(_AtHome):
    """Answers to one set of questions, before or after: question -> number. Asked again, it is a new version."""

    referral = models.CharField(max_length=80, db_index=True)
    instrument = models.CharField(max_length=40)
    when = models.CharField(max_length=10)
    on = models.DateField()
    values = models.JSONField(default=dict)
    by = models.CharField(max_length=20)


class MessageBack(_AtHome):
    """What was written back to a practice by itself. Others send it: the outbox tells them that it is there."""

    referral = models.CharField(max_length=80, db_index=True)
    number = models.PositiveIntegerField()
    to = models.CharField(max_length=20, db_index=True)
    about = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField()


class _OfAPerson(Kept):
    """Something a person said of themselves, in the book of persons."""

    class Meta(Kept.Meta):
        """Each has a table of its own."""

        abstract = True

    @property
    def book(self) -> str:
        """Beside the persons."""
        return PERSONS


class AboutMe(_OfAPerson):
    """About Me of one person, whose reference it has. `texts`: heading -> what they wrote. `supported_by`: who helped them to write."""

    texts = models.JSONField(default=dict)
    supported_by = models.CharField(max_length=120, blank=True)
    written_on = models.DateField()


class SupportPlan(_OfAPerson):
    """What a person wants to reach, and who does what for it, of one person, whose reference it has.

    `goals`: rows of {"goal", "what", "who", "by", "state"}. `agreed_on`: when the person agreed to it; none: they have not.
    """

    strengths = models.TextField(blank=True)
    goals = models.JSONField(default=list)
    agreed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    kept_by = models.CharField(max_length=20)


class CarerRecord(_OfAPerson):
    """Somebody who looks after another without pay. `cared_for`: whom, where both agreed to its being written down; else empty."""

    carer = models.CharField(max_length=80, db_index=True)
    cared_for = models.CharField(max_length=80, blank=True, db_index=True)
    relationship = models.CharField(max_length=80)
    carer_agreed = models.DateField()
    cared_for_agreed = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=20)
    ended_on = models.DateField(null=True, blank=True)


class TriageRun(_OfAPerson):
    """What somebody answered in one online triage, in order: [{"id", "asks", "said"}], where it led and why in words."""

    person = models.CharField(max_length=80, db_index=True)
    questionnaire = models.CharField(max_length=60)
    edition = models.CharField(max_length=20)
    answers = models.JSONField(default=list)
    led_to = models.CharField(max_length=60)
    why = models.TextField()
    at = models.DateTimeField()
