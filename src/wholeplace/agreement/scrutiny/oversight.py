"""The ladder of oversight: how partners help one of them that struggles, step by step, support before intervention."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from wholeplace.agreement.tomls import TableKind, read_row, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem

_FILE = Path(__file__).with_name("oversight.toml")
_WHY = "Support comes before intervention."


class OversightKind(StrEnum):
    """What a step is: help, or taking over a part of what a partner decides."""

    SUPPORT = "support"
    INTERVENTION = "intervention"


@dataclass(frozen=True, kw_only=True, slots=True)
class OversightStep:
    """One step of the ladder. Its place in the list is its place on the ladder."""

    name: str
    title: str
    kind: OversightKind
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepTaken:
    """One step that was taken with one organisation: when, by which body, why, what support it came with, when it is looked at again.

    `ended_on`: when it was over; `came_of_it`: what it changed.
    """

    organisation: str
    step: str
    taken_on: date
    taken_by: str
    why: str
    support: str
    review_on: date
    ended_on: date | None = None
    came_of_it: str = ""


_KIND = TableKind(shape=OversightStep)


def oversight_ladder(place: Place) -> tuple[OversightStep, ...]:
    """The steps of a place ([[oversight_step]] in agreement/*.toml), or those that come with wholeplace, the first one first.

    Raises DataProblem with everything that is wrong, such as a step of intervention that stands below one of support.
    """
    held, problems = read_tables(place.folder, {"oversight_step": _KIND}, _WHY)
    if not held["oversight_step"] and not problems:
        given = tomllib.loads(_FILE.read_text(encoding="utf-8"))["oversight_step"]
        read = [read_row(row, _KIND, f"{_FILE.name}, oversight_step {n}", _WHY) for n, row in enumerate(given, start=1)]
        held, problems = {"oversight_step": [item for item, _ in read]}, [problem for _, wrong in read for problem in wrong]
    ladder = tuple(held["oversight_step"])
    problems = problems or list(_of_ladder(ladder))
    if problems:
        raise DataProblem("The ladder of oversight cannot be used", problems)
    return ladder


def next_step(organisation: str, taken: Sequence[StepTaken], ladder: Sequence[OversightStep]) -> OversightStep | None:
    """The step that comes next for an organisation: the first that was not taken since its last time of trouble began. None: the last
    was taken. A time of trouble ends when every step of it has ended."""
    reached = {one.step for one in _this_time(organisation, taken)}
    return next((step for step in ladder if step.name not in reached), None)


def problems_of_step(step: StepTaken, before: Sequence[StepTaken], ladder: Sequence[OversightStep]) -> list[Problem]:
    """Why a step may not be taken yet, or does not stand. `before`: the steps that were taken until then, with whomever."""
    where = f"oversight of {step.organisation}"
    return [Problem(where=where, what=what, why=_WHY, fix=fix) for what, fix in _of_step(step, before, ladder)]


def _of_step(step: StepTaken, before: Sequence[StepTaken], ladder: Sequence[OversightStep]) -> Iterator[tuple[str, str]]:
    names = [one.name for one in ladder]
    if step.step not in names:
        yield f'"{step.step}" is no step of the ladder.', f"Use one of: {', '.join(names)}."
        return
    reached = {one.step for one in _this_time(step.organisation, before)}
    skipped = [one.title for one in ladder[: names.index(step.step)] if one.name not in reached]
    if skipped:
        yield f"it would skip: {', '.join(skipped)}.", f"Begin with: {skipped[0]}."
    if not step.why.strip():
        yield "nothing says why.", "Say what was seen, on which measure, and since when."
    if not step.support.strip():
        yield "it comes without support.", "Say what help the partners give."
    if step.review_on <= step.taken_on:
        yield f"it is looked at again on {step.review_on}, not after it is taken.", "Name a later day."


def _this_time(organisation: str, taken: Sequence[StepTaken]) -> list[StepTaken]:
    theirs = sorted((one for one in taken if one.organisation == organisation), key=lambda one: one.taken_on)
    return theirs if any(one.ended_on is None for one in theirs) else []


def _of_ladder(ladder: Sequence[OversightStep]) -> Iterator[Problem]:
    kinds = [one.kind for one in ladder]
    late_support = [one for n, one in enumerate(ladder) if one.kind is OversightKind.SUPPORT and OversightKind.INTERVENTION in kinds[:n]]
    for one in late_support:
        yield Problem(where=f"step {one.name}", what="it is support, and stands above an intervention.", why=_WHY, fix="Move it down.")
    if ladder and ladder[0].kind is not OversightKind.SUPPORT:
        yield Problem(where=f"step {ladder[0].name}", what="the first step is an intervention.", why=_WHY, fix="Begin with support.")
