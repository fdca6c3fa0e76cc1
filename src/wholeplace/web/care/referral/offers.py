"""Find something for somebody in the directory, near where they live and for their age, and choose it for their referral."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import What
from wholeplace.service.directory.points import METRES_IN_A_MILE
from wholeplace.service.directory.postcodes import postcodes_of
from wholeplace.service.directory.wanted import Answer, Wanted
from wholeplace.service.directory.words import needs
from wholeplace.service.records.access.audit import look_at_each
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.directory.snapshot import listing, search, snapshot
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import doing
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.referral import age_on
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.referral.one import read
from wholeplace.web.care.referral.seen import doing_of
from wholeplace.web.care.referral.taking import takers
from wholeplace.web.house import House, house_of

MILES = 5
"""How far is looked, as the crow flies. What takes place online or by telephone is near everybody."""
SHOWN = 20


class FindForm(forms.Form):
    """What is looked for. Where the person lives and how old they are is known, and goes into no address."""

    q = forms.CharField(label="What are you looking for?", required=False, max_length=200, help_text="Such as lonely, knitting or debt")
    need = forms.ChoiceField(
        label="Or choose from a list", required=False, choices=lambda: [("", "Anything"), *((one, one) for one in needs())]
    )
    near = forms.BooleanField(label=f"Within {MILES} miles of where they live", required=False)


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, organisation: str, referral: str) -> HttpResponse:
    """Search the directory for the person of a referral; choosing an offer writes it into the referral and leads to the hand-over."""
    asker, house = asker_of(request, organisation, Role.LINK_WORKER), house_of(request)
    record = read(asker, referral, doing=doing_of(request))
    if request.method == "POST":
        return _choose(request, asker, record)
    first = {"need": record.needs[0] if record.needs and record.needs[0] in needs() else "", "near": "on"}
    form = FindForm(request.GET or first)
    answer = _answer(form.cleaned_data, asker, record, house) if form.is_valid() else None
    named = {one.code: one.name for one in takers(house, but=organisation)}
    kept_by = snapshot().kept_by
    rows = [
        (one, kept_by.get(one.listing.id, ""), named.get(kept_by.get(one.listing.id, ""), "")) for one in (answer.found if answer else ())
    ]
    given = {"organisation": organisation, "record": record, "form": form, "answer": answer, "rows": rows, "letters": ()}
    return render(request, "care/referral/find.html", {"here": "care-referrals", **given})


def _answer(given: dict, asker: Asker, record: Referral, house: House) -> Answer | None:
    if not (given["q"] or given["need"]):
        return None
    open_to_us = look_at_each(asker, [record.person], What.DETAILS, referrals={record.person: record.reference})[record.person].allowed
    person = Person.objects.filter(pk=record.person).first() if open_to_us else None
    near = postcodes_of(house.folder).find(person.postcode) if person and person.postcode and given["near"] else None
    wanted = Wanted(
        words=given["q"], need=given["need"], near=near, within=round(MILES * METRES_IN_A_MILE) if near else None,
        age=age_on(person.birth_date, house.today) if person else None,
    )  # fmt: skip
    return search(house.folder, wanted, today=house.today, most=SHOWN)


def _choose(request: HttpRequest, asker: Asker, record: Referral) -> HttpResponse:
    """Write the offer into the referral. A listing that went meanwhile leads back to the search."""
    here = {"organisation": asker.organisation, "referral": record.reference}
    chosen = listing(request.POST.get("listing", "")[:80])
    if chosen is None:
        return HttpResponseRedirect(reverse("care-referral-find", kwargs=here))
    doing.choose(record.reference, chosen.id, chosen.name, asker.organisation, act_of(asker, "offer chosen"))
    to = snapshot().kept_by.get(chosen.id, "")
    if to not in {one.code for one in takers(house_of(request), but=asker.organisation)}:
        return HttpResponseRedirect(reverse("care-referral", kwargs=here))
    return HttpResponseRedirect(f"{reverse('care-referral-step', kwargs={**here, 'step': 'hand-over'})}?to={to}")
