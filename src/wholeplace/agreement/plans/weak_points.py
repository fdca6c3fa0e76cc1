"""What is still weak in a plan that can be read: nobody leads, nothing shows it, no test is cited, more is promised than there is.

A plan with weak points is shown, with its weak points beside it. To refuse it would hide them.
"""

from collections.abc import Iterator

from wholeplace.agreement.plans.checks import NO_BASELINE, NO_OWNER, problems_of
from wholeplace.agreement.plans.links import KnownNames
from wholeplace.agreement.plans.plan import Action, Milestone, Plan
from wholeplace.agreement.plans.resources import over_capacity
from wholeplace.agreement.plans.shapes import Ambition
from wholeplace.agreement.plans.tree import ownerless
from wholeplace.terms import Problem

WELLBEING_STRATEGY = "health and wellbeing strategy"
"""A strategy of this kind sets priorities from a needs assessment: each of its ambitions cites a need."""


def weak_points_of_plan(plan: Plan, known: KnownNames) -> list[Problem]:
    """Everything that is weak in a plan, at once. What would keep it from being read is not among it: `faults_of_plan` tells that."""
    return [
        *(_problem(node.where, NO_OWNER, "What nobody owns is not done.", "Name exactly one owner.") for node in ownerless(plan)),
        *(problem for one in plan.ambitions for problem in problems_of(one) if problem.what == NO_BASELINE),
        *(problem for one in plan.ambitions for problem in _of_ambition(one, plan)),
        *(problem for one in plan.actions for problem in _of_action(one, known)),
        *(problem for one in plan.milestones for problem in _of_milestone(one)),
        *_of_gaps(plan),
        *over_capacity(plan),
    ]


def _of_ambition(one: Ambition, plan: Plan) -> Iterator[Problem]:
    strategy = next((strategy for strategy in plan.strategies if strategy.name == one.strategy), None)
    if strategy and strategy.kind == WELLBEING_STRATEGY and not one.needs:
        why = "A health and wellbeing strategy answers the needs that the needs assessment found."
        yield _problem(f"ambition {one.name}", "it cites no need.", why, "Name the need that it answers.")


def _of_action(one: Action, known: KnownNames) -> Iterator[Problem]:
    where = f"action {one.name}"
    if one.stopped_on and not one.why_stopped.strip():
        yield _problem(where, "it was stopped, and nothing says why.", "Others would try it again.", "Say why it was stopped.")
    if not (known.levels and one.level == known.levels[0]):
        return
    why = "Only what must be done at system level is done there."
    if not one.test:
        yield _problem(where, "it is at system level, and cites no test for working there.", why, f"Name one of: {', '.join(known.tests)}.")
    elif not one.test_reason.strip():
        yield _problem(where, f"it cites the test {one.test} without a reason.", why, "Say how it meets the test.")


def _of_milestone(one: Milestone) -> Iterator[Problem]:
    if one.reached_on and not one.evidence.strip():
        why = "Others could not see that it was."
        yield _problem(f"milestone {one.name}", "it was reached, and nothing shows it.", why, "Name what shows it.")


def _of_gaps(plan: Plan) -> Iterator[Problem]:
    for gap in plan.gaps:
        if not gap.why.strip():
            where = f"gap of {gap.of} in {gap.horizon}"
            yield _problem(where, "it gives no reason.", "A gap without a reason is one that nobody saw.", "Say why.")


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
