"""What the public door answers: pages of a release, the list of releases, the public record, and "not here"."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.views.decorators.http import require_safe

from wholeplace.web.public import frame
from wholeplace.web.public.shelf import Page, Shelf


@require_safe
def page(request: HttpRequest, release: str | None = None, path: str = "") -> HttpResponse:
    """One file of a release; of the latest where none is named."""
    shelf = _shelf(request)
    name = release or shelf.latest()
    if name is None:
        # A place may open its front door before it has made a picture.
        if not path and request.META.get("wholeplace.first_page"):
            return HttpResponseRedirect(request.META["wholeplace.first_page"])
        raise Http404
    if found := shelf.page(name, path):
        return _send(request, found)
    if shelf.page(name, f"{path}/"):
        # Links in a page are relative, so a folder's address must end in a slash.
        return HttpResponseRedirect(f"{request.path}/")
    raise Http404


@require_safe
def record(request: HttpRequest, path: str | None = None) -> HttpResponse:
    """One file of the public record. Its own address without the slash leads to its first page."""
    if found := _shelf(request).record(path or ""):
        return HttpResponseRedirect(f"{request.path}/") if path is None else _send(request, found)
    if path and _shelf(request).record(f"{path}/"):
        return HttpResponseRedirect(f"{request.path}/")
    raise Http404


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every release of the place, newest first."""
    return HttpResponse(frame.releases(_shelf(request).volumes(), record=_has_record(request)).encode())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  the form Django calls
    """Any address that leads nowhere."""
    return HttpResponse(frame.not_found(record=_has_record(request)).encode(), status=404)


def _shelf(request: HttpRequest) -> Shelf:
    return request.META["wholeplace.shelf"]


def _has_record(request: HttpRequest) -> bool:
    return _shelf(request).record("") is not None


def _send(request: HttpRequest, found: Page) -> HttpResponse:
    zipped = found.zipped if "gzip" in request.headers.get("Accept-Encoding", "") else None
    tag = f'"{found.tag}-gzip"' if zipped else f'"{found.tag}"'
    same = found.tag in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if same else HttpResponse(zipped or found.body, content_type=found.kind)
    response["ETag"] = tag
    # The latest release may be another one in a moment: a reader's copy is good only while its tag still matches.
    response["Cache-Control"] = "no-cache"
    if found.zipped is not None:
        response["Vary"] = "Accept-Encoding"
    if zipped and not same:
        response["Content-Encoding"] = "gzip"
    return response
