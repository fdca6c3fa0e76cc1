"""Records of money as the rules know them."""

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from wholeplace.agreement.choosing import Criterion, FundAwards, Option
from wholeplace.agreement.choosing.calls import CallForBids, Scored
from wholeplace.agreement.funds.recovering import OverspendNotice, Progress, RecoveryPlan
from wholeplace.agreement.records.funds.models import Bid, Call, Notice, Recovery, RecoveryTold, Score
from wholeplace.agreement.records.shaping import shaped
from wholeplace.terms import Money


def notice_of(record: Notice) -> OverspendNotice:
    """One notice of an overspend."""
    return shaped(OverspendNotice, record, over=Money(record.over))


def plan_of(record: Recovery) -> RecoveryPlan:
    """One recovery plan."""
    return shaped(RecoveryPlan, record, saves=Money(record.saves))


def progress_of(record: RecoveryTold) -> Progress:
    """What was told of a recovery plan."""
    return shaped(Progress, record, saved=Money(record.saved))


def notices(fund: str) -> tuple[OverspendNotice, ...]:
    """Every notice of a fund, the first given first."""
    return tuple(notice_of(one) for one in Notice.objects.filter(fund=fund).order_by("given_on", "reference"))


def recoveries(fund: str) -> tuple[RecoveryPlan, ...]:
    """Every recovery plan of a fund, the first agreed first."""
    return tuple(plan_of(one) for one in Recovery.objects.filter(fund=fund).order_by("agreed_on", "reference"))


def told_of_recovery(fund: str) -> tuple[Progress, ...]:
    """Everything that was told of a fund's recovery plans, the first first."""
    plans = Recovery.objects.filter(fund=fund).values("pk")
    return tuple(progress_of(one) for one in RecoveryTold.objects.filter(plan__in=plans).order_by("told_on", "reference"))


def call_of(record: Call) -> CallForBids:
    """One call for bids."""
    return CallForBids(
        reference=record.reference, title=record.title, body=record.body, amount=Money(record.amount),
        criteria=criteria_of(record), opens_on=record.opens_on, closes_on=record.closes_on, least_score=record.least_score,
        parts=record.parts, scorers=record.scorers, award=record.award, decided_on=record.decided_on,
    )  # fmt: skip


def criteria_of(record: Call) -> tuple[Criterion, ...]:
    """The criteria of a call, in the order in which they were written."""
    return tuple(Criterion(**{**one, "weight": Fraction(one["weight"])}, source=record.title) for one in record.criteria)


def criteria_as_json(criteria: Sequence[Criterion]) -> list[dict[str, str | bool]]:
    """Criteria as a record keeps them: weights as text, because they are exact."""
    return [{"name": one.name, "title": one.title, "weight": str(one.weight), "equity": one.equity} for one in criteria]


def option_of(record: Bid) -> Option:
    """One bid as an option to choose. Its name is its reference."""
    return Option(
        name=record.reference, title=record.title, proposed_by=record.proposed_by, programme=record.programme, cost=Money(record.cost),
        benefit=Fraction(record.benefit), people=record.people, chance=Fraction(record.chance), source=record.source,
        statutory=record.statutory, inside=record.inside,
    )  # fmt: skip


def scored_of(record: Score) -> Scored:
    """What one member says of one bid."""
    scores = {name: Fraction(score) for name, score in record.scores.items()}
    return Scored(bid=record.bid, member=record.member, scores=scores, reasons=record.reasons, interest=record.interest)


def options(call: str) -> tuple[Option, ...]:
    """The bids of a call that stand, by their references."""
    return tuple(option_of(one) for one in Bid.objects.filter(call=call, withdrawn_why="").order_by("reference"))


def scores(call: str) -> tuple[Scored, ...]:
    """Everything that members said of a call's bids."""
    return tuple(scored_of(one) for one in Score.objects.filter(call=call).order_by("bid", "reference"))


def awarded_by(record: Call) -> FundAwards | None:
    """What a call gave to whom; None before it was decided."""
    return msgspec.convert(record.awarded, FundAwards) if record.awarded else None
