"""The plan as one tree: strategies of the system and of places, with ambitions, programmes, actions and milestones under them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wholeplace.agreement.plans.plan import Action, Milestone, Plan, Programme, Strategy
from wholeplace.agreement.plans.shapes import Ambition
from wholeplace.terms import Money

TO_GROW_ON = ("strategy", "programme")
"""What something else may stand under, besides an action its milestones."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanNode:
    """One strategy, ambition, programme, action or milestone as the tree sees it. `under`: the name of what it stands under.

    `since` and `until` (exclusive) are None where it has no such day of its own, as an ambition has none.
    """

    kind: str
    name: str
    title: str
    under: str
    owner: str
    level: str = ""
    area: str = ""
    since: date | None = None
    until: date | None = None
    money: Money | None = None
    staff: Decimal | None = None

    @property
    def where(self) -> str:
        """How a letter names it."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanBranch:
    """A node with everything under it, in the order in which it was written: strategies first, then ambitions and programmes."""

    node: PlanNode
    branches: tuple["PlanBranch", ...]


def nodes_of(plan: Plan) -> tuple[PlanNode, ...]:
    """Everything in a plan, widest first, whether it hangs on the tree or not."""
    return (
        *(_of_strategy(one) for one in plan.strategies),
        *(_of_ambition(one) for one in plan.ambitions),
        *(_of_programme(one) for one in plan.programmes),
        *(_of_action(one) for one in plan.actions),
        *(_of_milestone(one) for one in plan.milestones),
    )


def parent_of(node: PlanNode, nodes: Sequence[PlanNode]) -> PlanNode | None:
    """What a node stands under; None for the widest strategy, and for one that hangs on nothing."""
    kinds = {"milestone": ("action",), "action": ("programme",), "programme": TO_GROW_ON}.get(node.kind, ("strategy",))
    return next((one for one in nodes if one.name == node.under and one.kind in kinds and one != node), None)


def children_of(node: PlanNode, nodes: Sequence[PlanNode]) -> list[PlanNode]:
    """What stands directly under a node."""
    return [one for one in nodes if one.under == node.name and parent_of(one, nodes) == node]


def path_of(node: PlanNode, nodes: Sequence[PlanNode]) -> tuple[PlanNode, ...]:
    """A node, what it stands under, and so on to the top. A ring ends where it would begin again."""
    path = [node]
    while (above := parent_of(path[-1], nodes)) is not None and above not in path:
        path.append(above)
    return tuple(path)


def tree_of(plan: Plan) -> tuple[PlanBranch, ...]:
    """The trees of a plan, one for each strategy that stands under no other. What hangs on nothing is left to `problems_of_plan`."""
    nodes = nodes_of(plan)
    return tuple(_branch(node, nodes) for node in nodes if node.kind == "strategy" and not node.under)


def owned_by(plan: Plan, owner: str) -> tuple[PlanNode, ...]:
    """Everything that one post, body or organisation owns, widest first."""
    return tuple(node for node in nodes_of(plan) if node.owner == owner)


def ownerless(plan: Plan) -> tuple[PlanNode, ...]:
    """Everything that nobody owns."""
    return tuple(node for node in nodes_of(plan) if not node.owner.strip())


def _branch(node: PlanNode, nodes: Sequence[PlanNode]) -> PlanBranch:
    return PlanBranch(node=node, branches=tuple(_branch(child, nodes) for child in children_of(node, nodes)))


def _of_strategy(one: Strategy) -> PlanNode:
    return PlanNode(
        kind="strategy", name=one.name, title=one.title, under=one.under, owner=one.owner, level=one.level, area=one.area,
        since=one.dates.since, until=one.dates.until, money=one.money, staff=one.staff,
    )  # fmt: skip


def _of_ambition(one: Ambition) -> PlanNode:
    return PlanNode(kind="ambition", name=one.name, title=one.title, under=one.strategy, owner=one.owner, area=one.area)


def _of_programme(one: Programme) -> PlanNode:
    return PlanNode(
        kind="programme", name=one.name, title=one.title, under=one.under, owner=one.owner, level=one.level, area=one.area,
        since=one.dates.since, until=one.dates.until, money=one.money, staff=one.staff,
    )  # fmt: skip


def _of_action(one: Action) -> PlanNode:
    return PlanNode(
        kind="action", name=one.name, title=one.title, under=one.programme, owner=one.owner, level=one.level, area=one.area,
        since=one.starts, until=one.due + _DAY, money=one.money, staff=one.staff,
    )  # fmt: skip


def _of_milestone(one: Milestone) -> PlanNode:
    return PlanNode(
        kind="milestone", name=one.name, title=one.title, under=one.action, owner=one.owner, since=one.due, until=one.due + _DAY
    )


def every_branch(branches: Sequence[PlanBranch]) -> Iterator[tuple[int, PlanNode]]:
    """Every node of some trees with its depth (0 at the top), each before what is under it."""
    for branch in branches:
        yield 0, branch.node
        yield from ((depth + 1, node) for depth, node in every_branch(branch.branches))
