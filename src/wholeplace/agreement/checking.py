"""Everything that is wrong in what a place wrote down about deciding and planning."""

from collections.abc import Callable, Iterator, Sequence

from wholeplace.agreement.bodies import Agreement, read_agreement
from wholeplace.agreement.clocks import call_in_rules
from wholeplace.agreement.funds import read_funds
from wholeplace.agreement.meetings import publication_rules_of
from wholeplace.agreement.plans import problems_of_adopted, read_plan, read_required
from wholeplace.agreement.scrutiny import oversight_ladder, reply_rules_of
from wholeplace.agreement.subsidiarity import limits_of, rules_of
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem


def check_agreement(place: Place, measures: Sequence[str]) -> tuple[Problem, ...]:
    """What is wrong in the files under agreement/. `measures`: the names that ambitions may use. A place without any has no problem."""
    return tuple(dict.fromkeys(_problems(place, tuple(measures))))


def _problems(place: Place, measures: tuple[str, ...]) -> Iterator[Problem]:
    held: list[Agreement] = []
    yield from _of(lambda: held.append(read_agreement(place)))
    for reading in (rules_of, limits_of, call_in_rules, publication_rules_of, reply_rules_of, oversight_ladder, read_funds):
        yield from _of(lambda reading=reading: reading(place))
    if held:  # a plan names bodies: where those cannot be read, all its owners would seem unknown
        yield from _of(lambda: read_plan(place, held[0], measures))
        yield from _of(lambda: _adopted(place, held[0]))


def _adopted(place: Place, agreement: Agreement) -> None:
    required, adopted = read_required(place)
    names = [*(one.name for one in place.organisations), *(body.title for body in agreement.bodies)]
    problems = tuple(problems_of_adopted(adopted, required, names))
    if problems:
        raise DataProblem("What was adopted cannot be tracked", problems)


def _of(reading: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        reading()
    except DataProblem as letter:
        return letter.problems
    return ()
