"""Decisions that wait for somebody: for the desk of each person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from wholeplace.agreement.decisions import InForce, State, free_from, stands_at, waits_for
from wholeplace.agreement.records.decisions.models import Decision
from wholeplace.agreement.records.decisions.reading import recorded_of

OFFICER, CLERK, SCRUTINY = "officer", "clerk", "scrutiny member"
_BY_STATE = {
    State.DRAFT: OFFICER,
    State.PROPOSED: CLERK,
    State.NOTIFIED: CLERK,
    State.ADVISED: CLERK,
    State.DEFERRED: CLERK,
    State.AGREED: CLERK,
    State.OPEN_TO_CALL_IN: SCRUTINY,
    State.CALLED_IN: SCRUTINY,
    State.SENT_BACK: OFFICER,
    State.FREE: OFFICER,
    State.CARRIED_OUT: OFFICER,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """One decision that waits: for what in words, until when (None: no day)."""

    reference: str
    title: str
    body_title: str
    state: State
    what: str
    due: date | None
    late: bool


def waiting(roles: Collection[tuple[str, str]], held: InForce, now: datetime) -> tuple[Waiting, ...]:
    """Decisions whose next step is for one of the (role, body) pairs; an empty body is every body. Oldest first.

    For a scrutiny member the body is the one that scrutinises. What waits for nobody is left out.
    """
    decisions = Decision.objects.exclude(state__in=[State.REFUSED.value, State.WITHDRAWN.value, State.REPLACED.value])
    found = (_of(decision, roles, held, now) for decision in decisions.order_by("year", "number"))
    return tuple(one for one in found if one is not None)


def _of(decision: Decision, roles: Collection[tuple[str, str]], held: InForce, now: datetime) -> Waiting | None:
    recorded = recorded_of(decision)
    state = stands_at(recorded, now)
    role = _BY_STATE.get(state)
    if role is None or not any(has == role and _at(body, role, decision.body, held) for has, body in roles):
        return None
    closes = free_from(recorded) if state is State.OPEN_TO_CALL_IN else None
    review = (recorded.published or recorded.proposal).review_on if state is State.CARRIED_OUT else None
    due = closes.date() if closes else review
    return Waiting(
        reference=decision.reference, title=decision.title, body_title=decision.body_title, state=state,
        what=waits_for(recorded, held, now), due=due, late=due is not None and due < now.date(),
    )  # fmt: skip


def _at(body: str, role: str, deciding: str, held: InForce) -> bool:
    if body in ("", deciding) and role != SCRUTINY:
        return True
    looks = held.agreement.body(body)
    return role == SCRUTINY and (body == "" or (looks is not None and deciding in looks.scrutinises))
