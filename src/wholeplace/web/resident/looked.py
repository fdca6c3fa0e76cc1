"""Who looked at my record, in plain words, and as a file for another system."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wholeplace.service.access import Role, What
from wholeplace.service.records.access.audit import Looked, look, looked_at
from wholeplace.service.records.access.audit_events import Site, audit_events_of
from wholeplace.service.records.access.consents import glass_of, seen
from wholeplace.web.house import ENGLAND, House, house_of
from wholeplace.web.resident.rooms import add_room
from wholeplace.web.resident.who import signed_resident

add_room("Who looked", "my-looked-at")

ON_A_PAGE = 50
"""Lines of one page."""

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
    """One look as a person reads it: at one part, or at several at once."""

    at: datetime
    words: str
    reason: str
    refused: bool


@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """Every look of others, the last first: who, from which organisation, at what, when, and the reason where one was given. What somebody
    looked at in the same minute is one line: a page that shows six parts of a record is not read out six times."""
    signed, house = signed_resident(request), house_of(request)
    look(signed.asker, signed.person, What.LOOKED_AT)
    lines = [line_of(list(at_once), house) for _, at_once in groupby(looked_at(signed.person), key=_at_once)]
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    unseen = [one for one in glass_of(signed.person) if one.seen_on is None] if not signed.acting else []
    return render(request, "resident/looked.html", {"here": "my-looked-at", "lines": page, "unseen": unseen, "called": house.called})


@require_safe
def file_of_looks(request: HttpRequest) -> HttpResponse:
    """The same as a Bundle of FHIR AuditEvents, one for each look, to keep or to give to another system."""
    signed, house = signed_resident(request), house_of(request)
    look(signed.asker, signed.person, What.LOOKED_AT)
    address = request.build_absolute_uri("/fhir/R4/")
    events = audit_events_of(signed.person, Site(system=house.name, address=address, called=house.called))
    bundle: dict[str, object] = {"resourceType": "Bundle", "type": "collection"}
    if events:  # FHIR knows no empty list
        bundle["entry"] = [{"resource": event} for event in events]
    answer = HttpResponse(json.dumps(bundle, indent=1), content_type="application/fhir+json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="who-looked.json"'
    return answer


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


def line_of(looks: Sequence[Looked], house: House) -> Line:
    """Looks of one account in one minute in a sentence."""
    one = looks[0]
    who = PEOPLE.get(one.role) or f"{'An' if one.role[:1] in 'aeiou' else 'A'} {one.role}"
    where = f" of {house.called(one.organisation)}" if one.organisation else ""
    found = one.event == "found by a search" and not one.allowed
    parts = "; ".join(dict.fromkeys(PARTS.get(each.what, each.what) for each in looks))
    did = "found you in a search, and saw nothing" if found else DID.get(one.event, one.event).format(part=parts)
    return Line(
        at=one.at.astimezone(ENGLAND), words=f"{who}{where} {did}.", reason=one.why, refused=not one.allowed and one.event == "refused"
    )


def _at_once(one: Looked) -> tuple[object, ...]:
    """What looks have in common that are told in one line."""
    return one.at.replace(second=0, microsecond=0), one.account, one.role, one.organisation, one.event, one.allowed, one.why
