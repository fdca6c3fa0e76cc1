"""The action log of a body: who was asked to do what, what is late, what was put off."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

from wholeplace.agreement.meetings.shapes import ActionLogEntry, CarriedOver
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean


class LogState(StrEnum):
    """Where an entry of an action log stands."""

    OPEN = "open"
    CARRIED_OVER = "carried over"
    LATE = "late"
    DONE = "done"


def due_of(entry: ActionLogEntry) -> date:
    """The day on which an entry is due now: the one it was carried over to last, or its first."""
    return entry.carried_over[-1].to if entry.carried_over else entry.due


def log_state(entry: ActionLogEntry, today: date) -> LogState:
    """Where an entry stands on a day. It is late from the day after it is due."""
    if entry.done_on is not None and entry.done_on <= today:
        return LogState.DONE
    if due_of(entry) < today:
        return LogState.LATE
    return LogState.CARRIED_OVER if entry.carried_over else LogState.OPEN


def carry_over(entry: ActionLogEntry, put_off: CarriedOver) -> ActionLogEntry:
    """The entry put off by a sitting. Its first day and every day since stay in the record. Ask `problems_of_log_entry` of it first."""
    return replace(entry, carried_over=(*entry.carried_over, put_off))


def open_entries(entries: Iterable[ActionLogEntry], body: str, today: date) -> tuple[ActionLogEntry, ...]:
    """What a body's next sitting looks at: everything that is not done, the longest late first."""
    still = [one for one in entries if one.body == body and log_state(one, today) is not LogState.DONE]
    return tuple(sorted(still, key=lambda one: (due_of(one), one.reference)))


def problems_of_log_entry(entry: ActionLogEntry, owners: Collection[str]) -> list[Problem]:
    """What keeps an entry from standing in a log. `owners`: posts, bodies and organisations that may own one; empty: all may."""
    where = f"action {entry.reference}"
    why = "What nobody owns, or nobody dated, is not done."
    return [Problem(where=where, what=what, why=why, fix=fix) for what, fix in _problems(entry, owners)]


def _problems(entry: ActionLogEntry, owners: Collection[str]) -> Iterator[tuple[str, str]]:
    if not entry.what.strip():
        yield "it does not say what is to be done.", "Write it as one sentence."
    if not entry.owner.strip():
        yield "nobody owns it.", "Name exactly one owner."
    elif owners and entry.owner not in owners:
        yield f'its owner "{entry.owner}" is not known.', did_you_mean(entry.owner, owners) or "Name a post, body or organisation."
    due = entry.due
    for one in entry.carried_over:
        if one.to <= due:
            yield f"it was carried over to {one.to}, and was due on {due}.", "Put it off to a later day."
        if not one.why.strip():
            yield f"it was carried over to {one.to}, and nothing says why.", "Say why."
        due = one.to
