"""What the rules open of one person."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wholeplace.service.access import Asker, Doing, What
from wholeplace.service.records.access.audit import look, may
from wholeplace.service.records.persons.models import Person
from wholeplace.web.access import ROUTES, Role
from wholeplace.web.care.asking import asker_of
from wholeplace.web.care.persons.finding import FINDS, details_of
from wholeplace.web.care.persons.joining import joined_here
from wholeplace.web.care.persons.parts import parts_for

READS = (*FINDS, Role.COORDINATOR)
NEXT = (
    ("care-call", "Find them an appointment", What.BOOKINGS, Doing.WRITE),
    ("care-refer", "Refer them", What.REFERRALS, Doing.WRITE),
    ("care-about-me", "Write About Me with them", What.ABOUT_ME, Doing.WRITE),
    ("care-team", "Care team and plan", What.CARE_TEAM, Doing.READ),
    ("care-carer", "They look after somebody", What.CARE_TEAM, Doing.WRITE),
    ("care-sign-in", "Give them a way to sign in", What.SIGN_IN, Doing.WRITE),
    ("care-person-acting", "Somebody acts for them: a parent, guardian or attorney", What.SIGN_IN, Doing.WRITE),
)
"""What may be done next for a person: the page, its words, and what it does with which part of the record."""


@require_safe
def person(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """What the rules open of one person to whoever asks."""
    asker = asker_of(request, organisation, *READS)
    look(asker, person, What.DETAILS)
    record: Any = Person.objects.filter(pk=person).first()
    if record is None:
        raise Http404
    given = {"here": "care-people", "organisation": organisation, "record": record, "lines": details_of(record, asker.at.date())}
    more = {"parts": parts_for(asker, person), "next": list(_next(asker, person)), "joined": joined_here(asker, person)}
    return render(request, "care/persons/person.html", {**given, **more})


def _next(asker: Asker, person: str) -> Iterator[tuple[str, str]]:
    """What the asker's role and the table of rules let them do for the person: words and address."""
    for route, words, what, doing in NEXT:
        if Role(asker.role.value) in ROUTES[route].roles and may(asker, person, what, doing=doing).allowed:
            yield words, reverse(route, kwargs={"organisation": asker.organisation, "person": person})
