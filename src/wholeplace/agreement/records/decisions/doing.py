"""Everything that happens to matters and decisions as records: each kept with its entry in the log, or refused with all reasons."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from wholeplace.agreement.bodies import Agreement
from wholeplace.agreement.decisions import Proposal, Recorded, State, begin, placed_again, rewritten, stands_at, window_closed
from wholeplace.agreement.decisions.in_force import InForce
from wholeplace.agreement.records.decisions.models import Decision, Matter
from wholeplace.agreement.records.decisions.numbering import next_number, reference_of
from wholeplace.agreement.records.decisions.reading import as_json, described_in, placed_in, recorded_of
from wholeplace.agreement.subsidiarity import Matter as Described
from wholeplace.agreement.subsidiarity import place_matter
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep

THE_CLOCK = "the clock"
"""Who acts when a window closes: nobody does."""


def describe(described: Described, body: str, held: InForce, act: Act, *, place: str) -> Matter:
    """A new matter with its answer of today, and the next reference of the year. `body`: for which body it is described."""
    placed = place_matter(described, held.limits, held.rules)
    day = act.at.date()
    with next_number(Matter, day.year) as number:
        matter = Matter(
            reference=reference_of(place, day.year, number, letter="M"), year=day.year, number=number, title=described.title, body=body,
            described_on=day, described=as_json(described), placed=as_json(placed),
        )  # fmt: skip
        keep(matter, act)
    return matter


def describe_again(matter: Matter, described: Described, held: InForce, act: Act) -> None:
    """The matter described otherwise, with the answer that gives today. Drafts keep theirs until they take this one over."""
    matter.title, matter.described_on = described.title, act.at.date()
    matter.described = as_json(described)
    matter.placed = as_json(place_matter(described, held.limits, held.rules))
    keep(matter, act)


def draft(matter: Matter, proposal: Proposal, held: InForce, act: Act, *, place: str) -> Decision:
    """A draft of a decision on a matter, with the next reference of the year. It may have gaps; names must be known."""
    day = act.at.date()
    with next_number(Decision, day.year) as number:
        reference = reference_of(place, day.year, number)
        recorded = begin(reference, matter.reference, described_in(matter), placed_in(matter), proposal)
        recorded = rewritten(recorded, recorded.proposal, held, act.at)
        decision = Decision(reference=reference, year=day.year, number=number, matter=matter.reference, kept_by=matter.body, begun_on=day)
        _fill(decision, recorded, held.agreement)
        keep(decision, act)
    return decision


def take_over_answer(decision: Decision, matter: Matter, held: InForce, act: Act) -> None:
    """The draft with its matter's newer answer."""
    do(decision, lambda recorded: placed_again(recorded, described_in(matter), placed_in(matter), act.at), held, act)


def do(decision: Decision, step: Callable[[Recorded], Recorded], held: InForce, act: Act) -> None:
    """One step of a decision, kept. A window that has closed meanwhile is kept first, as the clock's doing.

    Raises DataProblem with all that stands in the way (nothing is kept then), ChangedMeanwhile when somebody else was first.
    """
    recorded = recorded_of(decision)
    with transaction.atomic():
        _keep_closed_window(decision, recorded, held, act)
        _fill(decision, step(window_closed(recorded, act.at)), held.agreement)
        keep(decision, act)


def close_windows(held: InForce, act: Act) -> tuple[str, ...]:
    """Keep the closing of every window that has passed by `act.at`; the references, in order."""
    closed = []
    for decision in Decision.objects.filter(state=State.OPEN_TO_CALL_IN.value).order_by("year", "number"):
        recorded = recorded_of(decision)
        if _keep_closed_window(decision, recorded, held, act):
            closed.append(decision.reference)
    return tuple(closed)


def _keep_closed_window(decision: Decision, recorded: Recorded, held: InForce, act: Act) -> bool:
    if stands_at(recorded, act.at) is recorded.state:
        return False
    _fill(decision, window_closed(recorded, act.at), held.agreement)
    keep(decision, replace(act, account=THE_CLOCK, acting_as=THE_CLOCK, event="call-in window closed", why=""))
    return True


def _fill(decision: Decision, recorded: Recorded, agreement: Agreement) -> None:
    body = agreement.body(recorded.proposal.body)
    decision.title, decision.body, decision.state = recorded.proposal.title, recorded.proposal.body, recorded.state.value
    decision.body_title = body.title if body else recorded.proposal.body
    decision.recorded = as_json(recorded)
