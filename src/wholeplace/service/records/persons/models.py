"""Tables of persons. What is here identifies people: nothing of it leaves the front door but to those whom the access rules name."""

from django.db import models

from wholeplace.ledger.records.models import Kept
from wholeplace.service.records.books import PERSONS


class Person(Kept):
    """Somebody whom the front door serves, as they or their record told it. `reference` is random and says nothing about them.

    `registered_at`: the code of the practice where they are registered; empty: not known. `nhs_number`: ten digits with a right check
    digit, or empty where nobody proved one.
    """

    nhs_number = models.CharField(max_length=10, blank=True)
    family_name = models.CharField(max_length=120)
    given_name = models.CharField(max_length=120)
    birth_date = models.DateField()
    sex = models.CharField(max_length=10, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    registered_at = models.CharField(max_length=20, blank=True)
    needs = models.JSONField(default=list, blank=True)
    """What makes it easier for them to be served, such as an interpreter: words of a list."""

    class Meta(Kept.Meta):
        """One NHS number belongs to one person. Whoever is told of is looked for by birth date and postcode, and by name."""

        constraints = [models.UniqueConstraint(fields=["nhs_number"], condition=~models.Q(nhs_number=""), name="one_person_of_a_number")]
        indexes = [
            models.Index(fields=["family_name", "birth_date"], name="person_by_name"),
            models.Index(fields=["birth_date", "postcode"], name="person_by_birth_date"),
        ]

    @property
    def book(self) -> str:
        """Persons have a book of their own."""
        return PERSONS


class SamePerson(Kept):
    """Somebody said that two records are one person: what stood under `other` stands under `person` until it is undone.

    `moved`: what was brought over, as rows of [kind, reference, column], column empty for a record that has the person's reference;
    then with the version that joining made.
    """

    person = models.CharField(max_length=80, db_index=True)
    other = models.CharField(max_length=80, db_index=True)
    because = models.TextField()
    said_on = models.DateField()
    organisation = models.CharField(max_length=20)
    moved = models.JSONField(default=list)
    undone_on = models.DateField(null=True, blank=True)
    undone_because = models.TextField(blank=True)

    @property
    def book(self) -> str:
        """Beside the persons."""
        return PERSONS


class Resident(Kept):
    """The account with which a person signs in. `proven`: how it was proven who they are ("P9", "P5", "P0" of NHS login, or "in person").

    One that proves too little sees what was typed with it, and nothing else.
    """

    account = models.CharField(max_length=40, unique=True)
    person = models.CharField(max_length=80)
    proven = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    @property
    def book(self) -> str:
        """Beside the persons."""
        return PERSONS


class Proxy(Kept):
    """Somebody who may act for another: an unpaid carer, a parent, an attorney. Shape: the NationalProxy examples of NHS England.

    `scope`: what they may do (words of `service.access`), `basis`: consent, parental responsibility, power of attorney … Ended by a
    new version with `until`; nobody acts before `given_on` or from `until` on.
    """

    person = models.CharField(max_length=80, db_index=True)
    acts = models.CharField(max_length=80, db_index=True)
    """The person who acts for them."""
    relationship = models.CharField(max_length=60)
    basis = models.CharField(max_length=60)
    seen = models.CharField(max_length=120, blank=True)
    """What staff saw that proves it; empty where the person let them act themselves."""
    scope = models.JSONField(default=list)
    given_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    @property
    def book(self) -> str:
        """Beside the persons."""
        return PERSONS
