"""How the Open Referral UK interface answers: JSON for everybody, whatever page asks, marked so that nobody fetches it twice."""

from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from wholeplace.service.directory.writing import encoded
from wholeplace.service.records.directory.snapshot import Snapshot, snapshot
from wholeplace.terms import DataProblem

ANYBODY = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": "ETag, Location",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Pages of any other address may read it, with a browser of their own reader."""
READ = ("GET", "HEAD")


class Nowhere(Exception):
    """There is nothing at that address. `says` is for whoever asked."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class Elsewhere(Exception):
    """It is at another address for now."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


View = Callable[..., Any]


def open_data(view: View) -> Callable[..., HttpResponse]:
    """A view that returns what to send as JSON, given the request, the directory as it stands and the arguments of the address.

    Raises in it are answers: Nowhere is 404, Elsewhere 307, DataProblem 400. An answer is the same until the directory changes, so it is
    remembered by address and state.
    """

    @wraps(view)
    def answer(request: HttpRequest, **arguments: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return _with({"Allow": "GET, HEAD, OPTIONS"}, HttpResponse(status=204))
        if request.method not in READ:
            refused = _error(405, "This interface is for reading.", {"method": "only GET, HEAD and OPTIONS are answered"})
            return _with({"Allow": "GET, HEAD, OPTIONS"}, refused)
        now = snapshot()
        try:
            return _given(request, now, lambda: view(request, now, **arguments))
        except Nowhere as nowhere:
            return _error(404, nowhere.says)
        except Elsewhere as elsewhere:
            return _with({"Location": elsewhere.to}, HttpResponse(status=307))
        except DataProblem as problem:
            return _error(400, problem.subject, {each.where: f"{each.what} {each.fix}" for each in problem.problems})

    return answer


def _given(request: HttpRequest, now: Snapshot, make: Callable[[], Any]) -> HttpResponse:
    """The JSON of an address, or word that the reader has it already."""
    tag = f'"{sha256(f"{now.stamp} {request.get_full_path()}".encode()).hexdigest()[:24]}"'
    seen = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    body = _remembered(tag, make)
    response = HttpResponseNotModified() if tag in seen or "*" in seen else HttpResponse(body, content_type="application/json")
    # Ask again each time whether it still holds: that costs one short query, and a closed group is gone at once.
    return _with({"ETag": tag, "Cache-Control": "public, no-cache"}, response)


_MEMORY: dict[str, bytes] = {}
_MOST = 256


def _remembered(tag: str, make: Callable[[], Any]) -> bytes:
    """The answer as bytes: those that were made last are kept."""
    body = _MEMORY.get(tag)
    if body is None:
        body = encoded(make())
        while len(_MEMORY) >= _MOST:
            _MEMORY.pop(next(iter(_MEMORY)), None)
        _MEMORY[tag] = body
    return body


def _error(status: int, says: str, details: Mapping[str, str] | None = None) -> HttpResponse:
    """A refusal as JSON. It repeats nothing of what was sent but names of parameters."""
    body = {"status": status, "message": says, **({"details": dict(details)} if details else {})}
    return _with({"Cache-Control": "no-store"}, HttpResponse(encoded(body), status=status, content_type="application/json"))


def _with(headers: Mapping[str, str], response: HttpResponse) -> HttpResponse:
    for name, value in {**ANYBODY, **headers}.items():
        response[name] = value
    return response
