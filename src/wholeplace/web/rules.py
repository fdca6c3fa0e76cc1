"""What holds for every request, whatever its route: security headers, known hosts, and the access list."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.http.request import split_domain_port
from django.utils.decorators import sync_only_middleware

from wholeplace.web.access import MAY_SEE, Audience

HEADERS = {
    # A pack holds its own style sheet and inline SVG. It has no script, inline style, form or frame, and calls nobody.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")

Answer = Callable[[HttpRequest], HttpResponse]


@sync_only_middleware
def headers_on_everything(answer: Answer) -> Answer:
    """Security headers on every answer, refusals included. A page that must allow more of one says so itself."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in HEADERS.items():
            if name not in response:
                response[name] = value
        return response

    return with_headers


@sync_only_middleware
def known_hosts_only(answer: Answer) -> Answer:
    """A door for this machine only answers to this machine's names, so that no page elsewhere can borrow the reader's browser."""

    def with_known_host(request: HttpRequest) -> HttpResponse:
        host, _ = split_domain_port(request.META.get("HTTP_HOST", ""))
        if request.META["wholeplace.only_this_machine"] and host not in THIS_MACHINE:
            return HttpResponseBadRequest(b"This door answers this machine only.", content_type="text/plain; charset=utf-8")
        return answer(request)

    return with_known_host


class _Listed:
    """Refuses a route that the access list does not name. A class, because Django asks `process_view` of one."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        route = request.resolver_match.url_name if request.resolver_match else None
        audience = MAY_SEE.get(route or "")
        at_this_machine = audience is Audience.THIS_MACHINE and request.META["wholeplace.only_this_machine"]
        if audience is Audience.EVERYONE or at_this_machine:
            return None
        return HttpResponseForbidden(b"No one may see this page.", content_type="text/plain; charset=utf-8")


listed_routes_only = sync_only_middleware(_Listed)
