"""Risks that partners share, those of regulation among them: what each is, who owns it, and when it is looked at again."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean


class RiskKind(StrEnum):
    """What sort of risk it is."""

    REGULATORY = "regulatory"
    STRATEGIC = "strategic"
    OPERATIONAL = "operational"
    MONEY = "money"


class RiskState(StrEnum):
    """Where a risk stands."""

    OPEN = "open"
    REVIEW_OVERDUE = "open, and not looked at in time"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Risk:
    """One risk that partners look at together. Exactly one owner. `regulator`: whose rule it is about, of a regulatory one.

    `what_we_do`: how it is kept small. `review_on`: when it is looked at again. `closed_why`: why it is no risk any more.
    """

    reference: str
    title: str
    kind: RiskKind
    owner: str
    raised_on: date
    review_on: date | None
    what_we_do: str
    regulator: str = ""
    programme: str = ""
    closed_on: date | None = None
    closed_why: str = ""


def risk_state(risk: Risk, today: date) -> RiskState:
    """Where a risk stands on a day. One without a day of review is never looked at, so it is overdue."""
    if risk.closed_on is not None and risk.closed_on <= today:
        return RiskState.CLOSED
    return RiskState.REVIEW_OVERDUE if risk.review_on is None or risk.review_on < today else RiskState.OPEN


def reviews_overdue(risks: Iterable[Risk], today: date) -> tuple[Risk, ...]:
    """The risks that were not looked at in time: those without a day first, then the longest overdue."""
    late = [one for one in risks if risk_state(one, today) is RiskState.REVIEW_OVERDUE]
    return tuple(sorted(late, key=lambda one: (one.review_on or date.min, one.reference)))


def problems_of_risk(risk: Risk, owners: Collection[str]) -> list[Problem]:
    """What keeps a risk from standing in the log. `owners`: posts, bodies and organisations that may own one; empty: all may."""
    where = f"risk {risk.reference}"
    why = "A risk that nobody looks at is only written down."
    return [Problem(where=where, what=what, why=why, fix=fix) for what, fix in _problems(risk, owners)]


def _problems(risk: Risk, owners: Collection[str]) -> Iterator[tuple[str, str]]:
    if not risk.owner.strip():
        yield "nobody owns it.", "Name exactly one owner."
    elif owners and risk.owner not in owners:
        yield f'its owner "{risk.owner}" is not known.', did_you_mean(risk.owner, owners) or "Name a post, body or organisation."
    if risk.review_on is None:
        yield "it has no day of review.", "Name a day."
    elif risk.review_on <= risk.raised_on:
        yield f"it is looked at on {risk.review_on}, and was raised on {risk.raised_on}.", "Name a later day."
    if not risk.what_we_do.strip():
        yield "it does not say what is done about it.", "Say what keeps it small, or that it is borne."
    if risk.kind is RiskKind.REGULATORY and not risk.regulator.strip():
        yield "it is regulatory, and names no regulator.", "Name whose rule it is about."
    if risk.closed_on is not None and not risk.closed_why.strip():
        yield "it was closed, and nothing says why.", "Say why it is no risk any more."
