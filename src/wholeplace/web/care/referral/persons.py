"""What link workers write down with somebody, About Me; and what referrals add to a person's page."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.publish import wording
from wholeplace.service.access import What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.referral import people, reading
from wholeplace.service.referral import headings
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.persons.naming import name_for
from wholeplace.web.care.persons.parts import part_of_a_person
from wholeplace.web.care.referral.forms import AboutMeForm
from wholeplace.web.care.referral.seen import doing_of
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
    sheet = Sheet(title=f"About Me: {name_for(asker, person)}", button="Keep it", back=back, words=words, here="care-people", public=False)

    def do() -> Done:
        given = form.cleaned_data
        people.write_about_me(
            person, form.texts(), act_of(asker, "About Me written"), supported_by=given["supported_by"], version=given["version"]
        )
        return Done("About Me is kept.", back)

    return fill(request, form, sheet, do)


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
