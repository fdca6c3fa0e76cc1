"""After an overspend was forecast: was everybody told in time, is there a plan to recover it, and when must its progress be told?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wholeplace.agreement.funds.during import FundPosition, clocks_of
from wholeplace.agreement.funds.pence import added
from wholeplace.terms import Money, Problem


class DueState(StrEnum):
    """Where something that is due stands."""

    IN_TIME = "done in time"
    LATE = "done late"
    WAITS = "to be done"
    MISSED = "overdue"


@dataclass(frozen=True, kw_only=True, slots=True)
class OverspendNotice:
    """Partners were told of a forecast overspend: of which month's figures, how much, since when it was known, when they were told."""

    reference: str
    fund: str
    month: date
    over: Money
    known_on: date
    given_on: date
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveryPlan:
    """What partners agreed to do about an overspend, and how much it is to bring back."""

    reference: str
    fund: str
    notice: str
    agreed_on: date
    words: str
    saves: Money
    owner: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """What was told of a recovery plan on a day, and how much it has brought back so far."""

    plan: str
    told_on: date
    saved: Money
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """One thing that the agreement asks for because of an overspend: in words, by when, by which clause, and whether it was done."""

    what: str
    by: date
    state: DueState
    source: str


def dues_of(
    position: FundPosition, notices: Sequence[OverspendNotice], plans: Sequence[RecoveryPlan], told: Sequence[Progress], today: date
) -> tuple[Due, ...]:
    """What is due of a fund on a day. The clocks start when an overspend was first known: as the first notice says, else today.

    A fund that is forecast within its budget owes nothing. Once a plan is agreed, its progress is due as often as a plan is.
    """
    known = min((one.known_on for one in notices), default=today)
    clocks = clocks_of(position, known)
    if not clocks:
        return ()
    notice, plan = clocks
    given = min((one.given_on for one in notices), default=None)
    agreed = min((one.agreed_on for one in plans), default=None)
    dues = [
        Due(what=notice.words, by=notice.due, state=_state(given, notice.due, today), source=notice.source),
        Due(what="A recovery plan is agreed", by=plan.due, state=_state(agreed, plan.due, today), source=plan.source),
    ]
    if agreed is not None:
        last = max((one.told_on for one in told), default=agreed)
        by = clocks_of(position, last)[1].due
        dues.append(Due(what="Progress of the recovery plan is told", by=by, state=_state(None, by, today), source=plan.source))
    return tuple(dues)


def problems_of_notice(notice: OverspendNotice, today: date) -> list[Problem]:
    """What keeps a notice from being recorded: nothing to tell, days out of order or still to come."""
    where = "notice of an overspend"
    problems = []
    if notice.over.pence <= 0:
        problems.append(_problem(where, "no overspend is forecast.", "There is nothing to tell.", "Choose a month in which one was."))
    if notice.given_on < notice.known_on:
        problems.append(_problem(where, "it was given before the overspend was known.", "One of the days is wrong.", "Correct it."))
    return problems + _still_to_come(where, (notice.known_on, notice.given_on), today)


def problems_of_plan(plan: RecoveryPlan, notice: OverspendNotice | None, today: date) -> list[Problem]:
    """What keeps a recovery plan from being recorded."""
    where = "recovery plan"
    problems = _still_to_come(where, (plan.agreed_on,), today)
    if notice is None or notice.fund != plan.fund:
        problems.append(_problem(where, "no notice was given of it.", "Partners cannot agree on what they were not told.", "Give notice."))
    elif plan.agreed_on < notice.known_on:
        problems.append(_problem(where, "it was agreed before the overspend was known.", "One of the days is wrong.", "Correct it."))
    if plan.saves.pence <= 0:
        problems.append(_problem(where, f"it brings back {plan.saves}.", "Then it recovers nothing.", "Say how much it is to bring back."))
    return problems


def problems_of_progress(progress: Progress, plan: RecoveryPlan | None, today: date) -> list[Problem]:
    """What keeps a word on progress from being recorded."""
    where = "progress of the recovery plan"
    problems = _still_to_come(where, (progress.told_on,), today)
    if plan is None or progress.told_on < plan.agreed_on:
        problems.append(_problem(where, "the plan was not agreed on that day.", "There was nothing to tell.", "Correct the day."))
    if progress.saved.pence < 0:
        problems.append(_problem(where, f"it brought back {progress.saved}.", "A loss is part of the forecast.", "Give nought or more."))
    return problems


def short_of(plans: Sequence[RecoveryPlan], over: Money) -> Money:
    """How much of an overspend no plan brings back; nought where they bring back all of it."""
    return Money(max(0, over.pence - added([one.saves for one in plans]).pence))


def _state(done: date | None, by: date, today: date) -> DueState:
    if done is not None:
        return DueState.IN_TIME if done <= by else DueState.LATE
    return DueState.WAITS if today <= by else DueState.MISSED


def _still_to_come(where: str, days: Sequence[date], today: date) -> list[Problem]:
    return [
        _problem(where, f"{day} is still to come.", "Only what was done is recorded.", "Correct the day.") for day in days if day > today
    ]


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
