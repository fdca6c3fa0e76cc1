"""Recommendations and their dated replies: when one is due, whether it came, and what was promised in it."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.clocks import last_day_of, months_after
from wholeplace.agreement.scrutiny.shapes import Recommendation, Reply, ReplyAnswer, ReplyRule
from wholeplace.agreement.tomls import TableKind, read_row, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

_FILE = Path(__file__).with_name("replies.toml")
_KIND = TableKind(shape=ReplyRule)
_WHY = "A recommendation that nobody answers changes nothing."
NEAR = timedelta(days=14)
"""How long before a reply is due it is said that it is near. A place may ask with another."""


class RecommendationState(StrEnum):
    """Where a recommendation stands."""

    NOT_SENT = "not sent"
    WAITING = "waiting for a reply"
    DUE_SOON = "reply due soon"
    OVERDUE = "reply overdue"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered late"


class PromiseState(StrEnum):
    """What became of what a reply promised."""

    NONE = "nothing promised"
    TO_COME = "to come"
    LATE = "late"
    DONE = "done"


def reply_rules() -> Mapping[str, ReplyRule]:
    """The rules that come with wholeplace, by name. Raises DataProblem where their file is broken."""
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))["reply_rule"]
    read = [read_row(row, _KIND, f"{_FILE.name}, reply_rule {n}", _WHY) for n, row in enumerate(given, start=1)]
    _refuse([problem for _, wrong in read for problem in wrong])
    return {rule.name: rule for rule, _ in read}


def reply_rules_of(place: Place) -> Mapping[str, ReplyRule]:
    """The rules that hold in a place: its own ([[reply_rule]] in agreement/*.toml) besides, or in place of, those that come with
    wholeplace. Raises DataProblem with everything that is wrong in its files."""
    held, problems = read_tables(place.folder, {"reply_rule": _KIND}, _WHY)
    _refuse(problems)
    return {**reply_rules(), **{rule.name: rule for rule in held["reply_rule"]}}


def reply_due(recommendation: Recommendation, rule: ReplyRule) -> date | None:
    """The last day on which a reply is in time; None for a recommendation that was not sent.

    Months that begin with a day end on the day before the same day of a later month. Else the day after receipt is the first.
    """
    received = recommendation.received_on
    if received is None:
        return None
    if not rule.counts_first_day:
        return months_after(received, rule.months) + timedelta(days=rule.days)
    if not rule.months:
        return received + timedelta(days=rule.days - 1)
    return last_day_of(received, rule.months) + timedelta(days=rule.days)


def recommendation_state(
    recommendation: Recommendation, replies: Iterable[Reply], rule: ReplyRule, today: date, *, near: timedelta = NEAR
) -> RecommendationState:
    """Where a recommendation stands on a day. The first reply says whether it came in time."""
    due = reply_due(recommendation, rule)
    came = min((reply.replied_on for reply in _to(recommendation, replies) if reply.replied_on <= today), default=None)
    if due is None or recommendation.received_on is None or recommendation.received_on > today:
        return RecommendationState.NOT_SENT
    if came is not None:
        return RecommendationState.ANSWERED if came <= due else RecommendationState.ANSWERED_LATE
    if today > due:
        return RecommendationState.OVERDUE
    return RecommendationState.DUE_SOON if due - today <= near else RecommendationState.WAITING


def overdue_replies(
    recommendations: Iterable[Recommendation], replies: Iterable[Reply], rules: Mapping[str, ReplyRule], today: date
) -> tuple[Recommendation, ...]:
    """The recommendations whose reply is overdue, the longest first. One whose rule is not known is not among them."""
    replies = tuple(replies)
    late = [
        (reply_due(one, rules[one.rule]), one.reference, one)
        for one in recommendations
        if one.rule in rules and recommendation_state(one, replies, rules[one.rule], today) is RecommendationState.OVERDUE
    ]
    return tuple(one for _, _, one in sorted(late, key=lambda each: (each[0] or today, each[1])))


def standing_reply(recommendation: Recommendation, replies: Iterable[Reply], today: date) -> Reply | None:
    """The reply that stands: the last that was given by a day."""
    given = [reply for reply in _to(recommendation, replies) if reply.replied_on <= today]
    return max(given, key=lambda reply: reply.replied_on, default=None)


def promise_state(reply: Reply, today: date) -> PromiseState:
    """What became of what a reply promised: done, late from the day after it was to be, or still to come."""
    if reply.answer is ReplyAnswer.NOT_ACCEPTED:
        return PromiseState.NONE
    if reply.done_on is not None and reply.done_on <= today:
        return PromiseState.DONE
    return PromiseState.LATE if reply.by_when is not None and reply.by_when < today else PromiseState.TO_COME


def problems_of_recommendation(
    one: Recommendation, body: Body | None, rules: Mapping[str, ReplyRule], organisations: Collection[str]
) -> list[Problem]:
    """What keeps a recommendation from being sent. `body`: the one that makes it; `organisations`: those that may be asked.

    Organisations and bodies are called by the names by which `body.scrutinises` calls them.
    """
    return [
        Problem(where=f"recommendation {one.reference}", what=what, why=_WHY, fix=fix)
        for what, fix in (*_who(one, body, organisations), *_says(one, rules))
    ]


def problems_of_reply(reply: Reply, recommendation: Recommendation | None) -> list[Problem]:
    """What keeps a reply from standing in the record."""
    where = f"reply to {reply.recommendation}"
    why = "Scrutiny must be able to see what will be done, or why not."
    return [Problem(where=where, what=what, why=why, fix=fix) for what, fix in _reply(reply, recommendation)]


def _who(one: Recommendation, body: Body | None, organisations: Collection[str]) -> Iterator[tuple[str, str]]:
    if body is None:
        yield f'there is no body called "{one.body}".', "Name the scrutiny body that makes it."
    elif not body.scrutinises:
        yield f"{body.title} scrutinises nobody.", "Recommendations of scrutiny come from a body that scrutinises."
    elif one.asked_of not in body.scrutinises:
        yield f"{body.title} does not scrutinise {one.asked_of}.", f"Ask one of: {', '.join(body.scrutinises)}."
    elif one.asked_of not in organisations:
        yield f'"{one.asked_of}" is not known.', did_you_mean(one.asked_of, organisations) or "Name an organisation of the place."


def _says(one: Recommendation, rules: Mapping[str, ReplyRule]) -> Iterator[tuple[str, str]]:
    if not one.text.strip():
        yield "it recommends nothing.", "Write what is recommended as one sentence."
    rule = rules.get(one.rule)
    if rule is None:
        yield f'"{one.rule}" is no rule of replies.', f"Use one of: {', '.join(rules)}."
    elif rule.asks_for_evidence and not (one.why.strip() and one.evidence.strip()):
        yield "it does not say why, and on what evidence.", f"Say both: {rule.source}."
    if one.received_on is not None and one.received_on < one.made_on:
        yield f"it was received on {one.received_on}, before it was made on {one.made_on}.", "Correct one of the days."


def _reply(reply: Reply, recommendation: Recommendation | None) -> Iterator[tuple[str, str]]:
    if recommendation is None:
        yield "there is no such recommendation.", "Name the recommendation that it answers."
    elif recommendation.received_on is None or reply.replied_on < recommendation.received_on:
        yield f"it is dated {reply.replied_on}, before the recommendation was received.", "Correct the day."
    if reply.answer is not ReplyAnswer.ACCEPTED and not reply.reasons.strip():
        yield f"it is {reply.answer.value}, and gives no reasons.", "Say why."
    if reply.answer is not ReplyAnswer.NOT_ACCEPTED:
        if not reply.action.strip():
            yield "it accepts, and does not say what will be done.", "Say what will be done."
        if reply.by_when is None:
            yield "it accepts, and names no day.", "Say by when it will be done."


def _to(recommendation: Recommendation, replies: Iterable[Reply]) -> Iterator[Reply]:
    return (reply for reply in replies if reply.recommendation == recommendation.reference)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DataProblem("The rules of replies cannot be read", problems)
