"""What things in a plan say of each other: ambitions served, needs answered, tests met, programmes replaced. What is named must be
there."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wholeplace.agreement.plans.plan import Action, Horizon, Plan, Programme
from wholeplace.agreement.plans.shapes import Ambition
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean


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
    """Everything in a plan that names something else which is not there, and days that contradict each other."""
    for one in plan.ambitions:
        yield from _of_ambition(one, plan, known)
    for programme in plan.programmes:
        yield from _of_programme(programme, plan, known)
    for action in plan.actions:
        yield from _of_action(action, plan, known)
    ambitions = [one.name for one in plan.ambitions]
    for gap in plan.gaps:
        of = [*ambitions, *(one.name for one in plan.programmes)]
        yield from _unknown(f"gap of {gap.of}", "it is stated of", [gap.of], of)
        yield from _unknown(f"gap of {gap.of}", "its horizon is", [gap.horizon], [one.name for one in plan.horizons])
    for reported in plan.reported:
        yield from _unknown(f"what was reported of {reported.ambition}", "it is of the ambition", [reported.ambition], ambitions)
    yield from _horizons(plan.horizons)


def _of_ambition(one: Ambition, plan: Plan, known: KnownNames) -> Iterator[Problem]:
    where = f"ambition {one.name}"
    if one.part_of:
        yield from _unknown(where, "it is a part of", [one.part_of], [other.name for other in plan.ambitions if other != one])
    yield from _unknown(where, "it answers the need", one.needs, [need.name for need in plan.needs])
    if known.owners:
        yield from _unknown(where, "it is shared by", one.shared_by, known.owners)
    if known.measures and one.measure:
        yield from _unknown(where, "its measure is", [one.measure], known.measures)


def _of_programme(one: Programme, plan: Plan, known: KnownNames) -> Iterator[Problem]:
    where = f"programme {one.name}"
    yield from _serves(where, one.ambitions, plan)
    if known.bodies and one.board:
        yield from _unknown(where, "its board is", [one.board], known.bodies)
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
    if one.done_on and one.stopped_on:
        yield _problem(where, "it was done and stopped.", "It can be only one of the two.", "Keep one of the days.")
    if one.test and known.tests:
        yield from _unknown(where, "its test is", [one.test], known.tests)


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
