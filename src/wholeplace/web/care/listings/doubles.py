"""Two listings that may be one: coordinators look at both beside each other, say which stays or that they are two, and take it back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.ledger.records.keeping import history, kind_of
from wholeplace.ledger.records.models import LogEntry
from wholeplace.service.directory.facts import facts_of
from wholeplace.service.directory.freshness import spans_of
from wholeplace.service.directory.merging import differences
from wholeplace.service.directory.shapes import Listing
from wholeplace.service.records.books import LISTINGS
from wholeplace.service.records.directory import same
from wholeplace.service.records.directory.models import KeptListing, SameOrNot
from wholeplace.service.records.directory.snapshot import pairs_of
from wholeplace.service.records.turns import in_turn
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted, told_of

MOST = 50
"""Pairs, and decisions, on a page."""
FIELDS = {
    "name": "Name", "description": "What it is", "url": "Website", "email": "Email", "schedules": "When", "service_at_locations": "Where",
    "cost_options": "Cost", "fees": "Cost in words", "phones": "Phone", "contacts": "Whom to ask", "minimum_age": "From which age",
    "maximum_age": "Up to which age", "attributes": "What it is about", "organization": "Who offers it",
    "eligibility_description": "For whom",
}  # fmt: skip
"""Fields of a listing that may be taken over, in plain words. The others go with the listing that stays."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Decision:
    """A decision about two listings as its page tells it: what they are called, who decided when and why, and whether it stands."""

    record: SameOrNot
    names: tuple[str, str]
    told: dict[str, str]


class PairForm(KeptForm):
    """Whether two listings are one, which of them stays, and where the other is right."""

    said = forms.ChoiceField(label="Are they the same?", widget=forms.RadioSelect)
    taken = forms.MultipleChoiceField(
        label="Where is the one that goes right?", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="What you tick is taken over. What it alone says is kept in any case.",
    )  # fmt: skip
    why = forms.CharField(label="How do you know?", max_length=300, required=False)

    def __init__(self, *given: Any, one: Listing, other: Listing, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["said"].choices = [  # type: ignore[attr-defined]
            ("first", f"Yes: the first stays, “{one.name}”"), ("second", f"Yes: the second stays, “{other.name}”"),
            ("two", "No, these are two"),
        ]  # fmt: skip
        differ = [each.field for each in differences(one, other) if each.field in FIELDS]
        self.fields["taken"].choices = [(name, FIELDS[name]) for name in differ]  # type: ignore[attr-defined]
        if not differ:
            del self.fields["taken"]


class WhyForm(KeptForm):
    """Why a decision is taken back."""

    why = forms.CharField(label="Why is it taken back?", max_length=300, required=False)


@require_safe
def doubles(request: HttpRequest, organisation: str) -> HttpResponse:
    """Pairs that may be one, the likeliest first, and what was decided, the last first."""
    pairs = pairs_of(house_of(request).folder)
    given = {"here": "care-listings-same", "organisation": organisation, "pairs": pairs[:MOST], "more": max(0, len(pairs) - MOST)}
    return render(request, "listings/doubles.html", {**given, "decided": list(_decided())})


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, organisation: str, one: str, two: str) -> HttpResponse:
    """Both beside each other, and the decision."""
    asker, house = asker_of(request, organisation, Role.COORDINATOR), house_of(request)
    listings = _two(one, two)
    form = PairForm(*posted(request), one=listings[0], other=listings[1])
    back = reverse("care-listings-same", kwargs={"organisation": organisation})
    sheet = Sheet(
        title="Are these the same?", button="Keep the decision", back=back, here="care-listings-same", public=False,
        words=("What is found from now on is one listing, or both. It is on record, and can be taken back.",),
        template="listings/pair.html", more={"listings": listings, "rows": _beside(listings, house)},
    )  # fmt: skip

    def do() -> Done:
        said, why = form.cleaned_data["said"], form.cleaned_data["why"]
        if said == "two":
            in_turn(lambda: same.keep_apart(act_of(asker, "kept apart", why=why), one, two))
            return Done("They stay two. Nobody is asked about them again.", back)
        stays, goes = (one, two) if said == "first" else (two, one)
        taken = tuple(form.cleaned_data.get("taken", ()))
        in_turn(lambda: same.merge(act_of(asker, "merged", why=why), stays, goes, taken=taken))
        return Done("They are one now. Below you can take it back.", back)

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, organisation: str, decision: str) -> HttpResponse:
    """A decision taken back: both are found again, and asked about."""
    asker = asker_of(request, organisation, Role.COORDINATOR)
    record = SameOrNot.objects.filter(pk=decision).first()
    if record is None:
        raise Http404
    told = next(iter(_told([record])))
    form = WhyForm(*posted(request))
    back = reverse("care-listings-same", kwargs={"organisation": organisation})
    words = (
        f"{_in_words(told)} Decided by {told.told['who']} on {told.told['when']}.",
        "Both are found again. What was mended since the decision stays as it was mended.",
    )
    sheet = Sheet(title="Take the decision back", button="Take it back", back=back, words=words, here="care-listings-same", public=False)

    def do() -> Done:
        act = act_of(asker, "undone", why=form.cleaned_data["why"])
        in_turn(lambda: same.undo(act, decision, today=asker.at.date()))
        return Done("It was taken back. Both stay on record.", back)

    return fill(request, form, sheet, do)


def _two(one: str, two: str) -> tuple[Listing, Listing]:
    found = KeptListing.objects.in_bulk([one, two])
    if len(found) < 2:
        raise Http404
    return found[one].listing, found[two].listing


def _beside(listings: tuple[Listing, Listing], house: House) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    """What each says, label by label, in the order in which people ask."""
    spans = spans_of(house.folder)
    sides = []
    for listing in listings:
        by = listing.organization.name if listing.organization else ""
        lines: dict[str, tuple[str, ...]] = {"What it is": (listing.description,), "Who offers it": (by,)}
        for fact in facts_of(listing, spans, house.today):
            lines[fact.label] = (*lines.get(fact.label, ()), *fact.lines)
        sides.append(lines)
    rows = [(label, *(side.get(label, ()) for side in sides)) for label in dict.fromkeys([*sides[0], *sides[1]])]
    return [row for row in rows if any(row[1]) or any(row[2])]


def _decided() -> Iterator[_Decision]:
    """The last decisions, by when something was last said about them."""
    entries = LogEntry.objects.filter(book=LISTINGS, kind=kind_of(SameOrNot)).order_by("-number").values_list("reference", flat=True)
    last = list(dict.fromkeys(entries[: MOST * 2]))[:MOST]
    found = SameOrNot.objects.in_bulk(last)
    return _told([found[reference] for reference in last])


def _told(records: Sequence[SameOrNot]) -> Iterator[_Decision]:
    listings = KeptListing.objects.in_bulk({reference for one in records for reference in (one.kept, one.other)})
    for one in records:
        names = (listings[one.kept].listing.name, listings[one.other].listing.name)
        yield _Decision(record=one, names=names, told=told_of(history(one))[-1])


def _in_words(decided: _Decision) -> str:
    one, other = decided.names
    return f"“{other}” was merged into “{one}”." if decided.record.same else f"“{one}” and “{other}” are two."
