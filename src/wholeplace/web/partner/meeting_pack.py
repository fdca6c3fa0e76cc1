"""The pack of a meeting: one page to print, with everything that lies on the table. Figures come from the latest release only."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.decisions import Proposal, Recorded, State, failing, stands_at
from wholeplace.agreement.funds.standing import FundStanding
from wholeplace.agreement.meetings import ActionLogEntry, Sitting, due_of, log_state, open_entries
from wholeplace.agreement.plans import Colour, Delivery, Plan, delivery_of
from wholeplace.agreement.records.decisions.models import Decision
from wholeplace.agreement.records.decisions.reading import proposal_of, recorded_of
from wholeplace.agreement.records.meetings.models import Meeting
from wholeplace.agreement.records.meetings.reading import logged, sitting_of, sittings
from wholeplace.agreement.records.plans.reading import programmes_of_body
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.funds.book import names_in, standings_of
from wholeplace.web.partner.meeting_book import body_or_404
from wholeplace.web.partner.plan import release_of
from wholeplace.web.partner.planned import plan_of, titles_of
from wholeplace.web.partner.released import ReadingSaid, Release
from wholeplace.web.partner.scrutiny_book import WAITING_STATES, ReplyClock, clocks
from wholeplace.web.partner.standing import WORST_FIRST, Followed, follow

_TELLS = (Colour.RED, Colour.AMBER)


@dataclass(frozen=True, kw_only=True, slots=True)
class OnTheTable:
    """One decision of an agenda: its proposal, where it stands, and the views through which it makes things worse."""

    reference: str
    proposal: Proposal
    state: State
    worse: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Since:
    """One decision of the body since its last meeting, where it stands now and what happened to it, with the day of each."""

    reference: str
    title: str
    state: State
    happened: tuple[tuple[str, date], ...]


@require_safe
def pack(request: HttpRequest, meeting: str) -> HttpResponse:
    """Everything for one meeting on one page. Parts that have nothing to say are named at its end, so that silence is seen."""
    house, record = house_of(request), get_object_or_404(Meeting, pk=meeting)
    body, sitting, release = body_or_404(house, record.body), sitting_of(record), release_of(request)
    plan, before = plan_of(house), last_before(sitting)
    parts = {
        "Money held together": money_of(body, house),
        "Decisions on the agenda": on_the_table(sitting),
        "The picture": readings_asked(record, body, release),
        "Ambitions": ambitions_of(plan, body, release, house),
        "Late or nearly due in the plan": late_in_plan(plan, body, house.today),
        "Actions from earlier meetings": [(entry, due_of(entry), log_state(entry, house.today)) for entry in _open(body, house)],
        "Recommendations of scrutiny that wait for an answer": [
            one for one in clocks(house, answers=body.name) if one.state in WAITING_STATES
        ],
        "Decided since the last meeting": decided_since(body, before, house),
    }
    empty = [title for title, found in parts.items() if not found]
    given = {"meeting": record, "sitting": sitting, "body": body, "parts": parts, "empty": empty, "before": before, "release": release}
    called = {"titles": titles_of(house), "names": names_in(house)}
    return render(request, "partner/meetings/pack.html", {"here": "meetings", **called, **given})


def last_before(sitting: Sitting) -> Sitting | None:
    """The body's meeting before this one that was not called off; None for its first."""
    earlier = [one for one in sittings(sitting.body) if one.starts < sitting.starts and not one.called_off_why.strip()]
    return earlier[-1] if earlier else None


def on_the_table(sitting: Sitting) -> list[OnTheTable]:
    """The decisions that an agenda names, in its order."""
    found = [(item.decision, proposal_of(item.decision)) for item in sitting.items if item.decision]
    return [
        OnTheTable(reference=name, proposal=held[0], state=held[1], worse=tuple(lens.value for lens in failing(held[0])))
        for name, held in found
        if held is not None
    ]


def readings_asked(record: Meeting, body: Body, release: Release) -> list[ReadingSaid]:
    """The readings that the body asked for, for its own areas, as they were published."""
    return [one for one in release.readings() if one.name in record.readings and one.area in body.areas]


def ambitions_of(plan: Plan, body: Body, release: Release, house: House) -> list[Followed]:
    """The ambitions that the body's programmes serve, and those of strategies that it adopted, the failing ones first."""
    adopted = {one.name for one in plan.strategies if one.adopted_by == body.name}
    served = {name for programme in programmes_of_body(plan, body.name) for name in programme.ambitions}
    theirs = [follow(one, plan, release, house) for one in plan.ambitions if one.name in served or one.strategy in adopted]
    return sorted(theirs, key=lambda one: WORST_FIRST.index(one.progress.standing))


def late_in_plan(plan: Plan, body: Body, today: date) -> list[Delivery]:
    """Actions of the body's programmes that are late, near their day, or have a late milestone; the late ones first."""
    programmes = {one.name for one in programmes_of_body(plan, body.name)}
    going = [delivery_of(one, plan.milestones, today) for one in plan.actions if one.programme in programmes]
    told = [one for one in going if one.colour in _TELLS]
    return sorted(told, key=lambda one: (_TELLS.index(one.colour), one.action.due))


def decided_since(body: Body, before: Sitting | None, house: House) -> list[Since]:
    """Decisions of the body to which something happened since the day of its last meeting, and what."""
    since = before.starts.date() if before else date.min
    found = [(one, recorded_of(one)) for one in Decision.objects.filter(body=body.name).order_by("year", "number")]
    told = [(one, recorded, _happened(recorded, since)) for one, recorded in found]
    return [
        Since(reference=one.reference, title=one.title, state=stands_at(recorded, house.now), happened=events)
        for one, recorded, events in told
        if recorded.meetings and events
    ]


def money_of(body: Body, house: House) -> list[FundStanding]:
    """Where each fund stands that a partner with a seat in the body puts money into: those that are stopped or blocked first."""
    seated = {seat.organisation for seat in body.seats}
    names = names_in(house)
    theirs = [one for one in standings_of(house).values() if any({name, names.get(name, name)} & seated for name in one.fund.put_in())]
    return sorted(theirs, key=lambda one: (not (one.stops or one.blocked), -one.position.variance.pence, one.fund.name))


def _happened(recorded: Recorded, since: date) -> tuple[tuple[str, date], ...]:
    return tuple((one.state.value, one.at.date()) for one in recorded.history if one.at.date() >= since)


def _open(body: Body, house: House) -> tuple[ActionLogEntry, ...]:
    return open_entries(logged(body.name), body.name, house.today)


def _unanswered(body: Body, house: House) -> list[ReplyClock]:
    return [one for one in clocks(house, answers=body.name) if one.state in WAITING_STATES]
