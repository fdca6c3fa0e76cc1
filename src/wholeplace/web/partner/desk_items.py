"""What waits for somebody, from every room of the partner door: each room gives a source of items for the desk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from wholeplace.agreement.meetings import DutyState, LogState, Sitting, due_of, duties_of, log_state
from wholeplace.agreement.records.decisions.waiting import waiting
from wholeplace.agreement.records.meetings.reading import logged, sittings
from wholeplace.agreement.records.plans.models import Action, Milestone
from wholeplace.agreement.records.scrutiny.models import EngagementPoint, WorkItem
from wholeplace.agreement.records.scrutiny.reading import point_of, work_item_of
from wholeplace.agreement.scrutiny import PointState, WorkState, point_state, work_state
from wholeplace.publish import wording
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.partner.choosing.desk import to_choose
from wholeplace.web.partner.decisions.deciding import held_in
from wholeplace.web.partner.funds.desk import to_tell
from wholeplace.web.partner.meeting_book import held_by
from wholeplace.web.partner.scrutiny_book import ANSWERED_WITHIN, WAITING_STATES, clocks
from wholeplace.web.who import Person

SOON = 30
"""Days before its day at which an action or a meeting is on somebody's desk."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskItem:
    """One thing that waits: what it is, where it is dealt with, what is to be done, and by which day (None: there is none)."""

    title: str
    address: str
    what: str
    due: date | None = None
    late: bool = False


Source = Callable[[Person, House], Iterator[DeskItem]]


def of_person(person: Person, house: House) -> list[DeskItem]:
    """Everything that waits for somebody by the roles they hold: what is late first, then by its day, what has no day last."""
    found = [item for source in SOURCES for item in source(person, house)]
    return sorted(found, key=lambda one: (not one.late, one.due or date.max, one.title))


def decisions(person: Person, house: House) -> Iterator[DeskItem]:
    """Decisions whose next step is theirs."""
    roles = [(one.role.value, one.body) for one in person.held if one.holds(house.today)]
    for one in waiting(roles, held_in(house), house.now):
        address = reverse("decision", args=[one.reference])
        title = f"{one.reference}: {one.title}"
        yield DeskItem(title=title, address=address, what=f"{one.body_title}. {one.what}", due=one.due, late=one.late)


def actions(person: Person, house: House) -> Iterator[DeskItem]:
    """Actions and milestones of the plan that are late or near their day, for officers of the body that keeps them."""
    for one in Action.objects.filter(done_on=None, stopped_on=None).order_by("due"):
        if _at(person, house, Role.OFFICER, one.body) and (one.due - house.today).days <= SOON:
            what = "It is late. Finish it, put it off or stop it." if one.due < house.today else "It is due soon."
            yield DeskItem(title=one.title, address=reverse("action", args=[one.pk]), what=what, due=one.due, late=one.due < house.today)
    going_on = Action.objects.filter(done_on=None, stopped_on=None).values("pk")
    for each in Milestone.objects.filter(reached_on=None, due__lt=house.today, action__in=going_on).order_by("due"):
        if _at(person, house, Role.OFFICER, each.body):
            address = reverse("action", args=[each.action])
            yield DeskItem(title=each.title, address=address, what="This milestone is late.", due=each.due, late=True)


def replies_due(person: Person, house: House) -> Iterator[DeskItem]:
    """Recommendations that a body of theirs has to answer."""
    for one in clocks(house):
        if one.state in WAITING_STATES and _at(person, house, Role.OFFICER, one.record.answers):
            late = one.due is not None and one.due < house.today
            address = reverse("recommendation", args=[one.record.pk])
            yield DeskItem(title=one.record.text, address=address, what="Scrutiny waits for a reply.", due=one.due, late=late)


def people_waiting(person: Person, house: House) -> Iterator[DeskItem]:
    """What people said and nobody has answered."""
    for one in EngagementPoint.objects.filter(did="").order_by("said_on"):
        if _at(person, house, Role.OFFICER, one.body):
            late = point_state(point_of(one), house.today, within=ANSWERED_WITHIN) is PointState.UNANSWERED
            address = reverse("point-answer", args=[one.pk])
            what = f"{one.group} wait for an answer."
            yield DeskItem(title=f"“{one.said}”", address=address, what=what, due=one.said_on + ANSWERED_WITHIN, late=late)


def topics(person: Person, house: House) -> Iterator[DeskItem]:
    """Topics of a work programme whose day has passed."""
    for one in WorkItem.objects.filter(taken_on=None, dropped_why="").order_by("planned_for"):
        if _at(person, house, Role.SCRUTINY, one.body) and work_state(work_item_of(one), house.today) is WorkState.OVERDUE:
            address = reverse("topic-change", args=[one.pk])
            yield DeskItem(title=one.topic, address=address, what="It was not looked into in time.", due=one.planned_for, late=True)


def meetings(person: Person, house: House) -> Iterator[DeskItem]:
    """For clerks what must be published around a meeting, with its last day; for members and officers the meetings ahead."""
    rules = held_by(house).rules
    for one in sittings():
        if one.called_off_why:
            continue
        if _at(person, house, Role.CLERK, one.body):
            held = one.starts.date() < house.today
            for duty in duties_of(one, rules, house.today):
                too_late = held and duty.due <= one.starts.date()  # nothing can be done about it any more: the meeting's own page says so
                if duty.state in (DutyState.TO_DO, DutyState.MISSED) and not too_late:
                    what = f"{duty.what.capitalize()}: {'not published in time' if duty.state is DutyState.MISSED else 'to be published'}."
                    late = duty.state is DutyState.MISSED
                    yield DeskItem(title=_words(one, house), address=_page(one), what=what, due=duty.due, late=late)
        elif 0 <= (one.starts.date() - house.today).days <= SOON and any(each.body in ("", one.body) for each in person.held):
            yield DeskItem(title=_words(one, house), address=_page(one), what="A meeting to come. Read its pack.", due=one.starts.date())


def asked_by_meetings(person: Person, house: House) -> Iterator[DeskItem]:
    """What meetings asked for and is not done, for officers and clerks of the body."""
    for one in logged():
        state = log_state(one, house.today)
        if state is not LogState.DONE and any(_at(person, house, role, one.body) for role in (Role.OFFICER, Role.CLERK)):
            address = reverse("action-log", args=[one.body])
            what = f"Asked for by a meeting, of {one.owner}."
            yield DeskItem(title=one.what, address=address, what=what, due=due_of(one), late=state is LogState.LATE)


def choosing(person: Person, house: House) -> Iterator[DeskItem]:
    """Bids to score, for members; awards to record, for clerks."""
    for title, address, what in to_choose(person, house):
        yield DeskItem(title=title, address=address, what=what)


def overspends(person: Person, house: House) -> Iterator[DeskItem]:
    """What an overspend of a fund asks for, for officers of bodies whose partners pay into it."""
    for title, address, what, due, late in to_tell(person, house):
        yield DeskItem(title=title, address=address, what=what, due=due, late=late)


def _at(person: Person, house: House, role: Role, body: str) -> bool:
    return person.may(frozenset({role}), house.today, body=body)


def _words(one: Sitting, house: House) -> str:
    body = house.agreement.body(one.body)
    return f"{body.title if body else one.body}, {wording.day_in_words(one.starts.date())}"


def _page(one: Sitting) -> str:
    return reverse("meeting", args=[one.reference])


SOURCES: list[Source] = [decisions, actions, replies_due, people_waiting, topics, meetings, asked_by_meetings, choosing, overspends]
"""Everything that can lie on a desk. A further room adds its own."""
