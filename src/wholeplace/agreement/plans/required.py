"""Plans that the law or guidance requires: from whom, by when, and whether each was adopted."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from wholeplace.agreement.bodies import Dates
from wholeplace.agreement.clocks import months_after
from wholeplace.agreement.tomls import TableKind, read_row, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

_FILE = Path(__file__).with_name("required.toml")
_WHY = "A plan that is required and not tracked is missed."
WARNED_BEFORE = timedelta(days=90)
"""How long before the next one is due it is said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RequiredPlan:
    """A plan that must be there. `required_of`: the kind of body that owes it. `dates`: while the requirement holds.

    `first_due`: when the first one was due; `lasts_months`: for how long one stands after it was adopted; 0: until it is replaced.
    """

    name: str
    title: str
    required_of: str
    dates: Dates
    first_due: date
    source: str
    lasts_months: int = 0
    required_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptedPlan:
    """One body's plan under a requirement: adopted when and by whom, where it is published, and the strategy it is here.

    `of` and `adopted_by`: the name of an organisation or the title of a body, as readers know it.
    """

    required: str
    of: str
    adopted_on: date
    adopted_by: str
    address: str
    source: str
    strategy: str = ""


class PlanState(StrEnum):
    """Where a required plan stands."""

    ADOPTED = "adopted"
    DUE_SOON = "due soon"
    MISSING = "missing"
    RUN_OUT = "run out"
    NOT_YET_DUE = "not yet due"


_KINDS: Mapping[str, TableKind] = {"required": TableKind(shape=RequiredPlan), "adopted": TableKind(shape=AdoptedPlan)}


@dataclass(frozen=True, kw_only=True, slots=True)
class TrackedPlan:
    """One required plan of one body on a day: its state, the latest that was adopted, when the next is due, and the sentence."""

    required: RequiredPlan
    of: str
    state: PlanState
    adopted: AdoptedPlan | None
    next_due: date | None
    sentence: str


def required_plans() -> tuple[RequiredPlan, ...]:
    """The requirements that come with wholeplace. Raises DataProblem where its file is broken."""
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))["required"]
    read = [read_row(row, _KINDS["required"], f"{_FILE.name}, required {n}", _WHY) for n, row in enumerate(given, start=1)]
    _refuse([problem for _, wrong in read for problem in wrong])
    return tuple(item for item, _ in read)


def read_required(place: Place) -> tuple[tuple[RequiredPlan, ...], tuple[AdoptedPlan, ...]]:
    """What is required in a place, its own requirements ([[required]]) after those that come with wholeplace, and what was adopted
    there ([[adopted]]). Raises DataProblem with everything that is wrong in agreement/*.toml."""
    held, problems = read_tables(place.folder, _KINDS, _WHY)
    _refuse(problems)
    return (*required_plans(), *held["required"]), tuple(held["adopted"])


def track(
    required: Sequence[RequiredPlan], adopted: Sequence[AdoptedPlan], owed_by: Mapping[str, Sequence[str]], today: date
) -> tuple[TrackedPlan, ...]:
    """Every required plan of every body that owes it. `owed_by`: kind of body -> the bodies of that kind, by name.

    A plan adopted after `today` is not there yet. Before the first is due, its absence is no fault.
    """
    return tuple(
        _tracked(one, body, [plan for plan in adopted if (plan.required, plan.of) == (one.name, body)], today)
        for one in required
        if one.dates.hold(today)
        for body in owed_by.get(one.required_of, ())
    )


def missing_plans(tracked: Sequence[TrackedPlan]) -> list[Problem]:
    """A letter for each plan that is missing or has run out."""
    late = [one for one in tracked if one.state in (PlanState.MISSING, PlanState.RUN_OUT)]
    return [
        Problem(
            where=f"{one.required.title}, {one.of}", what=one.sentence, why=f"{one.required.source} asks for it.",
            fix="Adopt one, and say when.",
        )
        for one in late
    ]  # fmt: skip


def problems_of_adopted(adopted: Sequence[AdoptedPlan], required: Sequence[RequiredPlan], bodies: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with the list of adopted plans: requirements and bodies that there are not. `bodies`: names of organisations and
    titles of bodies."""
    names = [one.name for one in required]
    for one in adopted:
        where = f"adopted {one.required} of {one.of}"
        if one.required not in names:
            yield Problem(where=where, what="no such plan is required.", why=_WHY, fix=f"Use one of: {', '.join(names)}.")
        for body in (one.of, one.adopted_by):
            if body not in bodies:
                fix = did_you_mean(body, bodies) or "Name an organisation or a body."
                yield Problem(where=where, what=f'"{body}" is not known.', why=_WHY, fix=fix)


def _tracked(one: RequiredPlan, body: str, adopted: Sequence[AdoptedPlan], today: date) -> TrackedPlan:
    latest = max((plan for plan in adopted if plan.adopted_on <= today), key=lambda plan: plan.adopted_on, default=None)
    due = one.first_due if latest is None else _lasts_until(latest, one)
    state = _state(latest, due, today)
    return TrackedPlan(required=one, of=body, state=state, adopted=latest, next_due=due, sentence=_sentence(state, latest, due))


def _lasts_until(latest: AdoptedPlan, one: RequiredPlan) -> date | None:
    return months_after(latest.adopted_on, one.lasts_months) if one.lasts_months else None


def _state(latest: AdoptedPlan | None, due: date | None, today: date) -> PlanState:
    if due is None:
        return PlanState.ADOPTED
    if due < today:
        return PlanState.MISSING if latest is None else PlanState.RUN_OUT
    near = due - today <= WARNED_BEFORE
    if latest is None:
        return PlanState.DUE_SOON if near else PlanState.NOT_YET_DUE
    return PlanState.DUE_SOON if near else PlanState.ADOPTED


def _sentence(state: PlanState, latest: AdoptedPlan | None, due: date | None) -> str:
    held = f"Adopted on {latest.adopted_on} by {latest.adopted_by}." if latest else "None was adopted."
    ends = {
        PlanState.ADOPTED: f" The next is due by {due}." if due else "",
        PlanState.DUE_SOON: f" The next is due by {due}." if latest else f" It is due by {due}.",
        PlanState.NOT_YET_DUE: f" It is due by {due}.",
        PlanState.MISSING: f" It was due by {due}.",
        PlanState.RUN_OUT: f" The next was due by {due}.",
    }
    return held + ends[state]


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise DataProblem("Required plans cannot be read", problems)
