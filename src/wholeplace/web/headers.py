"""Security headers: those of every answer, and what a page of somebody's own changes in them."""

from collections.abc import Sequence

from django.http import HttpResponse

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


def private(response: HttpResponse, *, sends_to: Sequence[str] = ()) -> HttpResponse:
    """The answer as one that may hold a form to this door, and that nobody keeps. `sends_to`: where a form may lead besides."""
    forms = " ".join(["form-action 'self'", *sends_to])
    response["Content-Security-Policy"] = HEADERS["Content-Security-Policy"].replace("form-action 'none'", forms)
    response["Referrer-Policy"] = "same-origin"  # forms are proved to come from here by it
    response["Cache-Control"] = "no-store"
    return response
