"""The action log of a body: what a meeting asks for, what was done, what is put off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.agreement.meetings import CarriedOver
from wholeplace.agreement.records.meetings.doing import keep_logged, put_off
from wholeplace.agreement.records.meetings.models import LoggedAction, Meeting
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted
from wholeplace.web.partner.meeting_book import owners, words_of
from wholeplace.web.partner.meetings_forms import LoggedDoneForm, LoggedForm, PutOffForm
from wholeplace.web.partner.roles import acting_role
from wholeplace.web.who import act

_FORM = require_http_methods(["GET", "POST"])


@_FORM
def new_logged(request: HttpRequest, meeting: str) -> HttpResponse:
    """Write down what a meeting asks somebody to do."""
    house, parent = house_of(request), get_object_or_404(Meeting, pk=meeting)
    may_own = owners(house)
    form = LoggedForm(*posted(request), initial={"version": 0}, owners=may_own)
    back = reverse("meeting", args=[meeting])

    def do() -> Done:
        entry = form.onto(LoggedAction(body=parent.body, meeting=meeting))
        keep_logged(entry, [name for name, _ in may_own], act(request, "action asked for", acting_as=acting_role(request, parent.body)))
        return Done("It stands in the action log.", back)

    sheet = Sheet(title=f"Ask for an action: {words_of(parent, house)}", button="Add it to the log", back=back, here="meetings")
    return fill(request, form, sheet, do)


@_FORM
def logged_done(request: HttpRequest, logged: str) -> HttpResponse:
    """Say that something on the log was done, and what came of it."""
    house, record = house_of(request), get_object_or_404(LoggedAction, pk=logged)
    initial = {"done_on": record.done_on or house.today, "came_of_it": record.came_of_it, "version": record.version}
    form = LoggedDoneForm(*posted(request), initial=initial)
    back = reverse("action-log", args=[record.body])

    def do() -> Done:
        keep_logged(form.onto(record), (), act(request, "action done", acting_as=acting_role(request, record.body)))
        return Done("It is done.", back)

    return fill(request, form, Sheet(title=f"Done: {record.what}", button="Say that it is done", back=back, here="meetings"), do)


@_FORM
def logged_put_off(request: HttpRequest, logged: str) -> HttpResponse:
    """Carry something on the log over to a later day."""
    house, record = house_of(request), get_object_or_404(LoggedAction, pk=logged)
    meetings = [(one.reference, words_of(one, house)) for one in Meeting.objects.filter(body=record.body).order_by("-on")]
    form = PutOffForm(*posted(request), initial={"version": record.version}, meetings=meetings)
    back = reverse("action-log", args=[record.body])

    def do() -> Done:
        given = form.cleaned_data
        record.version = given["version"]
        later = CarriedOver(sitting=given["meeting"], on=house.today, to=given["to"], why=given["why"])
        put_off(record, later, act(request, "action put off", acting_as=acting_role(request, record.body)))
        return Done("It was put off.", back)

    return fill(request, form, Sheet(title=f"Put off: {record.what}", button="Put it off", back=back, here="meetings"), do)
