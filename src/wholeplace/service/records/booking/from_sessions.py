"""Slots made from the sessions that services hold week by week. Run again, it makes only those that are not there yet."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import note
from wholeplace.service.booking.sessions import Session, SlotToMake, slots_between
from wholeplace.service.records.booking.models import Schedule, Slot
from wholeplace.service.records.booking.rows import joined, new_reference
from wholeplace.service.records.books import book_of
from wholeplace.service.records.turns import in_turn

MADE = "slots"
"""The kind of the log's entries about slots."""


def make_slots(sessions: Sequence[Session], first: date, end: date, act: Act) -> Mapping[str, int]:
    """Make the slots of all sessions from the day `first` until (not including) `end`: service -> how many were new.

    Only slots that have not begun are made. One that is there already stays as it is, whatever the file says now: somebody may have
    booked it. Each service is one transaction.
    """
    services = sorted({one.practice for one in sessions})
    return {code: in_turn(lambda code=code: _made(code, sessions, (first, end), act)) for code in services}  # type: ignore[misc]


def _made(code: str, sessions: Sequence[Session], days: tuple[date, date], act: Act) -> int:
    known = set(Slot.objects.filter(organisation=code).exclude(local_id="").values_list("local_id", flat=True))
    new = []
    for session in (one for one in sessions if one.practice == code):
        schedule = _schedule(session)
        slots = (one for one in slots_between(session, *days) if one.start > act.at and one.local_id not in known)
        new += [_slot(one, schedule) for one in slots]
    Slot.objects.bulk_create(new)
    if new:
        starts = [one.start for one in new]
        content = {"done": "made from sessions", "count": len(new), "first": _told(min(starts)), "last": _told(max(starts))}
        note(act, kind=MADE, reference=code, content=content, book=book_of(code))
    return len(new)


def _schedule(session: Session) -> str:
    found, _ = Schedule.objects.get_or_create(
        organisation=session.practice, title=session.title,
        defaults={"reference": new_reference(), "role": session.role, "location": session.location},
    )  # fmt: skip
    return found.reference


def _slot(one: SlotToMake, schedule: str) -> Slot:
    session = one.session
    return Slot(
        reference=new_reference(), organisation=session.practice, schedule=schedule, start=one.start, end=one.end,
        bookable=session.released, channel=session.channel.value, kind=session.kind, types=joined(session.types),
        codes=joined(session.codes),
        released_from=one.released_from, local_id=one.local_id,
    )  # fmt: skip


def _told(moment: datetime) -> str:
    return moment.isoformat()
