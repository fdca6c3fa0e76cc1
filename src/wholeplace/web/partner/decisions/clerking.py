"""What clerks do with a decision: publish its notice, record what the meeting said, publish what was decided."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wholeplace.agreement.clocks import Notice, earliest_decision
from wholeplace.agreement.decisions import (
    InForce,
    MeetingHeld,
    Recorded,
    deciders,
    met,
    notice_given,
    notices_needed,
    outcome_of,
    published,
)
from wholeplace.publish import wording
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.decisions.deciding import Shown, decision_called, held_in
from wholeplace.web.partner.decisions.step_forms import NoticeForm, PublishForm
from wholeplace.web.partner.decisions.stepping import StepOf, step_sheet, take_step
from wholeplace.web.partner.decisions.vote_form import VoteForm
from wholeplace.web.partner.filling import Sheet, posted


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, decision: str) -> HttpResponse:
    """Publish the notice of a decision."""
    house, shown = house_of(request), decision_called(request, decision)
    held = held_in(house)
    needed = notices_needed(shown.recorded, held)
    initial = {**NoticeForm.texts_of(shown.record), "published": house.today, "rule": needed[0] if needed else ""}
    form = NoticeForm(*posted(request), initial=initial, held=held, needed=needed)
    words = [_first_day(held, name, house.today) for name in needed] or [
        "Its duties ask for no notice. You can record the meeting at once."
    ]
    sheet = step_sheet(shown, "Give notice", "Publish the notice", *words)
    of = StepOf(event="notice given", role=Role.CLERK, told="The notice was published.")
    body = shown.recorded.proposal.body

    def step(recorded: Recorded, held: InForce) -> Recorded:
        return notice_given(recorded, form.given(body), held, house.now)

    return take_step(request, shown, form, sheet, step, of)


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, decision: str) -> HttpResponse:
    """Record what each seat said. The first button shows what it comes to; only the second, on the same words, keeps it."""
    house, shown = house_of(request), decision_called(request, decision)
    held = held_in(house)
    body = held.agreement.body(shown.recorded.proposal.body)
    if body is None:
        raise DataProblem("No meeting can be recorded", [_no_body(shown)])
    others = [(one.name, one.title) for one in deciders(shown.recorded, held, house.today) if one.name != body.name]
    if body.name in [one.name for one in deciders(shown.recorded, held, house.today)]:
        others = []
    initial = {**VoteForm.texts_of(shown.record), "on": house.today}
    form = VoteForm(*posted(request), initial=initial, body=body, others=others)
    sheet = step_sheet(shown, "Record what the meeting said", "Keep this", template="partner/decisions/vote.html")
    if request.method == "POST" and form.is_valid() and form.cleaned_data["looked"] != form.fingerprint():
        return _look(request, shown, form, sheet, held)
    of = StepOf(event="meeting recorded", role=Role.CLERK, told="What the meeting said is kept.")
    return take_step(request, shown, form, sheet, lambda recorded, held: met(recorded, form.meeting(), held, house.now), of)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, decision: str) -> HttpResponse:
    """Publish a decision: from this moment the windows of call-in run."""
    house, shown = house_of(request), decision_called(request, decision)
    form = PublishForm(*posted(request), initial=PublishForm.texts_of(shown.record))
    words = f"It is published at {house.now:%H:%M} today, as soon as you press the button. Call-in runs from that moment."
    sheet = step_sheet(shown, "Publish the decision", "Publish it now", words)
    of = StepOf(event="published", role=Role.CLERK, told="The decision is published.")
    return take_step(request, shown, form, sheet, lambda recorded, held: published(recorded, held, house.now, form.urgency()), of)


def _look(request: HttpRequest, shown: Shown, form: VoteForm, sheet: Sheet, held: InForce) -> HttpResponse:
    """What the votes come to, with everything that would keep it from being kept. Nothing is kept."""
    now = house_of(request).now
    kept: MeetingHeld | None = None
    letters: tuple[Problem, ...] = ()
    try:
        _, kept = outcome_of(shown.recorded, form.meeting(), held, now)
        leads_to = met(shown.recorded, form.meeting(), held, now).state
    except DataProblem as problem:
        letters, leads_to = problem.problems, None
    data = form.data.copy()  # type: ignore[union-attr]  QueryDict, which the stubs do not know here
    data["looked"] = form.fingerprint() if not letters else ""
    form.data = data
    given = {"sheet": sheet, "here": sheet.here, "form": form, "letters": letters, "changed": None, "kept": kept, "leads_to": leads_to}
    return render(request, sheet.template, given)


def _no_body(shown: Shown) -> Problem:
    return Problem(
        where=shown.record.body, what="it is no body of this place any more.", why="Nobody could say who sits in it.",
        fix="Withdraw the proposal, and put a new one to a body that there is.",
    )  # fmt: skip


def _first_day(held: InForce, rule: str, today: date) -> str:
    first = earliest_decision(Notice(rule=rule, published=today), held.notices)
    return f"{held.notices[rule].title}: if it is published today, it can be decided on {wording.day_in_words(first)} or later."
