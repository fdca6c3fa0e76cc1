"""What the rules open of one person."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look, may
from wholeplace.service.records.persons.models import Person
from wholeplace.web.access import Role
from wholeplace.web.care.asking import asker_of
from wholeplace.web.care.persons.finding import FINDS, details_of
from wholeplace.web.care.persons.joining import joined_here
from wholeplace.web.care.persons.parts import parts_for

READS = (*FINDS, Role.COORDINATOR)


@require_safe
def person(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """What the rules open of one person to whoever asks."""
    asker = asker_of(request, organisation, *READS)
    look(asker, person, What.DETAILS)
    record: Any = Person.objects.filter(pk=person).first()
    if record is None:
        raise Http404
    may_sign_in = may(asker, person, What.SIGN_IN, doing=Doing.WRITE).allowed
    given = {"here": "care-people", "organisation": organisation, "record": record, "lines": details_of(record, asker.at.date())}
    more = {"parts": parts_for(asker, person), "may_sign_in": may_sign_in, "joined": joined_here(asker, person)}
    return render(request, "care/persons/person.html", {**given, **more})
