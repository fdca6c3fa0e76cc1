"""Every question that is asked of a network, and asking them all at once."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from wholeplace.flow.asking import delayed, further, money, over_capacity, returns, thresholds, waits
from wholeplace.flow.asking.asked import Asked
from wholeplace.flow.asking.bands import bands_of
from wholeplace.flow.moving import moved_to
from wholeplace.flow.scenarios import BASE, with_changes
from wholeplace.flow.shapes import Answer, Forecast, Network, Run, Scenario, Snapshot
from wholeplace.flow.steadiness import remarks_on
from wholeplace.terms.progress import Progress, quiet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENOUGH = 20
"""Fewer replications than this give ranges too rough to lean on."""
FEWER = 20
"""Replications of the questions that need many further runs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """How much is run: replications, from which seed, on how many processes (None: all, within this one).

    `searches`: whether the questions are answered that need further runs (one more slot in each service, the largest demand).
    """

    replications: int = 100
    seed: int = 1
    processes: int | None = None
    searches: bool = True


def ask(
    network: Network, scenario: Scenario = BASE, against: Scenario | None = None, *,
    snapshot: Snapshot | None = None, effort: Effort | None = None, progress: Progress = quiet,
) -> Forecast:  # fmt: skip
    """Run a network with a scenario's changes, and beside it with those of `against`, and answer every question.

    Without `against` a scenario with changes is held against the network as it is; one without changes against nothing. Both are
    run with the same luck, person by person. `snapshot`: begin with who is there, without warm-up. The same arguments give the
    same forecast. Raises DataProblem when a change cannot be made.
    """
    effort = effort or Effort()
    if snapshot is not None and snapshot.on < network.starts:  # who was there before the network begins: it begins with them
        network = moved_to(network, snapshot.on + timedelta(network.warm_up), network.days)
    against = BASE if against is None and scenario.changes else against
    again = partial(run_with, snapshot=snapshot, effort=effort)
    changed = with_changes(network, scenario)
    other = None if against is None else with_changes(network, against)
    done = again(changed, progress=part_of(progress, 0.0, 1.0 if other is None else 0.5))
    base = None if other is None else again(other, progress=part_of(progress, 0.5, 1.0))
    starts = snapshot.on if snapshot else changed.starts + timedelta(changed.warm_up)
    asked = Asked(scenario=scenario, run=done, against=against, base=base, starts=starts)
    answers = answers_of(asked)
    if effort.searches:
        few = replace(effort, replications=min(effort.replications, FEWER))
        answers += further.answers(asked, lambda another: run_with(another, snapshot=snapshot, effort=few, progress=progress))
    return forecast_of(asked, answers, effort)


def answers_of(asked: Asked) -> tuple[Answer, ...]:
    """The answers that need no further run, in the order in which they are read."""
    questions = (delayed, returns, waits, money, thresholds, over_capacity)
    return tuple(answer for question in questions for answer in question.answers(asked))


def run_with(network: Network, *, snapshot: Snapshot | None, effort: Effort, progress: Progress = quiet) -> Run:
    """Run a network as often as `effort` says, from a snapshot or after its warm-up."""
    from wholeplace.flow.running import run  # the compiled kernel loads only when something is run

    return run(
        network, snapshot=snapshot, seed=effort.seed, replications=effort.replications, processes=effort.processes, progress=progress
    )  # fmt: skip


def costs_of_runs(network: Network, *, effort: Effort | None = None, progress: Progress = quiet) -> "dict[str, NDArray[np.float64]]":
    """What each station costs in each run of the network as it is, in pounds over the forecast. The same seed gives the same runs."""
    return money.cost_by_station(run_with(network, snapshot=None, effort=effort or Effort(), progress=progress))


def part_of(progress: Progress, begins: float, ends: float) -> Progress:
    """Progress of one of several pieces of work as a part of the whole."""

    def show(room: str, doing: str, share: float) -> None:
        progress(room, doing, begins + (ends - begins) * share)

    return show


def forecast_of(asked: Asked, answers: tuple[Answer, ...], effort: Effort) -> Forecast:
    """What is handed on of a run, and of the one it is held against."""
    run = asked.run
    return Forecast(
        place=run.network.name, network=run.network, scenario=asked.scenario, against=asked.against, starts=asked.starts, days=asked.days,
        replications=effort.replications, seed=effort.seed, bands=bands_of(run), bands_against=bands_of(asked.base) if asked.base else (),
        answers=answers, assumptions=run.network.assumptions, warm_up=run.warm_up, notes=_notes(asked, effort),
    )  # fmt: skip


def _notes(asked: Asked, effort: Effort) -> tuple[str, ...]:
    notes = [*remarks_on(asked.network), *asked.run.notes]
    if effort.replications < ENOUGH:
        notes.append(f"Only {effort.replications} runs were made: the ranges are rough. {ENOUGH} or more are better.")
    unsure = sum(each.low < each.high for each in asked.network.assumptions)
    if unsure:
        notes.append(f"The ranges are those of chance alone. {unsure} of the assumptions are themselves not certain, which comes on top.")
    return tuple(dict.fromkeys(notes))
