"""What things in a plan say of each other: ambitions served, needs answered, tests met, programmes replaced. Each must be there."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wholeplace.agreement.plans.plan import Action, Horizon, Milestone, Plan, Programme
from wholeplace.agreement.plans.shapes import Ambition
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

WELLBEING_STRATEGY = "health and wellbeing strategy"
"""A strategy of this kind sets priorities from a needs assessment: each of its ambitions cites a need."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownNames:
    """The names that a plan may use. Where a collection is empty, names of that kind are not looked at.

    `owners`: organisations and bodies besides the plan's own posts. `levels`: widest first. `tests`: those for working at
    system level. `measures`: by name.
    """

    owners: Collection[str] = ()
    areas: Collection[str] = ()
    bodies: Collection[str] = ()
    measures: Collection[str] = ()
    levels: Sequence[str] = ()
    tests: Collection[str] = ()


def problems_of_links(plan: Plan, known: KnownNames) -> Iterator[Problem]:
    """Everything in a plan that names something else which is not there, or names nothing where it should."""
    for one in plan.ambitions:
        yield from _of_ambition(one, plan, known)
    for programme in plan.programmes:
        yield from _of_programme(programme, plan, known)
    for action in plan.actions:
        yield from _of_action(action, plan, known)
    for milestone in plan.milestones:
        yield from _of_milestone(milestone)
    ambitions = [one.name for one in plan.ambitions]
    for gap in plan.gaps:
        of = [*ambitions, *(one.name for one in plan.programmes)]
        yield from _unknown(f"gap of {gap.of}", "it is stated of", [gap.of], of)
        yield from _unknown(f"gap of {gap.of}", "its horizon", [gap.horizon], [one.name for one in plan.horizons])
        if not gap.why.strip():
            yield _problem(f"gap of {gap.of}", "it gives no reason.", "A gap without a reason is one that nobody saw.", "Say why.")
    for reported in plan.reported:
        yield from _unknown(f"what was reported of {reported.ambition}", "the ambition", [reported.ambition], ambitions)
    yield from _horizons(plan.horizons)


def _of_ambition(one: Ambition, plan: Plan, known: KnownNames) -> Iterator[Problem]:
    where = f"ambition {one.name}"
    if one.part_of:
        yield from _unknown(where, "it is a part of", [one.part_of], [other.name for other in plan.ambitions if other != one])
    yield from _unknown(where, "it answers the need", one.needs, [need.name for need in plan.needs])
    if known.measures and one.measure:
        yield from _unknown(where, "its measure", [one.measure], known.measures)
    strategy = next((strategy for strategy in plan.strategies if strategy.name == one.strategy), None)
    if strategy and strategy.kind == WELLBEING_STRATEGY and not one.needs:
        why = "A health and wellbeing strategy answers the needs that the needs assessment found."
        yield _problem(where, "it cites no need.", why, "Name the need that it answers.")


def _of_programme(one: Programme, plan: Plan, known: KnownNames) -> Iterator[Problem]:
    where = f"programme {one.name}"
    yield from _serves(where, one.ambitions, plan)
    if known.bodies and one.board:
        yield from _unknown(where, "its board", [one.board], known.bodies)
    earlier = {other.name: other for other in plan.programmes if other != one}
    yield from _unknown(where, "it replaces", one.replaces, earlier)
    for before in [earlier[name] for name in one.replaces if name in earlier]:
        if before.dates.until is None or before.dates.until > one.dates.since:
            what = f"it begins on {one.dates.since} and replaces {before.name}, which ends on {before.dates.until or 'no day'}."
            yield _problem(where, what, "Two would be counted.", "End the first where the second begins.")


def _of_action(one: Action, plan: Plan, known: KnownNames) -> Iterator[Problem]:
    where = f"action {one.name}"
    yield from _serves(where, one.ambitions, plan)
    if one.done_on and one.done_on < one.starts:
        yield _problem(where, f"it was done on {one.done_on}, before it began.", "One of the days is wrong.", "Correct one of the days.")
    if one.stopped_on and not one.why_stopped.strip():
        yield _problem(where, "it was stopped, and nothing says why.", "Others would try it again.", "Say why it was stopped.")
    if one.done_on and one.stopped_on:
        yield _problem(where, "it was done and stopped.", "It can be only one of the two.", "Keep one of the days.")
    if known.levels and one.level == known.levels[0]:
        yield from _test(where, one, known.tests)


def _test(where: str, one: Action, tests: Collection[str]) -> Iterator[Problem]:
    why = "Only what must be done at system level is done there."
    if not one.test:
        yield _problem(where, "it is at system level, and cites no test for working there.", why, f"Name one of: {', '.join(tests)}.")
    elif tests and one.test not in tests:
        yield from _unknown(where, "its test", [one.test], tests)
    elif not one.test_reason.strip():
        yield _problem(where, f"it cites the test {one.test} without a reason.", why, "Say how it meets the test.")


def _of_milestone(one: Milestone) -> Iterator[Problem]:
    if one.reached_on and not one.evidence.strip():
        why = "Others could not see that it was."
        yield _problem(f"milestone {one.name}", "it was reached, and nothing shows it.", why, "Name what shows it.")


def _serves(where: str, ambitions: Sequence[str], plan: Plan) -> Iterator[Problem]:
    return _unknown(where, "it serves the ambition", ambitions, [one.name for one in plan.ambitions])


def _horizons(horizons: Sequence[Horizon]) -> Iterator[Problem]:
    ordered = sorted(horizons, key=lambda one: one.dates.since)
    for first, second in pairwise(ordered):
        if first.dates.until != second.dates.since:
            ends = first.dates.until or "no day"
            what = f"it begins on {second.dates.since}, and {first.name} ends on {ends}."
            yield _problem(f"horizon {second.name}", what, "A day would be in two of them, or in none.", "Let each begin where one ends.")


def _unknown(where: str, says: str, names: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            fix = did_you_mean(name, known) or "Add it, or correct the name."
            yield _problem(where, f'{says} "{name}", which is not there.', "It would point at nothing.", fix)


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
