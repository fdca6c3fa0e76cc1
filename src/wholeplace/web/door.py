"""The doors as one WSGI application: WhiteNoise for the look, Django for the pages, no database.

Django keeps one set of settings for the whole process, so nothing in them speaks of a place. The place folder comes
with each request instead: two doors over two places can stand in one process.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from wholeplace import publish
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.web.desk.views import planners
from wholeplace.web.public.shelf import Shelf
from wholeplace.web.rules import HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOOK = Path(publish.__file__).parent / "assets" / "built"
"""The style sheet of the pages, for those that belong to the door itself. A release carries its own copy."""

SETTINGS: dict[str, Any] = {
    "ALLOWED_HOSTS": ["*"],  # rules.py checks the host, for each door by its own rule
    "ROOT_URLCONF": "wholeplace.web.routes",
    "MIDDLEWARE": [
        "wholeplace.web.rules.headers_on_everything",
        "wholeplace.web.rules.known_hosts_only",
        "wholeplace.web.rules.listed_routes_only",
    ],
    "INSTALLED_APPS": [],
    "DATABASES": {},
    "USE_I18N": False,
    "APPEND_SLASH": False,
    "LOGGING": {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"stderr": {"class": "logging.StreamHandler"}},
        # Our own faults are shown in full where the server runs; who asked for what is not written down at all.
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "waitress": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},  # else a line for each page that waits a moment
        },
    },
}


def open_door(folder: Path, *, only_this_machine: bool) -> "WSGIApplication":
    """See `wholeplace.web.application`."""
    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    shelf = Shelf(folder / "releases")
    if shelf.latest() is None:
        raise DataProblem("Nothing to serve", [_no_release(folder)])
    if not settings.configured:
        settings.configure(**SETTINGS)
        django.setup(set_prefix=False)
    desk = planners(folder)
    pages: WSGIApplication = get_wsgi_application()  # type: ignore[assignment]

    def door(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        environ["wholeplace.shelf"] = shelf
        environ["wholeplace.only_this_machine"] = only_this_machine
        environ["wholeplace.planners"] = desk
        return pages(environ, start_response)

    return WhiteNoise(door, root=LOOK, prefix="look", max_age=3600, add_headers_function=_same_headers)


def _same_headers(headers: Any, *_: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value


def _no_release(folder: Path) -> Problem:
    return Problem(
        where=f"{folder / 'releases'}",
        what="There is no release yet.",
        why="The public door shows releases and nothing else.",
        fix=f"Make one first: wholeplace picture {folder}",
    )
