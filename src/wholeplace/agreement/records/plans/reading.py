"""The plan as it stands: what the place's files say, with the actions and milestones of the records in place of theirs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from wholeplace.agreement import plans as rules
from wholeplace.agreement.plans import Plan
from wholeplace.agreement.records.plans.models import Action, Milestone, SeenOfAmbition
from wholeplace.agreement.records.shaping import shaped

Named = TypeVar("Named", rules.Action, rules.Milestone)


def as_it_stands(plan: Plan) -> Plan:
    """A plan of files with everything of the records. A record takes the place of whatever the files call by its reference."""
    actions = [action_of(record) for record in Action.objects.order_by("due", "reference")]
    milestones = [milestone_of(record) for record in Milestone.objects.order_by("due", "reference")]
    return replace(plan, actions=_instead(plan.actions, actions), milestones=_instead(plan.milestones, milestones))


def action_of(record: Action) -> rules.Action:
    """An action of the records as the rules know it."""
    money = None if record.pence is None else {"pence": record.pence}
    return shaped(rules.Action, record, name=record.reference, money=money, staff=record.staff or None)


def milestone_of(record: Milestone) -> rules.Milestone:
    """A milestone of the records as the rules know it."""
    return shaped(rules.Milestone, record, name=record.reference)


def seen_of(record: SeenOfAmbition) -> rules.Observed:
    """What was seen of an ambition. Its numbers are text in the record, as they were published."""
    numbers = {name: float(text) if (text := getattr(record, name)) else None for name in ("value", "low", "high", "benchmark")}
    return shaped(rules.Observed, record, **numbers)


def seen_of_ambition(ambition: str) -> tuple[rules.Observed, ...]:
    """Everything that the records hold of one ambition, the first day first."""
    return tuple(seen_of(record) for record in SeenOfAmbition.objects.filter(ambition=ambition).order_by("on", "reference"))


def last_seen() -> dict[str, rules.Observed]:
    """What was seen last of each ambition, by its name."""
    return {record.ambition: seen_of(record) for record in SeenOfAmbition.objects.order_by("on", "reference")}


def body_of_programme(plan: Plan, name: str) -> str:
    """The body that looks after a programme: its board, else that of what it stands under, else the one that adopted the strategy.

    Empty where nobody is named.
    """
    programmes, strategies = {one.name: one for one in plan.programmes}, {one.name: one for one in plan.strategies}
    seen: set[str] = set()
    while name in programmes and name not in seen:
        if programmes[name].board:
            return programmes[name].board
        seen.add(name)
        name = programmes[name].under
    return strategies[name].adopted_by if name in strategies else ""


def bodies_of_ambition(plan: Plan, name: str) -> tuple[str, ...]:
    """The bodies that may say what was seen of an ambition: the one that adopted its strategy, and those of programmes that serve it."""
    ambition = next((one for one in plan.ambitions if one.name == name), None)
    adopted = [one.adopted_by for one in plan.strategies if ambition and one.name == ambition.strategy]
    boards = [body_of_programme(plan, one.name) for one in plan.programmes if name in one.ambitions]
    return tuple(dict.fromkeys(body for body in (*adopted, *boards) if body))


def programmes_of_body(plan: Plan, body: str) -> tuple[rules.Programme, ...]:
    """The programmes that a body looks after, in the plan's order."""
    return tuple(one for one in plan.programmes if body_of_programme(plan, one.name) == body)


def _instead(of_files: Iterable[Named], of_records: Iterable[Named]) -> tuple[Named, ...]:
    kept = {one.name: one for one in of_records}
    files = tuple(kept.pop(one.name, one) for one in of_files)
    return (*files, *kept.values())
