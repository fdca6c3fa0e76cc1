"""Staff record who acts for a person who did not let them, a parent, a guardian, an attorney; and end it, for who cannot end it alone."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look, may
from wholeplace.service.records.persons.proxies import BASES, PARTS, ProxyAsked, end_acting, let_act, proxies_for
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.persons.naming import name_for
from wholeplace.web.forms import DayField
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted
from wholeplace.web.resident.acting import MAY, one_who_acts

WHY_IT_ENDS = (
    "The person does not want it any more", "They are no parent, guardian or attorney any more", "A court decided so", "It was a mistake",
)  # fmt: skip
RECORDS = (Role.RECEPTIONIST, Role.LINK_WORKER)


class EndActingForm(KeptForm):
    """Why nobody acts by it any more."""

    because = forms.ChoiceField(label="Why does it end?", choices=[(one, one) for one in WHY_IT_ENDS], widget=forms.RadioSelect)


class ActingForm(KeptForm):
    """Who acts, on what basis, and what was seen."""

    username = forms.CharField(label="User name of who acts", max_length=40, help_text="It begins with resident-.")
    born = DayField(label="The day they were born")
    relationship = forms.CharField(label="Who they are to the person", max_length=60, help_text="Such as mother or son.")
    basis = forms.ChoiceField(label="On what basis?", widget=forms.RadioSelect, choices=[(one, one) for one in BASES])
    seen = forms.CharField(label="What did you see that proves it?", max_length=120, help_text="Such as: birth certificate.")
    scope = forms.MultipleChoiceField(
        label="What may they do?", widget=forms.CheckboxSelectMultiple, choices=[(part.value, MAY[part]) for part in PARTS]
    )
    until = DayField(label="Until", help_text="At most three years from now. For a child, at most until they are 16.")


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Record that somebody acts for a person. The person reads it on their own page, and can end it."""
    asker = asker_of(request, organisation, *RECORDS)
    if request.method == "POST" or not may(asker, person, What.SIGN_IN, doing=Doing.WRITE).allowed:
        look(asker, person, What.SIGN_IN, doing=Doing.WRITE)
    form = ActingForm(*posted(request))
    back = reverse("care-person", kwargs={"organisation": organisation, "person": person})
    words = ("They sign in as themselves. The person sees everything they do, and can end it.",)
    acts = [(one, name_for(asker, one.acts, "Somebody")) for one in proxies_for(person, asker.at.date())]
    title = f"Somebody acts for {name_for(asker, person)}"
    sheet = Sheet(
        title=title, button="Keep it", back=back, words=words, here="care-people", public=False, template="care/persons/acting.html",
        more={"acts": acts, "organisation": organisation, "about": person},
    )  # fmt: skip

    def do() -> Done:
        given = form.cleaned_data
        asked = ProxyAsked(
            person=person, acts=one_who_acts(given["username"].strip().lower(), given["born"]), relationship=given["relationship"],
            scope=tuple(What(word) for word in given["scope"]), until=given["until"], basis=given["basis"], seen=given["seen"],
        )  # fmt: skip
        let_act(act_of(asker, "acting recorded", why=f"seen: {given['seen']}"), asked)
        return Done("They may act for the person from now on.", back)

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def ended(request: HttpRequest, organisation: str, person: str, proxy: str) -> HttpResponse:
    """End it: shown once more, then done. A child has no account with which they could."""
    asker = asker_of(request, organisation, *RECORDS)
    if request.method == "POST" or not may(asker, person, What.SIGN_IN, doing=Doing.WRITE).allowed:
        look(asker, person, What.SIGN_IN, doing=Doing.WRITE)
    record = next((one for one in proxies_for(person, asker.at.date()) if one.reference == proxy), None)
    if record is None:
        raise Http404
    form = EndActingForm(*posted(request), initial={"version": record.version})
    back = reverse("care-person-acting", kwargs={"organisation": organisation, "person": person})
    who, whom = name_for(asker, record.acts, "Somebody"), name_for(asker, person)
    words = (f"{who}, {record.relationship}, acts for {whom}: {record.basis}.", "From now on they see and do nothing for them any more.")
    sheet = Sheet(title="They act for them no longer", button="End it", back=back, words=words, here="care-people", public=False)

    def do() -> Done:
        record.version, because = form.cleaned_data["version"], form.cleaned_data["because"]
        end_acting(act_of(asker, "acting ended", why=because), record, because=because)
        return Done("It is ended.", back)

    return fill(request, form, sheet, do)
