"""Meetings of the records as the rules know them: a sitting with its items and papers, who was there, interests, the action log."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from wholeplace.agreement import meetings as rules
from wholeplace.agreement.meetings import Presence
from wholeplace.agreement.records.meetings.models import AgendaItem, AttendanceAt, Interest, LoggedAction, Meeting, Paper
from wholeplace.agreement.records.shaping import shaped

ENGLAND = ZoneInfo("Europe/London")


def sitting_of(meeting: Meeting) -> rules.Sitting:
    """A meeting with its agenda and papers. Items that were taken off and papers that were withdrawn are not among them."""
    starts = datetime.combine(meeting.on, time.fromisoformat(meeting.begins), ENGLAND)
    return shaped(rules.Sitting, meeting, starts=starts, items=tuple(items_of(meeting.reference)))


def sittings(body: str = "") -> tuple[rules.Sitting, ...]:
    """Every meeting, the first day first; of one body where one is named."""
    found = Meeting.objects.order_by("on", "begins", "reference")
    return tuple(sitting_of(meeting) for meeting in (found.filter(body=body) if body else found))


def items_of(meeting: str) -> list[rules.AgendaItem]:
    """The agenda of a meeting in its order, each item with its papers."""
    papers = list(Paper.objects.filter(meeting=meeting, withdrawn_why="").order_by("reference"))
    found = AgendaItem.objects.filter(meeting=meeting, taken_off_why="").order_by("number", "reference")
    return [item_of(item, [paper for paper in papers if paper.item == item.reference]) for item in found]


def item_of(item: AgendaItem, papers: Iterable[Paper]) -> rules.AgendaItem:
    """One item with its papers."""
    return shaped(rules.AgendaItem, item, papers=tuple(paper_of(paper) for paper in papers))


def paper_of(paper: Paper) -> rules.Paper:
    """One paper. Its address is where it lies among the papers of the place."""
    return shaped(rules.Paper, paper, address=f"papers/{paper.sha256}/{paper.file_name}", version=paper.edition)


def attendances(meetings: Iterable[str]) -> tuple[rules.Attendance, ...]:
    """How every seat of some meetings was there, as far as it was recorded."""
    kept = AttendanceAt.objects.filter(meeting__in=list(meetings)).order_by("reference")
    said = [(one.meeting, seat, Presence(presence)) for one in kept for seat, presence in one.seats.items()]
    return tuple(rules.Attendance(sitting=meeting, seat=seat, presence=presence) for meeting, seat, presence in said)


def interests_at(meeting: str) -> tuple[rules.DeclaredInterest, ...]:
    """The interests that were declared at a meeting."""
    return tuple(interest_of(one) for one in Interest.objects.filter(meeting=meeting).order_by("item", "seat"))


def register_of(body: str) -> tuple[rules.DeclaredInterest, ...]:
    """The interests in a body's register."""
    return tuple(interest_of(one) for one in Interest.objects.filter(body=body, meeting="").order_by("seat", "declared_on"))


def interest_of(one: Interest) -> rules.DeclaredInterest:
    """One interest as the rules know it."""
    return shaped(rules.DeclaredInterest, one, sitting=one.meeting, done=one.done or None)


def logged(body: str = "") -> tuple[rules.ActionLogEntry, ...]:
    """The action log of a body, or of all, by the day on which each was due first."""
    found = LoggedAction.objects.order_by("due", "reference")
    return tuple(logged_action_of(one) for one in (found.filter(body=body) if body else found))


def logged_action_of(one: LoggedAction) -> rules.ActionLogEntry:
    """One entry of an action log as the rules know it."""
    return shaped(rules.ActionLogEntry, one, sitting=one.meeting)
