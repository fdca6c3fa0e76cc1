"""What link workers write down with somebody: About Me, and whom they look after without pay. Their parts of a person's page."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.publish import wording
from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import people, reading
from wholeplace.service.referral import Caring, headings, offers_for
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.persons.parts import part_of_a_person
from wholeplace.web.care.referral.forms import AboutMeForm, CarerForm
from wholeplace.web.care.referral.seen import doing_of
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted


@require_http_methods(["GET", "POST"])
def about_me(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Write About Me together with somebody who has no way to do it by themselves."""
    asker = asker_of(request, organisation, Role.LINK_WORKER)
    look(asker, person, What.ABOUT_ME, doing=doing_of(request))
    kept = reading.about_me_of(person)
    initial = {"version": kept.version, "supported_by": kept.supported_by, **kept.texts} if kept else {}
    form = AboutMeForm(*posted(request), initial=initial)
    back = _person(organisation, person)
    words = ("In the person's own words. Every organisation that helps them reads it, as far as they agree, so that nobody asks twice.",)
    sheet = Sheet(title="About Me", button="Keep it", back=back, words=words, here="care-people", public=False)

    def do() -> Done:
        given = form.cleaned_data
        people.write_about_me(
            person, form.texts(), act_of(asker, "About Me written"), supported_by=given["supported_by"], version=given["version"]
        )
        return Done("About Me is kept.", back)

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def carer(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Write down that somebody looks after another without pay, with the word of both."""
    asker, house = asker_of(request, organisation, Role.LINK_WORKER), house_of(request)
    look(asker, person, What.CARE_TEAM, doing=doing_of(request))
    form = CarerForm(*posted(request))
    back = _person(organisation, person)
    record = Person.objects.filter(pk=person).first()
    offers = [f"{one.title}: {one.words}" for one in offers_for(record.birth_date, house.today)] if record else []
    words = ('"Carer" means somebody who looks after a relative or friend and is not paid for it.', "What there is for them:", *offers)
    sheet = Sheet(title="They look after somebody", button="Keep it", back=back, words=words, here="care-people", public=False)

    def do() -> Done:
        given = form.cleaned_data
        cared_for = _cared_for(given["cared_for"], asker)
        caring = Caring(
            carer=person, cared_for=cared_for, relationship=given["relationship"], paid=given["paid"] == "yes",
            carer_agreed=house.today if given["agrees"] else None,
            cared_for_agreed=house.today if cared_for and given["other_agrees"] else None,
        )  # fmt: skip
        people.record_carer(caring, act_of(asker, "carer's record"), organisation=organisation)
        return Done("It is kept.", back)

    return fill(request, form, sheet, do)


def _cared_for(number: str, asker: Asker) -> str:
    """The person with that NHS number; empty where nobody has it or none was given. The page never says which."""
    if not number:
        return ""
    look(asker, "", What.DETAILS, doing=Doing.SEARCH)
    return Person.objects.filter(nhs_number=number).values_list("reference", flat=True).first() or ""


@part_of_a_person(What.REFERRALS, "Referrals")
def _referrals(_: Asker, person: str) -> Iterator[tuple[str, str]]:
    for one in reading.referrals_of(person):
        yield f"{wording.day_in_words(one.made_at.date())}: {one.state}", one.why


@part_of_a_person(What.ABOUT_ME, "About Me")
def _about(_: Asker, person: str) -> Iterator[tuple[str, str]]:
    kept = reading.about_me_of(person)
    for one in headings():
        if kept and one.name in kept.texts:
            yield one.title, kept.texts[one.name]


@part_of_a_person(What.TRIAGE, "What they answered online")
def _triage(_: Asker, person: str) -> Iterator[tuple[str, str]]:
    run = reading.triage_of(person)
    if run is not None:
        yield wording.day_in_words(run.at.date()), run.why
        yield from ((one["asks"], one["said"]) for one in run.answers)


@part_of_a_person(What.RISKS, "Risks")
def _risks(_: Asker, person: str) -> Iterator[tuple[str, str]]:
    for one in reading.live_referrals_of(person):
        if one.risks:
            yield f"As told on {wording.day_in_words(one.made_at.date())}", one.risks


def _person(organisation: str, person: str) -> str:
    return reverse("care-person", kwargs={"organisation": organisation, "person": person})
