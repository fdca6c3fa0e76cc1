"""Short, medium and long term: what each ambition and programme has in each, and where it has nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.agreement.plans.plan import Action, Horizon, Plan, Strategy
from wholeplace.agreement.plans.shapes import Ambition
from wholeplace.terms import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class HorizonRow:
    """One ambition or programme over the horizons. `has`: its actions that are due in each, by the horizon's name.

    `gaps`: horizons with nothing, of which nobody said why. `stated`: horizons with nothing, each with the reason that was given.
    """

    kind: str
    name: str
    title: str
    has: Mapping[str, tuple[str, ...]]
    gaps: tuple[str, ...]
    stated: Mapping[str, str]


def horizon_of(horizons: Sequence[Horizon], day: date) -> Horizon | None:
    """The horizon that holds a day; None before the first and after the last."""
    return next((one for one in horizons if one.dates.hold(day)), None)


def horizon_rows(plan: Plan) -> tuple[HorizonRow, ...]:
    """Every ambition, then every programme, over all horizons. An action counts in the horizon in which it is due; one that was
    stopped counts nowhere. An action of a programme serves the ambitions that it names, or else those of its programme; and with
    an ambition every place's share of it, unless the action is for another place."""
    active = [action for action in plan.actions if action.stopped_on is None]
    rows = [_row(plan, "ambition", one.name, one.title, [act for act in active if _serves(act, one, plan)]) for one in plan.ambitions]
    rows += [_row(plan, "programme", one.name, one.title, [act for act in active if act.programme == one.name]) for one in plan.programmes]
    return tuple(rows)


def gaps_of(plan: Plan) -> list[Problem]:
    """Horizons in which an ambition or a programme has nothing, and nobody said why. A programme is asked only for horizons that
    it lives in, an ambition only for those up to the day by which it is to be reached."""
    return [
        Problem(
            where=f"{row.kind} {row.name}", what=f"it has no action in the horizon {horizon}.",
            why="What has no action by then will not have changed by then.", fix="Add an action, or state the gap and why.",
        )
        for row in horizon_rows(plan) for horizon in row.gaps
    ]  # fmt: skip


def other_horizons(plan: Plan) -> list[Problem]:
    """Strategies that stand side by side and look ahead to another day than the one above them: a plan for social care that ends
    before the NHS plan does leaves the last years to one partner."""
    by_name = {one.name: one for one in plan.strategies}
    pairs = [(one, by_name[one.under]) for one in plan.strategies if one.under in by_name]
    return [_other(one, above) for one, above in pairs if one.dates.until != above.dates.until]


def _other(one: Strategy, above: Strategy) -> Problem:
    ends, ends_above = one.dates.until or "no day", above.dates.until or "no day"
    return Problem(
        where=f"strategy {one.name}", what=f"it looks ahead to {ends}, and {above.name} to {ends_above}.",
        why="For the years that only one of them sees, nothing is agreed.",
        fix="Give both the same last day, or say what bridges the years.",
    )  # fmt: skip


def _serves(action: Action, one: Ambition, plan: Plan) -> bool:
    of_programme = next((programme.ambitions for programme in plan.programmes if programme.name == action.programme), ())
    served = action.ambitions or of_programme
    if one.name in served or not one.part_of:
        return one.name in served
    wider = next((other.area for other in plan.ambitions if other.name == one.part_of), "")
    return one.part_of in served and action.area in ("", one.area, wider)


def _row(plan: Plan, kind: str, name: str, title: str, actions: Sequence[Action]) -> HorizonRow:
    has = {one.name: tuple(action.name for action in actions if one.dates.hold(action.due)) for one in plan.horizons}
    stated = {gap.horizon: gap.why for gap in plan.gaps if gap.of == name and not has.get(gap.horizon)}
    asked = [one.name for one in plan.horizons if _lives_in(plan, kind, name, one)]
    gaps = tuple(horizon for horizon in asked if not has[horizon] and horizon not in stated)
    return HorizonRow(kind=kind, name=name, title=title, has=has, gaps=gaps, stated=stated)


def _lives_in(plan: Plan, kind: str, name: str, horizon: Horizon) -> bool:
    since, until = horizon.dates.since, horizon.dates.until
    if kind == "ambition":
        return next(one.target.by for one in plan.ambitions if one.name == name) > since
    dates = next(one.dates for one in plan.programmes if one.name == name)
    return (dates.until is None or dates.until > since) and (until is None or dates.since < until)
