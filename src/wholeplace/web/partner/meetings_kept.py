"""Meetings as clerks keep them: called and changed, their agenda and papers, what was published, who was there, minutes."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.agreement.records.meetings.doing import (
    declare,
    keep_item,
    keep_meeting,
    keep_paper,
    publish_agenda,
    publish_notice,
    record_attendance,
    write_minutes,
)
from wholeplace.agreement.records.meetings.models import AgendaItem, AttendanceAt, Interest, Meeting, Paper
from wholeplace.agreement.records.meetings.papers import file_paper
from wholeplace.agreement.records.meetings.reading import items_of
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted
from wholeplace.web.partner.meeting_book import (
    body_or_404,
    decisions_of,
    held_by,
    matters_of,
    owners,
    readings_for,
    words_of,
)
from wholeplace.web.partner.meetings_forms import (
    AttendanceForm,
    DayForm,
    InterestForm,
    ItemForm,
    MeetingForm,
    MinutesForm,
    PaperForm,
    RegisterForm,
)
from wholeplace.web.who import act

_FORM = require_http_methods(["GET", "POST"])


def page_of(meeting: str) -> str:
    """The address of a meeting's page."""
    return reverse("meeting", args=[meeting])


@_FORM
def new_meeting(request: HttpRequest, body: str) -> HttpResponse:
    """Call a meeting of a body."""
    house, held = house_of(request), held_by(house_of(request))
    its = body_or_404(house, body)
    form = MeetingForm(*posted(request), initial={"begins": "10:00", "version": 0}, held=held, body=its, readings=readings_for(request))

    def do() -> Done:
        record = form.onto(Meeting(body=body))
        record.readings = list(record.readings)
        keep_meeting(record, held, act(request, "meeting called", acting_as=Role.CLERK))
        return Done("The meeting is called. Now write its agenda.", page_of(record.reference))

    sheet = Sheet(title=f"Call a meeting of {its.title}", button="Call the meeting", back=reverse("meetings"), here="meetings")
    return fill(request, form, sheet, do)


@_FORM
def change_meeting(request: HttpRequest, meeting: str) -> HttpResponse:
    """Change a meeting's day, place, chair or rule, or call it off."""
    house, record = house_of(request), get_object_or_404(Meeting, pk=meeting)
    held, its = held_by(house), body_or_404(house, record.body)
    form = MeetingForm(*posted(request), initial=MeetingForm.texts_of(record), held=held, body=its, readings=readings_for(request))

    def do() -> Done:
        changed = form.onto(record)
        changed.readings = list(changed.readings)
        event = "meeting called off" if changed.called_off_why.strip() else "meeting changed"
        keep_meeting(changed, held, act(request, event, acting_as=Role.CLERK))
        return Done("The meeting was changed.", page_of(meeting))

    sheet = Sheet(title=f"Change: {words_of(record, house)}", button="Keep the change", back=page_of(meeting), here="meetings")
    return fill(request, form, sheet, do)


@_FORM
def new_item(request: HttpRequest, meeting: str) -> HttpResponse:
    """Put an item on an agenda."""
    house, parent = house_of(request), get_object_or_404(Meeting, pk=meeting)
    form = _item_form(request, parent, {"version": 0})

    def do() -> Done:
        item = form.onto(AgendaItem(body=parent.body, meeting=meeting))
        keep_item(item, parent, held_by(house), act(request, "item added", acting_as=Role.CLERK))
        return Done(f"“{item.title}” is item {item.number} of the agenda.", page_of(meeting))

    sheet = Sheet(title=f"Add an item: {words_of(parent, house)}", button="Add the item", back=page_of(meeting), here="meetings")
    return fill(request, form, sheet, do)


@_FORM
def change_item(request: HttpRequest, item: str) -> HttpResponse:
    """Change an item of an agenda, or take it off."""
    house, record = house_of(request), get_object_or_404(AgendaItem, pk=item)
    parent = get_object_or_404(Meeting, pk=record.meeting)
    form = _item_form(request, parent, ItemForm.texts_of(record))

    def do() -> Done:
        keep_item(form.onto(record), parent, held_by(house), act(request, "item changed", acting_as=Role.CLERK))
        return Done(f"“{record.title}” was changed.", page_of(parent.reference))

    sheet = Sheet(title=f"Item {record.number}: {record.title}", button="Keep the change", back=page_of(parent.reference), here="meetings")
    return fill(request, form, sheet, do)


@_FORM
def new_paper(request: HttpRequest, item: str) -> HttpResponse:
    """Add a paper to an item, or the next edition of one."""
    house, about = house_of(request), get_object_or_404(AgendaItem, pk=item)
    parent = get_object_or_404(Meeting, pk=about.meeting)
    form = PaperForm(*posted(request), initial={"version": 0}, published=parent.agenda_on is not None)

    def do() -> Done:
        content = form.sent.read()
        filed = file_paper(house.folder, form.sent.name or "", content)
        given = {"file_name": filed.file_name, "size": filed.size, "sha256": filed.sha256}
        record = form.onto(Paper(body=parent.body, meeting=parent.reference, item=item, **given))
        keep_paper(record, parent, act(request, "paper added", acting_as=Role.CLERK))
        return Done(f"“{record.title}” is a paper of item {about.number}.", page_of(parent.reference))

    title = f"Add a paper to item {about.number}: {about.title}"
    sheet = Sheet(title=title, button="Add the paper", back=page_of(parent.reference), here="meetings")
    return fill(request, form, sheet, do)


@_FORM
def notice(request: HttpRequest, meeting: str) -> HttpResponse:
    """Say that notice of a meeting was published."""
    return _published(request, meeting, "notice_on", "Notice of the meeting")


@_FORM
def agenda(request: HttpRequest, meeting: str) -> HttpResponse:
    """Publish the agenda and its papers."""
    return _published(request, meeting, "agenda_on", "Agenda and papers")


@_FORM
def attendance(request: HttpRequest, meeting: str) -> HttpResponse:
    """Say how each seat was there."""
    house, parent = house_of(request), get_object_or_404(Meeting, pk=meeting)
    kept = AttendanceAt.objects.filter(pk=meeting).first()
    seats, version = (kept.seats, kept.version) if kept else ({}, 0)
    form = AttendanceForm(*posted(request), initial={"version": version}, body=body_or_404(house, parent.body), seats=seats)

    def do() -> Done:
        record_attendance(parent, form.seats, form.cleaned_data["version"], act(request, "attendance recorded", acting_as=Role.CLERK))
        return Done("It is recorded who was there.", page_of(meeting))

    sheet = Sheet(title=f"Who was there: {words_of(parent, house)}", button="Record who was there", back=page_of(meeting), here="meetings")
    return fill(request, form, sheet, do)


@_FORM
def interest(request: HttpRequest, meeting: str) -> HttpResponse:
    """Record an interest that was declared at a meeting, and what is done about it."""
    house, parent = house_of(request), get_object_or_404(Meeting, pk=meeting)
    items = [(item.number, f"{item.number}. {item.title}") for item in items_of(meeting)]
    words = () if items else ("The agenda has no item yet. An interest is declared in an item: add it first.",)
    form = InterestForm(*posted(request), initial={"version": 0}, body=body_or_404(house, parent.body), items=items)

    def do() -> Done:
        record = form.onto(Interest(body=parent.body, meeting=meeting, declared_on=house.today))
        declare(record, parent, held_by(house), act(request, "interest declared", acting_as=Role.CLERK))
        return Done("The interest is recorded.", page_of(meeting))

    title = f"Record an interest: {words_of(parent, house)}"
    return fill(request, form, Sheet(title=title, button="Record the interest", back=page_of(meeting), words=words, here="meetings"), do)


@_FORM
def register_interest(request: HttpRequest, body: str) -> HttpResponse:
    """Put an interest into a body's register."""
    house = house_of(request)
    its, back = body_or_404(house, body), reverse("taking-part", args=[body])
    form = RegisterForm(*posted(request), initial={"declared_on": house.today, "version": 0}, body=its)

    def do() -> Done:
        declare(form.onto(Interest(body=body)), None, held_by(house), act(request, "interest registered", acting_as=Role.CLERK))
        return Done("The interest stands in the register.", back)

    return fill(request, form, Sheet(title=f"Register an interest: {its.title}", button="Register it", back=back, here="meetings"), do)


@_FORM
def change_interest(request: HttpRequest, interest: str) -> HttpResponse:
    """Look at an interest in the register again, change it, or say that it ended."""
    house, record = house_of(request), get_object_or_404(Interest, pk=interest, meeting="")
    its, back = body_or_404(house, record.body), reverse("taking-part", args=[record.body])
    form = RegisterForm(*posted(request), initial=RegisterForm.texts_of(record), body=its)

    def do() -> Done:
        declare(form.onto(record), None, held_by(house), act(request, "interest changed", acting_as=Role.CLERK))
        return Done("The register was changed.", back)

    return fill(request, form, Sheet(title=f"Interest of {record.seat}", button="Keep the change", back=back, here="meetings"), do)


@_FORM
def minutes(request: HttpRequest, meeting: str) -> HttpResponse:
    """Write the minutes, publish them, and say at which meeting they were agreed."""
    house, record = house_of(request), get_object_or_404(Meeting, pk=meeting)
    later = [(one.reference, words_of(one, house)) for one in Meeting.objects.filter(body=record.body, on__gt=record.on).order_by("on")]
    form = MinutesForm(*posted(request), initial=MinutesForm.texts_of(record), later=later)

    def do() -> Done:
        write_minutes(form.onto(record), act(request, "minutes written", acting_as=Role.CLERK))
        return Done("The minutes are kept.", page_of(meeting))

    sheet = Sheet(title=f"Minutes: {words_of(record, house)}", button="Keep the minutes", back=page_of(meeting), here="meetings")
    return fill(request, form, sheet, do)


def _item_form(request: HttpRequest, parent: Meeting, initial: Mapping[str, Any]) -> ItemForm:
    house = house_of(request)
    given = {"owners": owners(house), "decisions": decisions_of(parent.body), "matters": matters_of(house)}
    return ItemForm(*posted(request), initial=initial, published=parent.agenda_on is not None, **given)


def _published(request: HttpRequest, meeting: str, which: str, what: str) -> HttpResponse:
    house, record = house_of(request), get_object_or_404(Meeting, pk=meeting)
    form = DayForm(*posted(request), initial={"published_on": getattr(record, which) or house.today, "version": record.version})

    def do() -> Done:
        record.version = form.cleaned_data["version"]
        done = act(request, f"{what.lower()} published", acting_as=Role.CLERK)
        if which == "notice_on":
            publish_notice(record, form.cleaned_data["published_on"], done)
        else:
            publish_agenda(record, form.cleaned_data["published_on"], held_by(house), done)
        return Done(f"{what}: published.", page_of(meeting))

    sheet = Sheet(title=f"{what}: {words_of(record, house)}", button="Say that it is published", back=page_of(meeting), here="meetings")
    return fill(request, form, sheet, do)
