"""The work programme of a scrutiny body: what it looks into, when, and what was not looked into in time."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.scrutiny.shapes import WorkItem
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean


class WorkState(StrEnum):
    """Where a topic stands in a work programme."""

    PLANNED = "planned"
    OVERDUE = "planned, and its day has passed"
    TAKEN = "looked into"
    DROPPED = "taken off the programme"


def work_state(item: WorkItem, today: date) -> WorkState:
    """Where a topic stands on a day."""
    if item.taken_on is not None and item.taken_on <= today:
        return WorkState.TAKEN
    if item.dropped_why.strip():
        return WorkState.DROPPED
    return WorkState.OVERDUE if item.planned_for < today else WorkState.PLANNED


def work_ahead(items: Iterable[WorkItem], body: str, today: date) -> tuple[WorkItem, ...]:
    """What a body still has to look into, by day; what is overdue stands first."""
    open_still = [one for one in items if one.body == body and work_state(one, today) in (WorkState.PLANNED, WorkState.OVERDUE)]
    return tuple(sorted(open_still, key=lambda one: (one.planned_for, one.reference)))


def problems_of_work_item(item: WorkItem, body: Body | None, organisations: Collection[str]) -> list[Problem]:
    """What keeps a topic from standing on a work programme. `organisations`: names and bodies that may be asked."""
    where = f"work item {item.reference}"
    why = "Scrutiny looks into what matters, and says beforehand what and why."
    return [Problem(where=where, what=what, why=why, fix=fix) for what, fix in _problems(item, body, organisations)]


def _problems(item: WorkItem, body: Body | None, organisations: Collection[str]) -> Iterator[tuple[str, str]]:
    if body is None:
        yield f'there is no body called "{item.body}".', "Name a scrutiny body."
    elif not body.scrutinises:
        yield f"{body.title} scrutinises nobody.", "Name a body that scrutinises."
    if not item.topic.strip():
        yield "it has no topic.", "Name the topic."
    if not item.why.strip():
        yield "it does not say why.", "Say why this and not another topic."
    if not item.asked_of:
        yield "nobody is asked.", "Name who brings evidence."
    for name in item.asked_of:
        if name not in organisations:
            yield f'"{name}" is not known.', did_you_mean(name, organisations) or "Name an organisation or a body of the place."
