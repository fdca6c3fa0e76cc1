"""Find a person by what they say of themselves, take somebody down, and read what the rules open."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.publish import wording
from wholeplace.service.access import Asker, Doing, What
from wholeplace.service.records.access.audit import look, may, searched
from wholeplace.service.records.persons.finding import (
    How,
    Told,
    as_joined,
    find_or_make,
    nhs_number_holds,
    one_number,
    one_postcode,
    same_name,
)
from wholeplace.service.records.persons.models import Person
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.rooms import add_room
from wholeplace.web.forms import DayField
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted

FINDS = (Role.CALL_HANDLER, Role.RECEPTIONIST, Role.LINK_WORKER)
SEES = frozenset({Role.RECEPTIONIST.value, Role.LINK_WORKER.value})
"""Roles of those before whom a person stands. A call handler writes down what they are told."""
_DONE = {How.MADE: "They are added.", How.NUMBERED: "They are known already. Their NHS number is kept from now on."}
MOST = 20
"""A search that finds more shows none of them: it must say more."""
add_room("Find a person", "care-people")


class FindForm(KeptForm):
    """What somebody says of themselves: an NHS number, or a family name and the day they were born."""

    nhs_number = forms.CharField(label="NHS number", required=False, max_length=20)
    family_name = forms.CharField(label="Family name", required=False, max_length=120)
    born = DayField(label="Born on", required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for each in self.fields.values():
            each.needed_later = True  # type: ignore[attr-defined]  no field says "(optional)", where one or the other must be filled in

    def clean_nhs_number(self) -> str:
        """Without spaces, and a real one."""
        return _real_number(self.cleaned_data["nhs_number"])

    def clean(self) -> dict[str, Any]:
        """Enough to find one person and not a street."""
        given = super().clean() or {}
        if not self.errors and not given.get("nhs_number") and not (given.get("family_name") and given.get("born")):
            raise forms.ValidationError("Give the NHS number, or the family name and the day they were born.")
        return given


class TakeDownForm(KeptForm):
    """Somebody who is not known here yet."""

    given_name = forms.CharField(label="First name", max_length=120)
    family_name = forms.CharField(label="Family name", max_length=120)
    born = DayField(label="Born on")
    postcode = forms.CharField(label="Postcode", max_length=8)
    nhs_number = forms.CharField(label="NHS number", required=False, max_length=20)
    seen = forms.BooleanField(
        label="I saw the NHS number in our own record of them, or on a letter of the NHS that they showed", required=False
    )
    phone = forms.CharField(label="Phone", required=False, max_length=40)

    def clean_nhs_number(self) -> str:
        """Without spaces, and a real one: told together with all else that is wrong."""
        return _real_number(self.cleaned_data["nhs_number"])


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, organisation: str) -> HttpResponse:
    """Find a person. What was typed goes into no address and no log."""
    asker = asker_of(request, organisation, *FINDS)
    form = FindForm(*posted(request))
    found: list[tuple[Person, bool]] | None = None
    if request.method == "POST" and form.is_valid():
        found = search(asker, form.cleaned_data)
    given = {"here": "care-people", "organisation": organisation, "form": form, "found": found, "most": MOST, "letters": ()}
    return render(request, "care/persons/people.html", given)


def search(asker: Asker, given: dict[str, Any]) -> list[tuple[Person, bool]]:
    """Persons who fit, and whether their details may be shown to the asker. The search and each person found are noted."""
    look(asker, "", What.DETAILS, doing=Doing.SEARCH)
    name = same_name(given.get("family_name") or "")
    rows = [one for one in _rows(given)[: 20 * MOST] if not name or same_name(one.family_name) == name]
    fit = list(as_joined(rows))[: MOST + 1]
    shown = {one.reference: may(asker, one.reference, What.DETAILS).allowed for one in fit}
    searched(asker, by=sorted(field for field, value in given.items() if value and field != "version"), found=shown)
    return [(one, shown[one.reference]) for one in fit]


def _rows(given: dict[str, Any]) -> QuerySet[Person]:
    if given.get("nhs_number"):
        return Person.objects.filter(nhs_number=given["nhs_number"])
    initial = (given["family_name"].strip() or " ")[0]
    names = Q(family_name__istartswith=initial) if initial.isascii() else Q()
    return Person.objects.filter(names, birth_date=given["born"]).order_by("given_name", "reference")


@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, organisation: str) -> HttpResponse:
    """Take down somebody who is not known here. Where they are, nothing is made and nothing shown that was not typed."""
    asker = asker_of(request, organisation, *FINDS)
    form = TakeDownForm(*posted(request))
    back = reverse("care-people", kwargs={"organisation": organisation})
    sheet = Sheet(title="Add a new person", button="Add them", back=back, here="care-people", public=False)

    def do() -> Done:
        look(asker, "", What.DETAILS, doing=Doing.WRITE)
        given = form.cleaned_data
        told = Told(
            family_name=given["family_name"], given_name=given["given_name"], birth_date=given["born"], phone=given["phone"],
            nhs_number=given["nhs_number"], postcode=one_postcode(given["postcode"]),
            registered_at=asker.organisation if asker.role.value == Role.RECEPTIONIST.value else "",
        )  # fmt: skip
        found = find_or_make(act_of(asker, "person taken down"), told, proven=given["seen"] and asker.role.value in SEES)
        if found.person is None:
            raise DataProblem("This person was not added", [_undecided(found.how)])
        return Done(
            _DONE.get(found.how, "They are known already. Nothing was changed."),
            reverse("care-person", kwargs={"organisation": organisation, "person": found.person.reference}),
        )

    return fill(request, form, sheet, do)


def details_of(record: Person, today: date) -> list[tuple[str, str]]:
    """A person's details as lines of a page. Empty ones are left out."""
    age = today.year - record.birth_date.year - ((today.month, today.day) < (record.birth_date.month, record.birth_date.day))
    number = f"{record.nhs_number[:3]} {record.nhs_number[3:6]} {record.nhs_number[6:]}" if record.nhs_number else "not known"
    lines = [
        ("Name", f"{record.given_name} {record.family_name}"), ("Born", f"{wording.day_in_words(record.birth_date)} ({age} years old)"),
        ("NHS number", number), ("Postcode", record.postcode), ("Phone", record.phone), ("Needs", ", ".join(record.needs)),
    ]  # fmt: skip
    return [line for line in lines if line[1]]


def _real_number(typed: str) -> str:
    number = one_number(typed)
    if number and not nhs_number_holds(number):
        raise forms.ValidationError("This is no NHS number. Compare it with a letter of the NHS.")
    return number


def _undecided(how: How) -> Problem:
    if how is How.SEVERAL:
        return Problem(
            where="Person", what="Several people fit.", why="Joining the wrong ones mixes two lives.", fix="Ask for the NHS number."
        )
    return Problem(
        where="NHS number", what="It does not go with the name and the birth date as we know them.", why="One of them is wrong.",
        fix="Ask again, and compare with a letter of the NHS.",
    )  # fmt: skip
