"""Everything that is wrong with what a place says about its flow: network, scenarios, budget, projection and winter plan."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from wholeplace.flow.budget import read_budget
from wholeplace.flow.projection.reading import read_transitions
from wholeplace.flow.reading import FOLDER, has_network, read_network
from wholeplace.flow.scenarios import scenarios_of
from wholeplace.flow.winter_settings import settings_of
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.place import Place

MODULE = "winter"
"""How place.toml says, in `modules`, that the place wants a winter plan, for which it needs a network."""


def check_flow(place: "Place") -> tuple[Problem, ...]:
    """Every problem of the files in a place's `assumptions/`. A place without a network has none, unless place.toml asks for flow."""
    if not has_network(place):
        return (_missing(),) if MODULE in place.settings.modules else ()
    try:
        network = read_network(place)
    except DataProblem as letter:
        return letter.problems
    reads: list[Callable[[], object]] = [
        lambda: scenarios_of(place, network), lambda: settings_of(place), lambda: read_transitions(place, network)
    ]  # fmt: skip
    if (place.folder / FOLDER / "budget.toml").is_file():
        reads.append(lambda: read_budget(place, network))
    return tuple(problem for read in reads for problem in _problems(read))


def _problems(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except DataProblem as letter:
        return letter.problems
    return ()


def _missing() -> Problem:
    return Problem(
        where="place.toml, modules",
        what=f'"{MODULE}" is in use, and {FOLDER}/ holds no network.',
        why="Nothing can be tried without one.",
        fix=f'Write {FOLDER}/network.toml, or take "{MODULE}" out of modules.',
    )
