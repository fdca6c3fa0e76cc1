"""Call-in: councillors ask for a decision to be looked at again before it is carried out. The window differs by council."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from wholeplace.agreement.clocks.days import working_day_after
from wholeplace.terms import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class CallInRule:
    """One council's rule. The window closes at `closes_at` on the `working_days`-th working day after publication.

    `callers`: how many members must ask. `grounds_needed`: they must say why.
    """

    council: str
    callers: int
    working_days: int
    closes_at: time
    grounds_needed: bool
    source: str


class CallInState(StrEnum):
    """Where a published decision stands."""

    OPEN = "open to call-in"
    CALLED_IN = "called in"
    FREE = "free to be carried out"
    EXEMPT = "urgent: not open to call-in"


@dataclass(frozen=True, kw_only=True, slots=True)
class CallIn:
    """One request to look again: by how many members, when, and why."""

    callers: int
    at: datetime
    grounds: str = ""


def window_closes(published: datetime, rule: CallInRule) -> datetime:
    """The moment at which the window closes, in the zone of `published` (England's time, summer and winter)."""
    return datetime.combine(working_day_after(published.date(), rule.working_days), rule.closes_at, tzinfo=published.tzinfo)


def problems_of_call_in(asked: CallIn, published: datetime, rule: CallInRule) -> list[Problem]:
    """Why a request does not count. Empty: it does."""
    problems = []
    closes = window_closes(published, rule)
    if asked.callers < rule.callers:
        problems.append(
            _problem(rule, f"{asked.callers} asked.", f"{rule.callers} members must.", "Find more members, while the window is open.")
        )
    if not published <= asked.at <= closes:
        problems.append(
            _problem(
                rule,
                f"it came at {asked.at:%Y-%m-%d %H:%M}.",
                f"The window closed at {closes:%Y-%m-%d %H:%M}.",
                "Ask scrutiny to put the matter on its agenda.",
            )
        )
    if rule.grounds_needed and not asked.grounds.strip():
        problems.append(
            _problem(rule, "it gives no grounds.", "This council asks for them.", "Say why the decision should be looked at again.")
        )
    return problems


def call_in_state(published: datetime, rule: CallInRule, asked: Sequence[CallIn], *, now: datetime, urgent: bool = False) -> CallInState:
    """Where a decision stands at `now`. It is frozen while OPEN or CALLED_IN; a request that does not count freezes nothing.

    `urgent`: it was decided under special urgency, which takes it out of call-in.
    """
    if urgent:
        return CallInState.EXEMPT
    if any(one.at <= now and not problems_of_call_in(one, published, rule) for one in asked):
        return CallInState.CALLED_IN
    return CallInState.OPEN if now <= window_closes(published, rule) else CallInState.FREE


def _problem(rule: CallInRule, what: str, why: str, fix: str) -> Problem:
    return Problem(where=f"Call-in at {rule.council}", what=what, why=f"{why} {rule.source}.", fix=fix)
