"""What I agreed to, and what I object to."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholeplace.place import organisations_on
from wholeplace.service.access import Doing, Objection, What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.access.consents import (
    ConsentAsked,
    consents_of,
    give_consent,
    object_to,
    objections_of,
    withdraw_consent,
    withdraw_objection,
)
from wholeplace.service.records.access.models import Consent
from wholeplace.service.records.access.models import Objection as Kept
from wholeplace.service.records.referral.reading import live_referrals_of
from wholeplace.web.forms import DayField
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted
from wholeplace.web.resident.looked import PARTS
from wholeplace.web.resident.rooms import add_room
from wholeplace.web.resident.who import signed_resident

add_room("What I agreed to", "my-consents")

OFFERED = timedelta(days=182)
"""Until when a consent is offered: half a year (wholeplace's own rule). People may choose another day."""
AGAINST = {
    Objection.SHARING: "Nobody but my GP practice and those I go to myself may see my record",
    Objection.ORGANISATION: "One organisation may not see my record",
    Objection.BEYOND_CARE: "My record is not used for planning or research",
}


class ObjectionForm(KeptForm):
    """What somebody objects to."""

    against = forms.ChoiceField(
        label="What do you not want?", widget=forms.RadioSelect, choices=[(one.value, words) for one, words in AGAINST.items()]
    )
    organisation = forms.ChoiceField(label="Which organisation?", required=False, help_text="Only if you chose one organisation.")

    def __init__(self, *args: Any, house: House, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = sorted(organisations_on(house.place, house.today), key=lambda one: one.name)
        self.fields["organisation"].choices = [("", "Choose one"), *((str(one.code), one.name) for one in standing)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One organisation is named; the others need none."""
        given = super().clean() or {}
        if given.get("against") == Objection.ORGANISATION.value and not given.get("organisation"):
            self.add_error("organisation", "Choose the organisation.")
        return given


class GiveForm(KeptForm):
    """What else an organisation may know for one referral, beside who somebody is and the referral itself."""

    also = forms.MultipleChoiceField(
        label="What else may they know?", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(What.ABOUT_ME.value, "My About Me"), (What.RISKS.value, "Risks noted about me")],
    )  # fmt: skip
    until = DayField(label="Until", help_text="The first day on which they see nothing of it any more. At most a year from now.")


@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """What stands, what stood, and what they object to."""
    signed, day = signed_resident(request), house_of(request).today
    look(signed.asker, signed.person, What.CONSENTS)
    every = consents_of(signed.person)
    standing = [one for one in every if one.withdrawn_on is None and one.given_on <= day < one.until]
    told = {"standing": [(one, _parts(one)) for one in standing], "before": [(one, _parts(one)) for one in every if one not in standing]}
    objections = [(one, AGAINST[Objection(one.against)]) for one in objections_of(signed.person, day=day)]
    given = {"here": "my-consents", **told, "objections": objections, "may_agree": _not_agreed(signed.person, standing)}
    return render(request, "resident/consents.html", given)


@require_http_methods(["GET", "POST"])
def consent_give(request: HttpRequest, referral: str) -> HttpResponse:
    """Agree that the organisation that has a referral now may know of it, and of more where they want that."""
    signed, house = signed_resident(request), house_of(request)
    look(signed.asker, signed.person, What.CONSENTS, referral=referral)
    record = next((one for one in live_referrals_of(signed.person) if one.reference == referral), None)
    if record is None:
        raise Http404
    form = GiveForm(*posted(request), initial={"until": house.today + OFFERED})
    back, name = reverse("my-consents"), house.called(record.turn)
    words = (f"{name} may then know your name, address and phone, and what this referral is for. You can take it back at any time.",)
    sheet = Sheet(
        title=f"Let {name} know about you", button="I agree", back=back, words=words, here="my-consents", public=False,
        more={"frame": "resident/frame.html"},
    )  # fmt: skip

    def do() -> Done:
        look(signed.asker, signed.person, What.CONSENTS, doing=Doing.WRITE, referral=referral)
        also = tuple(What(word) for word in form.cleaned_data["also"])
        asked = ConsentAsked(
            person=signed.person, organisation=record.turn, referral=referral, what=(What.DETAILS, What.REFERRALS, *also),
            until=form.cleaned_data["until"], given_by=signed.own, how="on their own page",
        )  # fmt: skip
        give_consent(signed.act("consent given"), asked)
        return Done(f"{name} may know this from now on.", back)

    return fill(request, form, sheet, do)


@require_POST
def consent_withdraw(request: HttpRequest, consent: str) -> HttpResponse:
    """A consent does not stand any more."""
    signed = signed_resident(request)
    look(signed.asker, signed.person, What.CONSENTS, doing=Doing.WRITE)
    record: Any = Consent.objects.filter(pk=consent, person=signed.person, withdrawn_on=None).first()
    if record is None:
        raise Http404
    withdraw_consent(signed.act("consent withdrawn"), record, because="withdrawn by the person")
    messages.success(request, f"Done. {house_of(request).called(record.organisation)} sees nothing more of this.")
    return HttpResponseRedirect(reverse("my-consents"))


@require_http_methods(["GET", "POST"])
def objection_new(request: HttpRequest) -> HttpResponse:
    """Object to something."""
    signed, house = signed_resident(request), house_of(request)
    form = ObjectionForm(*posted(request), house=house)
    words = (
        "Your care goes on whatever you choose. Those whom you go to yourself still see your bookings with them.",
        "If you object to sharing, people you are referred to cannot read about you before they meet you.",
    )
    back = reverse("my-consents")
    sheet = Sheet(
        title="Say what you do not want", button="Keep this", back=back, words=words, here="my-consents", public=False,
        more={"frame": "resident/frame.html"},
    )  # fmt: skip

    def do() -> Done:
        look(signed.asker, signed.person, What.CONSENTS, doing=Doing.WRITE)
        given = form.cleaned_data
        against = Objection(given["against"])
        organisation = given["organisation"] if against is Objection.ORGANISATION else ""
        object_to(signed.act("objection made"), signed.person, against, organisation=organisation, how="on their own page")
        return Done("It is kept, and holds from now on. You can take it back at any time.", back)

    return fill(request, form, sheet, do)


@require_POST
def objection_withdraw(request: HttpRequest, objection: str) -> HttpResponse:
    """They do not object any more."""
    signed = signed_resident(request)
    look(signed.asker, signed.person, What.CONSENTS, doing=Doing.WRITE)
    record: Any = Kept.objects.filter(pk=objection, person=signed.person, withdrawn_on=None).first()
    if record is None:
        raise Http404
    withdraw_objection(signed.act("objection withdrawn"), record)
    messages.success(request, "It is taken back.")
    return HttpResponseRedirect(reverse("my-consents"))


def _parts(consent: Consent) -> str:
    return ", ".join(str(PARTS.get(word, word)) for word in consent.what)


def _not_agreed(person: str, standing: list[Consent]) -> list[tuple[str, str]]:
    """Referrals that go on, with the organisation that has each now, where nothing was agreed with it."""
    agreed = {(one.referral, one.organisation) for one in standing}
    return [(one.reference, one.turn) for one in live_referrals_of(person) if one.turn and (one.reference, one.turn) not in agreed]
