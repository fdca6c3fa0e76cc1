"""The small steps that a voluntary group writes down on the way: reached, came, did not come; and what they add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wholeplace.service.referral.shapes import Happening, Life, State
from wholeplace.terms import DataProblem, Problem

_WHERE = frozenset({State.ACCEPTED, State.WAITING, State.IN_PROGRESS})
_STARTS = frozenset({State.ACCEPTED, State.WAITING})


@dataclass(frozen=True, kw_only=True, slots=True)
class SmallStep:
    """One thing that happened on one day. `of`: how many times are planned in all (0: not known)."""

    happening: Happening
    on: date
    words: str = ""
    of: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What small steps add up to. `planned`: the last number that was said; 0: nobody said."""

    contacted: int
    attended: int
    missed: int
    planned: int

    def __str__(self) -> str:
        """As a group says it: "came 4 times of 6, missed 1"."""
        if not (self.attended or self.missed):
            return f"spoken with {_times(self.contacted)}" if self.contacted else "nothing yet"
        of = f" of {self.planned}" if self.planned else ""
        missed = f", missed {self.missed}" if self.missed else ""
        return f"came {_times(self.attended)}{of}{missed}"


def problems_of_step(life: Life, step: SmallStep, by: str, today: date) -> tuple[Problem, ...]:
    """What keeps a small step from being written down; empty: nothing."""
    found = []
    if life.state not in _WHERE or by != life.turn:
        why = "Only who has taken a referral on can say what happened in it."
        found.append(Problem(where="referral", what=f"it is {life.state.value}.", why=why, fix="Accept it first, or ask who has it."))
    if step.on > today:
        found.append(Problem(where="day", what="it is still to come.", why="The record says what happened.", fix="Write it down then."))
    if not 0 <= step.of <= _MOST:
        found.append(Problem(where="of", what="that many are not planned.", why="It is a count.", fix=f"Give 0 to {_MOST}."))
    return tuple(found)


def starts(life: Life, step: SmallStep) -> bool:
    """Does a small step show that help has begun, so that nobody needs to say it as well?"""
    return life.state in _STARTS and step.happening is Happening.ATTENDED


def refuse_step(life: Life, step: SmallStep, by: str, today: date) -> None:
    """Raise DataProblem where a small step cannot be written down."""
    found = problems_of_step(life, step, by, today)
    if found:
        raise DataProblem("This cannot be written down", found)


def tally(steps: Iterable[SmallStep]) -> Tally:
    """What small steps add up to, in the order in which they were written."""
    every = list(steps)
    count = {happening: sum(1 for step in every if step.happening is happening) for happening in Happening}
    planned = next((step.of for step in reversed(every) if step.of), 0)
    return Tally(
        contacted=count[Happening.CONTACTED], attended=count[Happening.ATTENDED], missed=count[Happening.DID_NOT_ATTEND], planned=planned
    )


_MOST = 366


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
