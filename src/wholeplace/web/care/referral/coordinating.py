"""What waits between organisations: overdue steps and failed hand-overs, whoever owes them; and one person's care team and plan."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.service.access import What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import people, reading
from wholeplace.service.records.referral.models import Referral, SupportPlan
from wholeplace.service.referral import Trouble
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.persons.naming import name_for
from wholeplace.web.care.referral.forms import GOALS, PlanForm
from wholeplace.web.care.referral.lists import needing_of
from wholeplace.web.care.referral.seen import called, doing_of, lines, names_of
from wholeplace.web.care.rooms import Waits, add_room, waits_for
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted

add_room("What waits between us", "care-waiting")
TEAM = (Role.COORDINATOR, Role.LINK_WORKER)


@require_safe
def waiting(request: HttpRequest, organisation: str) -> HttpResponse:
    """Every referral of the organisations that this one coordinates which is overdue, or failed to be handed over, the latest first."""
    asker, house = asker_of(request, organisation, Role.COORDINATOR), house_of(request)
    ours = _coordinated(asker)
    needing = needing_of(ours, house)
    by_reference = {one.reference: one for one in ours}
    shown = lines(asker, [by_reference[reference] for reference in needing], house, needing)
    failed = [one for one in shown if one.attention and one.attention.trouble is not Trouble.OVERDUE]
    given = {"failed": failed, "late": [one for one in shown if one not in failed], "open": len(ours)}
    return render(request, "care/referral/waiting.html", {"here": "care-waiting", "organisation": organisation, **given})


@require_safe
def team(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Who helps one person, what they want to reach, and what is late."""
    asker, house = asker_of(request, organisation, *TEAM), house_of(request)
    look(asker, person, What.CARE_TEAM)
    record = Person.objects.filter(pk=person).first()
    if record is None:
        raise Http404
    look(asker, person, What.DETAILS)
    live = reading.live_referrals_of(person)
    needing = needing_of(live, house)
    carers = reading.carers_of(person)
    given = {
        "record": record, "plan": reading.plan_of(person),
        "live": [(one, called(house, one.turn), needing.get(one.reference)) for one in live],
        "practice": house.called(record.registered_at) if record.registered_at else "",
        "helpers": _who_helps(live, house, but=record.registered_at),
        "carers": [(one, names_of([one.carer]).get(one.carer, "")) for one in carers],
    }  # fmt: skip
    return render(request, "care/referral/team.html", {"here": "care-waiting", "organisation": organisation, **given})


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Write down with somebody what they want to reach, and who does what for it."""
    asker = asker_of(request, organisation, *TEAM)
    look(asker, person, What.CARE_TEAM, doing=doing_of(request))
    record = reading.plan_of(person) or SupportPlan(reference=person, kept_by=organisation)
    initial = {"version": record.version, "strengths": record.strengths, "agreed_on": record.agreed_on, "review_on": record.review_on}
    for number, goal in enumerate(record.goals[:GOALS], 1):
        initial |= {f"{name}_{number}": goal.get(name, "") for name in ("goal", "what", "who", "state")}
    form = PlanForm(*posted(request), initial=initial)
    back = reverse("care-team", kwargs={"organisation": organisation, "person": person})
    title = f"What {name_for(asker, person)} wants to reach"
    sheet = Sheet(title=title, button="Keep the plan", back=back, here="care-waiting", public=False)

    def do() -> Done:
        form.put(record, kept_by=organisation)
        people.keep_plan(record, form.goals(), act_of(asker, "plan kept"))
        return Done("The plan is kept.", back)

    return fill(request, form, sheet, do)


@waits_for(Role.COORDINATOR)
def overdue(request: HttpRequest, asker: Asker) -> list[Waits]:
    """How much is late or fell between two organisations."""
    needing = needing_of(_coordinated(asker), house_of(request))
    if not needing:
        return []
    failed = sum(1 for one in needing.values() if one.trouble is not Trouble.OVERDUE)
    count, first = len(needing), min(one.due for one in needing.values())
    title = "1 referral needs somebody" if count == 1 else f"{count} referrals need somebody"
    what = f"{failed} of them fell between two organisations" if failed else "Ask those whose turn it is"
    address = reverse("care-waiting", kwargs={"organisation": asker.organisation})
    return [Waits(title=title, what=what, address=address, due=first.date(), late=True)]


def _coordinated(asker: Asker) -> list[Referral]:
    """Referrals in which an organisation takes part that this one coordinates, and those of people who are registered there."""
    through = {one.reference: one for one in reading.open_between(asker.covers)}
    here = Person.objects.filter(registered_at__in=asker.covers).values_list("reference", flat=True)
    of_theirs = {one.reference: one for one in reading.open_about(here)}
    return sorted((through | of_theirs).values(), key=lambda one: (one.since, one.reference))


def _who_helps(live: Iterable[Referral], house: House, *, but: str) -> list[tuple[str, str]]:
    """Each organisation that takes part in something that goes on, and what for. `but`: the practice, which has a line of its own."""
    found: dict[str, list[str]] = {}
    for one in live:
        for code in (code for code in one.chain if code != but):
            found.setdefault(called(house, code), []).append(", ".join(one.needs) or one.listing_title or "a referral")
    return [(name, "; ".join(dict.fromkeys(for_what))) for name, for_what in sorted(found.items())]
