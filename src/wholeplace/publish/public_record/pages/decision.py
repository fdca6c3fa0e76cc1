"""One decision on one page: what, by whom, under which power, with which votes, for whom, at whose cost, and whether it came true."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from wholeplace.agreement.clocks import notice_rules
from wholeplace.agreement.decisions import Checked, Expected, MeetingHeld, RegisterEntry
from wholeplace.agreement.scrutiny import EngagementPoint, reached_a_decision
from wholeplace.publish.public_record.entries import history_of
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.pages.register import RowView, row_of
from wholeplace.publish.public_record.words import (
    EFFECT_COLOURS,
    INTEREST_WORDS,
    lead_of,
    moment_in_words,
    money_in_words,
    outcome_in_words,
)

PAGES_KEPT = 4096
"""Pages of decisions that a process keeps, to make only those anew that changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeatView:
    """What one seat said: for whom it sits, its voice, its reason where it dissents, and the interest it declared."""

    seat: str
    organisation: str
    voice: str
    reason: str
    interest: str
    through: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingView:
    """One meeting at which it was put. `silent`: seats that said nothing."""

    held: MeetingHeld
    body: str
    outcome: str
    seats: tuple[SeatView, ...]
    silent: str
    accountable: str
    not_bound: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EffectView:
    """What was expected of one measure by when, and what the last review found of it (None: not looked at yet)."""

    measure: str
    expected: Expected
    checked: Checked | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionView:
    """One decision in words."""

    row: RowView
    lead: tuple[str, ...]
    powers: tuple[tuple[str, str], ...]
    meetings: tuple[MeetingView, ...]
    money: tuple[tuple[str, str], ...]
    effects: tuple[EffectView, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What pages of decisions share, told apart by its fingerprint alone."""

    fingerprint: str
    edition: RecordEdition = field(compare=False)


def decision_pages(edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """A page for each decision."""
    shared = _Shared(edition.fingerprint_of_words, edition)
    for entry in edition.entries:
        voices = () if entry.withheld else reached_a_decision(edition.record.points, entry.reference)
        yield edition.page_of(entry.reference), _page(entry, voices, entry.replaced_by in edition.references, shared)


@lru_cache(maxsize=PAGES_KEPT)
def _page(entry: RegisterEntry, voices: tuple[EngagementPoint, ...], follows: bool, shared: _Shared) -> str:
    """One page, kept by everything that it shows: whoever publishes again after one decision changed makes one page."""
    edition = shared.edition
    return edition.render(
        "decision.html", edition.page_of(entry.reference), view=view_of(entry, edition), entry=entry, content=entry.content,
        history=history_of(entry), voices=voices, follows=follows, colours=EFFECT_COLOURS, moment=moment_in_words,
        notice_titles={name: rule.title for name, rule in notice_rules().items()},
    )  # fmt: skip


def view_of(entry: RegisterEntry, edition: RecordEdition) -> DecisionView:
    """A decision as its page shows it."""
    content = entry.content
    titles = {**edition.bodies, entry.body: edition.title_of(entry.body, entry.body_title)}
    return DecisionView(
        row=row_of(entry, edition), lead=tuple(lead_of(entry, titles)),
        powers=tuple(_powers(entry, edition)), meetings=tuple(_meeting(held, edition) for held in entry.meetings),
        money=tuple((edition.name_of(body), money_in_words(money)) for body, money in content.money) if content else (),
        effects=effects_of(entry, edition),
    )  # fmt: skip


def _powers(entry: RegisterEntry, edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """The powers under which the body decided, each with who gave it and the paper that says so."""
    agreement = edition.record.agreement
    names = entry.meetings[-1].powers if entry.meetings else ()
    day = entry.decided_on or edition.record.today
    for power in (power for power in agreement.powers if power.name in names):
        given = [one for one in agreement.delegations if one.power == power.name and one.to == entry.body and one.dates.hold(day)]
        yield from ((f"{power.title}, given by {edition.names_of(one.by)}", one.source) for one in given)
        if entry.body in power.held_by or not given:
            yield power.title, power.source


def _meeting(held: MeetingHeld, edition: RecordEdition) -> MeetingView:
    organisations = {seat.name: edition.name_of(seat.organisation) for seat in held.seats}
    seats = tuple(
        SeatView(
            seat=said.seat, organisation=organisations.get(said.seat, ""), voice=said.voice.value, reason=said.reason,
            interest=INTEREST_WORDS[said.interest] if said.interest else "", through=said.through,
        )
        for said in held.said
    )  # fmt: skip
    spoke = {said.seat for said in held.said}
    return MeetingView(
        held=held, body=edition.name_of(held.body), outcome=outcome_in_words(held.outcome), seats=seats,
        silent=edition.names_of(seat.name for seat in held.seats if seat.votes and seat.name not in spoke),
        accountable=edition.names_of(held.accountable), not_bound=edition.names_of(held.not_bound),
    )  # fmt: skip


def effects_of(entry: RegisterEntry, edition: RecordEdition) -> tuple[EffectView, ...]:
    """What was expected of a decision, with what the last review that looked found of each."""
    expected = entry.content.expected if entry.content else ()
    found = {(checked.measure, checked.by): checked for review in entry.reviews for checked in review.checked}
    return tuple(
        EffectView(measure=edition.measure_of(one.measure), expected=one, checked=found.get((one.measure, one.by))) for one in expected
    )
