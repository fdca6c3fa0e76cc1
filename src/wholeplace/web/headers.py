"""Security headers: those of every answer, and what a page of somebody's own changes in them."""

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


def private(response: HttpResponse) -> HttpResponse:
    """The answer as one that may hold a form to this door, and that nobody keeps."""
    response["Content-Security-Policy"] = HEADERS["Content-Security-Policy"].replace("form-action 'none'", "form-action 'self'")
    response["Referrer-Policy"] = "same-origin"  # forms are proved to come from here by it
    response["Cache-Control"] = "no-store"
    return response
