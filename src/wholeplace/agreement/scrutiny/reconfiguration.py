"""Substantial changes of NHS services: whom to consult and tell, and who may take one to the Secretary of State, as the law stood."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from wholeplace.agreement.bodies import Dates
from wholeplace.terms import Problem

_FILE = Path(__file__).with_name("reconfiguration.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceChange:
    """A change of an NHS service that somebody proposes. `councils`: those whose areas it touches. `substantial`: as was agreed with them.

    `consulted_on`: since when scrutiny is consulted; `comments_by` and `decision_on`: the days it was given. `joint_committee`: the
    joint scrutiny committee, where it touches several councils. `notified_on`: when the Secretary of State was told; `scrutiny_view`:
    what scrutiny said of it. `too_urgent_why`: why safety or welfare allowed no time to consult.
    """

    reference: str
    title: str
    nhs_body: str
    councils: tuple[str, ...]
    substantial: bool
    proposed_on: date
    consulted_on: date | None = None
    comments_by: date | None = None
    decision_on: date | None = None
    joint_committee: str = ""
    scrutiny_view: str = ""
    notified_on: date | None = None
    too_urgent_why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class InterventionRule:
    """One way to take a change to the Secretary of State, while `dates` hold. `may_ask`: "council" or "anybody"."""

    name: str
    title: str
    may_ask: str
    dates: Dates
    grounds: tuple[str, ...]
    source: str
    local_resolution_first: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class InterventionRequest:
    """One request to the Secretary of State about a change. `asked_by`: a council, an organisation, or a group in general terms.

    `tried_locally`: what was done before to settle it. `answer`: what the Secretary of State decided, on `answered_on`.
    """

    change: str
    rule: str
    asked_by: str
    asked_on: date
    ground: str
    reasons: str
    tried_locally: str = ""
    answered_on: date | None = None
    answer: str = ""


@cache
def intervention_rules() -> Mapping[str, InterventionRule]:
    """The ways that come with wholeplace, by name."""
    return {rule.name: rule for rule in msgspec.convert(_given()["intervention"], tuple[InterventionRule, ...])}


def ways_open(on: date) -> tuple[InterventionRule, ...]:
    """The ways to the Secretary of State that the law knows on a day."""
    return tuple(rule for rule in intervention_rules().values() if rule.dates.hold(on))


def must_notify(change: ServiceChange, on: date) -> bool:
    """Must the Secretary of State be told of a change? Of a substantial one since the law asks for it, unless scrutiny was consulted
    on it before, or safety or welfare allowed no time."""
    since: date = _given()["notification"]["since"]
    before = change.consulted_on is not None and change.consulted_on < since
    return change.substantial and on >= since and not before and not change.too_urgent_why.strip()


def problems_of_change(change: ServiceChange, on: date) -> list[Problem]:
    """What is missing on a day before a substantial change may be decided. A change that is not substantial misses nothing here."""
    if not change.substantial:
        return []
    rule = "SI 2013/218, regulation 23"
    problems = [_problem(change, what, rule, fix) for what, fix in _consultation(change)]
    if must_notify(change, on):
        source = _given()["notification"]["source"]
        if change.notified_on is None or change.notified_on > on:
            problems.append(_problem(change, "the Secretary of State was not told.", source, "Notify the Secretary of State."))
        if not change.scrutiny_view.strip():
            problems.append(_problem(change, "it does not say what scrutiny thinks of it.", source, "Add the view of health scrutiny."))
    return problems


def problems_of_request(request: InterventionRequest, change: ServiceChange | None) -> list[Problem]:
    """Why a request about a change does not stand. Empty: it does."""
    where = f"request about {request.change}"
    rule = intervention_rules().get(request.rule)
    if rule is None or change is None:
        what = "there is no such change." if change is None else f'"{request.rule}" is no way to the Secretary of State.'
        fix = f"Use one of: {', '.join(intervention_rules())}." if change else "Name a change on the list."
        return [Problem(where=where, what=what, why="Nobody could answer it.", fix=fix)]
    return [Problem(where=where, what=what, why=f"{rule.source}.", fix=fix) for what, fix in _request(request, rule, change)]


def _consultation(change: ServiceChange) -> Iterator[tuple[str, str]]:
    if change.too_urgent_why.strip():
        return
    if change.consulted_on is None:
        yield "scrutiny was not consulted.", "Consult it, or say why safety or welfare allowed no time."
    if change.comments_by is None:
        yield "scrutiny has no day by which to comment.", "Give it one."
    if change.decision_on is None:
        yield "scrutiny was not told when it will be decided.", "Tell it the day."
    if change.comments_by and change.decision_on and change.decision_on <= change.comments_by:
        yield f"it is decided on {change.decision_on}, and comments may come until {change.comments_by}.", "Decide after that day."
    if len(change.councils) > 1 and not change.joint_committee.strip():
        yield f"it touches {len(change.councils)} councils, and no joint scrutiny committee was named.", "Name the joint committee."


def _request(request: InterventionRequest, rule: InterventionRule, change: ServiceChange) -> Iterator[tuple[str, str]]:
    if not rule.dates.hold(request.asked_on):
        ways = ", ".join(other.title.lower() for other in ways_open(request.asked_on)) or "there is no way"
        yield f"on {request.asked_on} the law does not know it.", f"Use what the law knows on that day: {ways}."
    if rule.may_ask == "council" and request.asked_by not in change.councils:
        yield f"{request.asked_by} is none of the councils that it touches.", f"One of these may ask: {', '.join(change.councils)}."
    if request.ground not in rule.grounds:
        yield f'"{request.ground}" is no ground.', f"Use one of: {', '.join(rule.grounds)}."
    if not request.reasons.strip():
        yield "it gives no reasons.", "Say how the ground is met."
    if rule.local_resolution_first and not request.tried_locally.strip():
        yield "it does not say what was tried locally.", "Try to settle it with the NHS body first, and say what was done."


def _problem(change: ServiceChange, what: str, source: str, fix: str) -> Problem:
    return Problem(where=f"change {change.reference}", what=what, why=f"{source}.", fix=fix)


def _given() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
