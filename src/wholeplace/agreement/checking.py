"""Everything that is wrong in what a place wrote down about deciding and planning."""

from collections.abc import Callable, Iterator, Sequence

from wholeplace.agreement.bodies import Agreement, read_agreement
from wholeplace.agreement.plans import read_plan
from wholeplace.agreement.subsidiarity import rules_of
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem


def check_agreement(place: Place, measures: Sequence[str]) -> tuple[Problem, ...]:
    """What is wrong in the files under agreement/. `measures`: the names that ambitions may use. A place without any has no problem."""
    return tuple(_problems(place, tuple(measures)))


def _problems(place: Place, measures: tuple[str, ...]) -> Iterator[Problem]:
    held: list[Agreement] = []
    yield from _of(lambda: held.append(read_agreement(place)))
    yield from _of(lambda: rules_of(place))
    if held:  # a plan names bodies: where those cannot be read, all its owners would seem unknown
        yield from _of(lambda: read_plan(place, held[0], measures))


def _of(reading: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        reading()
    except DataProblem as letter:
        return letter.problems
    return ()
