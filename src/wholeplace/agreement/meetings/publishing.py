"""What must be published around a meeting, by which day, and whether it was."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from wholeplace.agreement.clocks import NoticeRule, latest_notice, notice_rules
from wholeplace.agreement.meetings.shapes import PublicationRule, Sitting
from wholeplace.agreement.tomls import TableKind, read_row, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem

_FILE = Path(__file__).with_name("publication.toml")
_KINDS: Mapping[str, TableKind] = {"publication": TableKind(shape=PublicationRule), "notice_rule": TableKind(shape=NoticeRule)}
_WHY = "A meeting that was not made public in time can have its decisions set aside."


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationRules:
    """The rules that hold in a place, by name: what is published around a meeting, and how long before."""

    publications: Mapping[str, PublicationRule]
    notices: Mapping[str, NoticeRule]


class DutyState(StrEnum):
    """Where a duty to publish stands."""

    DONE = "done in time"
    DONE_LATE = "done too late"
    TO_DO = "to do"
    MISSED = "missed"


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingDuty:
    """One thing to publish around a meeting: the last day on which it is in time, when it was done, and by which paper it is asked."""

    what: str
    due: date
    done_on: date | None
    state: DutyState
    source: str


def publication_rules() -> PublicationRules:
    """The rules that come with wholeplace. Raises DataProblem where their file is broken."""
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    read = {
        kind: [read_row(row, _KINDS[kind], f"{_FILE.name}, {kind} {n}", _WHY) for n, row in enumerate(given[kind], start=1)]
        for kind in _KINDS
    }
    _refuse([problem for rows in read.values() for _, wrong in rows for problem in wrong])
    publications, notices = ({item.name: item for item, _ in read[kind]} for kind in _KINDS)
    return PublicationRules(publications=publications, notices={**notice_rules(), **notices})


def publication_rules_of(place: Place) -> PublicationRules:
    """The rules that hold in a place: its own ([[publication]], [[notice_rule]] in agreement/*.toml) besides or in place of those that
    come with wholeplace. Raises DataProblem with everything that is wrong in its files."""
    held, problems = read_tables(place.folder, _KINDS, _WHY)
    _refuse(problems)
    house = publication_rules()
    return PublicationRules(
        publications={**house.publications, **{one.name: one for one in held["publication"]}},
        notices={**house.notices, **{one.name: one for one in held["notice_rule"]}},
    )


def duties_of(sitting: Sitting, rules: PublicationRules, today: date) -> tuple[MeetingDuty, ...]:
    """What is to be published around a sitting, in the order of its days. A sitting that was called off has no duties, nor has one
    whose rule is not known: `problems_of_sitting` says so."""
    rule = rules.publications.get(sitting.rule)
    if rule is None or sitting.called_off_why.strip():
        return ()
    asked = [("notice of the meeting", rule.notice, sitting.notice_on), ("agenda and papers", rule.agenda, sitting.agenda_on)]
    held_on = sitting.starts.date()
    duties = [
        _duty(what, latest_notice(held_on, notice.days, notice.kind), done_on, notice.source, today)
        for what, name, done_on in asked
        if (notice := rules.notices.get(name)) is not None
    ]
    if rule.minutes_within is not None:
        duties.append(_duty("draft minutes", held_on + timedelta(days=rule.minutes_within), sitting.minutes_on, rule.source, today))
    return tuple(sorted(duties, key=lambda duty: duty.due))


def _duty(what: str, due: date, done_on: date | None, source: str, today: date) -> MeetingDuty:
    if done_on is not None and done_on <= today:
        state = DutyState.DONE if done_on <= due else DutyState.DONE_LATE
    else:
        state = DutyState.TO_DO if today <= due else DutyState.MISSED
    return MeetingDuty(what=what, due=due, done_on=done_on, state=state, source=source)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DataProblem("The rules of publication cannot be read", problems)
