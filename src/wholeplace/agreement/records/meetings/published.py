"""What may be published of meetings, at a moment. `publish.public_record` shows it."""

from dataclasses import replace
from datetime import date, datetime

from wholeplace.agreement import meetings as rules
from wholeplace.agreement.records.meetings.models import Meeting
from wholeplace.agreement.records.meetings.reading import sittings


def published(now: datetime) -> tuple[rules.Sitting, ...]:
    """Meetings of which notice or agenda was published by then, the first day first.

    Before its agenda is published a meeting has no items here. An item that is not heard in public is there with its ground, and
    without its papers. Papers are there from the day on which they were published.
    """
    today = now.date()
    return tuple(
        replace(one, items=_items(one, today) if _by(one.agenda_on, today) else ())
        for one in sittings()
        if _by(one.notice_on, today) or _by(one.agenda_on, today)
    )


def minutes(now: datetime) -> dict[str, str]:
    """The minutes that were published by then, by the reference of their meeting."""
    held = Meeting.objects.filter(minutes_on__lte=now.date()).order_by("on", "reference")
    return {one.reference: one.minutes for one in held if one.minutes.strip()}


def _items(one: rules.Sitting, today: date) -> tuple[rules.AgendaItem, ...]:
    return tuple(replace(item, papers=_papers(item, today)) for item in one.items)


def _papers(item: rules.AgendaItem, today: date) -> tuple[rules.Paper, ...]:
    return () if item.private_ground else tuple(paper for paper in item.papers if _by(paper.published_on, today))


def _by(day: date | None, today: date) -> bool:
    return day is not None and day <= today
