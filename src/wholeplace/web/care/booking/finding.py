"""The first half of a call: who calls. One screen finds them or takes them down, and goes on to the slots at once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import Asker, Doing, What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.persons.finding import Told, find_or_make, one_number, one_postcode
from wholeplace.service.records.persons.models import Person
from wholeplace.terms import Problem
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.booking.saying import letter
from wholeplace.web.care.persons.finding import MOST, FindForm, search
from wholeplace.web.care.rooms import add_room
from wholeplace.web.fhir.places import practices_of
from wholeplace.web.house import House, house_of

add_room("Take a call", "care-calls")


class CallerForm(FindForm):
    """Who calls. The last four are asked where nobody is found."""

    given_name = forms.CharField(label="First name", required=False, max_length=120)
    postcode = forms.CharField(label="Postcode", required=False, max_length=8)
    phone = forms.CharField(label="Phone", required=False, max_length=40)
    registered_at = forms.ChoiceField(label="Their practice", required=False)
    new = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, house: House, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        practices = [(one.code, one.name) for one in practices_of(house).by_code.values() if one.list_size]
        self.fields["registered_at"] = forms.ChoiceField(label="Their practice", required=False, choices=[("", "Nobody knows"), *practices])

    def clean(self) -> dict[str, Any]:
        """A new person needs names, a birth date and a postcode."""
        given = super().clean()
        if given.get("new"):
            for name in ("given_name", "family_name", "born", "postcode"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, "A new person needs this.")
        return given


@require_http_methods(["GET", "POST"])
def calls(request: HttpRequest, organisation: str) -> HttpResponse:
    """Find whoever calls. One person who fits opens at once; where nobody does, they are taken down on the same screen."""
    asker, house = asker_of(request, organisation, Role.CALL_HANDLER), house_of(request)
    form = CallerForm(house, request.POST if request.method == "POST" else None, initial={"version": 0})
    found: list[tuple[Person, bool]] | None = None
    letters: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        person, letters = _taken_down(asker, form.cleaned_data) if form.cleaned_data["new"] else (None, ())
        if person is None and not letters:
            found = search(asker, {name: form.cleaned_data[name] for name in ("nhs_number", "family_name", "born")})
            person = found[0][0].reference if len(found) == 1 and found[0][1] else None
        if person is not None:
            return HttpResponseRedirect(reverse("care-call", kwargs={"organisation": organisation, "person": person}))
    told = {"here": "care-calls", "organisation": organisation, "form": form, "found": found, "most": MOST, "letters": letters}
    takes_down = bool(letters) or found == [] or bool(form.data.get("new"))
    return render(request, "care/booking/calls.html", {**told, "takes_down": takes_down})


def _taken_down(asker: Asker, given: dict[str, Any]) -> tuple[str | None, tuple[Problem, ...]]:
    look(asker, "", What.DETAILS, doing=Doing.WRITE)
    told = Told(
        family_name=given["family_name"], given_name=given["given_name"], birth_date=given["born"], phone=given["phone"],
        nhs_number=one_number(given["nhs_number"]), postcode=one_postcode(given["postcode"]), registered_at=given["registered_at"],
    )  # fmt: skip
    found = find_or_make(act_of(asker, "person taken down"), told)
    if found.person is not None:
        return found.person.reference, ()
    why, fix = "Joining the wrong people mixes two lives.", "Ask for the NHS number, and compare the spelling."
    return None, (letter("What you typed fits no single person.", why, fix, where="Caller"),)
