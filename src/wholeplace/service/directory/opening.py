"""When something takes place: which days of the week, at what time, and that in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from wholeplace.service.directory.shapes import Schedule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES: Mapping[str, str] = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
_DAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_ORDER = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "5": "Fifth", "-1": "Last"}
WEEKLY, MONTHLY = "WEEKLY", "MONTHLY"


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One rule of a schedule that holds: on these days of the week (in their order), from one clock time to another where they are given.

    `which`: of a month, such as "First"; empty: each week. `every`: each how many weeks or months.
    """

    days: tuple[str, ...]
    which: str = ""
    every: int = 1
    opens: time | None = None
    closes: time | None = None


def sessions_of(schedules: Iterable[Schedule], today: date) -> tuple[Session, ...]:
    """The rules that hold today or will, and name days of the week. A schedule in words alone gives none."""
    return tuple(session for one in schedules if _holds(one, today) and (session := _session(one)))


def days_of(sessions: Iterable[Session]) -> frozenset[str]:
    """Every day of the week on which something may take place."""
    return frozenset(day for session in sessions for day in session.days)


def in_words(sessions: Sequence[Session]) -> str:
    """ "Tuesdays 2pm to 4pm", "Monday to Friday 9am to 5pm and Saturdays 10am to 12 noon"; empty where no day is known."""
    grouped: dict[tuple, list[Session]] = {}
    for session in sessions:
        grouped.setdefault((session.which, session.every, session.opens, session.closes), []).append(session)
    parts = [_words(_together(group)) for group in grouped.values()]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def _together(group: Sequence[Session]) -> Session:
    """Sessions of the same hours as one."""
    return replace(group[0], days=tuple(day for day in DAYS if any(day in one.days for one in group)))


def clock(text: str) -> time | None:
    """A clock time of a feed: "14:00", "14:00:00", with a zone or without. None for what is none."""
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def day(text: str) -> date | None:
    """A day of a feed, from its first ten letters. None for what is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _holds(schedule: Schedule, today: date) -> bool:
    last = day(schedule.valid_to)
    return last is None or today <= last


def _session(schedule: Schedule) -> Session | None:
    named = _DAY.findall(schedule.byday.upper())
    if not named:
        return None
    orders = {order.lstrip("+") for order, _ in named if order}
    days = {name for _, name in named}
    which = _ORDER.get(min(orders), "") if len(orders) == 1 else ("Some" if orders else "")
    return Session(
        days=tuple(each for each in DAYS if each in days),
        which=which or ("Some" if schedule.freq == MONTHLY else ""),
        every=max(1, int(schedule.interval or 1)),
        opens=clock(schedule.opens_at), closes=clock(schedule.closes_at),
    )  # fmt: skip


def _words(session: Session) -> str:
    return " ".join(part for part in (_days(session), _hours(session.opens, session.closes)) if part)


def _days(session: Session) -> str:
    names = [DAY_NAMES[each] for each in session.days]
    if session.which:
        joined = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
        return f"{session.which} {joined} of the month" if session.which != "Some" else f"Some {_and([f'{name}s' for name in names])}"
    if session.every > 1:
        return f"Every {'second' if session.every == 2 else f'{session.every}th'} {_and(names)}"
    return _every_week(session.days, names)


def _every_week(days: tuple[str, ...], names: list[str]) -> str:
    if days == DAYS:
        return "Every day"
    first, last = DAYS.index(days[0]), DAYS.index(days[-1])
    if len(days) > 2 and last - first == len(days) - 1:
        return f"{names[0]} to {names[-1]}"
    return _and([f"{name}s" for name in names])


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _hours(opens: time | None, closes: time | None) -> str:
    if opens and closes:
        return f"{spoken(opens)} to {spoken(closes)}"
    return f"from {spoken(opens)}" if opens else f"until {spoken(closes)}" if closes else ""


def spoken(at: time) -> str:
    """A clock time as it is said: "2pm", "10.30am", "12 noon", "midnight"."""
    if at in (time(12), time(0)):
        return "12 noon" if at == time(12) else "midnight"
    hour = at.hour % 12 or 12
    return f"{hour}{f'.{at.minute:02d}' if at.minute else ''}{'am' if at.hour < 12 else 'pm'}"
