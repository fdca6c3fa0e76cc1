"""Programmes over time: which there were on a day, and what became of each."""

from dataclasses import dataclass
from datetime import date

from wholeplace.agreement.plans.plan import Plan, Programme


def programmes_on(plan: Plan, day: date) -> tuple[Programme, ...]:
    """The programmes that there were on a day, in the order in which they were written."""
    return tuple(one for one in plan.programmes if one.dates.hold(day))


def became_of(plan: Plan, name: str) -> tuple[Programme, ...]:
    """The programmes that took over from one, the next ones only. Empty: it goes on, or it ended and nothing followed."""
    return tuple(one for one in plan.programmes if name in one.replaces)


def came_from(plan: Plan, name: str) -> tuple[Programme, ...]:
    """All programmes that led to one, the nearest first, each once."""
    by_name = {one.name: one for one in plan.programmes}
    found: dict[str, Programme] = {}
    waiting = list(by_name[name].replaces) if name in by_name else []
    while waiting:
        earlier = waiting.pop(0)
        if earlier in by_name and earlier not in found:
            found[earlier] = by_name[earlier]
            waiting += by_name[earlier].replaces
    return tuple(found.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeChange:
    """What changed between two days: programmes that came and that went. A programme that was renamed is in both."""

    came: tuple[Programme, ...]
    went: tuple[Programme, ...]
    stayed: tuple[Programme, ...]


def programmes_between(plan: Plan, first: date, second: date) -> ProgrammeChange:
    """How the list of programmes on the second day differs from the list on the first."""
    before, after = programmes_on(plan, first), programmes_on(plan, second)
    return ProgrammeChange(
        came=tuple(one for one in after if one not in before), went=tuple(one for one in before if one not in after),
        stayed=tuple(one for one in after if one in before),
    )  # fmt: skip
