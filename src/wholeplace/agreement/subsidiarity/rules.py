"""The rules of subsidiarity as data: read, and refused where they ask what nobody answers."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from wholeplace.agreement.clocks import notice_rules
from wholeplace.agreement.subsidiarity.facts import FACTS, THE_SYSTEM_DECIDES
from wholeplace.agreement.subsidiarity.shapes import Duty, LevelRule
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

_FILE = Path(__file__).with_name("rules.toml")
LEVELS = ("neighbourhood", "place", "system")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """All rules, in order, and the tests for working at system level in words."""

    tests: Mapping[str, str]
    levels: tuple[LevelRule, ...]
    duties: tuple[Duty, ...]


def rules_of(place: Place) -> Rules:
    """A place's own rules (agreement/subsidiarity.toml), or those that come with wholeplace. Raises DataProblem as `read_rules`."""
    own = place.folder / "agreement" / "subsidiarity.toml"
    return read_rules(own.read_text(encoding="utf-8-sig"), "agreement/subsidiarity.toml") if own.is_file() else rules_of_the_house()


@cache
def rules_of_the_house() -> Rules:
    """The rules that come with wholeplace."""
    return read_rules(_FILE.read_text(encoding="utf-8"), _FILE.name)


def read_rules(text: str, where: str) -> Rules:
    """Rules from TOML. Raises DataProblem with everything that is wrong: facts that nobody answers, notices that are no rule,
    levels that there are not, a last level rule that could fail."""
    try:
        given: dict[str, Any] = tomllib.loads(text)
        rules = Rules(
            tests=given["tests"], levels=msgspec.convert(given["level"], tuple[LevelRule, ...]),
            duties=msgspec.convert(given.get("duty", []), tuple[Duty, ...]),
        )  # fmt: skip
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataProblem("The rules of subsidiarity cannot be read", [_problem(where, f"{error}.", "Correct it.")]) from error
    except KeyError as error:
        raise DataProblem("The rules of subsidiarity cannot be read", [_problem(where, f"it has no {error}.", "Add it.")]) from error
    problems = list(_problems(rules, where))
    if problems:
        raise DataProblem("The rules of subsidiarity cannot be used", problems)
    return rules


def _problems(rules: Rules, where: str) -> Iterator[Problem]:
    asked = [(rule.name, fact, tuple(FACTS)) for rule in rules.levels for fact in (*rule.all, *rule.none)]
    later = (*FACTS, THE_SYSTEM_DECIDES)
    asked += [(duty.name, fact, later) for duty in rules.duties for fact in (*duty.all, *duty.any, *duty.none)]
    for name, fact, answered in asked:
        if fact not in answered:
            yield _problem(f"{where}, {name}", f"“{fact}” is a fact that nobody answers.", did_you_mean(fact, answered) or "Use another.")
    for rule in rules.levels:
        if rule.level not in LEVELS:
            yield _problem(f"{where}, {rule.name}", f"“{rule.level}” is no level.", f"Use one of: {', '.join(LEVELS)}.")
    for duty in rules.duties:
        if duty.notice and duty.notice not in notice_rules():
            yield _problem(f"{where}, {duty.name}", f"“{duty.notice}” is no rule of notice.", f"Use one of: {', '.join(notice_rules())}.")
    if not rules.levels or rules.levels[-1].all or rules.levels[-1].none:
        yield _problem(where, "the last level rule can fail, so a matter could have no level.", "End with a rule that asks for no fact.")


def _problem(where: str, what: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why="A matter would be put at the wrong level, or at none.", fix=fix)
