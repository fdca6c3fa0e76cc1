"""Who looks after whom without pay: written down with the word of both, and ended when it ends or one of them does not want it there."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.publish import wording
from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look, look_at_each
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import people, reading
from wholeplace.service.records.referral.models import CarerRecord
from wholeplace.service.referral import Caring, offers_for
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.persons.naming import name_for
from wholeplace.web.care.referral.forms import CarerForm, EndCaringForm
from wholeplace.web.care.referral.seen import doing_of, names_of
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted

ENDS = (Role.COORDINATOR, Role.LINK_WORKER)
"""Whoever may write in a care team."""


@require_http_methods(["GET", "POST"])
def carer(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Write down that somebody looks after another without pay, with the word of both; what is written down already stands above."""
    asker, house = asker_of(request, organisation, Role.LINK_WORKER), house_of(request)
    look(asker, person, What.CARE_TEAM, doing=doing_of(request))
    form = CarerForm(*posted(request))
    record = Person.objects.filter(pk=person).first()
    offers = [f"{one.title}: {one.words}" for one in offers_for(record.birth_date, house.today)] if record else []
    words = ('"Carer" means somebody who looks after a relative or friend and is not paid for it.',)
    sheet = Sheet(
        title=f"Whom {name_for(asker, person)} looks after", button="Keep it", back=_person(organisation, person), words=words,
        here="care-people", public=False, template="care/referral/carer.html",
        more={"known": _known(asker, person), "offers": offers, "organisation": organisation, "about": person},
    )  # fmt: skip

    def do() -> Done:
        given = form.cleaned_data
        cared_for = _cared_for(given["cared_for"], asker)
        caring = Caring(
            carer=person, cared_for=cared_for, relationship=given["relationship"], paid=given["paid"] == "yes",
            carer_agreed=house.today if given["agrees"] else None,
            cared_for_agreed=house.today if cared_for and given["other_agrees"] else None,
        )  # fmt: skip
        people.record_carer(caring, act_of(asker, "carer's record"), organisation=organisation)
        return Done("It is kept.", _person(organisation, person))

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def ended(request: HttpRequest, organisation: str, person: str, carer: str) -> HttpResponse:
    """End it: shown once more with what follows, then done. `person` is the carer or whom they look after."""
    asker = asker_of(request, organisation, *ENDS)
    look(asker, person, What.CARE_TEAM, doing=doing_of(request))
    record: Any = CarerRecord.objects.filter(Q(carer=person) | Q(cared_for=person), pk=carer).first()
    if record is None:
        raise Http404
    back = _person(organisation, person)
    if record.ended_on is not None:
        messages.success(request, f"It had ended on {wording.day_in_words(record.ended_on)} already.")
        return HttpResponseRedirect(back)
    form = EndCaringForm(*posted(request), initial={"version": record.version})
    words = (
        f"Written down on {wording.day_in_words(record.carer_agreed)}: {_in_words(record, person, name_for(asker, person))}.",
        "Once it has ended, neither is shown in the other's care team, and the carer's record names nobody. That somebody was a carer, "
        "and until when, stays on record. Whether somebody may act for another is written down apart, and does not end with it.",
    )  # fmt: skip
    sheet = Sheet(title="They no longer look after them", button="End it", back=back, words=words, here="care-people", public=False)

    def do() -> Done:
        record.version = form.cleaned_data["version"]
        people.end_caring(record, act_of(asker, "caring ended", why=form.cleaned_data["because"]))
        return Done("It has ended.", back)

    return fill(request, form, sheet, do)


def _known(asker: Asker, person: str) -> Sequence[tuple[CarerRecord, str]]:
    """What is written down of a carer, with the name of whom they look after where the asker may see it."""
    records = reading.caring_of(person)
    named = {one.cared_for for one in records if one.cared_for and one.ended_on is None}
    verdicts = look_at_each(asker, sorted(named), What.DETAILS)
    names = names_of([one for one in named if verdicts[one].allowed])
    return [(one, names.get(one.cared_for, "")) for one in records]


def _in_words(record: CarerRecord, person: str, name: str) -> str:
    """Who they are to each other, with the name of the one from whose page it was come."""
    if record.carer == person:
        return f"{name} looks after somebody as their {record.relationship}"
    return f"somebody looks after {name} as their {record.relationship}"


def _cared_for(number: str, asker: Asker) -> str:
    """The person with that NHS number; empty where nobody has it or none was given. The page never says which."""
    if not number:
        return ""
    look(asker, "", What.DETAILS, doing=Doing.SEARCH)
    return Person.objects.filter(nhs_number=number).values_list("reference", flat=True).first() or ""


def _person(organisation: str, person: str) -> str:
    return reverse("care-person", kwargs={"organisation": organisation, "person": person})
