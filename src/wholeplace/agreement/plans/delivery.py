"""Is it being done? Where actions and milestones stand on a day, and what is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wholeplace.agreement.plans.plan import Action, Milestone

WARNED_BEFORE = timedelta(days=30)
"""How long before an action is due it is said that it is near. A place may ask with another."""


class ActionState(StrEnum):
    """Where an action stands on a day."""

    NOT_BEGUN = "not begun"
    UNDER_WAY = "under way"
    DUE_SOON = "due soon"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done late"
    STOPPED = "stopped"


class Colour(StrEnum):
    """The colour of a state, always beside its word: never the colour alone."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """How one action goes: its state, the colour that the rule gives it, its milestones that are late, and the sentence that says so."""

    action: Action
    state: ActionState
    colour: Colour
    late_milestones: tuple[Milestone, ...]
    sentence: str


_COLOURS = {
    ActionState.LATE: Colour.RED, ActionState.DUE_SOON: Colour.AMBER, ActionState.UNDER_WAY: Colour.GREEN, ActionState.DONE: Colour.GREEN,
    ActionState.DONE_LATE: Colour.GREEN, ActionState.NOT_BEGUN: Colour.GREY, ActionState.STOPPED: Colour.GREY,
}  # fmt: skip


def action_state(action: Action, today: date, *, warned_before: timedelta = WARNED_BEFORE) -> ActionState:
    """Where an action stands. It is late from the day after it was due; what was done on its day is in time."""
    if action.done_on is not None and action.done_on <= today:
        return ActionState.DONE_LATE if action.done_on > action.due else ActionState.DONE
    if action.stopped_on is not None and action.stopped_on <= today:
        return ActionState.STOPPED
    if action.due < today:
        return ActionState.LATE
    if action.starts > today:
        return ActionState.NOT_BEGUN
    return ActionState.DUE_SOON if action.due - today <= warned_before else ActionState.UNDER_WAY


def is_late(milestone: Milestone, today: date) -> bool:
    """Is it past its day and not reached?"""
    return milestone.due < today and (milestone.reached_on is None or milestone.reached_on > today)


def delivery_of(action: Action, milestones: Iterable[Milestone], today: date, *, warned_before: timedelta = WARNED_BEFORE) -> Delivery:
    """How an action goes. The rule of colours: late is red; near its day, or with a milestone late, is amber; not yet begun or stopped
    is grey; all else is green."""
    state = action_state(action, today, warned_before=warned_before)
    over = state in (ActionState.DONE, ActionState.DONE_LATE, ActionState.STOPPED)
    late = () if over else tuple(one for one in milestones if one.action == action.name and is_late(one, today))
    colour = Colour.AMBER if late and _COLOURS[state] is not Colour.RED else _COLOURS[state]
    return Delivery(action=action, state=state, colour=colour, late_milestones=late, sentence=_sentence(action, state, late, today))


def overdue(actions: Iterable[Action], today: date) -> tuple[Action, ...]:
    """The actions that are late, the longest first."""
    late = [action for action in actions if action_state(action, today) is ActionState.LATE]
    return tuple(sorted(late, key=lambda action: (action.due, action.name)))


def overdue_milestones(milestones: Iterable[Milestone], today: date) -> tuple[Milestone, ...]:
    """The milestones that are late, the longest first."""
    return tuple(sorted((one for one in milestones if is_late(one, today)), key=lambda one: (one.due, one.name)))


def _sentence(action: Action, state: ActionState, late: Sequence[Milestone], today: date) -> str:
    told = {
        ActionState.LATE: f"late: it was due on {action.due}, {_days((today - action.due).days)} ago.",
        ActionState.DUE_SOON: f"due soon, on {action.due}.",
        ActionState.UNDER_WAY: f"under way, due on {action.due}.",
        ActionState.NOT_BEGUN: f"not begun. It starts on {action.starts}.",
        ActionState.DONE: f"done on {action.done_on}, in time.",
        ActionState.DONE_LATE: f"done on {action.done_on}. It was due on {action.due}.",
        ActionState.STOPPED: f"stopped on {action.stopped_on}: {action.why_stopped}",
    }[state]
    missed = f" {len(late)} of its milestones {'is' if len(late) == 1 else 'are'} late: {', '.join(one.title for one in late)}."
    return f"{action.title}: {told}{missed if late else ''}"


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"
