"""You said, we did: what people said, in general terms, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.agreement.records.scrutiny.doing import keep_point
from wholeplace.agreement.records.scrutiny.models import EngagementPoint
from wholeplace.agreement.records.scrutiny.reading import point_of
from wholeplace.agreement.scrutiny import PointState, point_state
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted
from wholeplace.web.partner.meeting_book import body_or_404, decisions_of
from wholeplace.web.partner.scrutiny_book import ANSWERED_WITHIN
from wholeplace.web.partner.scrutiny_forms import AnswerForm, PointForm
from wholeplace.web.who import act, may_use, person_of

_FORM = require_http_methods(["GET", "POST"])
COLOURS = {
    PointState.WAITING: "blue", PointState.UNANSWERED: "red", PointState.DONE: "green", PointState.BEING_DONE: "yellow",
    PointState.NOT_DONE: "grey",
}  # fmt: skip
_ORDER = (PointState.UNANSWERED, PointState.WAITING, PointState.BEING_DONE, PointState.DONE, PointState.NOT_DONE)


@require_safe
def engagement(request: HttpRequest) -> HttpResponse:
    """Everything that people said, what waits for an answer first."""
    house, person = house_of(request), person_of(request)
    records = EngagementPoint.objects.order_by("-said_on", "reference")
    told = [(record, point_state(point_of(record), house.today, within=ANSWERED_WITHIN)) for record in records]
    may = {body.name: may_use(person, "point-new", house.today, body=body.name) for body in house.agreement.bodies}
    given = {
        "points": sorted(told, key=lambda each: _ORDER.index(each[1])), "colours": COLOURS, "may": may,
        "bodies": {body.name: body for body in house.agreement.bodies}, "within": ANSWERED_WITHIN.days,
    }  # fmt: skip
    return render(request, "partner/engagement.html", {"here": "engagement", **given})


@_FORM
def new_point(request: HttpRequest, body: str) -> HttpResponse:
    """Write down what people said to a body."""
    its = body_or_404(house_of(request), body)
    form = PointForm(*posted(request), initial={"version": 0})

    def do() -> Done:
        keep_point(form.onto(EngagementPoint(body=body)), act(request, "point written down", acting_as=Role.OFFICER))
        return Done("It is written down, and waits for an answer.", reverse("engagement"))

    sheet = Sheet(title=f"What people said to {its.title}", button="Write it down", back=reverse("engagement"), here="engagement")
    return fill(request, form, sheet, do)


@_FORM
def change_point(request: HttpRequest, point: str) -> HttpResponse:
    """Change what was written down of what people said."""
    record = get_object_or_404(EngagementPoint, pk=point)
    form = PointForm(*posted(request), initial=PointForm.texts_of(record))

    def do() -> Done:
        keep_point(form.onto(record), act(request, "point changed", acting_as=Role.OFFICER))
        return Done("It was changed.", reverse("engagement"))

    sheet = Sheet(title="Change what people said", button="Keep the change", back=reverse("engagement"), here="engagement")
    return fill(request, form, sheet, do)


@_FORM
def answer_point(request: HttpRequest, point: str) -> HttpResponse:
    """Say what was done about what people said, or why not."""
    house, record = house_of(request), get_object_or_404(EngagementPoint, pk=point)
    initial = {**AnswerForm.texts_of(record), "answered_on": record.answered_on or house.today}
    form = AnswerForm(*posted(request), initial=initial, decisions=decisions_of(record.body))

    def do() -> Done:
        keep_point(form.onto(record), act(request, "point answered", acting_as=Role.OFFICER))
        return Done("The answer is kept.", reverse("engagement"))

    words = (f"{record.group} said, {record.where}:", f"“{record.said}”")
    sheet = Sheet(title="You said, we did", button="Keep the answer", back=reverse("engagement"), words=words, here="engagement")
    return fill(request, form, sheet, do)
