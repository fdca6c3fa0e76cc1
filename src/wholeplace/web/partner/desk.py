"""My desk: what waits for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    return render(request, "partner/desk.html", {"here": "partners"})
