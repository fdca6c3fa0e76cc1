"""What everyone may read about a decision: all of it, or, where a part is lawfully withheld, that it exists and on which ground."""

from dataclasses import dataclass
from datetime import date, datetime

from wholeplace.agreement.decisions.completeness import failing, payers_first
from wholeplace.agreement.decisions.record import (
    CalledIn,
    CarriedOut,
    Happened,
    MeetingHeld,
    NoticeGiven,
    Publication,
    Recorded,
    Review,
    Scrutinised,
)
from wholeplace.agreement.decisions.shapes import Evidence, Exemption, Expected, Lens, Proposal, Seen
from wholeplace.agreement.decisions.standing import stands_at
from wholeplace.agreement.decisions.states import Event, State
from wholeplace.terms import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What was proposed and why. `lenses`: those that make things worse stand first. `money`: who pays stands first."""

    asks: str
    reasons: str
    rejected_options: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    expected: tuple[Expected, ...]
    lenses: tuple[tuple[Lens, Seen], ...]
    money: tuple[tuple[str, Money], ...]
    gains: str
    pays: str
    population_first: str
    conditions: tuple[str, ...]
    lead: str
    review_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterEntry:
    """One decision in the public register, as it stands at a moment.

    `content`, `meetings` with what seats said, grounds of call-ins, reviews: None or empty where `exemption` withholds them;
    then `exemption` says the ground and the public-interest test. With an exemption that a tie or the public interest turned
    down, everything is shown, and the exemption beside it. Bodies and seats are named, accounts and people never.
    """

    reference: str
    title: str
    body: str
    body_title: str
    matter: str
    level: str
    placed_by: str
    state: State
    decided_on: date | None
    withheld: bool
    exemption: Exemption | None
    content: Content | None
    notices: tuple[NoticeGiven, ...]
    meetings: tuple[MeetingHeld, ...]
    publications: tuple[Publication, ...]
    call_ins: tuple[CalledIn, ...]
    scrutinised: tuple[Scrutinised, ...]
    carried_out: CarriedOut | None
    reviews: tuple[Review, ...]
    replaced_by: str
    history: tuple[Happened, ...]


def is_public(recorded: Recorded) -> bool:
    """Was anything about it told to everyone: a notice, or a decision once it was published or refused?"""
    return bool(recorded.notices or recorded.publications or recorded.state is State.REFUSED)


def register_entry(recorded: Recorded, *, body_title: str, now: datetime) -> RegisterEntry | None:
    """The public entry of a decision as it stands at `now`; None while nothing about it is public.

    Before a decision is published, meetings, lenses and votes stay with the body: the entry then shows the notice only.
    """
    if not is_public(recorded):
        return None
    proposal = recorded.published or recorded.proposal
    withheld = proposal.exemption is not None and proposal.exemption.withheld
    refused = recorded.state is State.REFUSED
    shown = (recorded.published is not None or refused) and not withheld
    meetings = recorded.meetings if refused else recorded.meetings[: recorded.meetings_published]
    return RegisterEntry(
        reference=proposal.reference, title=proposal.title, body=proposal.body, body_title=body_title, matter=proposal.matter,
        level=recorded.level, placed_by=recorded.placed_by, state=stands_at(recorded, now),
        decided_on=meetings[-1].held_on if meetings else None, withheld=withheld, exemption=proposal.exemption,
        content=_content(proposal) if shown else None, notices=recorded.notices, meetings=meetings if shown else (),
        publications=recorded.publications, call_ins=recorded.call_ins if shown else (),
        scrutinised=recorded.scrutinised if shown else (), carried_out=recorded.carried_out if shown else None,
        reviews=recorded.reviews if shown else (), replaced_by=recorded.replaced_by,
        history=tuple(one for one in recorded.history if one.at >= _first_told(recorded)),
    )  # fmt: skip


def _first_told(recorded: Recorded) -> datetime:
    """The moment of the first event that everyone was told of. What came before stays with the body."""
    told = [one.at for one in recorded.history if one.event in (Event.GIVE_NOTICE, Event.PUBLISH, Event.REFUSE)]
    return min(told)


def _content(proposal: Proposal) -> Content:
    worse = failing(proposal)
    order = (*worse, *(lens for lens in Lens if lens not in worse))
    return Content(
        asks=proposal.asks, reasons=proposal.reasons, rejected_options=proposal.rejected_options, evidence=proposal.evidence,
        expected=proposal.expected, lenses=tuple((lens, proposal.lenses[lens]) for lens in order if lens in proposal.lenses),
        money=payers_first(proposal), gains=proposal.gains, pays=proposal.pays, population_first=proposal.population_first,
        conditions=proposal.conditions, lead=proposal.leads[0] if proposal.leads else "", review_on=proposal.review_on,
    )  # fmt: skip
