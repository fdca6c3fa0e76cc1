"""Decisions: what a proposal must say, the states it passes through, and the log that shows if somebody altered it."""

from wholeplace.agreement.decisions.chain import BEGINNING, Entry, append, first_difference, problems_in, sealed
from wholeplace.agreement.decisions.completeness import failing, problems_of, who_pays
from wholeplace.agreement.decisions.shapes import Effect, Evidence, Exemption, Expected, Lens, Proposal, Seen
from wholeplace.agreement.decisions.states import FINAL, FROZEN, NEXT, Event, State, after, why_not

__all__ = [
    "BEGINNING", "Effect", "Entry", "Event", "Evidence", "Exemption", "Expected", "FINAL", "FROZEN", "Lens", "NEXT", "Proposal", "Seen",
    "State", "after", "append", "failing", "first_difference", "problems_in", "problems_of", "sealed", "who_pays", "why_not",
]  # fmt: skip
