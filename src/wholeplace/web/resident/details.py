"""My details: what is known, what can be changed; and who somebody is who proved nothing yet."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.ledger.records.keeping import keep
from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.persons.finding import Told, one_postcode
from wholeplace.service.records.persons.models import Person, Resident
from wholeplace.service.records.turns import in_turn
from wholeplace.web.accounts.residents import says_who_they_are
from wholeplace.web.forms import DayField, LinesField
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted
from wholeplace.web.resident.rooms import add_room
from wholeplace.web.resident.who import signed_resident

add_room("My details", "my-details")
FRAME = {"frame": "resident/frame.html"}


class ReachForm(KeptForm):
    """How somebody is reached, and what they need."""

    postcode = forms.CharField(label="Postcode", max_length=8)
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    needs = LinesField(label="What makes it easier for you", required=False, help_text="One on each line, such as: an interpreter for Urdu")


class WhoForm(KeptForm):
    """Who somebody says they are."""

    given_name = forms.CharField(label="First name", max_length=120)
    family_name = forms.CharField(label="Family name", max_length=120)
    born = DayField(label="The day you were born")
    postcode = forms.CharField(label="Postcode", max_length=8)
    phone = forms.CharField(label="Phone", max_length=40, required=False)


@require_safe
def details(request: HttpRequest) -> HttpResponse:
    """What we know of them."""
    signed = signed_resident(request)
    look(signed.asker, signed.person, What.DETAILS)
    return render(request, "resident/details.html", {"here": "my-details", "record": Person.objects.filter(pk=signed.person).first()})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Change how they are reached. A name and a birth date are changed where somebody can see a proof."""
    signed = signed_resident(request)
    if request.method == "GET":
        look(signed.asker, signed.person, What.DETAILS)
    record: Any = Person.objects.get(pk=signed.person)
    shown = {"postcode": record.postcode, "phone": record.phone, "needs": record.needs, "version": record.version}
    form = ReachForm(*posted(request), initial=shown)
    back = reverse("my-details")
    words = ("Your name and your birth date are changed at your GP practice.",)
    sheet = Sheet(title="Change how you are reached", button="Keep it", back=back, words=words, here="my-details", public=False, more=FRAME)

    def do() -> Done:
        look(signed.asker, signed.person, What.DETAILS, doing=Doing.WRITE)
        given = form.cleaned_data
        record.version, record.postcode, record.phone = given["version"], one_postcode(given["postcode"]), given["phone"].strip()
        record.needs = list(given["needs"])
        in_turn(lambda: keep(record, signed.act("details changed")))
        return Done("Your details are changed.", back)

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """Somebody signed in who proved nothing: they say who they are. It joins them to nobody whom we know."""
    signed = signed_resident(request)
    form = WhoForm(*posted(request))
    words = ("We use this to reach you about what you arrange here. You see what you arrange here yourself, and nothing else.",)
    sheet = Sheet(title="Tell us who you are", button="Go on", back="/", words=words, here="my-home", public=False, more=FRAME)

    def do() -> Done:
        resident: Any = Resident.objects.get(account=signed.account, until=None)
        if not resident.person:
            given = form.cleaned_data
            told = Told(
                family_name=given["family_name"], given_name=given["given_name"], birth_date=given["born"], postcode=given["postcode"],
                phone=given["phone"],
            )  # fmt: skip
            says_who_they_are(signed.act("said who they are"), resident, told)
        return Done("Thank you.", reverse("my-home"))

    return fill(request, form, sheet, do)
