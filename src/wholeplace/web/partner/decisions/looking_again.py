"""What scrutiny does with a published decision: call it in, then release it or send it back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from wholeplace.agreement.decisions import InForce, Recorded, Scrutinised, called_in, scrutinised
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.decisions.deciding import Shown, decision_called
from wholeplace.web.partner.decisions.step_forms import CallInForm, ScrutinyForm
from wholeplace.web.partner.decisions.stepping import StepOf, step_sheet, take_step
from wholeplace.web.partner.filling import posted


@require_http_methods(["GET", "POST"])
def call_in(request: HttpRequest, body: str, decision: str) -> HttpResponse:
    """Call a decision in, for a scrutiny body."""
    house, shown = house_of(request), decision_called(request, decision)
    title = _scrutiny_title(request, body)
    windows = shown.recorded.publications[-1].windows if shown.recorded.publications else ()
    form = CallInForm(*posted(request), initial=CallInForm.texts_of(shown.record), windows=windows)
    words = () if windows else ("It is not open to call-in.",)
    sheet = step_sheet(shown, f"Call it in for {title}", "Call it in", *words)
    of = StepOf(event="called in", role=Role.SCRUTINY, told="It is called in. Nobody acts on it until scrutiny has said what it thinks.")
    return take_step(request, shown, form, sheet, lambda recorded, held: called_in(recorded, form.asked(body, house.now), held), of)


@require_http_methods(["GET", "POST"])
def scrutiny_said(request: HttpRequest, body: str, decision: str) -> HttpResponse:
    """Record what a scrutiny body said about a decision that was called in."""
    house, shown = house_of(request), decision_called(request, decision)
    title = _scrutiny_title(request, body)
    form = ScrutinyForm(*posted(request), initial=ScrutinyForm.texts_of(shown.record))
    grounds = [f"Called in by {one.callers} members of {one.council}: {one.grounds}" for one in _grounds(shown)]
    sheet = step_sheet(shown, f"What {title} said", "Keep it", *grounds)
    of = StepOf(event="scrutiny said", role=Role.SCRUTINY, told="What scrutiny said is kept.")

    def step(recorded: Recorded, held: InForce) -> Recorded:
        back = form.cleaned_data["said"] == "back"
        said = Scrutinised(by=body, at=house.now, sent_back=back, reasons=form.cleaned_data["reasons"])
        return scrutinised(recorded, said, held)

    return take_step(request, shown, form, sheet, step, of)


def _grounds(shown: Shown) -> tuple:
    """The requests since it was last published; nothing to somebody who may not read its private part."""
    if not shown.open or not shown.recorded.publications:
        return ()
    last = shown.recorded.publications[-1].at
    return tuple(one for one in shown.recorded.call_ins if one.at >= last)


def _scrutiny_title(request: HttpRequest, body: str) -> str:
    held = house_of(request).agreement.body(body)
    if held is None:
        raise Http404
    return held.title
