"""You said, we did: what people said, in general terms and never by name, and what came of it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from wholeplace.agreement.scrutiny.shapes import Did, EngagementPoint
from wholeplace.terms import Problem

# What tells of one person: an address of e-mail, a number as long as a telephone or NHS number, a title with a name after it.
_PERSON = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:\d[ -]?){9,}\d|\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Councillor|Sir|Dame|Rev)\.? [A-Z][\w'-]+")
_WHY = "People who are asked and hear nothing back do not answer twice."


class PointState(StrEnum):
    """Where a point stands."""

    WAITING = "waiting for an answer"
    UNANSWERED = "unanswered for too long"
    DONE = "done"
    BEING_DONE = "being done"
    NOT_DONE = "not done, with the reason"


_ANSWERED = {Did.DONE: PointState.DONE, Did.BEING_DONE: PointState.BEING_DONE, Did.NOT_DONE: PointState.NOT_DONE}


def point_state(point: EngagementPoint, today: date, *, within: timedelta) -> PointState:
    """Where a point stands on a day. `within`: how long an answer may take, as the place promised; it is late from the day after."""
    if point.did is not None and point.answered_on is not None and point.answered_on <= today:
        return _ANSWERED[point.did]
    return PointState.UNANSWERED if today - point.said_on > within else PointState.WAITING


def unanswered(points: Iterable[EngagementPoint], today: date, *, within: timedelta) -> tuple[EngagementPoint, ...]:
    """The points that have waited longer than was promised, the longest first."""
    late = [one for one in points if point_state(one, today, within=within) is PointState.UNANSWERED]
    return tuple(sorted(late, key=lambda one: (one.said_on, one.reference)))


def reached_a_decision(points: Iterable[EngagementPoint], decision: str) -> tuple[EngagementPoint, ...]:
    """The points that people made which reached one decision, in the order in which they were made."""
    return tuple(sorted((one for one in points if one.decision == decision), key=lambda one: (one.said_on, one.reference)))


def problems_of_point(point: EngagementPoint, *, today: date) -> list[Problem]:
    """What keeps a point from being shown. A letter about it never repeats what could name a person."""
    where = f"point {point.reference}"
    told = (*_blanks(point), *_days(point, today), *_answer(point))
    problems = [Problem(where=where, what=what, why=_WHY, fix=fix) for what, fix in told]
    named = [f"{where}, {name}" for name in ("group", "said", "where", "answer") if _PERSON.search(getattr(point, name))]
    why = "What people said is kept in general terms, so that nobody is named by it."
    problems += [Problem(where=one, what="it seems to name a person.", why=why, fix="Say it without them.") for one in named]
    return problems


def _blanks(point: EngagementPoint) -> Iterator[tuple[str, str]]:
    asked = {
        "group": ("it does not say who said it.", "Name a group in general terms, such as carers."),
        "said": ("it does not say what was said.", "Write it in their own words, or close to them."),
        "where": ("it does not say where.", "Name the event, survey or letter."),
        "asked_of": ("nobody is asked to answer.", "Name the body or organisation that answers."),
    }
    return (told for name, told in asked.items() if not getattr(point, name).strip())


def _days(point: EngagementPoint, today: date) -> Iterator[tuple[str, str]]:
    if point.said_on > today:
        yield f"it was said on {point.said_on}, which is still to come.", "Correct the day."
    if point.answered_on is not None and point.answered_on < point.said_on:
        yield f"it was answered on {point.answered_on}, before it was said.", "Correct one of the days."


def _answer(point: EngagementPoint) -> Iterator[tuple[str, str]]:
    if point.did is not None and not point.answer.strip():
        what = "why not" if point.did is Did.NOT_DONE else "what"
        yield f"it is {point.did.value}, and nothing says {what}.", f"Say {what}, in words that whoever said it understands."
    if (point.did is None) != (point.answered_on is None):
        yield "it has an answer without a day, or a day without an answer.", "Give both."
