"""What follows a decision: that it was carried out, and whether what was expected came true."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from wholeplace.agreement.decisions import Expected, Recorded, carried_out, reviewed
from wholeplace.publish import wording
from wholeplace.web.access import Role
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.decisions.deciding import decision_called, measures_of
from wholeplace.web.partner.decisions.step_forms import CarriedOutForm, ReviewForm
from wholeplace.web.partner.decisions.stepping import StepOf, step_sheet, take_step
from wholeplace.web.partner.filling import posted
from wholeplace.web.partner.plan import release_of
from wholeplace.web.partner.released import Release


@require_http_methods(["GET", "POST"])
def carry_out(request: HttpRequest, draft: str) -> HttpResponse:
    """Record that a decision was carried out."""
    house, shown = house_of(request), decision_called(request, draft)
    form = CarriedOutForm(*posted(request), initial={**CarriedOutForm.texts_of(shown.record), "on": house.today})
    sheet = step_sheet(shown, "Record that it was carried out", "Keep it")
    of = StepOf(event="carried out", role=Role.OFFICER, told="That it was carried out is kept.")
    return take_step(request, shown, form, sheet, lambda recorded, _: carried_out(recorded, form.done(), house.now), of)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, draft: str) -> HttpResponse:
    """Look back: did each expected effect come true?"""
    house, shown = house_of(request), decision_called(request, draft)
    figures = figures_of(shown.recorded, release_of(request), house)
    initial = {
        **ReviewForm.texts_of(shown.record),
        "on": house.today,
        **{f"figure-{row}": text for row, text in enumerate(figures) if text},
    }
    form = ReviewForm(*posted(request), initial=initial, recorded=shown.recorded, titles=measures_of(house))
    sheet = step_sheet(shown, "Review it", "Keep the review", "Figures that the latest release has are filled in.")
    of = StepOf(event="reviewed", role=Role.OFFICER, told="The review is kept.")
    return take_step(request, shown, form, sheet, lambda recorded, _: reviewed(recorded, form.review(), house.now), of)


def figures_of(recorded: Recorded, release: Release, house: House) -> tuple[str, ...]:
    """For each expected effect, the latest published figure of its measure for the whole place in words; empty where there is none."""
    proposal = recorded.published or recorded.proposal
    widest = house.place.settings.levels[0]
    area = next((area.code for area in house.place.areas if area.level == widest and area.stands_on(house.today)), "")
    return tuple(_figure(one, release, area) for one in proposal.expected)


def _figure(one: Expected, release: Release, area: str) -> str:
    _, figures = release.figures(one.measure, area)
    if not figures:
        return ""
    last = figures[-1]
    when = wording.span_in_words(date.fromisoformat(last["starts"]), date.fromisoformat(last["ends"]))
    return f"{wording.number(last['value'])}, {when} (release {release.name})"
