"""Notice before a decision: how much is due, from when the decision may be taken, and what is missing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from wholeplace.agreement.clocks.days import DayKind, clear_days_between, earliest_event, latest_notice
from wholeplace.terms import Problem

_FILE = Path(__file__).with_name("notices.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeRule:
    """How much notice one regime asks for. `instead_of`: this rule may take that one's place, when `needs` is met.
    `again`: a second notice that this one asks for."""

    name: str
    title: str
    regime: str
    days: int
    kind: DayKind
    source: str
    instead_of: str = ""
    needs: str = ""
    again: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A notice that was published. `met`: what the rule needs besides time was done, as somebody recorded."""

    rule: str
    published: date
    met: bool = False


@cache
def notice_rules() -> Mapping[str, NoticeRule]:
    """The rules that come with wholeplace, by name."""
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: NoticeRule(name=name, **(values | {"kind": DayKind(values["kind"])})) for name, values in given.items()}


def earliest_decision(notice: Notice, rules: Mapping[str, NoticeRule]) -> date:
    """The first day on which the decision may be taken after this notice."""
    rule = rules[notice.rule]
    return earliest_event(notice.published, rule.days, rule.kind)


def problems_of_notice(needed: str, notice: Notice | None, decided_on: date, rules: Mapping[str, NoticeRule]) -> list[Problem]:
    """Why a decision may not be taken on that day, for want of notice under the rule `needed`. Empty: it may."""
    rule = rules[needed]
    if notice is None:
        return [_none_given(rule, decided_on)]
    given = rules[notice.rule]
    if needed not in (given.name, given.instead_of):
        return [_of_another_kind(rule, given)]
    problems = []
    if given.needs and not notice.met:
        problems.append(_needs_not_met(given))
    if decided_on < earliest_decision(notice, rules):
        problems.append(_too_short(given, notice, decided_on))
    return problems


def _none_given(rule: NoticeRule, decided_on: date) -> Problem:
    last = latest_notice(decided_on, rule.days, rule.kind)
    return Problem(
        where=rule.title,
        what="none was published.",
        why=f"{rule.source} asks for {rule.days} {rule.kind}.",
        fix=f"Publish it by {last} for a decision on {decided_on}, or decide later.",
    )


def _of_another_kind(rule: NoticeRule, given: NoticeRule) -> Problem:
    return Problem(
        where=rule.title,
        what=f'the notice that was published is another: "{given.title}".',
        why="It does not tell people what this rule wants them to know.",
        fix=f"Publish the right notice, {rule.days} {rule.kind} before the decision.",
    )


def _needs_not_met(given: NoticeRule) -> Problem:
    return Problem(
        where=given.title,
        what="what it needs besides time is not recorded.",
        why=f"{given.source}: without it the decision can be set aside.",
        fix=given.needs,
    )


def _too_short(given: NoticeRule, notice: Notice, decided_on: date) -> Problem:
    working = given.kind in (DayKind.CLEAR_WORKING_DAYS, DayKind.WORKING_DAYS)
    between = clear_days_between(notice.published, decided_on, working=working)
    first = earliest_event(notice.published, given.days, given.kind)
    return Problem(
        where=given.title,
        what=f"it was published on {notice.published}, so only {between} {given.kind} lie before {decided_on}.",
        why=f"{given.source} asks for {given.days}.",
        fix=f"Decide on {first} or later.",
    )
