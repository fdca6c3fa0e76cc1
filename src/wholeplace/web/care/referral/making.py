"""Make a referral for somebody: a practice, 111, a link worker."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import Doing, What
from wholeplace.service.directory.words import needs
from wholeplace.service.records.access.audit import look, may
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import doing
from wholeplace.service.referral import Source, Urgency
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.persons.naming import name_for
from wholeplace.web.care.referral.forms import LASTS, ReferForm
from wholeplace.web.care.referral.taking import Taker, consent_from, takers
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted

MAKES = (Role.RECEPTIONIST, Role.LINK_WORKER, Role.CALL_HANDLER)
_SOURCES = {Role.RECEPTIONIST.value: Source.GP, Role.CALL_HANDLER.value: Source.URGENT_CARE}


@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Refer somebody. Who they are, About Me and where they are registered is known already, and is not asked."""
    asker, house = asker_of(request, organisation, *MAKES), house_of(request)
    if request.method == "POST" or not may(asker, person, What.REFERRALS, doing=Doing.WRITE).allowed:
        look(asker, person, What.REFERRALS, doing=Doing.WRITE)
    record = Person.objects.filter(pk=person).first()
    if record is None:
        raise Http404
    to = takers(house, but=organisation)
    source = _SOURCES.get(asker.role.value, Source.SOCIAL_CARE)
    initial = {"source": source.value, "until": house.today + LASTS, "to": request.GET.get("to", ""), "urgency": Urgency.ROUTINE.value}
    form = ReferForm(*posted(request), initial=initial, takers=[(one.code, one.name) for one in to], needs=list(needs()))
    back = reverse("care-person", kwargs={"organisation": organisation, "person": person})
    sheet = Sheet(
        title=f"Refer {name_for(asker, person)}", button="Send the referral", back=back, here="care-made", public=False, words=_KNOWN,
        template="care/referral/step.html",
    )  # fmt: skip

    def do() -> Done:
        wanted = _wanted(form.cleaned_data, record, organisation, to)
        made = doing.refer(wanted, act_of(asker, "referred"), who=house.called(organisation))
        return Done("The referral is sent.", reverse("care-referral", kwargs={"organisation": organisation, "referral": made.reference}))

    return fill(request, form, sheet, do)


def _wanted(given: dict, person: Person, organisation: str, to: list[Taker]) -> doing.Wanted:
    return doing.Wanted(
        person=person.reference, source=Source(given["source"]), made_by=organisation, to=given["to"], why=given["why"],
        needs=(given["need"],) if given["need"] else (), risks=given["risks"], urgency=Urgency(given["urgency"]),
        practice=person.registered_at,
        label=given["label"], voluntary=any(one.voluntary for one in to if one.code == given["to"]),
        consent=consent_from(given, person=person.reference, organisation=given["to"], referral=""),
    )  # fmt: skip


_KNOWN = ("Who they are, how to reach them, About Me and where they are registered go with it by themselves, as far as they agree.",)
