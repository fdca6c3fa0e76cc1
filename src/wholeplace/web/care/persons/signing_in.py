"""A way to sign in for a resident who showed in person who they are, as practices give online access."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look, may
from wholeplace.terms import DataProblem
from wholeplace.web.access import Role
from wholeplace.web.accounts.residents import resident_seen
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.persons.naming import name_for
from wholeplace.web.house import ENGLAND
from wholeplace.web.partner.filling import KeptForm, posted

GIVES = (Role.RECEPTIONIST, Role.LINK_WORKER)
SEEN = ("passport", "driving licence", "I know them well and can vouch for them", "their answers to questions from their record")
"""Ways in which a practice proves who somebody is (NHS England, good practice guidance on identity verification: photo identity,
vouching, vouching with information in the record; from memory, to be checked)."""


class ProofForm(KeptForm):
    """How it was proven who stands there."""

    seen = forms.ChoiceField(label="What proved who they are?", widget=forms.RadioSelect, choices=[(one, one) for one in SEEN])


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Say what proved who they are, and hand over a sign-in link. It is shown once, on the answer to the form, and kept nowhere."""
    asker = asker_of(request, organisation, *GIVES)
    if request.method == "POST" or not may(asker, person, What.SIGN_IN, doing=Doing.WRITE).allowed:
        look(asker, person, What.SIGN_IN, doing=Doing.WRITE)
    form = ProofForm(*posted(request))
    back = reverse("care-person", kwargs={"organisation": organisation, "person": person})
    name = name_for(asker, person)
    given: dict[str, Any] = {"here": "care-people", "back": back, "form": form, "link": None, "letters": (), "name": name}
    if request.method == "POST" and form.is_valid():
        act = act_of(asker, "way to sign in given", why=f"seen: {form.cleaned_data['seen']}")
        try:
            account, made = resident_seen(act, person, at=request.build_absolute_uri("/"))
        except DataProblem as problem:
            given["letters"] = problem.problems
        else:
            given |= {"link": made, "account": account, "until": made.until.astimezone(ENGLAND)}
    return render(request, "care/persons/sign_in.html", given)
