"""The first page of the residents' door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.service.records.access.consents import glass_of
from wholeplace.web.resident.rooms import what_is_next
from wholeplace.web.resident.who import signed_resident


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is next, and what they must know first: that somebody looked without being asked."""
    signed = signed_resident(request)
    unseen = [one for one in glass_of(signed.person) if one.seen_on is None] if signed.fully and not signed.acting else []
    return render(request, "resident/home.html", {"here": "my-home", "next": what_is_next(request, signed), "unseen": unseen})
