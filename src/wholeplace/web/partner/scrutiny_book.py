"""What the pages of scrutiny and engagement look up: rules of replies, names that may be asked, and who answers for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.records.scrutiny.doing import Held
from wholeplace.agreement.records.scrutiny.models import Recommendation
from wholeplace.agreement.records.scrutiny.reading import recommendation_of, replies
from wholeplace.agreement.scrutiny import RecommendationState, Reply, ReplyRule, recommendation_state, reply_due, reply_rules_of
from wholeplace.place import organisations_on
from wholeplace.web.house import AGREEMENT, House, last_changed

_STATES = RecommendationState
_COLOURS: Mapping[RecommendationState, str] = {
    _STATES.NOT_SENT: "grey", _STATES.WAITING: "blue", _STATES.DUE_SOON: "yellow", _STATES.OVERDUE: "red", _STATES.ANSWERED: "green",
    _STATES.ANSWERED_LATE: "green",
}  # fmt: skip
_ORDER = (_STATES.OVERDUE, _STATES.DUE_SOON, _STATES.WAITING, _STATES.NOT_SENT, _STATES.ANSWERED_LATE, _STATES.ANSWERED)
WAITING_STATES = _ORDER[:3]
ANSWERED_WITHIN = timedelta(days=90)
"""How long people wait for an answer to what they said, where the place promised nothing else."""


def reply_rules_in(house: House) -> Mapping[str, ReplyRule]:
    """By when replies are due, by the name of the rule."""
    return _rules(house, last_changed(house.folder, house.folder / AGREEMENT))


def names_in(house: House) -> list[str]:
    """Bodies and organisations of the place that may be asked."""
    bodies = [body.name for body in house.agreement.bodies]
    organisations = [name for one in organisations_on(house.place, house.today) for name in (one.name, one.code)]
    return list(dict.fromkeys([*bodies, *organisations]))


def held_for_scrutiny(house: House) -> Held:
    """What scrutiny is judged by."""
    return Held(agreement=house.agreement, names=names_in(house), rules=reply_rules_in(house))


def asked_by(body: Body, house: House) -> list[tuple[str, str]]:
    """("asked|answers", words) for everyone whom a body scrutinises: a body answers itself; an organisation through one of its bodies."""
    found = []
    for name in body.scrutinises:
        itself = house.agreement.body(name)
        through = [itself] if itself else [one for one in house.agreement.bodies if one.accountable_to == name and not one.scrutinises]
        words = itself.title if itself else name
        found += [(f"{name}|{one.name}", words if itself else f"{words}, answered by {one.title}") for one in through]
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyClock:
    """One recommendation with the last day of its reply (None: not sent, or no such rule) and where it stands."""

    record: Recommendation
    due: date | None
    state: RecommendationState
    colour: str


def clock_of(record: Recommendation, given: Sequence[Reply], house: House) -> ReplyClock:
    """A recommendation with the clock of its reply."""
    shape, rule = recommendation_of(record), reply_rules_in(house).get(record.rule)
    if rule is None:
        return ReplyClock(record=record, due=None, state=RecommendationState.NOT_SENT, colour="grey")
    state = recommendation_state(shape, given, rule, house.today)
    return ReplyClock(record=record, due=reply_due(shape, rule), state=state, colour=_COLOURS[state])


def clocks(house: House, *, answers: str = "") -> list[ReplyClock]:
    """Every recommendation with its clock, overdue ones first; with `answers`, those that one body is to answer."""
    found = Recommendation.objects.order_by("received_on", "reference")
    given = replies()
    told = [clock_of(record, given, house) for record in (found.filter(answers=answers) if answers else found)]
    return sorted(told, key=lambda one: (_ORDER.index(one.state), one.due or date.max))


@lru_cache(maxsize=4)
def _rules(house: House, changed: int) -> Mapping[str, ReplyRule]:  # noqa: ARG001  `changed` is part of the key
    return reply_rules_of(house.place)
