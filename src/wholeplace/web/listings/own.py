"""What a group does with its own listing, by a link or signed in: look at it, say that it is right, mend it, close it, open it again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import ChangedMeanwhile
from wholeplace.service.directory.facts import facts_of
from wholeplace.service.directory.freshness import spans_of
from wholeplace.service.directory.mending import changes_from, short_of
from wholeplace.service.directory.shapes import ACTIVE, CLOSED_FOR_NOW
from wholeplace.service.records.directory import keeping
from wholeplace.service.records.directory.models import KeptListing
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.house import house_of
from wholeplace.web.listings.own_forms import ClosingForm, ListingForm
from wholeplace.web.partner.filling import in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A listing in the hands of its group: the record, who acts (by the name of the event), and the addresses of its pages."""

    record: KeptListing
    act: Callable[[str], Act]
    here: str
    mend: str
    close: str
    back: str
    frame: str


def look_and_confirm(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The listing as everybody sees it, with the question whether it is right; the answer yes is one button."""
    house, record = house_of(request), opened.record
    if request.method != "POST":
        return _shown(request, opened)
    if request.POST.get("version") != str(record.version):
        return _shown(request, opened, changed=True)
    opens = record.listing.status not in (ACTIVE, CLOSED_FOR_NOW)
    doing = keeping.open_again if opens else keeping.confirm
    try:
        in_turn(lambda: doing(opened.act("opened again" if opens else "confirmed"), record, today=house.today))
    except ChangedMeanwhile:
        return _shown(request, _with(opened, KeptListing.objects.get(pk=record.pk)), changed=True)
    messages.success(request, "It is open again. Thank you." if opens else "Thank you. Everybody now sees that it was confirmed today.")
    return HttpResponseRedirect(opened.here)


def mend(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The form with what the listing says; what was typed is kept, and counts as confirmed."""
    house, record = house_of(request), opened.record
    stands = short_of(record.listing, house.today)
    form = ListingForm(request.POST if request.method == "POST" else None, initial={**stands, "version": record.version})
    letters: tuple[Problem, ...] = ()
    changed = False
    now: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        changed = form.cleaned_data["version"] != record.version
        if not changed:
            try:
                changes = changes_from(record.listing, form.cleaned_data, house.today)
                in_turn(lambda: keeping.mend(opened.act("mended"), record, changes, today=house.today))
            except DataProblem as problem:
                letters = problem.problems
            except ChangedMeanwhile:
                changed = True
            else:
                messages.success(request, "Thank you. Everybody sees it like this from now on.")
                return HttpResponseRedirect(opened.here)
    if changed:
        current = KeptListing.objects.get(pk=record.pk)
        now = _as_it_stands(form, short_of(current.listing, house.today))
        form = _on_top_of(form, current)
    told = {"opened": opened, "form": form, "letters": letters, "changed": changed, "now": now, "listing": record.listing}
    return render(request, "listings/mend.html", told, status=409 if changed else 200)


def close(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Asks once more, then nobody finds it any more. It stays on record and may be opened again."""
    house, record = house_of(request), opened.record
    form = ClosingForm(request.POST if request.method == "POST" else None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid() and form.cleaned_data["version"] == record.version:
        try:
            in_turn(lambda: keeping.close(opened.act("closed"), record, today=house.today))
        except ChangedMeanwhile:
            return _shown(request, _with(opened, KeptListing.objects.get(pk=record.pk)), changed=True)
        messages.success(request, "It is closed: nobody finds it any more. Thank you for telling us.")
        return HttpResponseRedirect(opened.here)
    if request.method == "POST":
        return _shown(request, opened, changed=True)
    return render(request, "listings/close.html", {"opened": opened, "form": form, "listing": record.listing})


def _shown(request: HttpRequest, opened: Opened, *, changed: bool = False) -> HttpResponse:
    listing = opened.record.listing
    told = {
        "opened": opened, "listing": listing, "changed": changed, "closed": listing.status not in (ACTIVE, CLOSED_FOR_NOW),
        "closed_for_now": listing.status == CLOSED_FOR_NOW, **_facts(request, opened.record),
    }  # fmt: skip
    return render(request, "listings/own.html", told, status=409 if changed else 200)


def _facts(request: HttpRequest, record: KeptListing) -> dict[str, Any]:
    house = house_of(request)
    return {"facts": facts_of(record.listing, spans_of(house.folder), house.today), "version": record.version}


def _as_it_stands(form: ListingForm, stands: dict[str, Any]) -> list[tuple[str, str]]:
    """Label, and what stands there now, of each field in which that is not what was typed."""
    typed = form.cleaned_data
    return [(str(form[name].label), in_words(stands[name]) or "nothing") for name in stands if typed.get(name) != stands[name]]


def _on_top_of(form: ListingForm, current: KeptListing) -> ListingForm:
    """The form with what was typed, for the version that stands now."""
    sent: Any = form.data
    form.data = sent.copy()
    form.data["version"] = current.version  # type: ignore[index]  QueryDict, which the stubs do not know here
    return form


def _with(opened: Opened, record: KeptListing) -> Opened:
    return replace(opened, record=record)
