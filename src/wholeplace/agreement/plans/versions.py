"""What changed between two versions of a plan, in words, so that nobody has to compare two papers line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from wholeplace.agreement.plans.plan import Plan
from wholeplace.agreement.plans.tree import nodes_of


class ChangeKind(StrEnum):
    """What happened to one thing in a plan."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanChange:
    """One thing that is other than in the version before: which, what happened, and of a change the field with both its values."""

    where: str
    kind: ChangeKind
    field: str = ""
    before: str = ""
    after: str = ""


_HELD = {"strategy": "strategies", "ambition": "ambitions", "programme": "programmes", "action": "actions", "milestone": "milestones"}


def changes_between(before: Plan, after: Plan) -> tuple[PlanChange, ...]:
    """Everything in the tree that was added, is gone, or has another value, in the order of the later version; what is gone comes last."""
    old, new = _by_where(before), _by_where(after)
    told = [change for where, thing in new.items() for change in _of_one(where, old.get(where), thing)]
    told += [PlanChange(where=where, kind=ChangeKind.GONE) for where in old if where not in new]
    return tuple(told)


def _by_where(plan: Plan) -> Mapping[str, Any]:
    held = {kind: {one.name: one for one in getattr(plan, name)} for kind, name in _HELD.items()}
    return {node.where: held[node.kind][node.name] for node in nodes_of(plan)}


def _of_one(where: str, old: Any, new: Any) -> Iterator[PlanChange]:
    if old is None:
        yield PlanChange(where=where, kind=ChangeKind.ADDED)
        return
    for field in fields(new):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now:
            yield PlanChange(where=where, kind=ChangeKind.CHANGED, field=field.name, before=_shown(was), after=_shown(now))


def _shown(value: object) -> str:
    if value is None:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
