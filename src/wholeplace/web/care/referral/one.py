"""One referral as its organisations see it: what it is for, what the person wants others to know, what happened, and what can be done."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.service.access import What
from wholeplace.service.records.access.audit import look, look_at_each
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import reading
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.records.referral.shapes import life_of, needs_somebody
from wholeplace.service.referral import (
    RESIDENT,
    Event,
    Instrument,
    Life,
    State,
    When,
    age_on,
    headings,
    instruments,
    possible,
    read_clocks,
    said,
)
from wholeplace.web.access import Role
from wholeplace.web.care.asking import asker_of
from wholeplace.web.care.persons.finding import details_of
from wholeplace.web.care.referral.seen import called, colour_of
from wholeplace.web.house import House, house_of

ROLES = (Role.LINK_WORKER, Role.GROUP_WORKER, Role.RECEPTIONIST, Role.CALL_HANDLER, Role.COORDINATOR)
BUTTONS = {
    Event.SEND: "Send it to another organisation", Event.RECEIVE: "Say that it came", Event.ACCEPT: "Accept it",
    Event.DECLINE: "Decline it",
    Event.WAIT: "Put on our waiting list", Event.START: "Say that we have begun", Event.HAND_OVER: "Hand over to somebody else",
    Event.RETURN: "Send back to who sent it", Event.TAKE_BACK: "Take it back", Event.COMPLETE: "Complete it with an outcome",
    Event.END_WITHOUT_HELP: "End it without help", Event.REOPEN: "Open it again", Event.MARK_AS_ERROR: "It was made in error",
}  # fmt: skip
AT_ONCE = (Event.RECEIVE, Event.ACCEPT, Event.WAIT, Event.START, Event.TAKE_BACK)
"""Events that need nothing but a press of a button."""
PLAINLY_NEXT = (Event.ACCEPT, Event.START, Event.TAKE_BACK)
"""What most people do next: a button that stands out."""
_WITH_US = (State.ACCEPTED, State.WAITING, State.IN_PROGRESS)


@require_safe
def referral(request: HttpRequest, organisation: str, referral: str) -> HttpResponse:
    """One referral. Each part of it that is about the person is shown only to whom the rules open it, and each look is noted."""
    asker, house = asker_of(request, organisation, *ROLES), house_of(request)
    record = read(asker, referral)
    life = life_of(record)
    told = _of_the_person(asker, record)
    story = reading.story_of(record)
    by = acts_as(asker, life)
    doable = [(slug_of(event), BUTTONS[event], event in AT_ONCE, event not in PLAINLY_NEXT) for event in _in_order(possible(life, by))]
    given = {
        "record": record, "life": life, "story": story, "colour": colour_of(record.state), "doable": doable, "said": said, **told,
        "ours": life.turn == organisation and life.state in _WITH_US,
        "attention": needs_somebody(record, read_clocks(house.folder), house.now),
        "steps": [(one, _step_in_words(one, house)) for one in story.steps], "chain": [called(house, code) for code in record.chain],
        "turn": called(house, record.turn), "sets": _sets(story), "link_worker": asker.role.value == Role.LINK_WORKER.value,
    }  # fmt: skip
    return render(request, "care/referral/one.html", {"here": "care-referrals", "organisation": organisation, **given})


def read(asker: Asker, reference: str, **more: Any) -> Referral:
    """A referral that the asker may read (or write, with `doing`). Raises Refused; Http404 where there is none and anybody may know it."""
    record = Referral.objects.filter(pk=reference).first()
    look(asker, record.person if record else reference[:80], What.REFERRALS, referral=reference[:80], **more)
    if record is None:
        raise Http404
    return record


def acts_as(asker: Asker, life: Life) -> str:
    """In whose place somebody acts on a referral: their organisation's; a coordinator's for people who made it and were turned away."""
    if asker.role.value == Role.COORDINATOR.value and life.turn == RESIDENT:
        return RESIDENT
    return asker.organisation


def slug_of(event: Event) -> str:
    """An event as it stands in an address."""
    return event.name.lower().replace("_", "-")


def _of_the_person(asker: Asker, record: Referral) -> Mapping[str, Any]:
    """Who it is about, About Me and risks: None for what is not open."""
    opened = {
        what: look_at_each(asker, [record.person], what, referrals={record.person: record.reference})[record.person].allowed
        for what in (What.DETAILS, What.ABOUT_ME, What.RISKS)
    }
    person = Person.objects.filter(pk=record.person).first() if opened[What.DETAILS] else None
    about = reading.about_me_of(record.person) if opened[What.ABOUT_ME] else None
    return {
        "person_record": person, "details": _details(asker, person) if person else [], "about_open": opened[What.ABOUT_ME],
        "about": [(one.title, about.texts[one.name]) for one in headings() if one.name in about.texts] if about else [],
        "about_record": about, "risks_open": opened[What.RISKS],
    }  # fmt: skip


def _in_order(events: Iterable[Event]) -> list[Event]:
    """What most people do next stands first."""
    return sorted(events, key=lambda event: event not in PLAINLY_NEXT)


def _sets(story: reading.Story) -> list[tuple[Instrument, str]]:
    """Each set of questions, and whether it is to be asked before or after help."""
    asked = {score.instrument for score in story.scores if score.when == When.BEFORE.value}
    return [(one, (When.AFTER if one.name in asked else When.BEFORE).value) for one in instruments().values()]


def _details(asker: Asker, person: Person) -> list[tuple[str, str]]:
    """Who it is about. A voluntary group is not given the NHS number, nor the day of birth: it needs neither to help."""
    every = details_of(person, asker.at.date())
    if asker.role.value != Role.GROUP_WORKER.value:
        return every
    kept = [line for line in every if line[0] not in ("NHS number", "Born")]
    return [*kept, ("Age", f"{age_on(person.birth_date, asker.at.date())} years")]


def _step_in_words(step: Any, house: House) -> str:
    """One step as somebody would tell it."""
    who = called(house, step.by)
    told = {
        Event.SEND: f"{who} sent it to {called(house, step.to)}", Event.RECEIVE: f"{who} received it", Event.ACCEPT: f"{who} accepted it",
        Event.DECLINE: f"{who} declined it", Event.WAIT: f"{who} put it on the waiting list", Event.START: f"{who} began",
        Event.HAND_OVER: f"{who} handed it over to {called(house, step.to)}", Event.RETURN: f"{who} sent it back",
        Event.TAKE_BACK: f"{who} took it back", Event.COMPLETE: f"{who} completed it", Event.REOPEN: f"{who} opened it again",
        Event.END_WITHOUT_HELP: f"{who} ended it without help", Event.MARK_AS_ERROR: f"{who} marked it as made in error",
    }[Event(step.event)]  # fmt: skip
    return f"{told[0].upper()}{told[1:]}"
