"""One step of a decision on a page: shown as a form, and kept. `fill` tells everyone what is public of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wholeplace.agreement.decisions import InForce, Recorded
from wholeplace.agreement.records.decisions.doing import do
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.decisions.deciding import Shown, held_in
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill
from wholeplace.web.who import act


@dataclass(frozen=True, kw_only=True, slots=True)
class StepOf:
    """What a step is called in the log, in which role it is done, and what is told once it is."""

    event: str
    role: Role
    told: str


def step_sheet(shown: Shown, title: str, button: str, *words: str, template: str = "partner/sheet.html", **more: object) -> Sheet:
    """The page of a step of one decision."""
    back = reverse("decision", args=[shown.record.reference])
    full = (f"{shown.record.reference}: {shown.record.title}", *words)
    return Sheet(title=title, button=button, back=back, words=full, here="decisions", template=template, more=more)


def take_step(
    request: HttpRequest, shown: Shown, form: KeptForm, sheet: Sheet, step: Callable[[Recorded, InForce], Recorded], of: StepOf
) -> HttpResponse:
    """Show the form of a step, or take it and go back to the decision. Everything that stands in the way is told at once."""

    def kept() -> Done:
        _keep_step(request, shown, form.cleaned_data["version"], step, of)
        return Done(of.told, sheet.back)

    return fill(request, form, sheet, kept)


def _keep_step(request: HttpRequest, shown: Shown, version: int, step: Callable[[Recorded, InForce], Recorded], of: StepOf) -> None:
    """Take a step on the version that was on the page. Raises DataProblem or ChangedMeanwhile."""
    held = held_in(house_of(request))
    shown.record.version = version
    do(shown.record, lambda recorded: step(recorded, held), held, act(request, of.event, acting_as=of.role))
