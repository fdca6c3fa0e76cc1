"""Records as the rules' shapes, and back."""

from typing import Any

import msgspec

from wholeplace.agreement.decisions import Proposal, Recorded, State
from wholeplace.agreement.records.decisions.models import Decision, Matter
from wholeplace.agreement.subsidiarity import Matter as Described
from wholeplace.agreement.subsidiarity import Placed


def recorded_of(decision: Decision) -> Recorded:
    """Everything recorded about a decision."""
    return msgspec.convert(decision.recorded, Recorded)


def described_in(matter: Matter) -> Described:
    """A matter as it was described."""
    return msgspec.convert(matter.described, Described)


def placed_in(matter: Matter) -> Placed:
    """Where it belonged by the rules of the day on which it was described."""
    return msgspec.convert(matter.placed, Placed)


def as_json(shape: object) -> Any:
    """A shape as JSON values: whole pence, ISO days and moments, no floats."""
    return msgspec.to_builtins(shape)


def proposal_of(reference: str) -> tuple[Proposal, State] | None:
    """The proposal of a decision and the state it was last kept in; None where there is no such decision."""
    decision = Decision.objects.filter(pk=reference).first()
    if decision is None:
        return None
    recorded = recorded_of(decision)
    return recorded.proposal, recorded.state
