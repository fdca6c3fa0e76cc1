"""Two records that are one person: found, looked at side by side, joined with a reason, and undone."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import Asker, Doing, What
from wholeplace.service.records.access.audit import look, may
from wholeplace.service.records.persons.joining import JoinAsked, join, joined_to, part
from wholeplace.service.records.persons.models import Person, SamePerson
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.persons.finding import MOST, FindForm, details_of, search
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted

JOINS = (Role.RECEPTIONIST,)
"""Whoever keeps a practice's list of patients."""


class BecauseForm(KeptForm):
    """How somebody knows."""

    because = forms.CharField(label="How do you know?", widget=forms.Textarea, max_length=500, help_text="What you saw, and who said so.")


@require_http_methods(["GET", "POST"])
def find_same(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Look for another record of the same person."""
    asker = asker_of(request, organisation, *JOINS)
    record = _open(asker, person)
    form = FindForm(*posted(request), initial={"version": 0, "family_name": record.family_name, "born": record.birth_date})
    found = None
    if request.method == "POST" and form.is_valid():
        found = [row for row in search(asker, form.cleaned_data) if row[0].reference != person]
    given = {"here": "care-people", "organisation": organisation, "record": record, "form": form, "found": found, "most": MOST}
    return render(request, "care/persons/find_same.html", {**given, "letters": ()})


@require_http_methods(["GET", "POST"])
def same(request: HttpRequest, organisation: str, person: str, other: str) -> HttpResponse:
    """Both records side by side, and the reason why they are one person."""
    asker = asker_of(request, organisation, *JOINS)
    records = [_open(asker, one) for one in (person, other)]
    day = asker.at.date()
    sides = [dict(details_of(one, day)) for one in records]
    rows = [(what, *(side.get(what, "not known") for side in sides)) for what in {**sides[0], **sides[1]}]
    back = reverse("care-person", kwargs={"organisation": organisation, "person": person})
    words = ("Bookings, referrals, consents and ways to sign in of both then stand in one record. It is on record, and can be undone.",)
    sheet = Sheet(
        title="Are these the same person?", button="They are the same person", back=back, words=words, here="care-people", public=False,
        template="care/persons/same.html", more={"rows": rows},
    )  # fmt: skip
    form = BecauseForm(*posted(request))

    def do() -> Done:
        for one in (person, other):
            look(asker, one, What.DETAILS, doing=Doing.WRITE)
        asked = JoinAsked(one=person, other=other, because=form.cleaned_data["because"], organisation=organisation)
        said = join(act_of(asker, "two records are one person", why=asked.because), asked)
        return Done("They are one person now.", reverse("care-person", kwargs={"organisation": organisation, "person": said.person}))

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def not_same(request: HttpRequest, organisation: str, person: str, said: str) -> HttpResponse:
    """They are two people after all."""
    asker = asker_of(request, organisation, *JOINS)
    _open(asker, person)
    record: Any = SamePerson.objects.filter(pk=said, person=person, undone_on=None).first()
    if record is None:
        raise Http404
    back = reverse("care-person", kwargs={"organisation": organisation, "person": person})
    words = (f"They were joined because: {record.because}", "What was brought over goes back. What came since stays here.")
    sheet = Sheet(title="They are two people", button="Undo it", back=back, words=words, here="care-people", public=False)
    form = BecauseForm(*posted(request))

    def do() -> Done:
        look(asker, person, What.DETAILS, doing=Doing.WRITE)
        part(act_of(asker, "two people after all", why=form.cleaned_data["because"]), record, because=form.cleaned_data["because"])
        return Done("They are two people again.", back)

    return fill(request, form, sheet, do)


def joined_here(asker: Asker, person: str) -> list[SamePerson] | None:
    """What is joined to a person, for whoever may undo it; None for others."""
    return list(joined_to(person)) if asker.role.value in JOINS and may(asker, person, What.DETAILS).allowed else None


def _open(asker: Asker, person: str) -> Person:
    """A record that is open to the asker by what their organisation is to the person. A broken glass does not suffice for joining."""
    verdict = look(asker, person, What.DETAILS)
    if verdict.tells_the_resident:
        raise PermissionDenied("A broken glass is for reading.")
    record: Any = Person.objects.filter(pk=person).first()
    if record is None:
        raise Http404
    return record
