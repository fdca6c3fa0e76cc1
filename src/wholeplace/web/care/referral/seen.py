"""What pages of referrals show of people: each look is asked for and noted, and whoever is not open to the asker has no name there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look_at_each
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.referral import RESIDENT, Attention, State
from wholeplace.web.house import House

NOT_OPEN = "Somebody who has not agreed that you see their name"
MOST = 50
"""Rows of a list. Whoever has more works from the oldest on."""

_COLOURS = {
    State.SENT: "blue", State.RECEIVED: "blue", State.ACCEPTED: "aqua-green", State.WAITING: "yellow", State.IN_PROGRESS: "aqua-green",
    State.HANDED_OVER: "blue", State.DECLINED: "orange", State.RETURNED: "orange", State.REOPENED: "blue", State.COMPLETED: "green",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One referral in a list: who it is about, where it stands, whose turn it is, and why it needs somebody, if it does."""

    record: Referral
    name: str
    state: str
    colour: str
    turn: str
    attention: Attention | None = None


def lines(asker: Asker, records: Sequence[Referral], house: House, needing: Mapping[str, Attention] | None = None) -> list[Line]:
    """Referrals that the asker may read, in the order given. Those that are not open are left out, and that is noted."""
    given = list(records)[:MOST]
    open_ones = may_read(asker, given, What.REFERRALS)
    shown = [one for one in given if one.reference in open_ones]
    named = may_read(asker, shown, What.DETAILS)
    names = names_of([one.person for one in shown if one.reference in named])
    return [
        Line(
            record=one, name=names.get(one.person, NOT_OPEN) if one.reference in named else NOT_OPEN, state=one.state,
            colour=colour_of(one.state), turn=called(house, one.turn), attention=(needing or {}).get(one.reference),
        )
        for one in shown
    ]  # fmt: skip


def may_read(asker: Asker, records: Sequence[Referral], what: What) -> frozenset[str]:
    """References of the referrals of which the asker may read a part. A consent is for one referral, so each is asked for by itself."""
    allowed: set[str] = set()
    waiting = list(records)
    while waiting:
        round_: dict[str, str] = {}
        later: list[Referral] = []
        for one in waiting:
            later.append(one) if one.person in round_ else round_.setdefault(one.person, one.reference)
        verdicts = look_at_each(asker, round_, what, referrals=round_)
        allowed |= {round_[person] for person, verdict in verdicts.items() if verdict.allowed}
        waiting = later
    return frozenset(allowed)


def names_of(persons: Sequence[str]) -> Mapping[str, str]:
    """Person -> first and family name. Ask for it first."""
    rows = Person.objects.filter(pk__in=set(persons)).values_list("reference", "given_name", "family_name")
    return {reference: f"{given} {family}" for reference, given, family in rows}


def doing_of(request: HttpRequest) -> Doing:
    """A form that is only shown is a look; one that is sent is written."""
    return Doing.WRITE if request.method == "POST" else Doing.READ


def colour_of(state: str) -> str:
    """The colour of a state's tag. The word stands beside it."""
    return _COLOURS.get(State(state), "grey")


def called(house: House, code: str) -> str:
    """What an organisation is called; who refers themselves is no organisation."""
    return "the person themselves" if code == RESIDENT else house.called(code)
