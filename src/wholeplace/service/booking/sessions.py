"""front_door/sessions.toml of a place: the sessions that its services hold week by week, and the slots that follow from them."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from wholeplace.service.booking.shapes import Channel, Practices
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

FILE = Path("front_door") / "sessions.toml"
ENGLAND = ZoneInfo("Europe/London")
_WHERE = FILE.as_posix()


class Weekday(StrEnum):
    """The days of a week, in their order."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A session of one service on some weekdays, from `begins` to `ends` (clock of England), cut into slots of `minutes`.

    `title`: of its list of slots, one a service. `released`: others may book it; `types`, `codes`: who, where not everybody.
    `hours_before`: how long before its start others see a slot; 0: at once. `since`, `until`: the days on which it is held, `until` not
    included. `not_on`: days on which it is not held, such as bank holidays.
    """

    practice: str
    title: str
    days: tuple[Weekday, ...]
    begins: time
    ends: time
    minutes: int = 10
    channel: Channel = Channel.IN_PERSON
    kind: str = ""
    role: str = ""
    location: str = ""
    released: bool = True
    types: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    hours_before: int = 0
    since: date | None = None
    until: date | None = None
    not_on: tuple[date, ...] = ()

    def held_on(self, day: date) -> bool:
        """Is it held on that day?"""
        if (self.since and day < self.since) or (self.until and day >= self.until) or day in self.not_on:
            return False
        return list(Weekday)[day.weekday()] in self.days


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotToMake:
    """One slot of a session. `local_id`: the same each time it is made, so that none is made twice."""

    session: Session
    start: datetime
    end: datetime
    released_from: datetime | None
    local_id: str


def slots_between(session: Session, first: date, end: date) -> Iterator[SlotToMake]:
    """The slots of a session from the day `first` until (not including) `end`, by time.

    A slot lies wholly inside its session. Where the clocks go forward, times that do not exist have no slot; where they go back, the
    hour that comes twice is held once, the first time.
    """
    for offset in range((end - first).days):
        day = first + timedelta(days=offset)
        if session.held_on(day):
            yield from _slots_on(session, day)


def _slots_on(session: Session, day: date) -> Iterator[SlotToMake]:
    length = timedelta(minutes=session.minutes)
    at, last = datetime.combine(day, session.begins), datetime.combine(day, session.ends)
    while at + length <= last:
        start = _instant(at)
        if start is not None:
            yield SlotToMake(
                session=session, start=start, end=start + length,
                released_from=start - timedelta(hours=session.hours_before) if session.hours_before else None,
                local_id=f"session:{session.title}:{at.isoformat(timespec='minutes')}",
            )  # fmt: skip
        at += length


def _instant(wall: datetime) -> datetime | None:
    """The moment at which clocks in England show this; None where none ever does."""
    moment = wall.replace(tzinfo=ENGLAND).astimezone(UTC)
    return moment if moment.astimezone(ENGLAND).replace(tzinfo=None) == wall else None


def read_sessions(folder: Path, practices: Practices) -> Sequence[Session]:
    """The sessions of the place `folder`, in the order of the file; none where it is absent. Raises DataProblem with all that is wrong."""
    file = folder / FILE
    if not file.is_file():
        return ()
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataProblem("The sessions cannot be read", [_problem(_WHERE, f"it is not TOML: {error}.", "Correct that line.")]) from None
    problems = [
        _problem(_WHERE, f'"{name}" is no table that is known.', did_you_mean(name, ["session"]) or "Use [[session]].")
        for name in given
        if name != "session"
    ]
    rows = given.get("session", [])
    sessions = [one for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1) if (one := _session(row, number, problems))]
    problems += [problem for number, one in enumerate(sessions, 1) for problem in _problems_of(one, number, practices)]
    problems += _overlapping(sessions)
    if problems:
        raise DataProblem("The sessions cannot be used", problems)
    return tuple(sessions)


def _session(row: Any, number: int, problems: list[Problem]) -> Session | None:
    where, known = f"{_WHERE}, session {number}", [one.name for one in fields(Session)]
    unknown = [key for key in row if key not in known] if isinstance(row, dict) else []
    problems += [_problem(where, f'"{key}" is not known here.', did_you_mean(key, known) or f"Use: {', '.join(known)}.") for key in unknown]
    try:
        return None if unknown else msgspec.convert(row, Session)
    except msgspec.ValidationError as error:
        problems.append(_problem(where, f"{str(error).replace('`', '').rstrip('.')}.", "Correct it."))
        return None


def _problems_of(one: Session, number: int, practices: Practices) -> Iterator[Problem]:
    where = f"{_WHERE}, session {number} ({one.title})"
    if one.practice not in practices.by_code:
        fix = did_you_mean(one.practice, list(practices.by_code)) or "Add it to front_door/practices.toml."
        yield _problem(where, f'the service "{one.practice}" is not in practices.toml.', fix)
    if one.minutes < 1:
        yield _problem(where, f"its slots are {one.minutes} minutes long.", "Give a number of minutes above 0.")
    elif datetime.combine(date.min, one.begins) + timedelta(minutes=one.minutes) > datetime.combine(date.min, one.ends):
        yield _problem(
            where, f"no slot of {one.minutes} minutes fits between {one.begins:%H:%M} and {one.ends:%H:%M}.", "Correct the times."
        )
    if not one.days:
        yield _problem(where, "it is held on no day.", 'Write days = ["Monday", ...].')
    if one.hours_before < 0:
        yield _problem(where, f"hours_before is {one.hours_before}.", "Give 0 or more.")
    if one.since and one.until and one.until <= one.since:
        yield _problem(where, f"it ends on {one.until}, and begins on {one.since}.", "Give the first day on which it is not held any more.")


def _overlapping(sessions: Sequence[Session]) -> Iterator[Problem]:
    """Two sessions of one list at the same time would be one person in two rooms."""
    for number, one in enumerate(sessions):
        for other in sessions[number + 1 :]:
            if _same_list(one, other) and set(one.days) & set(other.days) and one.begins < other.ends and other.begins < one.ends:
                what = f'two sessions "{one.title}" of {one.practice} are held at the same time.'
                yield _problem(_WHERE, what, "Give them different titles, times or days.")


def _same_list(one: Session, other: Session) -> bool:
    if (one.practice, one.title) != (other.practice, other.title):
        return False
    return (one.until is None or other.since is None or other.since < one.until) and (
        other.until is None or one.since is None or one.since < other.until
    )


def _problem(where: str, what: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why="Slots are made from it that people are then given.", fix=fix)
