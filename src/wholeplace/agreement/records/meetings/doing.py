"""What clerks do with a meeting: call it, write its agenda, publish, record who was there, and keep the action log.

What keeps a thing from being recorded is refused here. What is missing for the meeting to be lawful is shown, and left to people.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from wholeplace.agreement import meetings as rules
from wholeplace.agreement.bodies import Agreement
from wholeplace.agreement.meetings import ActionLogEntry, CarriedOver, PublicationRules
from wholeplace.agreement.records.decisions.reading import proposal_of
from wholeplace.agreement.records.meetings.models import AgendaItem, AttendanceAt, Interest, LoggedAction, Meeting, Paper
from wholeplace.agreement.records.meetings.reading import interest_of, item_of, logged_action_of, sitting_of
from wholeplace.agreement.records.references import keep_new
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.terms import DataProblem, Problem

_BEFORE_ALL = date.min
"""A day on which no duty to publish is late yet: what is left of the rules then has nothing to do with clocks."""
_SHOWN = rules.Paper(title="a paper", address="", sha256="0" * 64, published_on=_BEFORE_ALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What meetings are judged by: who sits where, and what must be published when."""

    agreement: Agreement
    rules: PublicationRules


def keep_meeting(meeting: Meeting, held: Held, act: Act) -> None:
    """Call a meeting, or change its day, place, chair or rule. Raises DataProblem where nobody could meet like that."""
    bare = replace(sitting_of(meeting), items=(), agenda_on=None)
    _refuse("The meeting cannot be kept", rules.problems_of_sitting(bare, held.agreement, held.rules, today=_BEFORE_ALL))
    if meeting.version:
        keep(meeting, act)
    else:
        keep_new(meeting, f"{meeting.body} {meeting.on}", act)


def keep_item(item: AgendaItem, meeting: Meeting, held: Held, act: Act) -> None:
    """Put an item on an agenda, or change it. Its papers may come later. After the agenda was published it needs a reason."""
    body = held.agreement.body(meeting.body)
    found = proposal_of(item.decision) if item.decision else None
    if found and not item.matter:
        item.matter = found[0].matter
    if item.version == 0:
        item.number, item.added_on = _next_number(meeting), act.at.date() if meeting.agenda_on else None
    shape = replace(item_of(item, ()), papers=(_SHOWN,))
    problems = rules.problems_of_agenda_item(shape, sitting_of(meeting), body) if body else [_unknown(meeting.body)]
    _refuse("The item cannot be kept", problems)
    if item.version:
        keep(item, act)
    else:
        keep_new(item, f"{meeting.reference} {item.number}", act)


@transaction.atomic
def keep_paper(paper: Paper, meeting: Meeting, act: Act) -> None:
    """Add a paper to an item. A paper of the same title takes the place of the one before as its next edition.

    On an agenda that is published it is published at once, and needs a reason for being late.
    """
    earlier = Paper.objects.filter(item=paper.item, title=paper.title, withdrawn_why="").order_by("-edition").first()
    if meeting.agenda_on:
        paper.published_on = act.at.date()
        if paper.published_on > meeting.agenda_on and not paper.late_why.strip():
            why = "A late paper is heard only where the chair accepts why."
            _refuse("The paper cannot be kept", [Problem(where=paper.title, what="it comes late.", why=why, fix="Say why.")])
    if earlier is not None:
        paper.edition = earlier.edition + 1
        earlier.withdrawn_why = f"replaced by edition {paper.edition}"
        keep(earlier, act)
    keep_new(paper, f"{paper.item} paper {paper.title}", act)


def publish_notice(meeting: Meeting, on: date, act: Act) -> None:
    """Record that notice of a meeting was published."""
    _refuse("The notice cannot be recorded", _not_to_come(on, act))
    meeting.notice_on = on
    keep(meeting, act)


@transaction.atomic
def publish_agenda(meeting: Meeting, on: date, held: Held, act: Act) -> None:
    """Publish an agenda with its papers. Raises DataProblem with every item that cannot be heard as it stands."""
    meeting.agenda_on = on
    waiting = list(Paper.objects.filter(meeting=meeting.reference, withdrawn_why="", published_on=None))
    sitting = sitting_of(meeting)
    items = tuple(replace(item, papers=tuple(_as_published(paper, on) for paper in item.papers)) for item in sitting.items)
    shown = replace(sitting, items=items)
    _refuse(
        "The agenda cannot be published",
        [*_not_to_come(on, act), *rules.problems_of_sitting(shown, held.agreement, held.rules, today=_BEFORE_ALL)],
    )
    keep(meeting, act)
    for paper in waiting:
        paper.published_on = on
        keep(paper, act)


def record_attendance(meeting: Meeting, seats: Mapping[str, str], version: int, act: Act) -> None:
    """Record how each seat was at a meeting. `version`: of the record that was on the page; 0: there was none."""
    if meeting.on > act.at.date():
        _refuse("Attendance cannot be recorded", [_problem(meeting, "it has not been held yet.", "Record it when the meeting begins.")])
    keep(AttendanceAt(reference=meeting.reference, body=meeting.body, meeting=meeting.reference, seats=dict(seats), version=version), act)


def declare(interest: Interest, meeting: Meeting | None, held: Held, act: Act) -> None:
    """Record an interest that the holder of a seat declared: at a meeting, or in the body's register."""
    body = held.agreement.body(interest.body)
    sitting = sitting_of(meeting) if meeting else None
    _refuse(
        "The interest cannot be kept",
        rules.problems_of_interest(interest_of(interest), body, sitting) if body else [_unknown(interest.body)],
    )
    if interest.version:
        keep(interest, act)
    else:
        keep_new(interest, f"{interest.meeting or interest.body} {interest.seat}", act)


def keep_logged(entry: LoggedAction, owners: Collection[str], act: Act) -> None:
    """Write down what a meeting asked somebody to do, or what became of it."""
    problems = rules.problems_of_log_entry(logged_action_of(entry), owners)
    if entry.done_on and not entry.came_of_it.strip():
        what = "it is done, and nothing says what came of it."
        problems.append(Problem(where="action", what=what, why="Others must be able to see it.", fix="Say it in a sentence."))
    _refuse("The action cannot be kept", problems)
    if entry.version:
        keep(entry, act)
    else:
        keep_new(entry, f"{entry.meeting} {entry.what}", act)


def put_off(entry: LoggedAction, later: CarriedOver, act: Act) -> None:
    """Carry an action over to a later day. Its first day and every day since stay in the record."""
    shape: ActionLogEntry = rules.carry_over(logged_action_of(entry), later)
    _refuse("The action cannot be put off", rules.problems_of_log_entry(shape, ()))
    entry.carried_over = [
        {"sitting": one.sitting, "on": one.on.isoformat(), "to": one.to.isoformat(), "why": one.why} for one in shape.carried_over
    ]
    keep(entry, act)


def write_minutes(meeting: Meeting, act: Act) -> None:
    """Keep the minutes of a meeting that was held. They are public from the day on which they are said to be published."""
    problems = []
    if meeting.on > act.at.date():
        problems.append(_problem(meeting, "it has not been held yet.", "Write minutes after the meeting."))
    if not meeting.minutes.strip():
        problems.append(_problem(meeting, "its minutes are blank.", "Write what was said and agreed."))
    if meeting.minutes_on is not None:
        problems += _not_to_come(meeting.minutes_on, act)
    _refuse("The minutes cannot be kept", problems)
    keep(meeting, act)


def _as_published(paper: rules.Paper, on: date) -> rules.Paper:
    return paper if paper.published_on else replace(paper, published_on=on)


def _next_number(meeting: Meeting) -> int:
    last = AgendaItem.objects.filter(meeting=meeting.reference).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _not_to_come(on: date, act: Act) -> list[Problem]:
    if on <= act.at.date():
        return []
    return [
        Problem(
            where="day", what=f"{on} is still to come.", why="Only what was done is recorded.", fix="Give the day on which it was done."
        )
    ]


def _unknown(body: str) -> Problem:
    return Problem(where=body, what="there is no such body.", why="Nobody could meet.", fix="Name a body of the agreement.")


def _problem(meeting: Meeting, what: str, fix: str) -> Problem:
    return Problem(where=f"meeting on {meeting.on}", what=what, why="The record says what happened.", fix=fix)


def _refuse(subject: str, problems: Sequence[Problem]) -> None:
    if problems:
        raise DataProblem(subject, problems)
