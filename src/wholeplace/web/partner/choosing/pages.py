"""Choosing on its pages: every call for bids, and one call with its bids, scores, ranking and awards."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from wholeplace.agreement.choosing.calls import CallForBids, CallState, counted, panel_scores, state_of_call
from wholeplace.agreement.records.funds.models import Bid, Call, Score
from wholeplace.agreement.records.funds.reading import awarded_by, call_of, options, scores
from wholeplace.ledger.records.keeping import history
from wholeplace.terms import Money
from wholeplace.web.access import Role
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.choosing.weighing import ranking_of, worth_of
from wholeplace.web.partner.filling import told_of
from wholeplace.web.partner.funds.book import funds_of, names_in
from wholeplace.web.who import Person, may_use, person_of

COLOURS = {CallState.ANNOUNCED: "white", CallState.OPEN: "green", CallState.SCORED: "yellow", CallState.DECIDED: "blue"}
OFFICERS = frozenset({Role.OFFICER})


@require_safe
def choosing(request: HttpRequest) -> HttpResponse:
    """Every call for bids with where it stands, the newest first; and for officers the bodies at which they can make one."""
    house, person = house_of(request), person_of(request)
    calls = [(one, call_of(one), state_of_call(call_of(one), house.today)) for one in Call.objects.order_by("-opens_on", "reference")]
    given = {"calls": calls, "colours": COLOURS, "titles": titles_in(house), "may_call": bodies_of(person, house)}
    return render(request, "partner/choosing/choosing.html", {"here": "choosing", **given})


@require_safe
def call(request: HttpRequest, call: str) -> HttpResponse:
    """One call: what is given and by which criteria, the bids, what the panel says, the ranking and what it hangs on, the awards."""
    house, record = house_of(request), get_object_or_404(Call, pk=call)
    asked = call_of(record)
    state = state_of_call(asked, house.today)
    every = Bid.objects.filter(call=call).order_by("reference")
    paid_from = next((one.title for one in funds_of(house).awards if one.name == record.award), record.award)
    given = {
        "record": record, "call": asked, "state": state, "colour": COLOURS[state], "bids": every, "titles": titles_in(house),
        "names": names_in(house), "awarded": awarded_by(record), "paid_from": paid_from, "told": told_of(history(record)), "money": Money,
    }  # fmt: skip
    shown = {"here": "choosing", **given, **_weighed(asked, state), **_may(request, record, state)}
    return render(request, "partner/choosing/call.html", shown)


def _weighed(asked: CallForBids, state: CallState) -> dict[str, Any]:
    """The bids with the panel's scores, their ranking and their value for money. Before the call has closed there is nothing to weigh."""
    bids, scored = options(asked.reference), scores(asked.reference)
    closed = state in (CallState.SCORED, CallState.DECIDED)
    ranking, waiting = ranking_of(asked, bids, scored) if closed else (None, [])
    return {
        "ranking": ranking, "waiting": waiting, "worth": worth_of(asked, bids, ranking) if bids and closed else None,
        "scored": scored if ranking else (), "times": {one.name: len(counted(one.name, scored)) for one in bids},
        "bid_titles": {one.name: one.title for one in bids}, "stopped": {one.name for one in bids if one.releases},
        "judged": {one.name: one.scores for one in panel_scores(bids, scored, asked.criteria)} if ranking else {},
    }  # fmt: skip


def _may(request: HttpRequest, record: Call, state: CallState) -> dict[str, Any]:
    """What whoever asks may do with a call as it stands."""
    house, person = house_of(request), person_of(request)

    def may(route: str) -> bool:
        return may_use(person, route, house.today, body=record.body)

    return {
        "mine": my_scores(person, record.reference), "may_bid": bodies_of(person, house) if state is CallState.OPEN else [],
        "may_change": may("call-change") and not Bid.objects.filter(call=record.reference).exists(),
        "may_score": state is CallState.SCORED and may("bid-score"), "may_award": state is CallState.SCORED and may("call-award"),
        "may_write": {name for name, _ in bodies_of(person, house)},
    }  # fmt: skip


def bodies_of(person: Person | None, house: House) -> list[tuple[str, str]]:
    """The bodies for which somebody is an officer: name and title."""
    return [(one.name, one.title) for one in house.agreement.bodies if person and person.may(OFFICERS, house.today, body=one.name)]


def titles_in(house: House) -> dict[str, str]:
    """What each body is called."""
    return {one.name: one.title for one in house.agreement.bodies}


def my_scores(person: Person | None, call: str) -> dict[str, Score]:
    """What somebody said themselves of the bids of a call, by bid."""
    account = person.account if person else ""
    return {one.bid: one for one in Score.objects.filter(call=call, member=account)}
