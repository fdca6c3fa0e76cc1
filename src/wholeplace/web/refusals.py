"""How a door says no: what is missing, and whom to ask. It never says whether there is something behind it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.shortcuts import render
from django.urls import reverse

from wholeplace.service.fhir.outcome import refused
from wholeplace.service.records.access.audit import Refused
from wholeplace.terms import DataProblem
from wholeplace.web.access import Route
from wholeplace.web.fhir.answering import is_for_systems, refusal


def nobody() -> HttpResponse:
    """A page that answers nobody here."""
    return HttpResponseForbidden(b"No one may see this page.", content_type="text/plain; charset=utf-8")


def shut(request: HttpRequest) -> HttpResponse:
    """An address of a front door that the place did not open. Another system is told so as it is told of everything."""
    if is_for_systems(request):
        return refusal(request, refused("not-found", "This place has no door for other systems."))
    return nobody()


def other_host(request: HttpRequest, words: str) -> HttpResponse:
    """A request that came by another name than the door's. `words`: which it answers."""
    if is_for_systems(request):
        return refusal(request, refused("invalid", words))
    return HttpResponseBadRequest(words.encode(), content_type="text/plain; charset=utf-8")


def not_yours(request: HttpRequest, route: Route, body: str | None) -> HttpResponse:
    """Signed in, and without the role this page asks for: names the roles, and who gives them."""
    roles = sorted(role.value for role in route.roles)
    return render(request, "not_yours.html", {"roles": roles, "body": body}, status=403)


def kept_shut(request: HttpRequest, fault: Refused) -> HttpResponse:
    """The table of rules keeps a person's record shut: why, and where a reason that cannot wait is given. Nothing about the person."""
    template = "resident/refused.html" if request.path_info.startswith("/my/") else "care/refused.html"
    given = {"words": fault.verdict.words, "glass": ""}
    if fault.verdict.glass:
        where = {"organisation": fault.asker.organisation, "person": fault.person}
        given["glass"] = reverse("care-glass", kwargs=where)
    return render(request, template, given, status=403)


def no_resident(request: HttpRequest) -> HttpResponse:
    """Signed in, and with an account that is no resident's."""
    return render(request, "resident/no_resident.html", status=403)


def letter(request: HttpRequest, problem: DataProblem) -> HttpResponse:
    """Something in the place's own files is wrong: everything at once, as the command line would tell it."""
    return render(request, "letter.html", {"letter": problem}, status=409)


def no_answer(request: HttpRequest) -> HttpResponse:
    """The issuer of a single sign-on cannot be reached."""
    return render(request, "socialaccount/authentication_error.html", status=502)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  the form Django calls
    """A form that was opened too long ago, or from elsewhere. Nothing was kept."""
    return render(request, "stale_form.html", status=403)
