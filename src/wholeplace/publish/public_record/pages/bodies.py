"""Who decides: each body with its seats (never a person's name), what it may decide, from whom, and how it votes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wholeplace.agreement.bodies import EACH_GIVER, EACH_HOLDER, Agreement, Body, Dates, Delegation, Power, stage_of
from wholeplace.agreement.deciding import QuorumRule, Standing, VotingRule
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.pages.register import rows_of
from wholeplace.publish.wording import day_in_words, listed

STANDING_WORDS = {
    Standing.FULL: "decides within its own powers",
    Standing.DELEGATED: "decides what was given to it",
    Standing.SHADOW: "tries out deciding, and binds nobody’s money",
    Standing.ADVISORY: "advises, and does not decide",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class MayDecideView:
    """One power that a body holds or was given: what, for whom, where, up to which sum, from when, who answers, and the paper."""

    what: str
    for_whom: str
    where: str
    limit: str
    dates: str
    accountable: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyView:
    """One body in words."""

    body: Body
    standing: str
    since: str
    powers: tuple[MayDecideView, ...]
    voting: tuple[str, ...]
    stages: tuple[tuple[str, str, str, str], ...]


def body_pages(edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """The list of bodies, and a page for each."""
    bodies = edition.record.agreement.bodies
    if not bodies:
        return
    views = [view_of(body, edition) for body in bodies]
    path = "bodies/index.html"
    yield path, edition.render("bodies.html", path, views=views)
    for view in views:
        path = edition.page_of_body(view.body.name)
        rows = rows_of((entry for entry in edition.entries if entry.body == view.body.name), edition)
        yield path, edition.render("body.html", path, view=view, rows=rows)


def view_of(body: Body, edition: RecordEdition) -> BodyView:
    """A body as its page shows it."""
    today = edition.record.today
    stage = stage_of(body, today)
    return BodyView(
        body=body, standing=STANDING_WORDS[stage.standing] if stage else "does not exist today",
        since=f"since {day_in_words(stage.dates.since)}" if stage else "", powers=tuple(may_decide(body, edition)),
        voting=(*quorum_words(body.quorum), *(voting_words(body.voting) if body.voting else ())),
        stages=tuple(
            (one.standing.value, dates_in_words(one.dates), one.evidence, one.source)
            for one in sorted(body.stages, key=lambda one: one.dates.since, reverse=True)
        ),
    )  # fmt: skip


def may_decide(body: Body, edition: RecordEdition) -> Iterator[MayDecideView]:
    """What a body may decide today: powers of its own, then those given to it."""
    agreement, today = edition.record.agreement, edition.record.today
    for power in agreement.powers:
        if body.name in power.held_by and power.dates.hold(today):
            yield _own(power, body, edition)
    for one in agreement.delegations:
        if one.to == body.name and one.dates.hold(today):
            yield _given(one, body, edition)


def _own(power: Power, body: Body, edition: RecordEdition) -> MayDecideView:
    answers = body.name if power.accountable == EACH_HOLDER else power.accountable
    return MayDecideView(
        what=power.title, for_whom="its own power", where=edition.areas_of(body.areas), limit="",
        dates=dates_in_words(power.dates), accountable=edition.name_of(answers), source=power.source,
    )  # fmt: skip


def _given(one: Delegation, body: Body, edition: RecordEdition) -> MayDecideView:
    agreement = edition.record.agreement
    power = next((power for power in agreement.powers if power.name == one.power), None)
    signed = [giver for giver in one.by if _bound(agreement, one, giver, edition.record.today)]
    answers = edition.names_of(signed) if one.accountable == EACH_GIVER else edition.name_of(one.accountable)
    unsigned = [giver for giver in one.by if giver not in signed]
    without = f". Not for {edition.names_of(unsigned)}, who did not sign" if unsigned else ""
    return MayDecideView(
        what=power.title if power else one.power, for_whom=f"{edition.names_of(signed) or 'nobody'}{without}",
        where=edition.areas_of(one.areas or body.areas), limit=f"up to {one.limit} in a year" if one.limit else "",
        dates=dates_in_words(one.dates), accountable=answers, source=one.source,
    )  # fmt: skip


def _bound(agreement: Agreement, one: Delegation, giver: str, today: date) -> bool:
    papers = [paper for paper in agreement.memoranda if paper.name == one.memorandum]
    return not one.memorandum or any(paper.binds(giver, today) for paper in papers)


def dates_in_words(dates: Dates) -> str:
    """ "from 1 April 2024", with its last day where it has one."""
    since = f"from {day_in_words(dates.since)}"
    return f"{since} until {day_in_words(dates.until)}" if dates.until else since


def voting_words(rule: VotingRule) -> tuple[str, ...]:
    """How a body votes, as sentences."""
    asked = f"{'more than ' if rule.strictly else 'at least '}{share_in_words(rule.threshold)} of the {rule.of.value} must be for it"
    words = ["Members look for agreement first."] if rule.consensus_first else []
    words.append(f"If there is none, {asked}." if rule.consensus_first else f"{asked[0].upper()}{asked[1:]}.")
    words += [f"It votes only on these: {listed(list(rule.votable))}."] if rule.votable else []
    words += [
        f"Seats of the group “{group}” have no vote on {listed(list(matters))}." for group, matters in sorted(rule.not_eligible.items())
    ]
    words += ["The chair’s vote decides a tie."] if rule.casting else []
    words.append("A seat may vote through another." if rule.proxies else "Nobody votes for somebody else.")
    return tuple(words)


def quorum_words(rule: QuorumRule) -> tuple[str, ...]:
    """Who must be there, as sentences. Empty where nobody must."""
    words = [f"At least {seats_in_words(rule.count)} with a vote must be there."] if rule.count else []
    words += [f"At least {share_in_words(rule.share)} of the seats with a vote must be there."] if rule.share else []
    words += [f"At least {seats_in_words(count)} with the role “{role}” must be there." for role, count in sorted(rule.roles.items())]
    each = seats_in_words(rule.each_constituency)
    words += [f"At least {each} of each group of partners must be there."] if rule.each_constituency else []
    return tuple(words)


def seats_in_words(count: int) -> str:
    """ "1 seat", "3 seats"."""
    return f"{count} seat{'' if count == 1 else 's'}"


def share_in_words(share: Fraction) -> str:
    """ "half", "3 in 4", "all"."""
    if share == 1:
        return "all"
    return "half" if share == Fraction(1, 2) else f"{share.numerator} in {share.denominator}"
