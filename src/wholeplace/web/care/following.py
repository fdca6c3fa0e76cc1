"""An address with the reference of a record that was joined to another leads to the person that both are: every page, and every form."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wholeplace.service.records.persons.joining import person_of
from wholeplace.web.access import Route

PERSONS = ("person", "other")
"""Arguments of addresses that are references of persons."""


def followed(request: HttpRequest, route: Route, kwargs: Mapping[str, str]) -> HttpResponse | None:
    """Where the same page of the person is whom the address means now; None where it names them already.

    A form that was sent is sent on as it is (307): what was typed on a page that was opened before the joining is not lost. Whoever is
    led there is asked of the table of rules like anybody.
    """
    now = {name: person_of(kwargs[name]) for name in PERSONS if name in kwargs}
    if all(kwargs[name] == reference for name, reference in now.items()):
        return None
    if now.get("other") == now["person"]:
        to = reverse("care-person", kwargs={"organisation": kwargs["organisation"], "person": now["person"]})
        return HttpResponseRedirect(to)
    to = reverse(route.name, kwargs={**kwargs, **now})
    asked = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{to}?{asked}" if asked else to, preserve_request=request.method == "POST")
