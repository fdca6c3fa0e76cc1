"""Reads what a place plans: strategies, ambitions, programmes and the rest, from any TOML file under agreement/ (mostly plans.toml)."""

from collections.abc import Mapping
from typing import Any

from wholeplace.agreement.bodies import Agreement
from wholeplace.agreement.plans.links import KnownNames
from wholeplace.agreement.plans.plan import (
    Action,
    Capacity,
    Horizon,
    Interruption,
    Milestone,
    Need,
    Plan,
    Post,
    Programme,
    Reported,
    StatedGap,
    Strategy,
)
from wholeplace.agreement.plans.shapes import Ambition, Better, Shape
from wholeplace.agreement.plans.whole import faults_of_plan
from wholeplace.agreement.subsidiarity import rules_of
from wholeplace.agreement.tomls import TableKind, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem

_TARGET = {"target.shape": Shape, "target.better": Better}
KINDS: Mapping[str, TableKind] = {
    "strategy": TableKind(shape=Strategy, money=("money",)),
    "ambition": TableKind(shape=Ambition, words=_TARGET),
    "programme": TableKind(shape=Programme, money=("money",)),
    "action": TableKind(shape=Action, money=("money",)),
    "milestone": TableKind(shape=Milestone),
    "post": TableKind(shape=Post),
    "need": TableKind(shape=Need),
    "horizon": TableKind(shape=Horizon),
    "gap": TableKind(shape=StatedGap),
    "capacity": TableKind(shape=Capacity),
    "reported": TableKind(shape=Reported),
    "interruption": TableKind(shape=Interruption),
}
_HELD_AS = {
    "strategy": "strategies", "ambition": "ambitions", "programme": "programmes", "action": "actions", "milestone": "milestones",
    "post": "posts", "need": "needs", "horizon": "horizons", "gap": "gaps", "capacity": "capacities", "reported": "reported",
    "interruption": "interruptions",
}  # fmt: skip
_WHY = "A plan that cannot be read cannot be followed."


def read_plan(place: Place, agreement: Agreement, measures: tuple[str, ...] = ()) -> Plan:
    """What a place plans. A place that wrote nothing down has an empty plan.

    `measures`: the names that ambitions may use; empty: they are not looked at. Raises DataProblem with everything that is wrong
    in any file, and with everything that does not hold together. What is only weak (`weak_points_of_plan`) does not keep it out.
    """
    held, problems = read_tables(place.folder, KINDS, _WHY)
    plan = _plan(held)
    if not problems:
        problems = faults_of_plan(plan, known_names(place, agreement, measures))
    if problems:
        raise DataProblem("The plan cannot be read", problems)
    return plan


def known_names(place: Place, agreement: Agreement, measures: tuple[str, ...] = ()) -> KnownNames:
    """The names that a place's plan may use: its organisations and bodies as owners, its areas, levels and tests for system level."""
    bodies = tuple(body.name for body in agreement.bodies)
    organisations = tuple(name for one in place.organisations for name in (one.code, one.name))
    return KnownNames(
        owners=(*organisations, *bodies), areas=tuple(area.code for area in place.areas), bodies=bodies, measures=measures,
        levels=place.settings.levels, tests=tuple(rules_of(place).tests),
    )  # fmt: skip


def _plan(held: Mapping[str, list[Any]]) -> Plan:
    return Plan(**{_HELD_AS[kind]: tuple(items) for kind, items in held.items()})
