"""Pages on which anybody finds what is near: the search with its results, and one listing. Nobody's search is written down."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wholeplace.service.directory.access import features
from wholeplace.service.directory.facts import facts_of
from wholeplace.service.directory.freshness import Age, age_of, spans_of
from wholeplace.service.directory.opening import DAYS
from wholeplace.service.directory.postcodes import postcodes_of
from wholeplace.service.directory.shapes import ACTIVE, CLOSED_FOR_NOW
from wholeplace.service.directory.wanted import Answer
from wholeplace.service.directory.widening import MILES
from wholeplace.service.directory.words import needs
from wholeplace.service.records.directory.snapshot import search, snapshot
from wholeplace.web.care.referral.taking import takers
from wholeplace.web.headers import HEADERS
from wholeplace.web.house import House, house_of
from wholeplace.web.listings.asked import SHOWN, Asked, address_of, asked_of, day_name, wanted_of


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The form, and what answers it."""
    house = house_of(request)
    asked = asked_of(request.GET)
    postcodes = postcodes_of(house.folder)
    wanted, wrong = wanted_of(asked, postcodes)
    answer = None
    if asked.anything and not wrong:
        answer = search(house.folder, wanted, today=house.today, first=(asked.page - 1) * SHOWN, most=SHOWN)
        if answer.total and not answer.found:
            return HttpResponseRedirect(reverse("find") + asked.address())
    told: dict[str, Any] = {"asked": asked, "wrong": wrong, "answer": answer, "knows_postcodes": len(postcodes) > 0, **_choices(asked)}
    return _sent(render(request, "listings/find.html", told | (_pages(asked, answer) if answer else {})))


@require_safe
def found(request: HttpRequest, listing: str) -> HttpResponse:
    """One listing with all that is known of it. A closed one says that it is closed; one that was merged leads to what stands for it."""
    house = house_of(request)
    now = snapshot()
    reference = listing.lower()
    if reference in now.replaced:
        return HttpResponseRedirect(reverse("found", kwargs={"listing": now.replaced[reference]}))
    one = now.listings.get(reference)
    if one is None:
        raise Http404
    spans = spans_of(house.folder)
    told = {
        "listing": one, "facts": facts_of(one, spans, house.today), "stale": age_of(one, spans, house.today) is Age.STALE,
        "closed": one.status not in (ACTIVE, CLOSED_FOR_NOW), "closed_for_now": one.status == CLOSED_FOR_NOW,
        "asked_of": _asked_of(now.kept_by.get(reference, ""), house) if one.status == ACTIVE else "",
    }  # fmt: skip
    return _sent(render(request, "listings/found.html", told))


def _asked_of(organisation: str, house: House) -> str:
    """The organisation that keeps a listing, where residents can ask it for help: somebody there takes referrals."""
    return organisation if organisation and any(one.code == organisation for one in takers(house)) else ""


def _choices(asked: Asked) -> dict[str, Any]:
    """What the form offers, as the design system's macros take it."""
    distances = [(str(miles), f"{miles} mile{'s' if miles > 1 else ''}") for miles in MILES] + [("any", "Any distance")]
    return {
        "distances": [{"value": value, "text": text, "selected": asked.within == value} for value, text in distances],
        "needs": [{"value": name, "text": name, "selected": asked.need == name} for name in needs()],
        "access_boxes": [{"value": name, "text": f"{name[0].upper()}{name[1:]}", "checked": name in asked.access} for name in features()],
        "day_boxes": [{"value": code, "text": day_name(code), "checked": code in asked.day} for code in DAYS],
    }  # fmt: skip


def _pages(asked: Asked, answer: Answer) -> dict[str, Any]:
    """Where the pages before and after are, and ways to find more."""
    pages = -(-answer.total // SHOWN)
    return {
        "pages": pages, "stale": Age.STALE, "looked_for": asked.in_words,
        "before": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "after": asked.address(page=asked.page + 1) if asked.page < pages else "",
        "wider": [(way.words, way.count, address_of(asked, way.wanted)) for way in answer.wider],
    }  # fmt: skip


def _sent(response: HttpResponse) -> HttpResponse:
    """With leave to send the form to this door, and with word that nobody keeps the page: its address may hold a postcode."""
    response["Content-Security-Policy"] = HEADERS["Content-Security-Policy"].replace("form-action 'none'", "form-action 'self'")
    response["Cache-Control"] = "no-store"
    return response
