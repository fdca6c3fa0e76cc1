"""What officers do with a plan: keep actions, milestones and what was seen of an ambition. Each refuses with everything that is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from wholeplace.agreement import plans as rules
from wholeplace.agreement.plans import KnownNames, Plan
from wholeplace.agreement.records.plans.models import Action, Milestone, SeenOfAmbition
from wholeplace.agreement.records.plans.reading import action_of, body_of_programme, milestone_of
from wholeplace.agreement.records.references import keep_new
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.terms import DataProblem, Problem


@dataclass(frozen=True, slots=True)
class Whole:
    """The plan as it stands and the names it may use: what a change is judged against."""

    plan: Plan
    known: KnownNames


def keep_action(record: Action, whole: Whole, act: Act) -> None:
    """Keep a new or changed action. Raises DataProblem with everything it would bring into the plan that is wrong."""
    shape = action_of(record)
    _refuse("The action cannot be kept", [*_placed(record, whole), *rules.problems_of_action(shape, whole.plan, whole.known)])
    if record.version:
        keep(record, act)
    else:
        keep_new(record, record.title, act, taken=[one.name for one in whole.plan.actions])


def finish(record: Action, on: date, came_of_it: str, whole: Whole, act: Act) -> None:
    """Say that an action was done, on which day, and what shows it."""
    record.done_on, record.came_of_it = on, came_of_it
    told = [] if came_of_it.strip() else [_problem(record.title, "nothing shows that it was done.", "Say what shows it.")]
    late = [_problem(record.title, f"{on} is still to come.", "Say it once it is done.")] if on > act.at.date() else []
    _refuse("The action cannot be finished", [*told, *late, *rules.problems_of_action(action_of(record), whole.plan, whole.known)])
    keep(record, act)


def keep_milestone(record: Milestone, whole: Whole, act: Act) -> None:
    """Keep a new or changed milestone. Raises DataProblem with everything it would bring into the plan that is wrong."""
    shape = milestone_of(record)
    _refuse("The milestone cannot be kept", rules.problems_of_milestone(shape, whole.plan, whole.known))
    if record.version:
        keep(record, act)
    else:
        keep_new(record, f"{record.action} {record.title}", act, taken=[one.name for one in whole.plan.milestones])


def keep_seen(record: SeenOfAmbition, plan: Plan, act: Act) -> None:
    """Keep what was seen of an ambition. Raises DataProblem where it could not be held against the ambition."""
    ambition = next((one for one in plan.ambitions if one.name == record.ambition), None)
    told = [_problem(record.ambition, "there is no such ambition.", "Name one of the plan.")] if ambition is None else []
    if not record.source.strip():
        told.append(_problem(record.ambition, "it does not say where this was published.", "Name the source."))
    if ambition is not None and ambition.target.shape is rules.Shape.QUALITATIVE and not record.evidence:
        told.append(_problem(ambition.title, "it names no evidence.", f"Name at least one of: {'; '.join(ambition.shown_by)}."))
    if ambition is not None and ambition.target.shape is not rules.Shape.QUALITATIVE and not record.value:
        told.append(_problem(ambition.title, "it gives no value.", "Give the value that was published."))
    if record.on > act.at.date():
        told.append(_problem(record.ambition, f"{record.on} is still to come.", "Correct the day."))
    _refuse("What was seen cannot be kept", told)
    keep_new(record, f"{record.ambition} {record.on}", act)


def of_files(plan: Plan, body: str) -> tuple[Sequence[rules.Action], Sequence[rules.Milestone]]:
    """Actions of a body's programmes that the files hold and the records do not, with their milestones."""
    kept, kept_points = (set(kind.objects.values_list("pk", flat=True)) for kind in (Action, Milestone))
    actions = [one for one in plan.actions if one.name not in kept and body_of_programme(plan, one.programme) == body]
    names = {one.name for one in plan.actions if body_of_programme(plan, one.programme) == body}
    return actions, [one for one in plan.milestones if one.name not in kept_points and one.action in names]


@transaction.atomic
def take_from_files(plan: Plan, body: str, act: Act) -> int:
    """Take a body's actions and milestones out of the files into the records, where they can be changed. How many were taken."""
    actions, milestones = of_files(plan, body)
    for one in actions:
        keep(_record_of_action(one, body), act)
    for one in milestones:
        keep(_record_of_milestone(one, body), act)
    return len(actions) + len(milestones)


def _record_of_action(one: rules.Action, body: str) -> Action:
    return Action(
        reference=one.name, body=body, title=one.title, programme=one.programme, owner=one.owner, starts=one.starts, due=one.due,
        level=one.level, area=one.area, organisation=one.organisation, supporting=list(one.supporting), ambitions=list(one.ambitions),
        pence=None if one.money is None else one.money.pence, staff="" if one.staff is None else str(one.staff), test=one.test,
        test_reason=one.test_reason, done_on=one.done_on, stopped_on=one.stopped_on, why_stopped=one.why_stopped,
    )  # fmt: skip


def _record_of_milestone(one: rules.Milestone, body: str) -> Milestone:
    return Milestone(
        reference=one.name, body=body, action=one.action, title=one.title, owner=one.owner, due=one.due, reached_on=one.reached_on,
        evidence=one.evidence,
    )  # fmt: skip


def _placed(record: Action, whole: Whole) -> list[Problem]:
    if body_of_programme(whole.plan, record.programme) == record.body:
        return []
    fix = f"Use a programme of {record.body}."
    return [_problem(record.title, f"its programme is not one that {record.body} looks after.", fix)]


def _problem(where: str, what: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why="A plan is followed only where it can be seen.", fix=fix)


def _refuse(subject: str, problems: Sequence[Problem]) -> None:
    if problems:
        raise DataProblem(subject, problems)
