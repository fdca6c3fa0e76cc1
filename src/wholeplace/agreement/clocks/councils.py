"""Each council's own rule of call-in: tables [[call_in]] of any TOML file in a place's agreement/, such as call_in.toml."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from wholeplace.agreement.clocks.call_in import CallInRule
from wholeplace.agreement.tomls import TableKind, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

_WHY = "Nobody could say how long a decision must wait before it is carried out."


def call_in_rules(place: Place) -> Mapping[str, CallInRule]:
    """The rule of each council, by its name, whether it is written by name or by code. A place that wrote none has none.

    Raises DataProblem with everything that is wrong: what cannot be read, councils nobody knows or that stand there twice,
    numbers that make no rule.
    """
    held, problems = read_tables(place.folder, {"call_in": TableKind(shape=CallInRule)}, _WHY)
    known = [name for one in place.organisations for name in (one.name, one.code)]
    rules: list[CallInRule] = held["call_in"]
    for rule in rules:
        problems += _of(rule, known)
    for council, count in Counter(rule.council for rule in rules).items():
        if count > 1:
            problems.append(_problem(council, f"it has {count} rules.", "Keep the one that holds."))
    if problems:
        raise DataProblem("The rules of call-in cannot be used", problems)
    names = {str(one.code): one.name for one in place.organisations}
    named = [replace(rule, council=names.get(rule.council, rule.council)) for rule in rules]
    return {rule.council: rule for rule in named}


def _of(rule: CallInRule, known: list[str]) -> list[Problem]:
    problems = []
    if rule.council not in known:
        fix = did_you_mean(rule.council, known) or "Add the council to organisations.csv, or correct the name."
        problems.append(_problem(rule.council, "it is no organisation of this place.", fix))
    if rule.callers < 1 or rule.working_days < 1:
        problems.append(_problem(rule.council, "it asks for less than one member or one working day.", "Give whole numbers from 1."))
    if not rule.source.strip():
        problems.append(_problem(rule.council, "it names no source.", "Name the part of the constitution that says so."))
    return problems


def _problem(council: str, what: str, fix: str) -> Problem:
    return Problem(where=f"Call-in at {council}", what=what, why=_WHY, fix=fix)
