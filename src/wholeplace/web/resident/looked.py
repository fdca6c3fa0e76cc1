"""Who looked at my record, in plain words."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wholeplace.service.access import Role, What
from wholeplace.service.records.access.audit import Looked, look, looked_at
from wholeplace.service.records.access.consents import glass_of, seen
from wholeplace.web.house import ENGLAND, House, house_of
from wholeplace.web.resident.rooms import add_room
from wholeplace.web.resident.who import signed_resident

add_room("Who looked", "my-looked-at")

PARTS = {
    "details": "your name, address and phone", "bookings": "your bookings", "referrals": "your referrals", "about me": "your About Me",
    "risks": "risks noted about you", "triage answers": "your answers about how you feel", "care team and tasks": "your care team",
    "consents and objections": "what you agreed to", "who looked": "who looked at your record", "way of signing in": "your way to sign in",
    "rows of an export": "your record, for planning",
}  # fmt: skip
DID = {
    "read": "looked at {part}", "wrote": "wrote in {part}", "searched": "searched {part}", "refused": "asked for {part} and was refused",
    "found by a search": "found you in a search",
}  # fmt: skip
PEOPLE = {Role.SYSTEM.value: "A computer system", Role.PROXY.value: "Somebody who acts for you", Role.EXPORT.value: "An export"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One look as a person reads it."""

    at: datetime
    words: str
    reason: str
    refused: bool


@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """Every look of others, the last first: who, from which organisation, at what, when, and the reason where one was given."""
    signed, house = signed_resident(request), house_of(request)
    look(signed.asker, signed.person, What.LOOKED_AT)
    lines = [line_of(one, house) for one in looked_at(signed.person)]
    unseen = [one for one in glass_of(signed.person) if one.seen_on is None] if not signed.acting else []
    return render(request, "resident/looked.html", {"here": "my-looked-at", "lines": lines, "unseen": unseen})


@require_POST
def notice_seen(request: HttpRequest) -> HttpResponse:
    """They have read the notice that somebody looked without being asked."""
    signed = signed_resident(request)
    look(signed.asker, signed.own, What.LOOKED_AT)
    for one in glass_of(signed.own):
        if one.seen_on is None:
            seen(signed.act("notice seen"), one)
    messages.success(request, "Thank you. If it was not right, tell your GP practice or the organisation that looked.")
    return HttpResponseRedirect(reverse("my-looked-at"))


def line_of(one: Looked, house: House) -> Line:
    """One look in a sentence."""
    who = PEOPLE.get(one.role) or f"{'An' if one.role[:1] in 'aeiou' else 'A'} {one.role}"
    where = f" of {house.called(one.organisation)}" if one.organisation else ""
    found = one.event == "found by a search" and not one.allowed
    did = "found you in a search, and saw nothing" if found else DID.get(one.event, one.event).format(part=PARTS.get(one.what, one.what))
    return Line(
        at=one.at.astimezone(ENGLAND), words=f"{who}{where} {did}.", reason=one.why, refused=not one.allowed and one.event == "refused"
    )
