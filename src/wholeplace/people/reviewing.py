"""The review as the verbs see it: a place folder in, the closed store opened for each question and shut again."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wholeplace.people.link.decisions import Conflict, Repeats, letter_of, repeats, standing
from wholeplace.people.link.review import Case, conflicting, decide, decisions_of, next_case, undo, waiting
from wholeplace.people.vault import Store, open_store
from wholeplace.place.folder import STATE, VAULT, alone
from wholeplace.terms import Problem, WrongUse


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewQueue:
    """How the review stands. `waiting`, `decided`: cases. `repeats`: how cases that were put twice were answered.
    `contradictions`: decisions that cannot all be true, by case number."""

    waiting: int
    decided: int
    repeats: Repeats
    contradictions: tuple[Problem, ...]


def review_queue(folder: Path) -> ReviewQueue:
    """How the review of the place `folder` stands. Raises WrongUse when nothing was linked there yet."""
    store = _opened(folder)
    decisions = decisions_of(store)
    return ReviewQueue(
        waiting=len(waiting(store)),
        decided=len(standing(decisions)),
        repeats=repeats(decisions),
        contradictions=_letters(conflicting(store)),
    )


def case_to_decide(folder: Path, skipped: frozenset[int] = frozenset()) -> Case | None:
    """The case to put to a reviewer now, with identifiers: for a terminal only. None: nothing waits that was not `skipped`."""
    return next_case(_opened(folder), skipped)


def keep_decision(folder: Path, case: Case, decision: str, *, by: str, on: date) -> tuple[Problem, ...]:
    """Keep "same" or "different" on `case`. Returns what it contradicts. Raises WrongUse on another word, or without initials."""
    with alone(folder):
        return _letters(decide(_opened(folder), case, decision, by=by, on=on))


def undo_decision(folder: Path, number: int, *, by: str, on: date) -> None:
    """Withdraw the decision on case `number`: it waits again, and the record of it stays. Raises WrongUse when there is none."""
    with alone(folder):
        undo(_opened(folder), number, by=by, on=on)


def _letters(found: tuple[Conflict, ...]) -> tuple[Problem, ...]:
    return tuple(letter_of(conflict) for conflict in found)


def _opened(folder: Path) -> Store:
    if not (folder / STATE / VAULT / "people").is_dir():
        raise WrongUse(f"Nothing was linked in {folder} yet, so no case waits. First run: wholeplace link {folder}")
    return open_store(folder)
