"""A group's own listings, for those who work there: what is due to be confirmed, one to look at, mend or close, and a new one."""

from collections.abc import Callable, Iterable
from functools import wraps
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from msgspec.structs import replace

from wholeplace.service.access import Asker
from wholeplace.service.directory.freshness import Age, age_of, confirmed_in_words, remind_on, spans_of
from wholeplace.service.directory.mending import changes_from
from wholeplace.service.directory.shapes import ACTIVE, Address, Listing, Location, Organization, ServiceAtLocation
from wholeplace.service.records.directory import keeping
from wholeplace.service.records.directory.models import KeptListing
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.rooms import Waits, waits_for
from wholeplace.web.house import House, house_of
from wholeplace.web.listings import own
from wholeplace.web.listings.own import Opened
from wholeplace.web.listings.own_forms import NewListingForm


@require_safe
def listings(request: HttpRequest, organisation: str) -> HttpResponse:
    """Every listing of the organisation, what is due first."""
    house = house_of(request)
    spans = spans_of(house.folder)
    told = [
        {
            "address": reverse("care-listing", kwargs={"own_listing": record.reference}), "name": one.name, "status": one.status,
            "age": age_of(one, spans, house.today).value, "confirmed": confirmed_in_words(one, spans, house.today),
        }
        for record in _of(organisation) for one in (record.listing,)
    ]  # fmt: skip
    told.sort(key=lambda row: (row["status"] != ACTIVE, row["age"] == "fresh", row["name"].casefold()))
    return render(request, "listings/ours.html", {"organisation": organisation, "listings": told, "here": "care-listings"})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, organisation: str) -> HttpResponse:
    """A new listing: what the group offers, where and when."""
    house = house_of(request)
    form = NewListingForm(request.POST if request.method == "POST" else None)
    letters: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        act = act_of(asker_of(request, organisation, Role.GROUP_WORKER), "listing made")
        try:
            bare = _bare(form, organisation, house)
            made = replace(bare, **changes_from(bare, form.cleaned_data, house.today))
            record = in_turn(lambda: keeping.make_listing(act, made, kept_by=organisation, today=house.today))
        except DataProblem as problem:
            letters = problem.problems
        else:
            messages.success(request, "It is in the directory: everybody can find it now.")
            return HttpResponseRedirect(reverse("care-listing", kwargs={"own_listing": record.reference}))
    told = {"organisation": organisation, "form": form, "letters": letters, "here": "care-listings"}
    return render(request, "listings/new.html", told)


Page = Callable[[HttpRequest, Opened], HttpResponse]


def _ours(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page over one of the organisation's own listings. The access list has asked for the role where it is kept."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def answer(request: HttpRequest, own_listing: str) -> HttpResponse:
        record = KeptListing.objects.filter(reference=own_listing, replaced_by="").first()
        if record is None:
            raise Http404
        whose = {"own_listing": own_listing}
        opened = Opened(
            record=record, here=reverse("care-listing", kwargs=whose), mend=reverse("care-listing-mend", kwargs=whose),
            close=reverse("care-listing-close", kwargs=whose), frame="care/frame.html",
            back=reverse("care-listings", kwargs={"organisation": record.kept_by}),
            act=lambda event: act_of(asker_of(request, record.kept_by, Role.GROUP_WORKER), event),
        )  # fmt: skip
        return page(request, opened)

    return answer


listing = _ours(own.look_and_confirm)
mend = _ours(own.mend)
close = _ours(own.close)


@waits_for(Role.GROUP_WORKER)
def to_confirm(request: HttpRequest, asker: Asker) -> Iterable[Waits]:
    """Listings that are to be confirmed: those whose reminder is due, the oldest first."""
    house = house_of(request)
    spans = spans_of(house.folder)
    for record in _of(asker.organisation):
        one, due = record.listing, remind_on(record.listing, spans)
        if one.status == ACTIVE and (due is None or due <= house.today):
            late = age_of(one, spans, house.today) is Age.STALE
            address = reverse("care-listing", kwargs={"own_listing": record.reference})
            yield Waits(title=one.name, what="Is this listing still right?", due=due, address=address, late=late)


def _of(organisation: str) -> list[KeptListing]:
    return list(KeptListing.objects.filter(kept_by=organisation, replaced_by="", gone_on=None).order_by("reference"))


def _bare(form: NewListingForm, organisation: str, house: House) -> Listing:
    """A listing with its name, its organisation and its place, to be filled in like one that is mended."""
    typed = form.cleaned_data
    reference = str(uuid4())
    address = Address(
        id=str(uuid4()), address_1=typed["address"], city=typed["town"], state_province="", postal_code=typed["postcode"], country="GB",
        address_type="physical",
    )  # fmt: skip
    location = Location(id=str(uuid4()), location_type="physical", name=typed["venue"], addresses=(address,))
    online = Location(id=str(uuid4()), location_type="virtual")
    place = ServiceAtLocation(id=str(uuid4()), location=location if typed["postcode"] else online)
    name = house.called(organisation)
    provider = Organization(id=keeping.own_organisation_id(organisation), name=name, description=name)
    return Listing(id=reference, name=typed["name"], status=ACTIVE, organization=provider, service_at_locations=(place,))
