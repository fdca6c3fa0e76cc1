"""Decisions: what a proposal must say before it is decided, and the states it passes through."""

from wholeplace.agreement.decisions.completeness import failing, problems_of, who_pays
from wholeplace.agreement.decisions.shapes import Effect, Evidence, Exemption, Expected, Lens, Proposal, Seen
from wholeplace.agreement.decisions.states import FINAL, FROZEN, NEXT, Event, State, after, why_not

__all__ = [
    "Effect", "Event", "Evidence", "Exemption", "Expected", "FINAL", "FROZEN", "Lens", "NEXT", "Proposal", "Seen", "State", "after",
    "failing", "problems_of", "who_pays", "why_not",
]  # fmt: skip
