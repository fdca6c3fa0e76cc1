"""Meetings as they are looked at: the calendar, one meeting, a body's action log and register of interests, a paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from wholeplace.agreement.meetings import (
    duties_of,
    interests_due,
    log_state,
    open_entries,
    overall,
    participation,
    problems_of_attendance,
    problems_of_sitting,
)
from wholeplace.agreement.records.decisions.models import Decision
from wholeplace.agreement.records.meetings.models import AgendaItem, AttendanceAt, Interest, LoggedAction, Meeting, Paper
from wholeplace.agreement.records.meetings.papers import media_of, path_of
from wholeplace.agreement.records.meetings.reading import attendances, interests_at, logged, register_of, sitting_of, sittings
from wholeplace.ledger.records.keeping import history
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import told_of
from wholeplace.web.partner.meeting_book import body_or_404, held_by
from wholeplace.web.partner.planned import titles_of
from wholeplace.web.who import may_use, person_of


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every meeting that is to come, then those that were held; and who may call one."""
    house = house_of(request)
    found = sittings()
    ahead = [one for one in found if one.starts.date() >= house.today]
    held = [one for one in reversed(found) if one.starts.date() < house.today]
    rules, titles = held_by(house), {body.name: body for body in house.agreement.bodies}
    missing = {one.reference: len(problems_of_sitting(one, house.agreement, rules.rules, today=house.today)) for one in ahead}
    callable_by = [body for body in house.agreement.bodies if may_use(person_of(request), "meeting-new", house.today, body=body.name)]
    given = {"ahead": ahead, "held": held, "bodies": titles, "missing": missing, "callable": callable_by}
    return render(request, "partner/meetings/calendar.html", {"here": "meetings", "titles": titles_of(house), **given})


@require_safe
def meeting(request: HttpRequest, meeting: str) -> HttpResponse:
    """One meeting: its agenda and papers, what is missing for it to be lawful, who was there, what is carried over."""
    house, record = house_of(request), get_object_or_404(Meeting, pk=meeting)
    body, rules, sitting = body_or_404(house, record.body), held_by(house), sitting_of(record)
    there = attendances([record.reference])
    given = {
        "meeting": record, "sitting": sitting, "body": body, "duties": duties_of(sitting, rules.rules, house.today),
        "problems": problems_of_sitting(sitting, house.agreement, rules.rules, today=house.today),
        "there": there, "quorum": problems_of_attendance(there, sitting, body) if there else (),
        "interests": interests_at(record.reference), "open": open_entries(logged(record.body), record.body, house.today),
        "items": {one.number: one for one in AgendaItem.objects.filter(meeting=meeting)}, "state": log_state, "today": house.today,
        "papers": _papers(meeting), "asked": LoggedAction.objects.filter(meeting=meeting).order_by("due", "reference"),
        "decisions": {one.reference: one for one in Decision.objects.filter(body=record.body)},
        "clerk": may_use(person_of(request), "meeting-change", house.today, body=record.body),
        "reads_papers": may_use(person_of(request), "paper", house.today, body=record.body), "told": told_of(history(record)),
        "recorded": AttendanceAt.objects.filter(pk=meeting).exists(),
    }  # fmt: skip
    return render(request, "partner/meetings/meeting.html", {"here": "meetings", "titles": titles_of(house), **given})


@require_safe
def action_log(request: HttpRequest, body: str) -> HttpResponse:
    """What the meetings of a body asked for: what is open first, then what was done."""
    house, held = house_of(request), body_or_404(house_of(request), body)
    entries = logged(body)
    still = open_entries(entries, body, house.today)
    given = {
        "body": held, "open": still, "closed": [one for one in entries if one not in still], "state": log_state, "today": house.today,
        "may_change": may_use(person_of(request), "logged-done", house.today, body=body),
    }  # fmt: skip
    return render(request, "partner/meetings/action_log.html", {"here": "meetings", "titles": titles_of(house), **given})


@require_safe
def taking_part(request: HttpRequest, body: str) -> HttpResponse:
    """How far each organisation takes part in a body's meetings, and the register of interests with what is due in it."""
    house, held = house_of(request), body_or_404(house_of(request), body)
    theirs = sittings(body)
    rows = participation(held, theirs, attendances([one.reference for one in theirs]), house.today)
    register = register_of(body)
    given = {
        "body": held, "rows": rows, "overall": overall(rows), "register": register, "due": interests_due(register, house.today),
        "records": Interest.objects.filter(body=body, meeting="").order_by("seat", "declared_on"),
        "clerk": may_use(person_of(request), "interest-register", house.today, body=body),
    }  # fmt: skip
    return render(request, "partner/meetings/taking_part.html", {"here": "meetings", "titles": titles_of(house), **given})


@require_safe
def paper(request: HttpRequest, paper: str) -> HttpResponse:
    """The bytes of one paper, as a file to keep: a browser does not open it as a page of ours."""
    record = get_object_or_404(Paper, pk=paper)
    path = path_of(house_of(request).folder, record.sha256)
    if not path.is_file():
        raise Http404
    kept = content_disposition_header(as_attachment=True, filename=record.file_name)
    return HttpResponse(path.read_bytes(), content_type=media_of(record.file_name), headers={"Content-Disposition": kept or "attachment"})


def _papers(meeting: str) -> dict[str, list[Paper]]:
    found: dict[str, list[Paper]] = {}
    for one in Paper.objects.filter(meeting=meeting, withdrawn_why="").order_by("reference"):
        found.setdefault(one.item, []).append(one)
    return found
