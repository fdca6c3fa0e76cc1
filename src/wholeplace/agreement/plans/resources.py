"""Money and staff of a plan: what is promised below against what there is above, and staff against who is there, day by day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from wholeplace.agreement.plans.plan import Plan
from wholeplace.agreement.plans.tree import PlanNode, children_of, nodes_of
from wholeplace.terms import Money, Problem


def over_capacity(plan: Plan) -> list[Problem]:
    """Every place where a plan promises more than there is: money of parts above the whole's, staff above the whole's or above what
    an organisation has. Staff are compared on every day on which something begins, for only then can they grow.

    A strategy is cut two ways, by place and by programme: each cut is held against it alone, for both spend the same pounds.
    """
    nodes = nodes_of(plan)
    cuts = [(node, cut) for node in nodes for cut in _cuts(node, children_of(node, nodes))]
    return [
        *(problem for node, cut in cuts for problem in _money_of(node, cut)),
        *(problem for node, cut in cuts for problem in _staff_under(node, cut)),
        *_staff_of_organisations(plan, nodes),
    ]


def staff_on(nodes: Iterable[PlanNode], day: date) -> Decimal:
    """Whole-time equivalents that the nodes ask for on one day."""
    return sum((node.staff for node in nodes if node.staff is not None and _stands(node, day)), Decimal(0))


def money_of(nodes: Iterable[PlanNode]) -> Money:
    """What the nodes ask for in all."""
    return Money(sum(node.money.pence for node in nodes if node.money is not None))


def _cuts(node: PlanNode, children: Sequence[PlanNode]) -> Iterator[Sequence[PlanNode]]:
    if node.kind != "strategy":
        yield children
        return
    for kind in ("strategy", "programme"):
        yield [child for child in children if child.kind == kind]


def _money_of(node: PlanNode, children: Sequence[PlanNode]) -> Iterator[Problem]:
    asked = money_of(children)
    if node.money is not None and asked > node.money:
        yield Problem(
            where=node.where, what=f"its parts ask for {asked}, and it has {node.money}: {asked - node.money} too much.",
            why="What is promised twice is paid for once.", fix="Take something out, put something off, or find the money.",
        )  # fmt: skip


def _staff_under(node: PlanNode, children: Sequence[PlanNode]) -> Iterator[Problem]:
    if node.staff is not None:
        yield from _above(node.where, children, lambda _: node.staff)


def _staff_of_organisations(plan: Plan, nodes: Sequence[PlanNode]) -> Iterator[Problem]:
    doing = {one.name: one.organisation for one in plan.actions}
    for organisation in dict.fromkeys(capacity.organisation for capacity in plan.capacities):
        theirs = [node for node in nodes if node.kind == "action" and doing[node.name] == organisation]
        held = [capacity for capacity in plan.capacities if capacity.organisation == organisation]

        def there(day: date, held: Sequence = tuple(held)) -> Decimal | None:
            return next((capacity.staff for capacity in held if capacity.dates.hold(day)), None)

        begins = [capacity.dates.since for capacity in held]
        yield from _above(f"staff of {organisation}", theirs, there, begins)


def _above(where: str, nodes: Sequence[PlanNode], there, also: Sequence[date] = ()) -> Iterator[Problem]:
    """The first day on which the nodes ask for more staff than there are, if there is one. A day of which nothing is known says nothing."""
    for day in sorted({node.since for node in nodes if node.since and node.staff} | set(also)):
        asked, held = staff_on(nodes, day), there(day)
        if held is not None and asked > held:
            named = ", ".join(node.name for node in nodes if node.staff and _stands(node, day))
            yield Problem(
                where=where, what=f"from {day} on {asked} whole-time equivalents are asked for, and there are {held}: {named}.",
                why="People who are promised to two things at once do neither.", fix="Put something off, or say who else does it.",
            )  # fmt: skip
            return


def _stands(node: PlanNode, day: date) -> bool:
    return (node.since is None or node.since <= day) and (node.until is None or day < node.until)
