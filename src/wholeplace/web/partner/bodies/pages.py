"""Bodies: who sits together, what each may decide today, and what ends soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.agreement.bodies import Agreement, Body, Delegation, Memorandum, Power, ending, stage_of
from wholeplace.agreement.deciding import QuorumRule, Standing, VotingRule
from wholeplace.agreement.records.decisions.models import Decision
from wholeplace.publish import wording
from wholeplace.web.house import house_of
from wholeplace.web.partner.decisions.deciding import held_in, may_find, shown_to

STANDING = {
    Standing.FULL: "decides within its own powers",
    Standing.DELEGATED: "decides what was given to it",
    Standing.SHADOW: "works in shadow form: it binds nobody’s money yet",
    Standing.ADVISORY: "advises and does not decide",
}
COLOURS = {Standing.FULL: "green", Standing.DELEGATED: "green", Standing.SHADOW: "yellow", Standing.ADVISORY: "grey"}


@dataclass(frozen=True, kw_only=True, slots=True)
class MayDecide:
    """One power that reaches a body today: from whom, with which limits, and until when."""

    power: Power
    given_by: tuple[str, ...]
    unsigned: tuple[str, ...]
    delegation: Delegation | None

    @property
    def answerable(self) -> str:
        """Who answers for what the body does with it."""
        return self.delegation.accountable if self.delegation else self.power.accountable


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body of the place with its stage today, by level."""
    house = house_of(request)
    agreement = held_in(house).agreement
    rows = [(body, stage_of(body, house.today)) for body in agreement.bodies]
    levels = dict.fromkeys(body.level for body in agreement.bodies)
    by_level = [(level, [row for row in rows if row[0].level == level]) for level in levels]
    given = {"by_level": by_level, "standing": STANDING, "colours": COLOURS, "ending": ending(agreement, house.today)}
    return render(request, "partner/bodies/bodies.html", {"here": "bodies", **given})


@require_safe
def body(request: HttpRequest, body: str) -> HttpResponse:
    """One body: seats, what it may decide today and by which paper, how it decides, and its decisions."""
    house = house_of(request)
    agreement = held_in(house).agreement
    held = agreement.body(body)
    if held is None:
        raise Http404
    stage = stage_of(held, house.today)
    soon = [one for one in ending(agreement, house.today) if held.title in one.where or held.name in one.where]
    latest = [one for one in Decision.objects.filter(body=body).order_by("-year", "-number")[:20] if may_find(request, one)]
    given = {
        "body": held, "stage": stage, "standing": STANDING, "colours": COLOURS, "ending": soon,
        "may": tuple(may_decide(agreement, held, house.today)), "how": tuple(how_it_decides(held)),
        "scrutinised_by": [one for one in agreement.bodies if body in one.scrutinises],
        "decisions": [shown_to(request, one) for one in latest],
        "scrutinises": [one for one in agreement.bodies if one.name in held.scrutinises],
    }  # fmt: skip
    return render(request, "partner/bodies/body.html", {"here": "bodies", **given})


@require_safe
def memoranda(request: HttpRequest) -> HttpResponse:
    """What partners agreed in writing: each version, its clauses, who signed when, and who has not."""
    house = house_of(request)
    agreement = held_in(house).agreement
    rows = [(one, not_signed(agreement, one)) for one in agreement.memoranda]
    return render(request, "partner/bodies/memoranda.html", {"here": "bodies", "memoranda": rows, "today": house.today})


def may_decide(agreement: Agreement, body: Body, today: date) -> Iterator[MayDecide]:
    """The powers that a body holds or was given on a day, its own first."""
    for power in agreement.powers:
        if body.name in power.held_by and power.dates.hold(today):
            yield MayDecide(power=power, given_by=(), unsigned=(), delegation=None)
    for one in agreement.delegations:
        power = next((power for power in agreement.powers if power.name == one.power), None)
        if one.to == body.name and one.dates.hold(today) and power is not None:
            unsigned = tuple(giver for giver in one.by if one.memorandum and not _signed(agreement, one.memorandum, giver, today))
            yield MayDecide(power=power, given_by=one.by, unsigned=unsigned, delegation=one)


def not_signed(agreement: Agreement, memorandum: Memorandum) -> tuple[str, ...]:
    """Those who gave a power under a memorandum, or sit in a body that was given one, and have not signed this version."""
    under = [one for one in agreement.delegations if one.memorandum == memorandum.name]
    givers = [giver for one in under for giver in one.by]
    under_it = {one.to for one in under}
    seated = [seat.organisation for body in agreement.bodies if body.name in under_it for seat in body.seats]
    return tuple(name for name in dict.fromkeys((*givers, *seated)) if name not in memorandum.signed)


def how_it_decides(body: Body) -> Iterator[str]:
    """Its quorum and its voting rule as sentences."""
    yield from _quorum_in_words(body.quorum)
    if body.voting is None:
        yield "It has no voting rule: it advises by consensus."
    else:
        yield from _voting_in_words(body.voting)


def _quorum_in_words(quorum: QuorumRule) -> Iterator[str]:
    if quorum.count:
        yield f"At least {quorum.count} voting members must be there."
    if quorum.share:
        yield f"At least {in_words(quorum.share)} of its voting members must be there."
    for role, count in quorum.roles.items():
        yield f"At least {count} with the role {role} must be there."
    if quorum.each_constituency:
        yield f"At least {quorum.each_constituency} of each group of partners must be there."


def _voting_in_words(rule: VotingRule) -> Iterator[str]:
    if rule.consensus_first:
        yield "It looks for consensus first."
    votable = f", on {wording.listed(list(rule.votable))} only" if rule.votable else ""
    share = f"{'more than' if rule.strictly else 'at least'} {in_words(rule.threshold)} of {rule.of.value}"
    yield f"{'Else it votes' if rule.consensus_first else 'It votes'}{votable}: {share} must be for it."
    for side, kinds in rule.not_eligible.items():
        yield f"Members for the {side} have no vote on {wording.listed(list(kinds))}."
    yield "A member may vote through another one." if rule.proxies else "Nobody may vote for somebody else."
    if rule.casting:
        yield "In a tie, the chair’s vote decides."
    yield f"Source: {rule.source}."


def in_words(share: Fraction) -> str:
    """A share as people say it; one that has no word of its own as "5 in 8"."""
    said = {Fraction(1, 2): "half", Fraction(1, 3): "a third", Fraction(2, 3): "two thirds", Fraction(1, 4): "a quarter"}
    said |= {Fraction(3, 4): "three quarters", Fraction(1): "all"}
    return said.get(share, f"{share.numerator} in {share.denominator}")


def _signed(agreement: Agreement, memorandum: str, giver: str, day: date) -> bool:
    return any(one.name == memorandum and one.binds(giver, day) for one in agreement.memoranda)
