"""What partners do with money held together: each kept with its entry in the log, or refused with all reasons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec
from django.db import transaction

from wholeplace.agreement.choosing import FundAwards, problems_of_choice
from wholeplace.agreement.choosing.calls import CallState, award_call, problems_of_call, problems_of_score, state_of_call
from wholeplace.agreement.decisions.states import State
from wholeplace.agreement.funds import Funds
from wholeplace.agreement.funds.pence import added
from wholeplace.agreement.funds.recovering import problems_of_notice, problems_of_plan, problems_of_progress
from wholeplace.agreement.funds.standing import left_of
from wholeplace.agreement.records.decisions.models import Decision
from wholeplace.agreement.records.decisions.reading import proposal_of
from wholeplace.agreement.records.funds.models import Bid, Call, Notice, Recovery, RecoveryTold, Score
from wholeplace.agreement.records.funds.reading import call_of, notice_of, option_of, options, plan_of, progress_of, scored_of, scores
from wholeplace.agreement.records.references import keep_new
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.ledger.records.models import Kept
from wholeplace.terms import DataProblem, Money, Problem

UNTAKEN = (State.DRAFT, State.PROPOSED, State.NOTIFIED, State.ADVISED, State.DEFERRED, State.REFUSED, State.WITHDRAWN)
"""States of a decision by which nothing was decided that an award could rest on."""

_MOST_TOLD = 5


def give_notice(record: Notice, act: Act) -> None:
    """Record that partners were told of a forecast overspend."""
    _refuse("The notice cannot be kept", problems_of_notice(notice_of(record), act.at.date()))
    _keep(record, f"{record.fund} notice {record.given_on}", act)


def agree_recovery(record: Recovery, act: Act) -> None:
    """Record a plan to bring back an overspend, or change it."""
    notice = Notice.objects.filter(pk=record.notice).first()
    _refuse("The plan cannot be kept", problems_of_plan(plan_of(record), notice_of(notice) if notice else None, act.at.date()))
    _keep(record, f"{record.fund} recovery {record.agreed_on}", act)


def tell_progress(record: RecoveryTold, act: Act) -> None:
    """Record what was told of a recovery plan."""
    plan = Recovery.objects.filter(pk=record.plan).first()
    _refuse("The progress cannot be kept", problems_of_progress(progress_of(record), plan_of(plan) if plan else None, act.at.date()))
    _keep(record, f"{record.plan} told {record.told_on}", act)


def call_for_bids(record: Call, funds: Funds, act: Act, unread: Sequence[Problem] = ()) -> None:
    """Make a call for bids, or change one that nobody has bid to. `unread`: what could not be read of its criteria."""
    problems = [*unread, *problems_of_call(call_of(record), _left(record, funds))]
    if record.version and Bid.objects.filter(call=record.reference).exists():
        why = "Whoever bid relied on its words and weights."
        problems.append(Problem(where=f"call “{record.title}”", what="somebody has bid to it.", why=why, fix="Make another call."))
    _refuse("The call cannot be kept", problems)
    _keep(record, f"{record.title} {record.opens_on.year}", act)


def bid(record: Bid, act: Act) -> None:
    """Bid to a call, change a bid, or withdraw it, as long as the call is open."""
    call = Call.objects.filter(pk=record.call).first()
    today, problems = act.at.date(), []
    if call is None:
        problems.append(Problem(where="bid", what="its call is not there.", why="Nobody would decide it.", fix="Choose a call."))
    elif (state := state_of_call(call_of(call), today)) is not CallState.OPEN:
        why = "All bids are treated alike."
        fix = f"Bids are taken from {call.opens_on} to {call.closes_on}."
        problems.append(Problem(where=f"call “{call.title}”", what=f"it is {state.value}.", why=why, fix=fix))
    figures = [one for one in problems_of_choice([option_of(record)], ()) if one.where != "weights"]
    problems += [replace(one, where=f"bid “{record.title}”") for one in figures]
    if record.cost == 0:
        why, fix = "Nothing is given for nothing.", "Give what it costs in a year, or below nought what stopping it sets free."
        problems.append(Problem(where=f"bid “{record.title}”", what="it costs nothing.", why=why, fix=fix))
    _refuse("The bid cannot be kept", problems)
    _keep(record, record.title, act)


def score(record: Score, act: Act) -> None:
    """Score a bid as one member of the panel, or change that score, after the call has closed and before it is decided."""
    call = Call.objects.get(pk=record.call)
    problems = problems_of_score(scored_of(record), call_of(call).criteria)
    state = state_of_call(call_of(call), act.at.date())
    if state is not CallState.SCORED:
        why = "A score says something of a bid that cannot change any more, until the award."
        fix = f"Bids are scored after {call.closes_on}." if state is not CallState.DECIDED else "Look at the award."
        problems.append(Problem(where=f"call “{call.title}”", what=f"it is {state.value}.", why=why, fix=fix))
    _refuse("The score cannot be kept", problems)
    _keep(record, f"score {record.bid}", act)


def decide_awards(record: Call, on: date, decision: str, act: Act) -> FundAwards:
    """Award the sum of a call by its own rules, and keep what was given with the call. `on`: the day of the decision.

    Raises DataProblem with everything that keeps it from being decided; nothing is written then.
    """
    with transaction.atomic():
        given = award_call(call_of(record), options(record.reference), scores(record.reference), on)
        _refuse("The awards cannot be made", [*_still_to_come(on, act.at.date()), *problems_of_decision(decision, record.body)])
        record.decided_on, record.decision, record.awarded = on, decision, msgspec.to_builtins(given)
        keep(record, act)
    return given


def _still_to_come(on: date, today: date) -> list[Problem]:
    if on <= today:
        return []
    what, why = f"{on} is still to come.", "Only what was decided is recorded."
    return [Problem(where="day of the decision", what=what, why=why, fix="Correct it.")]


def problems_of_decision(reference: str, body: str) -> list[Problem]:
    """What is wrong with the decision that is named: it is not there, it was not taken, or another body took it. None named: nothing."""
    if not reference:
        return []
    where, found = "reference of the decision", Decision.objects.filter(pk=reference).first()
    why = "Whoever reads of the award looks the decision up."
    if found is None:
        known = list(Decision.objects.filter(body=body).order_by("-year", "-number").values_list("pk", flat=True)[:_MOST_TOLD])
        fix = f"Its body has: {', '.join(known)}." if known else "Leave it empty, or record the decision first."
        return [Problem(where=where, what=f'there is no decision "{reference}".', why=why, fix=fix)]
    if found.body != body:
        return [Problem(where=where, what=f"{reference} is a decision of another body.", why=why, fix="Name one of the body of the call.")]
    told = proposal_of(reference)
    if told and told[1] in UNTAKEN:
        fix = "Record the awards once it is decided."
        return [Problem(where=where, what=f"{reference} is not decided: it is {told[1].value}.", why=why, fix=fix)]
    return []


def committed_to_calls(award: str, besides: str = "") -> Money:
    """What the calls paid from an award take of it: the whole sum of those that are not decided, what was given of those that are."""
    found = Call.objects.filter(award=award).exclude(pk=besides)
    return added([_taken(one) for one in found])


def _taken(record: Call) -> Money:
    given = record.awarded["left"]["pence"] if record.awarded else 0
    return Money(record.amount - given)


def _left(record: Call, funds: Funds) -> Money | None:
    """What is left of the award that a call is paid from, before this call; None where it names none."""
    found = next((one for one in funds.awards if one.name == record.award), None)
    return left_of(found) - committed_to_calls(record.award, record.reference) if found else None


def _keep(record: Kept, words: str, act: Act) -> None:
    if record.version:
        keep(record, act)
    else:
        keep_new(record, words, act)


def _refuse(subject: str, problems: Sequence[Problem]) -> None:
    if problems:
        raise DataProblem(subject, problems)
