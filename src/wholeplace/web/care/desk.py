"""The first page of the care door: what waits, at each organisation where somebody works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.web.care.asking import organisations_of, roles_held
from wholeplace.web.care.rooms import rooms_at, what_waits


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in, and the pages they may open, organisation by organisation."""
    told = [
        (code, sorted(roles_held(request, code)), rooms_at(request, code), what_waits(request, code)) for code in organisations_of(request)
    ]
    return render(request, "care/desk.html", {"here": "care", "organisations": told})
