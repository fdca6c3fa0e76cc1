"""The doors as one WSGI application: WhiteNoise for the look, Django for the pages.

Django keeps one set of settings, and so one database, for the whole process. The place folder comes with each request: public
doors over two places can stand in one process; the records of two places cannot.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from wholeplace import publish
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.web.desk.views import planners
from wholeplace.web.headers import HEADERS
from wholeplace.web.house import House
from wholeplace.web.public.shelf import Shelf
from wholeplace.web.records import begin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOOK = Path(publish.__file__).parent / "assets" / "built"
"""The style sheet of the pages, for those that belong to the door itself. A release carries its own copy."""


def open_door(folder: Path, *, only_this_machine: bool, clock: Callable[[], datetime]) -> "WSGIApplication":
    """See `wholeplace.web.application`."""
    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    shelf, house = Shelf(folder / "releases"), House(folder, clock)
    if shelf.latest() is None and not house.open_to_residents:
        raise DataProblem("Nothing to serve", [_no_release(folder)])
    begin(folder, keeps_records=house.keeps_records, secure=not only_this_machine)
    if house.open_to_partners:
        _publish_what_is_new(house)
    desk = planners(house)
    first_page = "/find/" if house.open_to_residents else ""
    pages: WSGIApplication = get_wsgi_application()  # type: ignore[assignment]

    def door(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        environ["wholeplace.shelf"] = shelf
        environ["wholeplace.only_this_machine"] = only_this_machine
        environ["wholeplace.planners"] = desk
        environ["wholeplace.house"] = house
        environ["wholeplace.first_page"] = first_page
        return pages(environ, start_response)

    return WhiteNoise(door, root=LOOK, prefix="look", max_age=3600, add_headers_function=_same_headers)


def _publish_what_is_new(house: House) -> None:
    # Records can be imported only once Django knows of the place.
    from wholeplace.web.partner.publishing import make_record_if_old

    make_record_if_old(house)


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
