"""What holds for every request, whatever its route: security headers, known hosts, and the access list."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.request import split_domain_port
from django.utils.decorators import sync_only_middleware

from wholeplace.service.records.access.audit import Refused
from wholeplace.terms import DataProblem
from wholeplace.web import refusals
from wholeplace.web.access import ALSO_WITHOUT_PARTNERS, ROUTES, Door, Route
from wholeplace.web.accounts.single_sign_on import sends_to
from wholeplace.web.care.following import followed
from wholeplace.web.fhir.answering import ADDRESSES, is_for_systems, refusal
from wholeplace.web.headers import HEADERS, private
from wholeplace.web.house import house_of
from wholeplace.web.private import is_private
from wholeplace.web.resident.who import resident_of
from wholeplace.web.scope import body_of
from wholeplace.web.who import person_of, signed_in

READS = ("GET", "HEAD")

SIGN_ONS = "/accounts/oidc/"
"""Addresses behind which we ask the issuer of a single sign-on, which may not answer (every fault of a network is an OSError), or
answer without a subject (KeyError, ValueError)."""

SYSTEMS = (*ADDRESSES, "/open-referral/")
"""Addresses for other systems, which are told of a refusal in a form of their own."""

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")

Answer = Callable[[HttpRequest], HttpResponse]


@sync_only_middleware
def headers_on_everything(answer: Answer) -> Answer:
    """Security headers on every answer, refusals included. A page that must allow more of one says so itself."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if is_private(request):
            # A button of a single sign-on posts here and is sent on to its provider: browsers hold that against form-action too.
            private(response, sends_to=sends_to() if request.path_info.startswith("/accounts/") else ())
        for name, value in HEADERS.items():
            if name not in response:
                response[name] = value
        return response

    return with_headers


@sync_only_middleware
def known_hosts_only(answer: Answer) -> Answer:
    """A door for this machine only answers to this machine's names, so that no page elsewhere can borrow the reader's browser. One
    for all answers to the names it was given, if any were."""

    def with_known_host(request: HttpRequest) -> HttpResponse:
        host, _ = split_domain_port(request.META.get("HTTP_HOST", ""))
        if request.META["wholeplace.only_this_machine"] and host not in THIS_MACHINE:
            return refusals.other_host(request, "This door answers this machine only.")
        if settings.HOSTS and not request.META["wholeplace.only_this_machine"] and host not in settings.HOSTS:
            return refusals.other_host(request, "This door has another name.")
        return answer(request)

    return with_known_host


class _ReadOnly:
    """Refuses to change anything through a route that the access list gives for reading. Before forms are looked at."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        route = _route_of(request)
        if request.path_info.startswith(SYSTEMS):
            return None  # that door answers each method itself, in the form that other systems read
        reads = request.method in READS or (route is not None and route.changes)
        return None if reads else HttpResponseNotAllowed(READS)


class _Listed:
    """Refuses a route that the access list does not name, or does not open to whoever asks.

    A class, because Django asks `process_view` of one.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: Mapping[str, str]) -> HttpResponse | None:  # noqa: ARG002  the form Django calls
        route = _route_of(request)
        if route is None:
            return refusals.nobody()
        try:
            return _ANSWERS[route.door](request, route, kwargs)
        except Exception as fault:  # a system is told of any fault in the form that it reads
            if not is_for_systems(request):
                raise
            return refusal(request, fault)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What is wrong in the place's own files is told as a letter, on the page of whoever may mend it. A record that the rules keep
        shut is told as such, and nothing of it."""
        if isinstance(exception, Refused) and is_private(request):
            return refusals.kept_shut(request, exception)
        if isinstance(exception, DataProblem) and is_private(request):
            return refusals.letter(request, exception)
        if isinstance(exception, OSError | KeyError | ValueError) and request.path_info.startswith(SIGN_ONS):
            return refusals.no_answer(request)
        return None


def _route_of(request: HttpRequest) -> Route | None:
    return ROUTES.get((request.resolver_match.url_name if request.resolver_match else None) or "")


def _planner(request: HttpRequest, route: Route, kwargs: Mapping[str, str]) -> HttpResponse | None:
    """A planner's page as any partner page; where the place has no accounts, for this machine alone."""
    if house_of(request).open_to_partners:
        return _partner(request, route, kwargs)
    return None if request.META["wholeplace.only_this_machine"] else refusals.nobody()


def _everyone(*_: object) -> None:
    return None


def _sign_in(request: HttpRequest, *_: object) -> HttpResponse | None:
    if not house_of(request).keeps_records:
        return refusals.nobody()
    signed_in(request)
    return None


def _partner(request: HttpRequest, route: Route, kwargs: Mapping[str, str]) -> HttpResponse | None:
    house = house_of(request)
    answers = house.open_to_partners or (house.open_to_residents and route.name in ALSO_WITHOUT_PARTNERS)
    return _proven(request, route, kwargs) if answers else refusals.nobody()


def _proven(request: HttpRequest, route: Route, kwargs: Mapping[str, str]) -> HttpResponse | None:
    """Signed in, with a second factor, in a role that the route answers, at the body it is about."""
    person = person_of(request) if signed_in(request) else None
    if person is None:
        return redirect_to_login(request.get_full_path(), "/accounts/login/")
    if not person.proven:
        return HttpResponseRedirect("/accounts/2fa/totp/activate/")
    body = body_of(route.scope, kwargs)
    return None if person.may(route.roles, house_of(request).today, body=body) else refusals.not_yours(request, route, body)


def _care(request: HttpRequest, route: Route, kwargs: Mapping[str, str]) -> HttpResponse | None:
    """As a partner page, for roles that are held at an organisation of the front door. A person's old reference leads to the one of now."""
    if not house_of(request).open_to_residents:
        return refusals.nobody()
    return _proven(request, route, kwargs) or followed(request, route, kwargs)


def _resident(request: HttpRequest, route: Route, *_: object) -> HttpResponse | None:
    """Signed in with an account that is a resident's. What it may see is decided look by look, by the table of rules. One who proved
    nothing says first who they are."""
    if not house_of(request).open_to_residents:
        return refusals.nobody()
    if not signed_in(request):
        return redirect_to_login(request.get_full_path(), "/accounts/login/")
    signed = resident_of(request)
    if signed is None:
        return refusals.no_resident(request)
    return None if signed.own or route.name == "my-who" else HttpResponseRedirect("/my/details/who/")


def _system(request: HttpRequest, *_: object) -> HttpResponse | None:
    """A system that brings a key which stands today. What it opens is asked where it is used."""
    from wholeplace.web.fhir.keys import let_in

    return let_in(request) if house_of(request).open_to_residents else refusals.shut(request)


def _finder(request: HttpRequest, *_: object) -> HttpResponse | None:
    return None if house_of(request).open_to_residents else refusals.shut(request)


def _nobody(*_: object) -> HttpResponse:
    return refusals.nobody()


_ANSWERS: Mapping[Door, Callable[..., HttpResponse | None]] = {
    Door.PUBLIC: _everyone,
    Door.PLANNER: _planner,
    Door.SIGN_IN: _sign_in,
    Door.PARTNER: _partner,
    Door.CARE: _care,
    Door.RESIDENT: _resident,
    Door.FINDER: _finder,
    Door.SYSTEM: _system,
    Door.NOBODY: _nobody,
}

read_only_routes = sync_only_middleware(_ReadOnly)
listed_routes_only = sync_only_middleware(_Listed)
