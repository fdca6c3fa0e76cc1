"""What stands in the way of a step: the state, the powers of the body, notice that was not given, a proposal that is not whole."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from wholeplace.agreement.bodies import Asked, Authority, Body, May, authority_of
from wholeplace.agreement.clocks import problems_of_notice
from wholeplace.agreement.decisions.completeness import problems_of
from wholeplace.agreement.decisions.in_force import InForce
from wholeplace.agreement.decisions.record import NoticeGiven, Recorded
from wholeplace.agreement.decisions.shapes import Proposal
from wholeplace.agreement.decisions.standing import free_from, stands_at
from wholeplace.agreement.decisions.states import Event, State, why_not
from wholeplace.terms import Money, Problem
from wholeplace.terms.spelling import did_you_mean

EDITABLE = frozenset({State.DRAFT, State.DEFERRED, State.ADVISED, State.SENT_BACK})
"""States in which the text may be changed. Once notice is given, what people were told is what is decided."""


def cannot(recorded: Recorded, event: Event, now: datetime) -> list[Problem]:
    """Why the state itself forbids an event at `now`; empty when it allows it."""
    told = why_not(stands_at(recorded, now), event)
    if not told:
        return []
    closes = free_from(recorded)
    waits = closes is not None and event in (Event.CARRY_OUT, Event.REVIEW, Event.REPLACE)
    frozen = f"It is frozen until {closes:%H:%M on %-d %B %Y}, while councillors can call it in." if closes and waits else told
    fix = "Wait for the end of the window." if waits else "Choose a step that it can take."
    return [Problem(where=recorded.proposal.reference, what=frozen, why="Each step follows from the one before.", fix=fix)]


def asked_of(recorded: Recorded, on: date) -> Asked:
    """What a body is asked to decide on a day. The sum is the greater of what the matter said and what the proposal costs."""
    binds = Money(max(recorded.binds.pence, cost(recorded.proposal).pence))
    return Asked(matter=recorded.proposal.matter, areas=recorded.areas, money=binds, on=on)


def cost(proposal: Proposal) -> Money:
    """What those who pay would pay together in a full year; where nobody does, the most that one gains."""
    paid = -sum(money.pence for money in proposal.money.values() if money.pence < 0)
    return Money(paid or max((money.pence for money in proposal.money.values()), default=0))


def authority_over(recorded: Recorded, held: InForce, on: date) -> Authority:
    """What the body that has a decision before it may do about it on a day."""
    return authority_of(held.agreement, recorded.proposal.body, asked_of(recorded, on))


def deciders(recorded: Recorded, held: InForce, on: date) -> tuple[Body, ...]:
    """The bodies of the place that may decide it on a day."""
    asked = asked_of(recorded, on)
    return tuple(body for body in held.agreement.bodies if authority_of(held.agreement, body.name, asked).may is May.DECIDE)


def notices_needed(recorded: Recorded, held: InForce) -> tuple[str, ...]:
    """The names of the rules under which notice must be given before it is decided, second notices among them."""
    first = [duty.notice for duty in recorded.duties if duty.notice]
    second = [held.notices[name].again for name in first if name in held.notices and held.notices[name].again]
    return tuple(dict.fromkeys((*first, *second)))


def problems_of_notices(recorded: Recorded, held: InForce, on: date) -> list[Problem]:
    """Everything that is missing in notice for a decision on a day. A notice in another body's name told people of another decision."""
    own = [given for given in recorded.notices if given.body == recorded.proposal.body]
    return [problem for needed in notices_needed(recorded, held) for problem in _of_notice(needed, own, held, on)]


def _of_notice(needed: str, own: list[NoticeGiven], held: InForce, on: date) -> list[Problem]:
    """Nothing where one of the notices is enough; else what is wrong with the last that could have been."""
    fitting = [given for given in own if needed in (given.notice.rule, held.notices[given.notice.rule].instead_of)]
    tried = [_of_one(needed, given, held, on) for given in fitting]
    if any(not problems for problems in tried):
        return []
    return tried[-1] if tried else problems_of_notice(needed, None, on, held.notices)


def _of_one(needed: str, given: NoticeGiven, held: InForce, on: date) -> list[Problem]:
    problems = problems_of_notice(needed, given.notice, on, held.notices)
    if on < given.decision_on:
        problems.append(
            Problem(
                where=held.notices[given.notice.rule].title, what=f"people were told that it is decided on {given.decision_on} or later.",
                why="Who wanted to be heard would come too late.", fix=f"Decide on {given.decision_on} or later, or give notice again.",
            )
        )  # fmt: skip
    return problems


def problems_of_content(recorded: Recorded, held: InForce, today: date) -> list[Problem]:
    """What keeps a proposal from being put to its body: what is missing, and names that nobody knows."""
    return [*problems_of(recorded.proposal, today=today), *unknown_names(recorded.proposal, held), *_dearer(recorded)]


def unknown_names(proposal: Proposal, held: InForce) -> Iterator[Problem]:
    """Measures, organisations and a body that nobody knows, each with the nearest that is known."""
    for one in proposal.expected:
        if one.measure not in held.measures:
            yield _unknown("expected effect", one.measure, held.measures, "is no measure of the library or of this place", "Choose one.")
    for name in proposal.money:
        if name not in held.organisations:
            yield _unknown("each body's money", name, held.organisations, "is no organisation of this place", "Correct the name.")
    bodies = [body.name for body in held.agreement.bodies]
    if proposal.body not in bodies:
        yield _unknown("body", proposal.body, bodies, "is no body of this place", "Choose one of its bodies.")


def _dearer(recorded: Recorded) -> Iterator[Problem]:
    costs = cost(recorded.proposal)
    if costs.pence > recorded.binds.pence:
        yield Problem(
            where="each body's money", what=f"together they pay {costs}, and the matter was described with {recorded.binds}.",
            why="A greater sum may belong to another level or body, or need more notice.",
            fix="Change the sum in the matter, then take its answer over.",
        )  # fmt: skip


def _unknown(where: str, name: str, known: Collection[str], what: str, otherwise: str) -> Problem:
    fix = did_you_mean(name, known) or otherwise
    return Problem(where=where, what=f"“{name}” {what}.", why="Nobody could look it up later.", fix=fix)
