"""Does a plan hold together? Everything that is wrong with it at once, and with each thing in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from wholeplace.agreement.plans.checks import NO_BASELINE, NO_OWNER, problems_of
from wholeplace.agreement.plans.links import KnownNames, problems_of_links
from wholeplace.agreement.plans.plan import Action, Milestone, Plan
from wholeplace.agreement.plans.tree import PlanNode, nodes_of, parent_of, path_of
from wholeplace.agreement.plans.weak_points import weak_points_of_plan
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

_DAY = timedelta(days=1)
_TREE = "What hangs on nothing is nobody's plan, and nobody sees whether it is done."


def faults_of_plan(plan: Plan, known: KnownNames) -> list[Problem]:
    """Everything that keeps a plan from being read: names that are not there, orphans and rings, days outside, targets that contradict
    themselves. What is only weak is not among it: `weak_points_of_plan` tells that."""
    nodes = nodes_of(plan)
    missing = (NO_OWNER, NO_BASELINE)
    return [
        *_repeated(nodes),
        *(problem for node in nodes for problem in _of_node(node, plan, nodes, known)),
        *(problem for one in plan.ambitions for problem in problems_of(one) if problem.what not in missing),
        *problems_of_links(plan, known),
    ]


def problems_of_plan(plan: Plan, known: KnownNames) -> list[Problem]:
    """Everything that is wrong with a plan, its faults first and then its weak points."""
    return [*faults_of_plan(plan, known), *weak_points_of_plan(plan, known)]


def problems_of_action(action: Action, plan: Plan, known: KnownNames) -> list[Problem]:
    """What an action would bring into a plan that is wrong, in itself or above it. One of its name is replaced by it."""
    without = replace(plan, actions=tuple(one for one in plan.actions if one.name != action.name))
    return _new(replace(without, actions=(*without.actions, action)), without, known)


def problems_of_milestone(milestone: Milestone, plan: Plan, known: KnownNames) -> list[Problem]:
    """What a milestone would bring into a plan that is wrong. One of its name is replaced by it."""
    without = replace(plan, milestones=tuple(one for one in plan.milestones if one.name != milestone.name))
    return _new(replace(without, milestones=(*without.milestones, milestone)), without, known)


def _new(plan: Plan, before: Plan, known: KnownNames) -> list[Problem]:
    held = problems_of_plan(before, known)
    return [problem for problem in problems_of_plan(plan, known) if problem not in held]


def _repeated(nodes: Sequence[PlanNode]) -> Iterator[Problem]:
    groups = ("strategy", "programme"), ("ambition",), ("action",), ("milestone",)
    for kinds in groups:
        for name, count in Counter(node.name for node in nodes if node.kind in kinds).items():
            if count > 1:
                why = "Nobody could say which one is meant."
                yield Problem(where=f"{kinds[-1]} {name}", what=f"it stands there {count} times.", why=why, fix="Give each its own name.")


def _of_node(node: PlanNode, plan: Plan, nodes: Sequence[PlanNode], known: KnownNames) -> Iterator[Problem]:
    yield from _owner(node, plan, known)
    yield from _level_and_area(node, known)
    above = parent_of(node, nodes)
    if above is None:
        yield from _orphan(node, nodes)
        return
    if node in path_of(above, nodes):
        yield _problem(node, f"it stands under {above.name}, which stands under it.", _TREE, "Put one of the two elsewhere.")
    yield from _days(node, above)
    if known.levels and node.level in known.levels and above.level in known.levels:
        wider = known.levels.index(node.level) < known.levels.index(above.level)
        if wider:
            what = f"its level is {node.level}, and it stands under {above.where} at the level {above.level}."
            yield _problem(node, what, "The tree grows from the system to its places.", "Put it under something at least as wide.")


def _owner(node: PlanNode, plan: Plan, known: KnownNames) -> Iterator[Problem]:
    posts = [post.name for post in plan.posts]
    if node.owner.strip() and known.owners and node.owner not in (*posts, *known.owners):
        fix = did_you_mean(node.owner, [*posts, *known.owners]) or "Add the post to the plan, or use an organisation or a body."
        yield _problem(node, f'its owner "{node.owner}" is not known.', "Nobody could be asked.", fix)


def _level_and_area(node: PlanNode, known: KnownNames) -> Iterator[Problem]:
    why = "It would be shown nowhere, or in the wrong place."
    if node.level and known.levels and node.level not in known.levels:
        fix = did_you_mean(node.level, known.levels) or f"Use one of: {', '.join(known.levels)}."
        yield _problem(node, f'its level "{node.level}" is not known.', why, fix)
    if node.area and known.areas and node.area not in known.areas:
        fix = did_you_mean(node.area, known.areas) or "Use the code of an area."
        yield _problem(node, f'its area "{node.area}" is not known.', why, fix)


def _orphan(node: PlanNode, nodes: Sequence[PlanNode]) -> Iterator[Problem]:
    if node.kind == "strategy" and not node.under:
        return
    what = f'it stands under "{node.under}", which is not there.' if node.under else "it stands under nothing."
    yield _problem(node, what, _TREE, did_you_mean(node.under, [one.name for one in nodes]) or "Say what it belongs to.")


def _days(node: PlanNode, above: PlanNode) -> Iterator[Problem]:
    why = "It would go on when what it belongs to is not there."
    if node.since and node.until and node.until <= node.since:
        yield _problem(node, f"it ends before it begins on {node.since}.", "It would never be.", "Correct one of the days.")
    if node.since and above.since and node.since < above.since:
        yield _problem(node, f"it begins on {node.since}, and {above.where} on {above.since}.", why, "Correct one of the days.")
    if node.since and above.until and (node.until is None or node.until > above.until):
        last = f"its last day is {node.until - _DAY}" if node.until else "it has no last day"
        yield _problem(node, f"{last}, and that of {above.where} is {above.until - _DAY}.", why, "Correct one of the days.")


def _problem(node: PlanNode, what: str, why: str, fix: str) -> Problem:
    return Problem(where=node.where, what=what, why=why, fix=fix)
