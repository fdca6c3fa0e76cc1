"""How this door answers: FHIR as JSON, with the headers of the standard, whatever happens. Every refusal is an OperationOutcome."""

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from wholeplace.service.fhir.headers import echoed
from wholeplace.service.fhir.outcome import Refused, outcome, refused
from wholeplace.web.fhir.asking import ARRIVED, SYSTEM, Asked, read_request
from wholeplace.web.fhir.refusing import refusal_of

LOG = logging.getLogger("django.request")
ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
JSON = "application/fhir+json; charset=utf-8"
ADDRESSES = ("/fhir/",)
"""Where the addresses of this door begin."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What is answered. `resource` None: nothing but headers."""

    resource: dict[str, Any] | None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON


Handler = Callable[..., Answer]


def answers(*, opens: str = "", **handlers: Handler) -> Callable[..., HttpResponse]:
    """A view that answers each method with its handler. GET answers HEAD too. `opens`: what a key must open; empty: anybody may ask."""
    allow = ", ".join(sorted({*handlers, *(("HEAD",) if "GET" in handlers else ()), "OPTIONS"}))

    def view(request: HttpRequest, **kwargs: str) -> HttpResponse:
        began = request.META.get(ARRIVED) or time.monotonic()
        try:
            return _sent(request, _answer(request, handlers, opens, began, kwargs))
        except Exception as fault:  # noqa: BLE001  whoever asks is told of any fault in the form that they read
            return refusal(request, fault, allow=allow)

    return view


def refusal(request: HttpRequest, fault: Exception, *, allow: str = "") -> HttpResponse:
    """A fault as an answer. One that is ours goes to the log of the server, never to whoever asked."""
    said = fault if isinstance(fault, Refused) else refusal_of(request, fault)
    if said.status >= 500:
        LOG.error("A request of another system failed", exc_info=fault)
    headers = {"Allow": allow} if said.status == 405 else {"WWW-Authenticate": "Bearer"} if said.status == 401 else {}
    return _sent(request, Answer(resource=outcome(said.issues), status=said.status, headers=headers))


def is_for_systems(request: HttpRequest) -> bool:
    """Is it an address of this door?"""
    return request.path_info.startswith(ADDRESSES)


def nothing_here(request: HttpRequest, **_: str) -> HttpResponse:
    """Any other address of this door."""
    return refusal(request, refused("not-found", "There is nothing at this address. See /fhir/R4/metadata for what there is."))


def _answer(request: HttpRequest, handlers: Mapping[str, Handler], opens: str, began: float, kwargs: Mapping[str, str]) -> Answer:
    method = "GET" if request.method == "HEAD" else request.method or ""
    if method == "OPTIONS":
        allow = ", ".join(sorted({*handlers, *(("HEAD",) if "GET" in handlers else ()), "OPTIONS"}))
        return Answer(resource=None, headers={"Allow": allow})
    if method not in handlers:
        raise refused("method", "This address does not take that method. See the header Allow.")
    if not all(ID.fullmatch(value) for value in kwargs.values()):
        raise refused("not-found", "There is nothing at this address: ids are 1 to 64 letters, digits, hyphens and full stops.")
    asked = read_request(request, key=request.META.get(SYSTEM), opens=opens, began=began)
    asked.left()  # whoever waited too long for a free thread is told so at once, so that those behind them need not
    answer = handlers[method](asked, **kwargs)
    if method == "GET":
        asked.left()
    return _as_preferred(asked, answer) if method != "GET" else _if_changed(asked, answer)


def _as_preferred(asked: Asked, answer: Answer) -> Answer:
    """Prefer: return=minimal gives headers alone, representation (and nothing said) the resource."""
    minimal = "return=minimal" in asked.request.headers.get("Prefer", "").replace(" ", "")
    return Answer(resource=None, status=answer.status, headers=answer.headers) if minimal else answer


def _if_changed(asked: Asked, answer: Answer) -> Answer:
    """If-None-Match: whoever has this version already is told so and nothing else."""
    known = [one.strip() for one in asked.request.headers.get("If-None-Match", "").split(",")]
    if "ETag" in answer.headers and answer.headers["ETag"] in known:
        return Answer(resource=None, status=304, headers=answer.headers)
    return answer


def _sent(request: HttpRequest, answer: Answer) -> HttpResponse:
    content = b"" if answer.resource is None else msgspec.json.encode(answer.resource)
    response = HttpResponse(content if request.method != "HEAD" else b"", status=answer.status, content_type=answer.content_type)
    response["Content-Length"] = str(len(content))
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    for name, value in {**echoed(request.headers), **answer.headers}.items():
        response[name] = value
    return response
