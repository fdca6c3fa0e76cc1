"""Breaking the glass: a reason, written down before anything is shown; and the privacy officer who asks about it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.ledger.records.keeping import keep
from wholeplace.service.access import Asker, Doing, Purpose, What
from wholeplace.service.records.access.audit import look, looks_at, may
from wholeplace.service.records.access.consents import break_glass
from wholeplace.service.records.access.models import GlassBroken
from wholeplace.service.records.persons.joining import persons_now
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.rooms import Waits, add_room, waits_for
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted

BREAKS = (Role.CALL_HANDLER, Role.RECEPTIONIST, Role.LINK_WORKER, Role.COORDINATOR)
add_room("Who looked", "care-looked")


class ReasonForm(KeptForm):
    """Why it cannot wait."""

    because = forms.CharField(
        label="Why can it not wait?", widget=forms.Textarea, max_length=500, help_text="The person reads this. Say what happened."
    )


class ReviewForm(KeptForm):
    """What came of asking."""

    found = forms.CharField(
        label="What did you find?", widget=forms.Textarea, max_length=1000, help_text="Was it right to look? What follows?"
    )


@require_http_methods(["GET", "POST"])
def glass(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Give a reason and look. It shows nothing of the person before, not even whether there is one."""
    asker = asker_of(request, organisation, *BREAKS)
    form = ReasonForm(*posted(request))
    words = (
        "Your organisation does not serve this person, as far as we know. If it cannot wait, give a reason.",
        "Their record is then open to you for an hour. The person is told your role, your organisation and your reason, and a privacy "
        "officer asks about it.",
    )
    sheet = Sheet(
        title="Look without being asked", button="Give the reason and look", back=reverse("care"), words=words, here="care",
        public=False,
    )  # fmt: skip

    def do() -> Done:
        if not may(asker, person, What.DETAILS).allowed:
            # One that a reason would not open is refused as any other look, and noted as such.
            if not may(asker, person, What.DETAILS).glass:
                look(asker, person, What.DETAILS)
            break_glass(asker, person, because=form.cleaned_data["because"])
        return Done("Your reason is on record. The record is open to you for an hour.", opened(organisation, person))

    return fill(request, form, sheet, do)


def opened(organisation: str, person: str) -> str:
    """Where a record that was opened is read."""
    return reverse("care-person", kwargs={"organisation": organisation, "person": person})


@require_safe
def looked(request: HttpRequest, organisation: str) -> HttpResponse:
    """Every look of the last days at this organisation, for its privacy officer; and where the glass was broken."""
    asker = asker_of(request, organisation, Role.PRIVACY_OFFICER)
    look(asker, "", What.LOOKED_AT, purpose=Purpose.AUDIT)
    broken = [(one, _answer(one)) for one in GlassBroken.objects.filter(organisation=organisation).order_by("-at")[:50]]
    given = {"here": "care-looked", "organisation": organisation, "broken": broken, "looks": looks_at(organisation, limit=200)}
    return render(request, "care/persons/looked.html", {**given, "now": persons_now()})


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, organisation: str, broken: str) -> HttpResponse:
    """Write down what came of asking why somebody looked."""
    asker = asker_of(request, organisation, Role.PRIVACY_OFFICER)
    record: Any = GlassBroken.objects.filter(pk=broken, organisation=organisation).first()
    look(asker, record.person if record else "", What.LOOKED_AT, doing=Doing.READ, purpose=Purpose.AUDIT)
    if record is None:
        raise Http404
    form = ReviewForm(*posted(request), initial={"version": record.version, "found": record.found})
    words = (f"{record.account}, {record.role}: “{record.because}”",)
    back = reverse("care-looked", kwargs={"organisation": organisation})
    sheet = Sheet(title="Was it right to look?", button="Keep the answer", back=back, words=words, here="care-looked", public=False)

    def do() -> Done:
        record.version, record.found = form.cleaned_data["version"], form.cleaned_data["found"]
        record.reviewed_by, record.reviewed_on = asker.account, asker.at.date()
        keep(record, act_of(asker, "asked about a broken glass"))
        return Done("Your answer is kept.", back)

    return fill(request, form, sheet, do)


@waits_for(Role.PRIVACY_OFFICER)
def unasked(request: HttpRequest, asker: Asker) -> list[Waits]:  # noqa: ARG001  the form the desk calls
    """Looks without being asked that nobody asked about yet."""
    found = GlassBroken.objects.filter(organisation=asker.organisation, reviewed_on=None).order_by("at")
    return [
        Waits(
            title="Somebody looked without being asked", what=f"Ask {one.account} why, and write down what you found",
            address=reverse("care-glass-review", kwargs={"organisation": asker.organisation, "broken": one.pk}), due=one.at.date(),
        )
        for one in found
    ]  # fmt: skip


def _answer(broken: GlassBroken) -> str:
    return f"{broken.found} ({broken.reviewed_by})" if broken.reviewed_on else ""
