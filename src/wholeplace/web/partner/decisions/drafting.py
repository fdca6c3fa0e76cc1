"""What officers do with a decision: write it, put it to its body, take over a newer answer, withdraw or replace it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.agreement.bodies import Asked, May, authority_of
from wholeplace.agreement.decisions import (
    InForce,
    Proposal,
    Recorded,
    State,
    placed_again,
    proposed,
    replaced,
    rewritten,
    stands_at,
    withdrawn,
)
from wholeplace.agreement.records.decisions.doing import draft as begin_draft
from wholeplace.agreement.records.decisions.models import Decision, Matter
from wholeplace.agreement.records.decisions.reading import described_in, placed_in, recorded_of
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.access import Role
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.decisions.deciding import decision_called, held_in, matter_called, measures_of
from wholeplace.web.partner.decisions.evidence import papers_of
from wholeplace.web.partner.decisions.proposal_form import Choices, ProposalForm, texts_of_proposal
from wholeplace.web.partner.decisions.step_forms import PlainForm, ReplaceForm, WithdrawForm
from wholeplace.web.partner.decisions.stepping import StepOf, step_sheet, take_step
from wholeplace.web.partner.filling import Done, Sheet, fill, posted
from wholeplace.web.partner.plan import release_of
from wholeplace.web.who import act

FORM = "partner/decisions/form.html"
HOLDS = frozenset({State.FREE, State.CARRIED_OUT, State.REVIEWED})
"""States of a decision that can take the place of another."""
_MAY = {May.DECIDE: "may decide it", May.RECOMMEND: "may only recommend", May.NOTHING: "may do nothing about it"}


@require_http_methods(["GET", "POST"])
def new_decision(request: HttpRequest, matter: str) -> HttpResponse:
    """Begin a proposal on a matter. It is a draft, and only the bodies concerned see it."""
    house, record = house_of(request), matter_called(matter)
    held = held_in(house)
    form = ProposalForm(*posted(request), initial={"title": record.title}, choices=_choices(request, house, record, held, None))
    words = ("Write what you know and keep the draft. What is still missing is listed on its page.",)
    sheet = Sheet(
        title="Write a proposal", button="Keep the draft", back=reverse("matter", args=[matter]), words=words, here="decisions",
        template=FORM,
    )  # fmt: skip

    def do() -> Done:
        kept = begin_draft(record, form.proposal(), held, act(request, "draft begun", acting_as=Role.OFFICER), place=house.name)
        return Done(f"The draft is kept as {kept.reference}.", reverse("decision", args=[kept.reference]))

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def edit_decision(request: HttpRequest, draft: str) -> HttpResponse:
    """Change the text of a proposal, while nobody relies on it yet."""
    house, shown = house_of(request), decision_called(request, draft)
    before, matter = shown.recorded.proposal, matter_called(shown.record.matter)
    choices = _choices(request, house, matter, held_in(house), before)
    form = ProposalForm(*posted(request), choices=choices, initial=_texts(shown.record, before, choices))
    form.texts_of = lambda record: _texts(record, texts_before(record), choices)  # type: ignore[method-assign]
    of = StepOf(event="text changed", role=Role.OFFICER, told="The text was changed.")
    sheet = step_sheet(shown, "Change the text", "Keep the text", template=FORM)

    def step(recorded: Recorded, held: InForce) -> Recorded:
        return rewritten(recorded, form.proposal(before), held, house.now)

    return take_step(request, shown, form, sheet, step, of)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, draft: str) -> HttpResponse:
    """Put a draft to its body."""
    house, shown = house_of(request), decision_called(request, draft)
    form = PlainForm(*posted(request), initial=PlainForm.texts_of(shown.record))
    sheet = step_sheet(shown, f"Put it to {shown.record.body_title}", "Put it to the body", "From then on its text stays as it is.")
    of = StepOf(event="put to the body", role=Role.OFFICER, told=f"It was put to {shown.record.body_title}.")
    return take_step(request, shown, form, sheet, lambda recorded, held: proposed(recorded, held, house.now), of)


@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, draft: str) -> HttpResponse:
    """Take over the matter's newer answer: its level, duties, areas and sum."""
    house, shown = house_of(request), decision_called(request, draft)
    matter = matter_called(shown.record.matter)
    form = PlainForm(*posted(request), initial=PlainForm.texts_of(shown.record))
    words = f"The matter was described for {described_in(matter).money} a year, and belongs to: {placed_in(matter).level}."
    sheet = step_sheet(shown, "Take over the matter’s answer", "Take it over", words)
    of = StepOf(event="matter's answer taken over", role=Role.OFFICER, told="The matter’s answer was taken over.")

    def step(recorded: Recorded, _: InForce) -> Recorded:
        return placed_again(recorded, described_in(matter), placed_in(matter), house.now)

    return take_step(request, shown, form, sheet, step, of)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, draft: str) -> HttpResponse:
    """Take a proposal back."""
    house, shown = house_of(request), decision_called(request, draft)
    form = WithdrawForm(*posted(request), initial=WithdrawForm.texts_of(shown.record))
    sheet = step_sheet(shown, "Withdraw it", "Withdraw it", "It stays on record, and nothing more happens to it.")
    of = StepOf(event="withdrawn", role=Role.OFFICER, told="It was withdrawn.")
    return take_step(request, shown, form, sheet, lambda recorded, _: withdrawn(recorded, form.cleaned_data["because"], house.now), of)


@require_http_methods(["GET", "POST"])
def replace_it(request: HttpRequest, draft: str) -> HttpResponse:
    """Say which later decision takes its place."""
    house, shown = house_of(request), decision_called(request, draft)
    form = ReplaceForm(*posted(request), initial=ReplaceForm.texts_of(shown.record))
    sheet = step_sheet(shown, "Replace it by a later decision", "Replace it", "The later decision must be free to be carried out.")
    of = StepOf(event="replaced", role=Role.OFFICER, told="It was replaced.")

    def step(recorded: Recorded, _: InForce) -> Recorded:
        by = form.cleaned_data["by"].strip()
        later = Decision.objects.filter(pk=by).first()
        if later is None or stands_at(recorded_of(later), house.now) not in HOLDS:
            what = f"there is no decision {by}." if later is None else f"{by} is not free to be carried out yet."
            fix = "Give the reference of a decision that is free to be carried out, or was carried out."
            problem = Problem(where="replaced by", what=what, why="Else nobody knows which one holds.", fix=fix)
            raise DataProblem("It cannot be replaced", [problem])
        return replaced(recorded, by, house.now)

    return take_step(request, shown, form, sheet, step, of)


def texts_before(record: Any) -> Proposal:
    """The proposal of a record as it stands."""
    return recorded_of(record).proposal


def _texts(record: Any, proposal: Proposal, choices: Choices) -> Mapping[str, Any]:
    numbered = {name: f"money-{number}" for number, name in enumerate(choices.organisations)}
    money = {numbered[name]: sum_ for name, sum_ in proposal.money.items() if name in numbered}
    return {"version": record.version, **texts_of_proposal(proposal), **money}


def _choices(request: HttpRequest, house: House, matter: Matter, held: InForce, before: Proposal | None) -> Choices:
    described = described_in(matter)
    asked = Asked(matter=described.kind, areas=described.places, money=described.money, on=described.on)
    may = [(body, authority_of(held.agreement, body.name, asked).may) for body in held.agreement.bodies]
    level = placed_in(matter).level
    ordered = sorted(may, key=lambda one: (list(May).index(one[1]), one[0].level != level))
    bodies = [(body.name, f"{body.title}: {_MAY[may]}") for body, may in ordered if may is not May.NOTHING]
    measures = list(measures_of(house).items())
    seated = [seat.organisation for body in held.agreement.bodies for seat in body.seats]
    holders = [holder for power in held.agreement.powers if described.kind in power.matters for holder in power.held_by]
    known = [name for name in (*holders, *seated, *(before.money if before else ())) if name in held.organisations]
    return Choices(
        bodies=bodies, measures=sorted(measures, key=lambda one: one[1]), organisations=tuple(dict.fromkeys(known)),
        papers=papers_of(release_of(request), house, before),
    )  # fmt: skip
