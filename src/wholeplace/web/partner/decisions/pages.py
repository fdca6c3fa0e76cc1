"""Decisions: the list with what each waits for, and one decision with everything that is recorded about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wholeplace.agreement.decisions import (
    Does,
    InForce,
    Lens,
    Recorded,
    State,
    Step,
    authority_over,
    decidable_from,
    failing,
    free_from,
    next_steps,
    notices_needed,
    payers_first,
    waits_for,
)
from wholeplace.agreement.records.decisions.models import Decision, Matter
from wholeplace.agreement.records.decisions.reading import described_in, placed_in
from wholeplace.agreement.subsidiarity import Duty
from wholeplace.ledger.records.keeping import history
from wholeplace.terms import Problem
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.bodies.pages import STANDING
from wholeplace.web.partner.decisions.deciding import COLOURS, Shown, decision_called, held_in, may_find, measures_of, shown_to
from wholeplace.web.partner.decisions.proposal_form import LENSES
from wholeplace.web.partner.filling import told_of
from wholeplace.web.partner.matters.pages import KINDS_OF_DUTY
from wholeplace.web.who import Person, person_of

_OFFICERS = frozenset({Role.OFFICER})
_CLERKS = frozenset({Role.CLERK})
_ROUTES = {
    Does.EDIT: "decision-edit", Does.PROPOSE: "decision-propose", Does.WITHDRAW: "decision-withdraw", Does.REPLACE: "decision-replace",
    Does.CARRY_OUT: "decision-carried-out", Does.REVIEW: "decision-review", Does.NOTICE: "decision-notice",
    Does.MEET: "decision-meeting", Does.PUBLISH: "decision-publish",
}  # fmt: skip
_BY_CLERKS = frozenset({Does.NOTICE, Does.MEET, Does.PUBLISH})


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """One step on a page: its words, its address for this person (empty: not theirs or not now), for whom it is, and why not."""

    does: Does
    address: str
    whose: str
    why_not: tuple[Problem, ...]


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision this person may find, by state, with what it waits for. Filters stand in the address."""
    house, held = house_of(request), held_in(house_of(request))
    found = [one for one in Decision.objects.order_by("-year", "-number") if may_find(request, one)]
    shown = [shown_to(request, one) for one in found]
    state, body = request.GET.get("state", ""), request.GET.get("body", "")
    chosen = [one for one in shown if state in ("", one.state.name.lower()) and body in ("", one.record.body)]
    by_state = [(kind, [(one, waits_for(one.recorded, held, house.now)) for one in chosen if one.state is kind]) for kind in State]
    given = {
        "by_state": [(kind, rows) for kind, rows in by_state if rows], "colours": COLOURS, "count": len(chosen), "all": len(shown),
        "states": [kind for kind in State if any(one.state is kind for one in shown)], "state": state, "body": body,
        "bodies": [one for one in house.agreement.bodies if any(each.record.body == one.name for each in shown)],
    }  # fmt: skip
    return render(request, "partner/decisions/decisions.html", {"here": "decisions", **given})


@require_safe
def decision(request: HttpRequest, decision: str) -> HttpResponse:
    """One decision: all of it to those who may read it; of a private part, that there is one and on which ground."""
    house, held = house_of(request), held_in(house_of(request))
    shown = decision_called(request, decision)
    recorded = shown.recorded
    worse = failing(recorded.proposal)
    lenses = [(lens, recorded.proposal.lenses.get(lens)) for lens in (*worse, *(lens for lens in Lens if lens not in worse))]
    steps = next_steps(recorded, held, house.now)
    given = {
        "shown": shown, "decision": shown.record, "r": recorded, "p": recorded.proposal, "state": shown.state, "lenses": lenses,
        "lens_titles": LENSES, "money": payers_first(recorded.proposal), "waits": waits_for(recorded, held, house.now),
        "authority": authority_over(recorded, held, house.today), "standing": STANDING, "closes": free_from(recorded),
        "steps": offered(shown, steps, held, person_of(request), request), "told": told_of(history(shown.record)),
        "titles": {body.name: body.title for body in house.agreement.bodies}, "missing": _missing(recorded, steps),
        "measures": measures_of(house), "duties": _by_kind(recorded.duties), "needed": notices_needed(recorded, held),
        "notices": held.notices, "from_day": decidable_from(recorded, held, house.today),
        "newer": _newer_answer(shown, steps), "may_write": _theirs(request, shown.record.kept_by),
    }  # fmt: skip
    return render(request, "partner/decisions/decision.html", {"here": "decisions", **given})


def offered(shown: Shown, steps: Sequence[Step], held: InForce, person: Person | None, request: HttpRequest) -> list[Offered]:
    """Every step with its address for this person, the possible ones first."""
    day = house_of(request).today
    found: list[Offered] = []
    for step in steps:
        if step.does in (Does.CALL_IN, Does.SCRUTINISE):
            found += _of_scrutiny(step, shown, held, person, request)
            continue
        clerks = step.does in _BY_CLERKS
        body = shown.record.body if clerks else shown.record.kept_by
        theirs = person is not None and person.may(_CLERKS if clerks else _OFFICERS, day, body=body)
        address = reverse(_ROUTES[step.does], args=[shown.record.reference]) if theirs and not step.why_not else ""
        found.append(Offered(does=step.does, address=address, whose=_whose(clerks, body, held), why_not=step.why_not))
    return sorted(found, key=lambda one: bool(one.why_not))


def _of_scrutiny(step: Step, shown: Shown, held: InForce, person: Person | None, request: HttpRequest) -> list[Offered]:
    looking = [one for one in held.agreement.bodies if shown.record.body in one.scrutinises]
    route = "decision-call-in" if step.does is Does.CALL_IN else "decision-scrutiny"
    offers = []
    for one in looking:
        theirs = person is not None and person.may(frozenset({Role.SCRUTINY}), house_of(request).today, body=one.name)
        address = reverse(route, args=[one.name, shown.record.reference]) if theirs and not step.why_not else ""
        offers.append(Offered(does=step.does, address=address, whose=f"a scrutiny member of {one.title}", why_not=step.why_not))
    return offers


def _whose(clerks: bool, body: str, held: InForce) -> str:
    of = held.agreement.body(body)
    return f"{'the clerk' if clerks else 'an officer'} of {of.title if of else body}"


def _missing(recorded: Recorded, steps: Sequence[Step]) -> tuple[Problem, ...]:
    """What a draft still lacks."""
    if recorded.state is not State.DRAFT:
        return ()
    return next(step.why_not for step in steps if step.does is Does.PROPOSE)


def _by_kind(duties: Sequence[Duty]) -> list[tuple[str, list[Duty]]]:
    found = [(title, [duty for duty in duties if duty.kind == kind]) for kind, title in KINDS_OF_DUTY.items()]
    return [(title, own) for title, own in found if own]


def _newer_answer(shown: Shown, steps: Sequence[Step]) -> bool:
    """Was the matter described otherwise since, in a way that changes where it belongs, what it touches or what must be done first?"""
    matter = Matter.objects.filter(pk=shown.record.matter).first()
    if matter is None or any(step.why_not for step in steps if step.does is Does.EDIT):
        return False
    described, placed, recorded = described_in(matter), placed_in(matter), shown.recorded
    now = (placed.level, placed.duties, described.money, described.places, described.councils)
    return now != (recorded.level, recorded.duties, recorded.binds, recorded.areas, recorded.councils)


def _theirs(request: HttpRequest, body: str) -> bool:
    person = person_of(request)
    return person is not None and person.may(_OFFICERS, house_of(request).today, body=body)
